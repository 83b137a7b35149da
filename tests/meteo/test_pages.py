"""The block on the sheets, the page, the form that loses nothing, the publication, the columns of the dashboards."""

import re

import pytest

from ecosysteme.models import Notification
from pilotage.models import Meteo
from tests import fabriques

CHAMPS = {"ciel": "couvert", "risques": "Pénurie de personnel", "solutions": "", "reussites": "", "ambition": "",
          "deja_fait": "Guichet ouvert", "a_faire": "", "version": "0"}  # fmt: skip


def adresse(objet, genre="organisation", acte="") -> str:
    return f"/pilotage/meteo/{genre}/{objet.pk}/{acte and f'{acte}/'}?exercice=2025"


def fiches(ministere, plan, objectif) -> list[str]:
    return [f"/pilotage/organisations/{ministere.pk}/?exercice=2025", f"/pilotage/plans/{plan.pk}/?exercice=2025",
            f"/pilotage/objectifs/{objectif.pk}/?exercice=2025"]  # fmt: skip


def test_de_l_ecriture_a_la_publication_sans_javascript(client_de, gestionnaire, ministere):
    client = client_de(gestionnaire)
    reponse = client.post(adresse(ministere, acte="ecrire"), CHAMPS | {"acte": "publier"})
    assert reponse.status_code == 302 and "/publier/" in reponse["Location"]
    page = client.get(reponse["Location"]).content.decode()
    assert "Couvert\u00a0: objectifs atteignables" in page and "Pénurie de personnel" in page
    assert "Non renseignée" in page  # what was before
    version = re.search(r'name="version" value="(\d+)"', page)[1]
    reponse = client.post(adresse(ministere, acte="publier"), {"version": version, "precedente": "0"})
    assert reponse["Location"] == f"/pilotage/organisations/{ministere.pk}/?exercice=2025"
    fiche = client.get(reponse["Location"]).content.decode()
    assert "Couvert\u00a0: objectifs atteignables" in fiche and "Guichet ouvert" in fiche
    assert Meteo.objects.get().publiee_le


def test_la_meteo_se_tient_a_cote_du_statut_et_de_la_progression_sur_chaque_fiche(
    client_de, gestionnaire, ministere, plan, objectif, publier
):
    for genre, objet in (("organisation", ministere), ("plan", plan), ("objectif", objectif)):
        publier(gestionnaire, objet, genre, ciel="orage", risques=f"Risque {genre}")
    for genre, chemin in zip(("organisation", "plan", "objectif"), fiches(ministere, plan, objectif), strict=True):
        texte = client_de(gestionnaire).get(chemin).content.decode()
        assert "Orage\u00a0: objectifs compromis" in texte and f"Risque {genre}" in texte
        assert "Progression" in texte


def test_un_partenaire_ne_voit_aucune_meteo(client_de, membre_prive, gestionnaire, ministere, plan, objectif, publier):
    for genre, objet in (("organisation", ministere), ("plan", plan)):
        publier(gestionnaire, objet, genre, ciel="orage", risques="Secret bien gardé")
    client = client_de(membre_prive)
    for chemin in ["/pilotage/?exercice=2025", *fiches(ministere, plan, objectif)]:
        texte = client.get(chemin).content.decode()
        assert "Secret bien gardé" not in texte and "Météo" not in texte and "Orage" not in texte
    for acte in ("", "ecrire", "publier"):
        assert client.get(adresse(ministere, acte=acte)).status_code == 404


def test_qui_ne_tient_pas_l_organisation_lit_sans_ecrire(client_de, membre_public, responsable, ministere):
    for personne in (membre_public, responsable):
        client = client_de(personne)
        assert client.get(adresse(ministere)).status_code == 200
        reponse = client.get(adresse(ministere, acte="ecrire"))
        assert reponse.status_code == 403
        assert "gestionnaires de Ministère des Essais" in reponse.content.decode()


