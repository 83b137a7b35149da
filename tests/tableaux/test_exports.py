"""Exports: the rows of the filters, figures as figures, and nothing more than the page shows."""

import csv
import io

from openpyxl import load_workbook

from tests import fabriques


def _csv(reponse) -> list[dict]:
    texte = b"".join(reponse.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(texte), delimiter=";"))


def test_le_csv_du_gouvernement_suit_les_filtres_et_l_ordre(coordination, client_de):
    reponse = client_de(coordination).get("/pilotage/?format=csv&tri=taux&type=ministere")
    lignes = _csv(reponse)
    assert [ligne["sigle"] for ligne in lignes] == ["MBOUE", "MAIR"]
    assert lignes[1]["taux d'atteinte (%)"] == "66,666667"
    assert (lignes[1]["atteintes"], lignes[1]["non atteintes"], lignes[0]["chiffres provisoires"]) == ("2", "1", "oui")
    assert 'filename="pilotage-2025-2026.csv"' in reponse["Content-Disposition"]


def test_le_classeur_garde_les_nombres_en_nombres(coordination, client_de):
    reponse = client_de(coordination).get("/pilotage/?format=xlsx&q=MAIR&tri=nom")
    feuille = load_workbook(io.BytesIO(b"".join(reponse.streaming_content))).active
    entetes, ligne = feuille.iter_rows(values_only=True)
    assert dict(zip(entetes, ligne, strict=True))["pointage moyen SCT 2022"] == 86.666667


def test_le_csv_d_une_organisation_donne_ses_indicateurs(etat, coordination, client_de):
    lignes = _csv(client_de(coordination).get(f"/pilotage/organisations/{etat.a.pk}/?format=csv&voir=non_atteinte"))
    vus = [(ligne["indicateur"], ligne["résultat"], ligne["cible minimale"]) for ligne in lignes]
    assert vus == [("Brise", "60", "100")]


def test_un_nom_en_formule_ne_s_evalue_pas(etat, coordination, client_de):
    fabriques.organisation("=1+1", parent=etat.gouvernement, sigle="FORM")
    lignes = _csv(client_de(coordination).get("/pilotage/?format=csv&q=FORM"))
    assert lignes[0]["organisation"] == "'=1+1"


def test_un_format_inconnu_montre_la_page(coordination, client_de):
    assert client_de(coordination).get("/pilotage/?format=pdf")["Content-Type"].startswith("text/html")
