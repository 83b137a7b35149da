"""A million lines of which a few are wrong: told exactly, in bounded memory; the same traps in a workbook."""

import io
import json
import subprocess
import sys
from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from ecosysteme.models import Mesure
from pilotage.models import Importation
from tests import fabriques
from tests.outils_import import comptes, refus

RACINE = Path(__file__).resolve().parents[2]
MILLION = 1_000_000
MESURER = (
    "import json, os, resource, subprocess, sys;"
    "code = subprocess.run(sys.argv[1:]).returncode;"
    "print(json.dumps([code, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024]))"
)


@pytest.mark.lent
@pytest.mark.timeout(900)
@pytest.mark.django_db(transaction=True)
def test_un_million_de_lignes_se_compare_en_moins_de_256_mio_et_trois_fautes_se_disent_a_leur_ligne(
    environnement_du_test, tmp_path
):
    objectif = fabriques.objectif(fabriques.plan(fabriques.organisation(sigle="MCL")))
    codes = [fabriques.indicateur(objectif, code=f"I{n}", frequence="mensuelle").code for n in range(1000)]
    fautes = {2: "1e309", 500_000: "1_000", MILLION + 1: "١٢"}
    mois = [date(1940 + n // 12, n % 12 + 1, 1) for n in range(MILLION // len(codes))]
    with (tmp_path / "million.csv").open("w", encoding="utf-8") as fichier:
        fichier.write("organisation;code;debut;fin;resultat\n")
        numero = 1
        for code in codes:
            for jour in mois:
                numero += 1
                fichier.write(f"MCL;{code};{jour};{jour:%Y-%m}-28;{fautes.get(numero, f'{numero % 997},5')}\n")
    commande = [sys.executable, "-c", MESURER, sys.executable, "manage.py", "importer", "--apercu", "-v0"]
    environnement = {**environnement_du_test, "MEDIA_ROOT": str(tmp_path / "depots")}
    sortie = subprocess.run(
        [*commande, "--profil", "standard", str(tmp_path / "million.csv")],
        cwd=RACINE, env=environnement, check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
    )  # fmt: skip
    code, memoire = json.loads(sortie.stdout.splitlines()[-1])
    importation = Importation.objects.get()
    assert code == 0
    assert refus(importation) == [(numero, "Résultat", valeur) for numero, valeur in sorted(fautes.items())]
    assert comptes(importation) == {"creees": MILLION - 3, "changees": 0, "inchangees": 0, "refusees": 3}
    assert memoire <= 256
    assert not Mesure.objects.exists()


def classeur(*rangees, formats=()):
    livre, sortie = openpyxl.Workbook(), io.BytesIO()
    for rangee in rangees:
        livre.active.append(rangee)
    for reference, forme in formats:
        livre.active[reference].number_format = forme
    livre.save(sortie)
    return sortie.getvalue()


@pytest.mark.django_db
def test_un_classeur_porte_nombres_dates_textes_et_pourcentages(importer, indicateur):
    importation = importer(
        classeur(
            ["organisation", "code", "début", "fin", "résultat", "état"],
            ["MCL", "1.1.1", date(2021, 4, 1), date(2022, 3, 31), 0.1 + 0.2, "Provisoire"],
            ["MCL", "1.1.1", date(2022, 4, 1), date(2023, 3, 31), "1\u202f234,5", "validée"],
            ["MCL", "1.1.1", "2023-04-01", "31 mars 2024", 0.456, None],
            ["MCL", "1.1.1", date(2024, 4, 1), date(2025, 3, 31), 12, None],
            formats=[("E4", "0.0%")],
        )
    )
    assert not refus(importation)
    valeurs = dict(Mesure.objects.values_list("exercice", "valeur"))
    assert valeurs == {2021: Decimal("0.3"), 2022: Decimal("1234.5"), 2023: Decimal("45.6"), 2024: 12}
    assert Mesure.objects.get(exercice=2021).etat == "provisoire"


@pytest.mark.django_db
@pytest.mark.parametrize("valeur", [1e308, -1e300, 10**15, True, "=1+1", "1e309", "NaN", "#REF!", "'=1", "１２"])
def test_une_valeur_impropre_d_un_classeur_est_refusee_a_sa_ligne(apercu, indicateur, valeur):
    importation = apercu(
        classeur(
            ["organisation", "code", "periode", "resultat"],
            ["MCL", "1.1.1", "2022-2023", 1],
            ["MCL", "1.1.1", "2023-2024", valeur],
        )
    )
    if valeur == "=1+1":  # a formula without a stored value is an empty cell: it says nothing and erases nothing
        assert (refus(importation), importation.nb_creees, importation.nb_inchangees) == ([], 1, 1)
    else:
        assert [(ligne, champ) for ligne, champ, _ in refus(importation)] == [(3, "Résultat")]
    assert importation.nb_creees == 1


@pytest.mark.django_db
def test_trois_cents_colonnes_inconnues_n_empechent_rien(importer, indicateur):
    entetes = ";".join(f"inconnue {n}" for n in range(296))
    importation = importer(f"organisation;code;periode;resultat;{entetes}\nMCL;1.1.1;2023-2024;5{';x' * 296}\n")
    assert comptes(importation) == {"creees": 1, "changees": 0, "inchangees": 0, "refusees": 0}


@pytest.mark.django_db
def test_des_cellules_enormes_ne_tiennent_pas_toutes_en_memoire(apercu, indicateur, monkeypatch):
    """Lots and caches are bounded by what they weigh, not only by how many lines they hold."""
    from pilotage.importation import preparation

    monkeypatch.setattr(preparation, "POIDS_MAX", 10_000)
    pesees, vider = [], preparation._vider
    monkeypatch.setattr(
        preparation, "_vider", lambda i, p: pesees.append(sum(map(len, p.fiches + p.lignes))) or vider(i, p)
    )
    lignes = "".join(f"MCL;1.1.1;{1950 + n}-{1951 + n};1;{'d' * 900}{n}\n" for n in range(60))
    importation = apercu("organisation;code;periode;resultat;commentaire\n" + lignes)
    assert importation.nb_creees == 60
    assert len(pesees) > 4 and max(pesees) < 20_000