def test_le_brouillon_s_enregistre_pendant_que_l_on_ecrit(client_de, gestionnaire, ministere):
    client, entetes = client_de(gestionnaire), {"HX-Request": "true"}
    reponse = client.post(adresse(ministere, acte="ecrire"), CHAMPS, headers=entetes)
    texte = reponse.content.decode()
    assert "Brouillon enregistré" in texte and "<html" not in texte
    version = re.search(r'id="id_version" value="(\d+)"', texte)[1]
    suite = CHAMPS | {"risques": "Pénurie de personnel infirmier", "version": version}
    assert client.post(adresse(ministere, acte="ecrire"), suite, headers=entetes).status_code == 200
    assert Meteo.objects.get().risques == "Pénurie de personnel infirmier"


def test_une_synthese_trop_longue_garde_ce_qui_est_ecrit(client_de, gestionnaire, ministere):
    client = client_de(gestionnaire)
    trop = CHAMPS | {"risques": "a" * 600, "solutions": "b" * 600, "acte": "brouillon"}
    reponse = client.post(adresse(ministere, acte="ecrire"), trop)
    texte = reponse.content.decode()
    assert reponse.status_code == 422
    assert "au plus 1\u00a0000" in texte and "b" * 600 in texte and "1\u00a0200 sur" in texte
    reponse = client.post(adresse(ministere, acte="ecrire"), trop, headers={"HX-Request": "true"})
    assert reponse.status_code == 422 and "Pas encore enregistré" in reponse.content.decode()
    assert not Meteo.objects.exists()


def test_les_fins_de_ligne_du_navigateur_ne_comptent_pas_double(client_de, gestionnaire, ministere):
    texte = "\r\n".join(["a" * 99] * 10)
    reponse = client_de(gestionnaire).post(adresse(ministere, acte="ecrire"), CHAMPS | {"risques": texte})
    assert reponse.status_code == 302
    assert len(Meteo.objects.get().risques) == 999


def test_un_conflit_entre_deux_fenetres_montre_les_deux_textes(client_de, gestionnaire, ministere, rediger):
    ecrit = rediger(gestionnaire, ministere, risques="De l'autre fenêtre")
    client = client_de(gestionnaire)
    reponse = client.post(adresse(ministere, acte="ecrire"), CHAMPS | {"version": "0"})
    texte = reponse.content.decode()
    assert reponse.status_code == 409
    assert "De l&#x27;autre fenêtre" in texte and "Pénurie de personnel" in texte
    version = re.search(r'name="version" value="(\d+)"', texte)[1]
    assert version == str(ecrit.version)
    assert client.post(adresse(ministere, acte="ecrire"), CHAMPS | {"version": version}).status_code == 302


def test_un_brouillon_publie_ailleurs_devient_un_nouveau_brouillon(client_de, gestionnaire, ministere, publier):
    publier(gestionnaire, ministere)
    client = client_de(gestionnaire)
    reponse = client.post(adresse(ministere, acte="ecrire"), CHAMPS | {"version": "3"})
    assert reponse.status_code == 409 and "Pénurie de personnel" in reponse.content.decode()
    assert 'name="version" value="0"' in reponse.content.decode()
    assert client.post(adresse(ministere, acte="ecrire"), CHAMPS).status_code == 302


def test_publier_ce_qui_a_change_repond_409_et_montre_ce_qui_tient(
    client_de, gestionnaire, coordination, ministere, rediger, publier
):
    mien = rediger(gestionnaire, ministere, ciel="soleil")
    publier(coordination, ministere, ciel="orage", risques="Grève")
    donnees = {"version": str(mien.version), "precedente": "0"}
    reponse = client_de(gestionnaire).post(adresse(ministere, acte="publier"), donnees)
    assert reponse.status_code == 409
    assert "Grève" in reponse.content.decode()
    assert Meteo.objects.publiees().count() == 1


@pytest.mark.parametrize("absurde", ["x", "", "-1", "9" * 30, "1e3"])
def test_une_version_absurde_ne_publie_rien(client_de, gestionnaire, ministere, rediger, absurde):
    rediger(gestionnaire, ministere, ciel="soleil")
    donnees = {"version": absurde, "precedente": absurde}
    assert client_de(gestionnaire).post(adresse(ministere, acte="publier"), donnees).status_code == 409


