"""The pages of the barometer: what they say, and how they are served."""

import pytest
from django.db import connection
from django.urls import reverse

from pilotage import bilans
from tests import fabriques
from tests.barometre.conftest import lire

pytestmark = pytest.mark.django_db
ACCUEIL = "/barometre/"


def test_la_vue_d_ensemble_dit_les_cibles_la_couverture_et_la_methode(client, monde):
    page = lire(client, f"{ACCUEIL}?exercice=2024")
    assert "2 indicateurs suivis en 2024-2025" in page.replace("\u00a0", " ")
    assert "Ministère de la Clarté" in page and "Portefeuille fictif" in page
    assert "1 sur 2 cibles échues" in page and "SCT 2022" in page
    assert "en 2023-2024" in page


def test_les_organisations_restent_dans_l_ordre_de_l_administration(client, monde):
    autre = fabriques.organisation("Agence de l'Avenir", sigle="AAV", parent=monde.portefeuille)
    fiche = fabriques.indicateur(fabriques.objectif(fabriques.plan(autre)))
    fabriques.cible(fiche, 2024, "100")
    fabriques.mesure(fiche, 2024, "1")
    list(bilans.vider())
    page = lire(client, f"{ACCUEIL}?exercice=2024&tri=-taux")
    assert page.index("Agence de l&#x27;Avenir") < page.index("Ministère de la Clarté")
    assert "tri=" not in page


def test_l_indicateur_parait_sous_son_nom_public_avec_sa_methode_et_sa_source(client, monde):
    page = lire(client, reverse("barometre:indicateur", args=[monde.indicateur.pk]))
    assert "<h1>Délai de réponse</h1>" in page
    assert "Somme des jours divisée par le nombre de demandes." in page
    assert "Registre fictif" in page and "Chiffre réel" in page
    assert '<svg xmlns="http://www.w3.org/2000/svg" class="g g-xmr"' in page
    assert "30,125" in page and "au moins 25" in page


def test_l_organisation_montre_ses_indicateurs_et_mene_a_chacun(client, monde):
    page = lire(client, reverse("barometre:organisation", args=[monde.ministere.pk]))
    assert reverse("barometre:indicateur", args=[monde.indicateur.pk]) in page
    assert "/pilotage/" not in page


def test_sans_chiffre_publie_la_page_dit_pourquoi_elle_est_vide(client):
    assert "Aucun chiffre publié pour l'instant" in lire(client, ACCUEIL).replace("&#x27;", "'")


def test_ni_temoin_ni_session_meme_pour_qui_est_connecte(client, monde, django_assert_max_num_queries):
    client.force_login(monde.personne)
    with django_assert_max_num_queries(8) as captees:
        reponse = client.get(ACCUEIL)
    assert not reponse.cookies
    assert "Cookie" not in reponse.get("Vary", "")
    assert not [q for q in captees if "django_session" in q["sql"] or "ecosysteme_personne" in q["sql"]]
    assert "Canari" not in reponse.content.decode()


def test_une_page_se_garde_en_cache_et_se_revalide(client, monde):
    premiere = client.get(ACCUEIL)
    assert premiere["Cache-Control"].startswith("public, max-age=")
    assert client.get(ACCUEIL, headers={"If-None-Match": premiere["ETag"]}).status_code == 304
    assert client.get(ACCUEIL, headers={"If-None-Match": '"autre"'}).status_code == 200


def test_un_chiffre_qui_change_change_la_marque(client, monde):
    adresse = reverse("barometre:indicateur", args=[monde.indicateur.pk])
    avant = client.get(adresse)["ETag"]
    fabriques.mesure(monde.indicateur, 2025, "50")
    list(bilans.vider())
    assert client.get(adresse, headers={"If-None-Match": avant}).status_code == 200


def test_une_page_gardee_ne_pose_plus_de_requete_jusqu_au_prochain_changement(
    client, monde, settings, django_assert_num_queries
):
    from ecosysteme import live

    settings.MEMOIRE_SECONDES = 20
    live.publier(["organisation:1"])
    premiere = client.get(ACCUEIL)
    with django_assert_num_queries(0):
        assert client.get(ACCUEIL)["ETag"] == premiere["ETag"]
    monde.ministere.nom = "Ministère renommé"
    monde.ministere.save()
    live.publier([f"organisation:{monde.ministere.pk}"])
    assert "Ministère renommé" in lire(client, ACCUEIL)


def test_seul_le_barometre_est_ouvert_aux_moteurs(client):
    assert lire(client, "/robots.txt") == "User-agent: *\nAllow: /barometre/\nAllow: /static/\nDisallow: /\n"


def test_une_adresse_inconnue_est_une_page_404_et_une_ecriture_un_refus(client, monde):
    assert client.get("/barometre/rien/").status_code == 404
    assert client.post(ACCUEIL).status_code == 405


def test_postgresql_absent_donne_503_avec_un_delai(client, monde, monkeypatch):
    from django.db import OperationalError

    from pilotage.views import barometre

    def panne(*_):
        raise OperationalError("parti")

    monkeypatch.setattr(barometre.lire, "accueil", panne)
    reponse = client.get(ACCUEIL)
    assert (reponse.status_code, reponse["Retry-After"]) == (503, "5")
    connection.ensure_connection()


def test_le_portail_mene_au_barometre(client, monde):
    assert 'href="/barometre/"' in client.get("/composants/").content.decode()
