"""The board, the sheet, the leaders: who sees and may do what; nothing typed is lost."""

from datetime import timedelta

import pytest
from django.utils import timezone

from pilotage.models import DemandeAccompagnement, Leader
from pilotage.services import accompagnement as services
from tests import fabriques

TABLEAU = "/pilotage/accompagnement/"


def url(demande, geste=""):
    return f"{TABLEAU}demandes/{demande.pk}/{geste}"


def texte(reponse):
    return reponse.content.decode().replace("\xa0", " ").replace("&#x27;", "'")


def test_demander_puis_voir_sa_demande(gestionnaire, ministere, indicateur, coordination, client_de):
    client = client_de(gestionnaire)
    envoi = {"sujet": "Lire une carte", "genre": "formation", "urgence": "3", "organisation": ministere.pk}
    reponse = client.post(f"{TABLEAU}demander/?indicateur={indicateur.pk}", envoi)
    demande = DemandeAccompagnement.objects.get()
    assert reponse.url == url(demande)
    assert demande.indicateur == indicateur
    page = texte(client.get(url(demande)))
    assert "Lire une carte" in page and "1.1.1" in page and "Retirer ma demande" in page


def test_on_ne_demande_pas_au_nom_d_une_autre_organisation(gestionnaire, ailleurs, client_de):
    envoi = {"sujet": "Déjà tapé", "genre": "conseil", "urgence": "1", "organisation": ailleurs.pk}
    reponse = client_de(gestionnaire).post(f"{TABLEAU}demander/", envoi)
    assert reponse.status_code == 422 and "Déjà tapé" in texte(reponse)
    assert not DemandeAccompagnement.objects.exists()


def test_du_debut_a_la_fin(demande, gestionnaire, leader, client_de):
    client = client_de(leader)
    assert "Prendre la demande" in texte(client.get(url(demande)))
    client.post(url(demande, "prendre/"))
    client.post(url(demande, "echanger/"), {"texte": "Combien d'années avez-vous ?"})
    assert client.post(url(demande, "repondre/"), {"issue": "", "version": "2"}).status_code == 422
    client.post(url(demande, "repondre/"), {"issue": "Une cible de maintien la première année.", "version": "2"})
    client = client_de(gestionnaire)
    page = texte(client.get(url(demande)))
    assert "Combien d'années" in page and "cible de maintien" in page and "Avez-vous été aidé" in page
    client.post(url(demande, "noter/"), {"satisfaction": "4"})
    demande.refresh_from_db()
    assert (demande.etat, demande.satisfaction) == ("repondue", 4)


def test_l_appreciation_n_est_dite_qu_a_qui_a_demande(demande, gestionnaire, leader, coordination, client_de):
    services.prendre(par=leader, demande=demande)
    services.repondre(par=leader, demande=demande, issue="Fait.", version_lue=2)
    services.noter(par=gestionnaire, demande=demande, satisfaction=1)
    for personne in (leader, coordination):
        page = texte(client_de(personne).get(url(demande)))
        assert "Avez-vous été aidé" not in page and "sur 5" not in page
        assert client_de(personne).post(url(demande, "noter/"), {"satisfaction": "5"}).status_code == 403
        assert "sur 5" not in texte(client_de(personne).get(f"{TABLEAU}?voir=repondues"))


def test_la_moyenne_ne_se_dit_qu_a_partir_de_cinq_reponses(demande, gestionnaire, leader, client_de):
    services.prendre(par=leader, demande=demande)
    services.repondre(par=leader, demande=demande, issue="Fait.", version_lue=2)
    services.noter(par=gestionnaire, demande=demande, satisfaction=4)
    modele = DemandeAccompagnement.objects.get()
    for n in range(4):
        assert "Aide reçue" not in texte(client_de(leader).get(TABLEAU))
        modele.pk, modele.satisfaction = None, 4 + n % 2
        modele.save(force_insert=True)
    assert "selon 5 réponses : 4,4 sur 5" in texte(client_de(leader).get(TABLEAU))


def test_un_conflit_de_reponse_ne_perd_rien(demande, leader, client_de):
    services.prendre(par=leader, demande=demande)
    services.repondre(par=leader, demande=demande, issue="Écrit ailleurs", version_lue=2)
    reponse = client_de(leader).post(url(demande, "repondre/"), {"issue": "Écrit ici", "version": "2"})
    assert reponse.status_code == 409
    assert "Écrit ailleurs" in texte(reponse) and "Écrit ici" in texte(reponse)


def test_un_message_vide_le_dit_et_garde_le_champ(demande, gestionnaire, client_de):
    reponse = client_de(gestionnaire).post(url(demande, "echanger/"), {"texte": "   "})
    assert reponse.status_code == 422 and "Écrivez votre message" in texte(reponse)