def test_sans_brouillon_publier_ramene_a_l_ecriture(client_de, gestionnaire, ministere):
    reponse = client_de(gestionnaire).get(adresse(ministere, acte="publier"))
    assert reponse.status_code == 302 and "/ecrire/" in reponse["Location"]


def test_les_textes_de_la_precedente_sont_repris_sans_son_ciel(client_de, gestionnaire, ministere, publier):
    publier(gestionnaire, ministere, ciel="soleil", ambition="Une ambition durable")
    texte = client_de(gestionnaire).get(adresse(ministere, acte="ecrire")).content.decode()
    assert "Une ambition durable" in texte and "choisissez de nouveau le ciel" in texte
    assert not re.search(r'value="soleil"[^>]*checked', texte)


def test_l_historique_se_lit_et_s_exporte(client_de, membre_public, gestionnaire, ministere, publier):
    publier(gestionnaire, ministere, ciel="soleil", reussites="=1+1")
    publier(gestionnaire, ministere, ciel="orage")
    client = client_de(membre_public)
    texte = client.get(adresse(ministere)).content.decode()
    assert texte.index("Orage") < texte.index("Météos précédentes") < texte.index("Soleil")
    fichier = b"".join(client.get(adresse(ministere) + "&format=csv").streaming_content).decode("utf-8-sig")
    assert "'=1+1" in fichier and len(fichier.splitlines()) == 3


def test_les_tableaux_montrent_ciel_et_repartition(client_de, gestionnaire, ministere, plan, objectif, publier):
    publier(gestionnaire, ministere, ciel="nuage")
    publier(gestionnaire, objectif, "objectif", ciel="soleil")
    client = client_de(gestionnaire)
    rangee = re.search(
        rf'<tr id="o{ministere.pk}".*?</tr>', client.get("/pilotage/?exercice=2025").content.decode(), re.S
    )
    assert "Nuage" in rangee[0]
    fragment = client.get(fiches(ministere, plan, objectif)[0], headers={"HX-Request": "true"}).content.decode()
    assert "Répartition des météos" in fragment and "1 sur 1 ont une météo" in fragment


@pytest.mark.parametrize("genre", ["gouvernement", "orientation", "x"])
def test_un_genre_inconnu_n_existe_pas(client_de, gestionnaire, ministere, genre):
    assert client_de(gestionnaire).get(adresse(ministere, genre)).status_code == 404


def test_un_texte_hostile_est_montre_pas_execute(client_de, gestionnaire, ministere, publier):
    publier(gestionnaire, ministere, risques="<script>alert(1)</script>", ambition='"><img src=x onerror=alert(1)>')
    texte = client_de(gestionnaire).get(fiches(ministere, ministere, ministere)[0]).content.decode()
    assert "<script>alert" not in texte and "<img src=x" not in texte and "&lt;script&gt;" in texte
    assert not Notification.objects.exists()


def test_un_indicateur_montre_la_meteo_de_son_objectif(
    client_de, gestionnaire, membre_prive, objectif, publier, django_assert_max_num_queries
):
    indicateur = fabriques.indicateur(objectif)
    chemin = f"/pilotage/indicateurs/{indicateur.pk}/?exercice="
    publier(gestionnaire, objectif, "objectif", ciel="soleil")
    publier(gestionnaire, objectif, "objectif", ciel="orage")
    client = client_de(gestionnaire)
    with django_assert_max_num_queries(12):
        texte = client.get(chemin + "2025").content.decode()
    lecture = texte.split("Météo", 1)[1].split("</section>")[0]
    assert "Orage" in lecture and f"de l&#x27;objectif {objectif.numero}" in lecture
    assert f"/pilotage/objectifs/{objectif.pk}/?exercice=2025" in lecture
    sans = client.get(chemin + "2024").content.decode().split("Météo", 1)[1].split("</section>")[0]
    assert "Non renseignée" in sans and f"de l&#x27;objectif {objectif.numero}" in sans
    assert "Météo" not in client_de(membre_prive).get(chemin + "2025").content.decode()
