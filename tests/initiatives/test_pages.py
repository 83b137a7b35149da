"""The pages: the thread, its list, its forms; conflicts lose nothing, refusals say why."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from ecosysteme.models import Abonnement, Initiative
from ecosysteme.services import initiatives as services
from ecosysteme.services.participations import participer


def url(initiative, geste=""):
    return f"/initiatives/{initiative.pk}/{geste}"


def texte(reponse):
    return reponse.content.decode().replace("\xa0", " ")


def fixer(par, initiative, quoi, quand, version=1):
    return services.fixer_etape(par=par, initiative=initiative, quoi=quoi, qui=par, quand=quand, version_lue=version)


def test_la_page_dit_de_quoi_il_s_agit_qui_et_la_suite_en_retard(initiative, gestionnaire, client_de):
    fixer(gestionnaire, initiative, "Mesurer le délai", timezone.localdate() - timedelta(days=3))
    page = texte(client_de(gestionnaire).get(url(initiative)))
    for attendu in ("Répondre en dix jours", "Les réponses tardent", "Mesurer le délai", "en retard de 3 jours",
                    "1 participant", "1.1.1", "SECRET", "Ministère des Essais"):  # fmt: skip
        assert attendu in page


def test_htmx_ne_recoit_que_le_fragment(initiative, gestionnaire, client_de):
    fragment = texte(client_de(gestionnaire).get(url(initiative), headers={"HX-Request": "true"}))
    assert "Ce qui doit arriver ensuite" in fragment and "<html" not in fragment


def test_ouvrir_depuis_un_indicateur_le_rattache(indicateur, gestionnaire, client_de):
    client = client_de(gestionnaire)
    assert "1.1.1" in texte(client.get(f"/initiatives/ouvrir/?indicateur={indicateur.pk}"))
    reponse = client.post(f"/initiatives/ouvrir/?indicateur={indicateur.pk}", {"titre": "Aller mieux"})
    ouverte = Initiative.objects.get()
    assert reponse.url == url(ouverte)
    assert list(ouverte.indicateurs.all()) == [indicateur]
    assert "Aller mieux" in texte(client.get(f"/pilotage/indicateurs/{indicateur.pk}/"))


@pytest.mark.parametrize("voulu", ["x", "0", "-1", "9" * 30, "1;drop"])
def test_un_indicateur_absurde_n_existe_pas(gestionnaire, client_de, voulu):
    assert client_de(gestionnaire).get("/initiatives/ouvrir/", {"indicateur": voulu}).status_code == 404


def test_un_titre_manquant_garde_le_reste(gestionnaire, client_de):
    reponse = client_de(gestionnaire).post("/initiatives/ouvrir/", {"description": "Déjà écrit"})
    assert reponse.status_code == 422
    assert "Déjà écrit" in texte(reponse) and "Donnez un titre" in texte(reponse)


def test_un_conflit_montre_les_deux_et_ne_perd_rien(initiative, gestionnaire, client_de):
    client = client_de(gestionnaire)
    fixer(gestionnaire, initiative, "Écrit par l'autre", date(2026, 12, 1))
    envoi = {"quoi": "Écrit par moi", "qui": "", "quand": "2026-12-24", "version": "1"}
    reponse = client.post(url(initiative, "etape/"), envoi)
    assert reponse.status_code == 409
    for attendu in ("Écrit par l", "Écrit par moi", "24 décembre 2026", "1er décembre 2026", 'value="2"'):
        assert attendu in texte(reponse)
    assert client.post(url(initiative, "etape/"), envoi | {"version": "2"}).status_code == 302
    initiative.refresh_from_db()
    assert initiative.prochaine_etape == "Écrit par moi"


def test_un_conflit_sur_autre_chose_le_dit(initiative, gestionnaire, client_de):
    fixer(gestionnaire, initiative, "Autre champ", None)
    envoi = {"titre": initiative.titre, "description": initiative.description, "version": "1"}
    reponse = client_de(gestionnaire).post(url(initiative, "modifier/"), envoi)
    assert reponse.status_code == 409
    assert "Autre chose que ces champs a changé" in texte(reponse)


def test_une_date_illisible_se_dit_a_cote_du_champ(initiative, gestionnaire, client_de):
    reponse = client_de(gestionnaire).post(url(initiative, "etape/"), {"quoi": "Mesurer", "quand": "31 février 2026"})
    assert reponse.status_code == 422
    assert "Mesurer" in texte(reponse) and 'id="id_quand_error"' in texte(reponse)


def test_clore_puis_rouvrir(initiative, gestionnaire, client_de):
    client = client_de(gestionnaire)
    assert client.post(url(initiative, "clore/"), {"etat": "terminee", "version": "1"}).status_code == 422
    envoi = {"etat": "terminee", "issue": "Le délai est passé à neuf jours.", "version": "1"}
    client.post(url(initiative, "clore/"), envoi)
    page = texte(client.get(url(initiative)))
    assert "Le délai est passé à neuf jours." in page and "Rouvrir" in page
    client.post(url(initiative, "rouvrir/"), {"version": "n'importe quoi"})
    assert Initiative.objects.get().etat == "terminee"
    client.post(url(initiative, "rouvrir/"), {"version": "2"})
    assert Initiative.objects.get().etat == "en_cours"


def test_participer_et_quitter_en_un_clic(initiative, responsable, client_de):
    client = client_de(responsable)
    assert client.get(url(initiative, "etape/")).status_code == 403
    client.post(url(initiative, "participer/"))
    assert client.get(url(initiative, "etape/")).status_code == 200
    client.post(url(initiative, "participer/"), {"apport": "Deux jours d'analyse"})
    assert "apporte Deux jours d&#x27;analyse" in texte(client.get(url(initiative)))
    client.post(url(initiative, "quitter/"))
    assert not initiative.participations.filter(personne=responsable).exists()


def test_chercher_puis_rattacher_un_indicateur(initiative, gestionnaire, indicateur_d_ailleurs, client_de):
    client = client_de(gestionnaire)
    assert "9.9.9" in texte(client.get(url(initiative, "rattacher/"), {"q": "9.9"}))
    assert "Ni indicateur ni organisation" in texte(client.get(url(initiative, "rattacher/"), {"q": "zzz"}))
    client.post(url(initiative, "rattacher/"), {"indicateur": indicateur_d_ailleurs.pk, "geste": "ajouter"})
    assert "9.9.9" in texte(client.get(url(initiative)))
    assert client.post(url(initiative, "rattacher/"), {"geste": "ajouter"}).status_code == 404


def test_inviter_un_inconnu_dit_quoi_faire(initiative, gestionnaire, client_de):
    reponse = client_de(gestionnaire).post(url(initiative, "inviter/"), {"courriel": "inconnu@exemple.test"})
    assert reponse.status_code == 422 and "Personne n'a de compte" in texte(reponse).replace("&#x27;", "'")


def test_les_compteurs_filtrent(initiative, gestionnaire, responsable, client_de):
    fixer(gestionnaire, initiative, "En retard", timezone.localdate() - timedelta(days=1))
    services.ouvrir_initiative(par=responsable, titre="Toute neuve")
    finie = services.ouvrir_initiative(par=responsable, titre="Bien finie")
    services.clore_initiative(par=responsable, initiative=finie, etat="abandonnee", issue="Non.", version_lue=1)
    client = client_de(gestionnaire)
    for voir, vues, cachees in (
        ("", {"Répondre", "Toute neuve"}, {"Bien finie"}),
        ("retard", {"Répondre"}, {"Toute neuve"}),
        ("sans-etape", {"Toute neuve"}, {"Répondre"}),
        ("miennes", {"Répondre"}, {"Toute neuve"}),
        ("organisation", {"Répondre"}, {"Toute neuve"}),
        ("closes", {"Bien finie"}, {"Répondre"}),
        ("absurde", {"Répondre"}, {"Bien finie"}),
    ):
        page = texte(client.get("/initiatives/", {"voir": voir}))
        assert all(vu in page for vu in vues) and not any(cachee in page for cachee in cachees), voir


def test_les_filtres_et_les_exports_disent_la_meme_chose(initiative, gestionnaire, ministere, client_de):
    services.ouvrir_initiative(par=gestionnaire, titre="=HYPERLINK(piège)")
    client = client_de(gestionnaire)
    assert "Répondre" not in texte(client.get("/initiatives/", {"q": "piège"}))
    assert "piège" not in texte(client.get("/initiatives/", {"organisation": ministere.pk}))
    csv = b"".join(client.get("/initiatives/", {"q": "piège", "format": "csv"}).streaming_content).decode()
    assert "'=HYPERLINK" in csv and "Répondre" not in csv
    classeur = client.get("/initiatives/", {"format": "xlsx"})
    assert b"".join(classeur.streaming_content).startswith(b"PK")
    classeur.close()


@pytest.mark.parametrize("tri", ["titre", "-titre", "quand", "-participants", "rien"])
def test_chaque_tri_repond(initiative, gestionnaire, client_de, tri):
    assert client_de(gestionnaire).get("/initiatives/", {"tri": tri, "page": "99"}).status_code == 200


def test_mon_travail_dit_l_etape_que_je_dois_et_ce_qui_a_bouge(initiative, gestionnaire, responsable, client_de):
    participer(par=responsable, initiative=initiative)
    services.fixer_etape(
        par=gestionnaire, initiative=initiative, quoi="Appeler les régions", qui=responsable, quand=None, version_lue=1
    )
    page = texte(client_de(responsable).get("/"))
    assert "Prochaines étapes de mes initiatives" in page and "Appeler les régions" in page
    assert page.count("Répondre en dix jours") >= 2
    mienne = texte(client_de(gestionnaire).get("/"))
    assert "Appeler les régions" not in mienne


def test_suivre_une_initiative(initiative, responsable, client_de):
    envoi = {"sujet": f"initiative:{initiative.pk}", "suivre": "oui"}
    assert client_de(responsable).post("/suivre/", envoi).status_code == 302
    assert Abonnement.objects.get(personne=responsable).sujet == f"initiative:{initiative.pk}"


def test_la_barre_de_pilotage_reste_sur_les_initiatives(initiative, gestionnaire, client_de):
    page = texte(client_de(gestionnaire).get("/initiatives/"))
    assert 'aria-label="Pilotage"' in page


def test_du_balisage_dans_un_titre_reste_du_texte(gestionnaire, client_de):
    piege = services.ouvrir_initiative(
        par=gestionnaire, titre="<img src=x onerror=1>", description="<script>1</script>"
    )
    for adresse in (url(piege), "/initiatives/"):
        page = texte(client_de(gestionnaire).get(adresse))
        assert "<img src=x" not in page and "<script>1" not in page


def test_une_initiative_de_plusieurs_centaines_de_lignes_se_page(gestionnaire, client_de):
    Initiative.objects.bulk_create([Initiative(titre=f"Initiative {n}", ouverte_par=gestionnaire) for n in range(60)])
    page = texte(client_de(gestionnaire).get("/initiatives/"))
    assert "1 à 50 sur 60" in page