def test_qui_n_y_est_pour_rien_lit_sans_ecrire(demande, membre_public, client_de):
    client = client_de(membre_public)
    page = texte(client.get(url(demande)))
    assert "Fixer une cible" in page and "Envoyer le message" not in page
    for geste in ("prendre", "rendre", "retirer", "echanger", "repondre", "noter"):
        assert client.post(url(demande, f"{geste}/")).status_code == 403, geste


def test_un_leader_de_la_meme_organisation_ne_prend_pas(demande, ministere, client_de):
    voisin = fabriques.personne()
    fabriques.adhesion(voisin, ministere)
    Leader.objects.create(personne=voisin, organisation=ministere, genres=["conseil"])
    assert client_de(voisin).post(url(demande, "prendre/")).status_code == 403


def test_un_partenaire_n_en_connait_rien(demande, membre_prive, client_de, ministere):
    client = client_de(membre_prive)
    for adresse in (TABLEAU, url(demande), f"{TABLEAU}leaders/", f"{TABLEAU}parcours/{ministere.pk}/"):
        assert client.get(adresse).status_code == 404, adresse
    assert client.post(f"{TABLEAU}leaders/devenir/").status_code == 404
    assert "Fixer une cible" not in texte(client.get("/"))
    assert "Accompagnement" not in texte(client.get("/pilotage/"))


def test_les_compteurs_filtrent(demande, gestionnaire, leader, client_de):
    DemandeAccompagnement.objects.update(repondre_avant=timezone.now() - timedelta(days=1))
    vues = {
        "gestion": (gestionnaire, {"": True, "prenables": False, "retard": True, "miennes": True, "prises": False}),
        "leader": (leader, {"": True, "prenables": True, "miennes": False, "repondues": False, "absurde": True}),
    }
    for personne, attendus in vues.values():
        client = client_de(personne)
        for voir, present in attendus.items():
            assert ("Fixer une cible" in texte(client.get(TABLEAU, {"voir": voir}))) == present, voir


def test_les_mots_le_genre_et_l_export_disent_la_meme_chose(demande, gestionnaire, ministere, client_de):
    services.demander(par=gestionnaire, organisation=ministere, sujet="=2+2 piège", genre="outil", urgence=1)
    client = client_de(gestionnaire)
    assert "piège" not in texte(client.get(TABLEAU, {"genre": "conseil"}))
    csv = b"".join(client.get(TABLEAU, {"q": "piège", "format": "csv"}).streaming_content).decode()
    assert "'=2+2" in csv and "Fixer" not in csv


def test_mon_travail_dit_a_chacun_ce_qui_l_attend(demande, gestionnaire, leader, coordination, client_de):
    assert "On demande de l'aide" in texte(client_de(leader).get("/"))
    DemandeAccompagnement.objects.update(repondre_avant=timezone.now() - timedelta(days=1))
    services.monter_demandes()
    assert "personne ne l'a prise" in texte(client_de(coordination).get("/"))
    services.prendre(par=leader, demande=demande)
    assert "vous l'avez prise" in texte(client_de(leader).get("/"))
    services.repondre(par=leader, demande=demande, issue="Fait.", version_lue=2)
    assert "dites si vous avez été aidé" in texte(client_de(gestionnaire).get("/"))


def test_devenir_leader_puis_se_retirer(gestionnaire, ministere, client_de):
    client = client_de(gestionnaire)
    assert "Aucun leader" in texte(client.get(f"{TABLEAU}leaders/"))
    assert client.post(f"{TABLEAU}leaders/devenir/", {"organisation": ministere.pk}).status_code == 422
    client.post(f"{TABLEAU}leaders/devenir/", {"organisation": ministere.pk, "genres": ["outil"]})
    page = texte(client.get(f"{TABLEAU}leaders/?genre=outil"))
    assert str(gestionnaire) in page and "1 sur 1 leader" in page
    assert "0 sur 1 leader" in texte(client.get(f"{TABLEAU}leaders/?genre=conseil"))
    client.post(f"{TABLEAU}leaders/quitter/")
    assert not Leader.objects.exists()


def test_du_balisage_dans_un_message_reste_du_texte(demande, gestionnaire, client_de):
    services.echanger(par=gestionnaire, demande=demande, texte="<script>1</script><img src=x onerror=1>")
    page = client_de(gestionnaire).get(url(demande)).content.decode()
    assert "<script>1" not in page and "<img src=x" not in page


@pytest.mark.parametrize("genre", ["indicateur", "initiative"])
def test_un_sujet_absurde_n_existe_pas(gestionnaire, client_de, genre):
    assert client_de(gestionnaire).get(f"{TABLEAU}demander/", {genre: "x9"}).status_code == 404


def test_la_fiche_d_un_indicateur_mene_a_la_demande(indicateur, gestionnaire, membre_public, client_de):
    fiche, lien = f"/pilotage/indicateurs/{indicateur.pk}/", f"{TABLEAU}demander/?indicateur={indicateur.pk}"
    assert lien in texte(client_de(gestionnaire).get(fiche))
    assert lien not in texte(client_de(membre_public).get(fiche))
