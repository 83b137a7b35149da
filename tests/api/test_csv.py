"""Whole lists as CSV: same rights and filters, streamed, and never evaluated by a spreadsheet."""

import csv
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ecosysteme.api import exports
from ecosysteme.enums import RoleAdhesion
from tests import fabriques


def lignes(reponse) -> list[dict[str, str]]:
    assert reponse.status_code == 200 and reponse.streaming
    assert reponse["Content-Type"] == "text/csv; charset=utf-8"
    assert reponse["Content-Disposition"].startswith("attachment") and reponse["X-Content-Type-Options"] == "nosniff"
    texte = b"".join(reponse.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(texte), delimiter=";"))


@pytest.mark.parametrize("accepte", ["text/csv", "*/*", "application/json", "text/html"])
def test_les_mesures_sortent_en_csv_quoi_qu_on_accepte(api, monde, accepte):
    sorties = lignes(api().get("mesures.csv", {"organisation": "MA"}, HTTP_ACCEPT=accepte))
    assert [ligne["id"] for ligne in sorties] == [
        str(m.pk) for m in (monde.validee, monde.provisoire, monde.interne_validee)
    ]
    assert (sorties[0]["organisation"], sorties[0]["code"], sorties[0]["valeur"]) == ("MA", "PUB", "60,5")


def test_aucune_cellule_ne_s_evalue(api, monde):
    monde.public.nom = '@SUM(A1)"'
    monde.public.save()
    (ligne,) = lignes(api().get("mesures.csv", {"exercice": 2024}))
    assert ligne["commentaire"] == "'=1+1" and ligne["nom"] == "'@SUM(A1)\""
    (bilan,) = lignes(api().get("bilans.csv", {"exercice": 2024, "niveau": "indicateur", "noeud": monde.public.pk}))
    assert bilan["nom"] == "'@SUM(A1)\"" and bilan["resultat"] == "60,5"


def test_un_partenaire_prive_n_exporte_que_le_publie(api, monde):
    client = api(RoleAdhesion.MEMBRE_PRIVE)
    assert {ligne["id"] for ligne in lignes(client.get("mesures.csv"))} == {
        str(monde.validee.pk),
        str(monde.autre_validee.pk),
    }
    assert client.get("bilans.csv").status_code == 400
    sortis = lignes(client.get("bilans.csv", {"exercice": 2025}))
    assert sortis and not {"INT", "Plan en préparation"} & {ligne["nom"] for ligne in sortis}
    assert all(ligne["provisoire"] == "non" for ligne in sortis)


def test_les_refus_restent_des_problemes_en_json(api, monde):
    for parametres in ({"exercice": "x"}, {"inconnu": "1"}, {"page": "1"}, {"tri": "valeur"}):
        reponse = api().get("mesures.csv", parametres, HTTP_ACCEPT="text/csv")
        assert reponse.status_code == 400 and reponse["Content-Type"] == "application/json"


def test_les_lots_se_suivent_et_seuls_les_lots_ajoutent_des_requetes(api, monde, monkeypatch):
    monkeypatch.setattr(exports, "LOT", 5)
    for annee in range(2000, 2012):
        fabriques.mesure(monde.autre, annee)
    client = api()
    client.get("plans/")
    with CaptureQueriesContext(connection) as capture:
        sorties = lignes(client.get("mesures.csv", {"indicateur": monde.autre.pk}))
    fins = [ligne["fin"] for ligne in sorties]
    assert len(fins) == 13 and fins == sorted(fins)
    assert sum("ecosysteme_mesure" in q["sql"] for q in capture.captured_queries) == 3
    a_l_envers = lignes(client.get("mesures.csv", {"indicateur": monde.autre.pk, "tri": "-indicateur"}))
    assert [ligne["fin"] for ligne in a_l_envers] == fins[::-1]


def test_les_exports_ont_leur_propre_limite(api, settings):
    settings.API_LIMITES = {"lecture": 100, "export": 1, "ecriture": 1, "jetons_refuses": 1}
    client = api()
    assert [client.get("mesures.csv").status_code for _ in range(2)] == [200, 429]
    assert client.get("mesures/").status_code == 200
