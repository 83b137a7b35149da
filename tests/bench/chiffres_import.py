"""Imports: a million rows previewed and published, against a bare COPY; the same file again; the interactive queue
meanwhile."""

import io
import json
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction

from ecosysteme.models import Indicateur, Mesure, Personne
from ecosysteme.periodes import fin_de_mois
from ecosysteme.services.mesures import Saisie, enregistrer_mesure
from pilotage.models import CleSale, Importation
from pilotage.services import imports

from .donnees import COURRIEL, DERNIER_EXERCICE
from .harnais import Banc, Chiffre, chiffre, chronometrer

LIGNES = 1_000_000
COLONNES = (
    "indicateur_id, debut, fin, territoire, valeur, motif_absence, sans_objet, etat, commentaire, source, version,"
    " saisie_le, importation_id"
)
ATTENTE = 180
hasard = random.Random(2026)


def _ecrire(chemin: Path, lignes: int) -> int:
    """Months that follow those of the bench, indicator after indicator; returns how many lines were written."""
    fiches = list(Indicateur.objects.order_by("pk").values_list("organisation__sigle", "code", "objectif__numero"))
    mois = [(DERNIER_EXERCICE + 1 + (3 + n) // 12, (3 + n) % 12 + 1) for n in range(-(-lignes // len(fiches)))]
    plan = "Plan du banc"
    ecrites = 0
    with chemin.open("w", encoding="utf-8") as fichier:
        fichier.write("organisation;plan;objectif;code;debut;fin;resultat\n")
        for sigle, code, objectif in fiches:
            for annee, rang in mois:
                if ecrites == lignes:
                    return ecrites
                valeur = f"{hasard.uniform(50, 100):.3f}".replace(".", ",")
                fin = fin_de_mois(annee, rang)
                fichier.write(f"{sigle};{plan};{objectif};{code};{fin:%Y-%m}-01;{fin};{valeur}\n")
                ecrites += 1
    return ecrites


def _importer(chemin: Path) -> dict:
    sortie = subprocess.run(
        [sys.executable, "-m", "tests.bench.un_million", str(chemin)],
        cwd=settings.BASE_DIR, stdout=subprocess.PIPE, check=True, text=True,
    )  # fmt: skip
    lu = json.loads(sortie.stdout)
    if lu["etat"] != "publie" or lu["refusees"]:
        raise RuntimeError(f"L'importation du banc a échoué : {lu}")
    return lu


def _copie_nue(importation: int) -> float:
    """The same rows taken out, then copied back into the same table, its indexes kept, its triggers off."""
    lignes = io.StringIO()
    with transaction.atomic(), connection.cursor() as curseur:
        curseur.execute("SET LOCAL statement_timeout = 0")
        filtre = f"FROM ecosysteme_mesure WHERE importation_id = {int(importation)}"
        curseur.copy_expert(f"COPY (SELECT {COLONNES} {filtre} ORDER BY indicateur_id, fin) TO STDOUT", lignes)
        lignes.seek(0)
        curseur.execute("ALTER TABLE ecosysteme_mesure DISABLE TRIGGER USER")
        curseur.execute(f"DELETE {filtre}")
        duree = chronometrer(lambda: curseur.copy_expert(f"COPY ecosysteme_mesure ({COLONNES}) FROM STDIN", lignes))
        transaction.set_rollback(True)
    return duree


def _effacer(*importations: int) -> None:
    """The bench database as it was, without a trace in the history."""
    with connection.cursor() as curseur:
        curseur.execute("SET statement_timeout = 0")
        curseur.execute("ALTER TABLE ecosysteme_mesure DISABLE TRIGGER USER")
        curseur.execute("DELETE FROM ecosysteme_mesure WHERE importation_id = ANY (%s)", [list(importations)])
        curseur.execute("ALTER TABLE ecosysteme_mesure ENABLE TRIGGER USER")
        curseur.execute("TRUNCATE pilotage_clesale")
        curseur.execute("VACUUM ANALYZE ecosysteme_mesure")
    Importation.objects.filter(pk__in=importations).delete()


@chiffre("import")
def un_million(banc: Banc) -> Iterator[Chiffre]:
    lignes = min(LIGNES, banc.mesures)
    with tempfile.TemporaryDirectory() as dossier:
        chemin = Path(dossier) / "un-million.csv"
        _ecrire(chemin, lignes)
        premiere, seconde = _importer(chemin), _importer(chemin)
    copie = _copie_nue(premiere["pk"])
    total = premiere["apercu"] + premiere["publication"]
    _effacer(premiere["pk"], seconde["pk"])
    yield Chiffre(
        "Importation publiée, droits, historique et bilans salis compris", premiere["publication"], copie, borne=2.5,
        note=f"{lignes} lignes, contre un COPY nu dans la même table indexée",
    )  # fmt: skip
    yield Chiffre("Importation : aperçu et publication", total, borne=60, note=f"{lignes} lignes de CSV")
    yield Chiffre("Importation : mémoire du travailleur", premiere["memoire"], borne=300, unite="Mio")
    yield Chiffre("Le même fichier une seconde fois : lignes écrites", seconde["ecrites"], borne=0, unite="lignes")


@contextmanager
def _travailleur(file: str) -> Iterator[None]:
    commande = [sys.executable, "-m", "celery", "-A", "ecosysteme", "worker", "-Q", file, "-c", "1", "-l", "error"]
    with subprocess.Popen(commande, cwd=settings.BASE_DIR, stdout=subprocess.DEVNULL) as processus:
        try:
            yield
        finally:
            processus.terminate()


def _delai(par: Personne, mesure: Mesure) -> float:
    """From a saved result to its roll-up, by the interactive queue."""
    saisie = Saisie(
        debut=mesure.debut, fin=mesure.fin, valeur=Decimal(f"{hasard.uniform(50, 100):.3f}"), etat="validee"
    )
    depart = time.perf_counter()
    ecrite = enregistrer_mesure(
        par=par, indicateur=mesure.indicateur, saisie=saisie, version_lue=mesure.version, mesure_lue=mesure.pk
    )
    cle = CleSale.objects.filter(niveau=1, noeud_id=mesure.indicateur_id, exercice=mesure.exercice)
    while cle.exists() and time.perf_counter() - depart < ATTENTE:
        time.sleep(0.02)
    mesure.version = ecrite.version
    return time.perf_counter() - depart


@chiffre("import")
def file_interactive(banc: Banc) -> Iterator[Chiffre]:
    """Results saved, one a second, while a million rows are being imported by the other queue."""
    par = Personne.objects.get(email=COURRIEL)
    fin = date(DERNIER_EXERCICE + 1, 3, 31)
    mesures = list(Mesure.objects.filter(fin=fin, territoire="").select_related("indicateur")[:20])
    with tempfile.TemporaryDirectory() as dossier, _travailleur("interactif"), _travailleur("lourd"):
        chemin = Path(dossier) / "un-million.csv"
        _ecrire(chemin, min(LIGNES, banc.mesures))
        _delai(par, mesures[0])  # the workers are up
        with chemin.open("rb") as fichier:
            depot = imports.deposer(par=None, profil="standard", fichier=fichier, nom=chemin.name)
        imports.lancer_analyse(par=None, importation=depot, colonnes=depot.correspondance)
        delais = []
        limite = time.monotonic() + ATTENTE
        while time.monotonic() < limite:
            depot.refresh_from_db()
            if depot.etat == "pret":
                imports.demander_publication(par=None, importation=depot)
            elif depot.etat not in imports.TACHES:
                break
            delais.append(_delai(par, mesures[len(delais) % len(mesures)]))
            time.sleep(1)
    etat = depot.etat
    _effacer(depot.pk)
    if etat != "publie":
        raise RuntimeError(f"L'importation du banc n'a pas abouti : {etat} {depot.erreur}")
    delais.sort()
    yield Chiffre(
        "Résultat saisi pendant une grosse importation : le plus long délai", delais[-1], borne=2,
        note=f"{len(delais)} saisies, médiane {1000 * delais[len(delais) // 2]:.0f} ms",
    )  # fmt: skip
