"""No download makes a spreadsheet run what a person once typed, and what is imported back is what was exported."""

import ast
import csv
import io
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

from ecosysteme.exports import ecrire_xlsx, lignes_csv, proteger, retirer_protection

RACINE = Path(__file__).resolve().parents[2]
FORMULES = (
    '=HYPERLINK("http://x";"clic")', "+1+1", "-2+3", "@SOMME(A1)", "|cmd", "%0A", "\t=1", "\r=1", "\n=1", "  =1+1",
    "\u00a0=1", "＝1+1", "＋1", "－1", "＠A1", "'=1", "''=1", "-n/d", "=", "-",
)  # fmt: skip
ACTIFS = ("=", "+", "-", "@", "|", "%", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def en_csv(*cellules):
    octets = b"".join(lignes_csv(["Nom"], [cellules]))
    return list(csv.reader(io.StringIO(octets.decode("utf-8-sig"), newline=""), delimiter=";"))[1]


def en_xlsx(*cellules):
    sortie = io.BytesIO()
    ecrire_xlsx(sortie, ["Nom"], [cellules])
    return sortie


@pytest.mark.parametrize("texte", FORMULES)
def test_aucune_cellule_de_csv_ne_commence_comme_une_formule(texte):
    [cellule] = en_csv(texte)
    assert not cellule.lstrip(" \u00a0").startswith(ACTIFS)
    assert retirer_protection(cellule) == texte


@pytest.mark.parametrize("texte", FORMULES)
def test_aucune_cellule_de_classeur_n_est_une_formule(texte):
    sortie = en_xlsx(texte)
    cellule = load_workbook(sortie).active["A2"]
    assert cellule.data_type == "s" and not str(cellule.value).lstrip(" \u00a0").startswith(ACTIFS)
    sortie.seek(0)
    assert CalamineWorkbook.from_filelike(sortie).get_sheet_by_index(0).to_python()[1] == [cellule.value]


@pytest.mark.parametrize("nombre", [Decimal("-12.5"), -3, Decimal("0.000000001"), 1234567])
def test_un_nombre_negatif_reste_un_nombre(nombre):
    assert en_csv(nombre) == [f"{Decimal(nombre):f}".replace(".", ",")]
    assert load_workbook(en_xlsx(nombre)).active["A2"].data_type == "n"


def test_les_en_tetes_aussi_sont_proteges():
    octets = b"".join(lignes_csv(["=1+1"], []))
    assert octets.decode("utf-8-sig").startswith("'=1+1")
    sortie = io.BytesIO()
    ecrire_xlsx(sortie, ["=1+1"], [])
    assert load_workbook(sortie).active["A1"].value == "'=1+1"


def test_dates_booleens_et_absences_ont_une_seule_ecriture():
    assert en_csv(date(2026, 3, 31), True, False, None, "") == ["2026-03-31", "oui", "non", "", ""]


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=30))
def test_ce_qui_est_protege_revient_tel_quel(texte):
    assert retirer_protection(proteger(texte)) == texte


@given(st.text(alphabet="=+-@|%'\t\r\n \u00a0＝0123456789,.a", min_size=1, max_size=12))
def test_rien_de_ce_qui_sort_ne_commence_comme_une_formule_sauf_un_nombre(texte):
    sorti = proteger(texte)
    commence = sorti.lstrip(" \u00a0\u2009\u202f").startswith(ACTIFS)
    assert not commence or sorti.lstrip("-").replace(",", ".", 1).replace(".", "", 1).isdigit()


# Spreadsheets for people, and open data for machines (tests/barometre holds that it is protected too).
EXPORTS = {"ecosysteme/exports.py", "ecosysteme/donnees.py"}


def test_tout_telechargement_passe_par_le_module_des_exports():
    """Nobody else writes a CSV or a workbook: a new export is protected, or this fails."""
    fautes = []
    for chemin in RACINE.glob("*/**/*.py"):
        relatif = chemin.relative_to(RACINE).as_posix()
        if relatif.startswith(("tests/", ".venv/", "var/")) or relatif in EXPORTS:
            continue
        for noeud in ast.walk(ast.parse(chemin.read_text("utf-8"))):
            ecrit = isinstance(noeud, ast.Attribute) and noeud.attr in ("writer", "DictWriter")
            importe = isinstance(noeud, ast.ImportFrom | ast.Import) and "openpyxl" in ast.unparse(noeud)
            declare = isinstance(noeud, ast.Constant) and isinstance(noeud.value, str) and "text/csv" in noeud.value
            if ecrit or importe or declare:
                fautes.append(f"{relatif}:{noeud.lineno}")
    assert fautes == []
