"""Pages are bounded, follow one another without gap or repeat, and cost the same number of queries."""

from urllib.parse import parse_qs, parse_qsl, urlsplit

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ecosysteme.enums import RoleAdhesion
from ecosysteme.models import Mesure
from tests import fabriques
from tests.api.aides import ids

SUIVIES = ["cibles/", "mesures/", "bilans/"]
NUMEROTEES = ["organisations/", "plans/", "indicateurs/"]


def toutes_les_pages(client, chemin, parametres):
    lignes, reponse = [], client.get(chemin, parametres).json()
    while True:
        assert len(reponse["resultats"]) <= int(parametres["taille"])
        lignes += reponse["resultats"]
        if reponse["suivante"] is None:
            return lignes
        suite = urlsplit(reponse["suivante"])
        reponse = client.get(chemin, dict(parse_qsl(suite.query, keep_blank_values=True))).json()


@pytest.mark.parametrize("chemin", NUMEROTEES + SUIVIES)
def test_les_pages_se_suivent_sans_trou_ni_doublon(api, monde, chemin):
    client = api()
    entier = client.get(chemin, {"taille": 500}).json()["resultats"]
    assert toutes_les_pages(client, chemin, {"taille": "2"}) == entier


@pytest.mark.parametrize("tri", ["indicateur", "-indicateur", "modification", "-modification"])
def test_chaque_ordre_des_mesures_se_suit(api, monde, tri):
    for annee in range(2010, 2016):
        fabriques.mesure(monde.autre, annee, territoire="06")
    Mesure.objects.filter(exercice__gte=2012).update(saisie_le="2026-01-01T00:00:00Z")
    client = api()
    entier = ids(client.get("mesures/", {"tri": tri}))
    assert [ligne["id"] for ligne in toutes_les_pages(client, "mesures/", {"taille": "3", "tri": tri})] == entier
    cles = {"indicateur": ("indicateur_id", "fin", "territoire"), "modification": ("saisie_le", "id")}[tri.lstrip("-")]
    attendu = [ligne[0] for ligne in sorted(Mesure.objects.values_list("pk", *cles), key=lambda ligne: ligne[1:])]
    assert entier == (attendu[::-1] if tri.startswith("-") else attendu)


@pytest.mark.parametrize("chemin", NUMEROTEES + SUIVIES)
def test_une_taille_hors_bornes_est_refusee_par_son_nom(api, monde, chemin):
    client = api()
    for taille in ("501", "0", "-1", "abc", "1e2", "٣", "99999999999999999999", "", "1.0"):
        reponse = client.get(chemin, {"taille": taille})
        assert reponse.status_code == 400 and "« taille »" in reponse.json()["detail"], taille


def test_une_page_hors_bornes_est_refusee_par_son_nom(api, monde):
    client = api()
    for page in ("0", "-1", "abc", "10001", "9" * 30, "1.5", ""):
        reponse = client.get("plans/", {"page": page})
        assert reponse.status_code == 400 and "« page »" in reponse.json()["detail"], page


def test_une_page_apres_la_derniere_est_vide(api, monde):
    reponse = api().get("plans/", {"page": "10000"}).json()
    assert reponse["resultats"] == [] and reponse["suivante"] is None and reponse["total"] == 3


@pytest.mark.parametrize("curseur", ["abc", "W10", "é", "\x00", "a" * 10_000, "W1tbW10:1:x"])
def test_un_curseur_invente_est_refuse(api, monde, curseur):
    for chemin in SUIVIES:
        reponse = api().get(chemin, {"curseur": curseur})
        assert reponse.status_code == 400 and "« curseur »" in reponse.json()["detail"]


def test_un_curseur_ne_sert_ni_a_un_autre_ordre_ni_a_une_autre_ressource(api, monde):
    client = api()
    suite = client.get("mesures/", {"taille": 1}).json()["suivante"]
    curseur = parse_qs(urlsplit(suite).query)["curseur"][0]
    assert client.get("mesures/", {"taille": 1, "curseur": curseur}).status_code == 200
    assert client.get("mesures/", {"tri": "-indicateur", "curseur": curseur}).status_code == 400
    assert client.get("cibles/", {"curseur": curseur}).status_code == 400


@pytest.mark.parametrize("role", [RoleAdhesion.GESTIONNAIRE, RoleAdhesion.MEMBRE_PRIVE])
@pytest.mark.parametrize("chemin", NUMEROTEES + SUIVIES)
def test_le_nombre_de_requetes_ne_depend_pas_des_lignes(api, monde, chemin, role):
    client = api(role)

    parametres = {"exercice": 2025} if chemin == "bilans/" else {}

    def compter():
        client.get(chemin, parametres)  # the use of the token is noted
        with CaptureQueriesContext(connection) as capture:
            assert client.get(chemin, parametres).status_code == 200
        return [q["sql"] for q in capture.captured_queries]

    avant = compter()
    for _ in range(10):
        organisation = fabriques.organisation(parent=monde.a)
        indicateur = fabriques.indicateur(fabriques.objectif(fabriques.plan(organisation)))
        fabriques.cible(indicateur)
        fabriques.mesure(indicateur)
    apres = compter()
    assert len(avant) == len(apres) <= 6, "\n".join(apres)
