"""`python -m tests.bench`: prepare the bench database, measure, print one table. Exit code 1 when a bound is missed."""

import argparse
import os
import sys
import time
from urllib.parse import urlsplit, urlunsplit

MESURES, MESURES_MAX = 10_000_000, 12_000_000  # a century of months for each indicator
COURTIER_A_PART = 10  # a database of the broker that no worker reads


def arguments() -> argparse.Namespace:
    lecteur = argparse.ArgumentParser(prog="make bench", description="Mesure les chiffres du portail.")
    lecteur.add_argument("--mesures", type=int, default=MESURES, help="nombre de résultats de la base (10 millions)")
    lecteur.add_argument("--tours", type=int, default=7, help="tours mesurés, dont on garde la médiane")
    lecteur.add_argument("--seulement", default="", help="un sujet : bilans, import, pages, direct…")
    lecteur.add_argument("--base", default="ecosysteme_bench", help="nom de la base, créée au besoin et gardée")
    lecteur.add_argument("--jeter", action="store_true", help="supprime les bases à la fin")
    options = lecteur.parse_args()
    if not 1 <= options.mesures <= MESURES_MAX:
        lecteur.error(f"--mesures va de 1 à {MESURES_MAX}.")
    return options


def preparer_environnement(base: str) -> None:
    """Point Django at the bench database, and at a part of the broker that nobody else uses."""
    url = urlsplit(os.environ["DATABASE_URL"])
    os.environ["BENCH_MERE"] = os.environ["DATABASE_URL"]
    os.environ["DATABASE_URL"] = urlunsplit(url._replace(path=f"/{base}"))
    courtier = urlsplit(os.environ["REDIS_URL"])
    numero = int(courtier.path.strip("/") or 0) + COURTIER_A_PART
    os.environ["REDIS_URL"] = urlunsplit(courtier._replace(path=f"/{numero}"))
    os.environ.setdefault("ECOSYSTEME_ENV", "developpement")
    os.environ["DJANGO_SETTINGS_MODULE"] = "ecosysteme.settings"


def dire(phrase: str) -> None:
    print(phrase, file=sys.stderr, flush=True)


def principal() -> int:
    options = arguments()
    if not {"DATABASE_URL", "REDIS_URL"} <= os.environ.keys():
        dire("DATABASE_URL et REDIS_URL doivent désigner les serveurs à mesurer (make bench les démarre).")
        return 2
    preparer_environnement(options.base)
    import django

    django.setup()
    from . import donnees, harnais

    harnais.charger()
    banc = harnais.Banc(options.mesures, options.tours, options.base, f"{options.base}_dixieme", dire)
    faits: list[harnais.Chiffre] = []
    try:
        donnees.preparer(banc.petite, max(options.mesures // 10, 1), dire)
        donnees.preparer(banc.base, options.mesures, dire)
        for sujet, fonction in harnais.CHIFFRES:
            if options.seulement and options.seulement != sujet:
                continue
            depart = time.monotonic()
            for chiffre in fonction(banc):
                faits.append(chiffre)
                dire("  ".join(c for c in chiffre.cellules() if c))
            dire(f"[{sujet} : {fonction.__name__}, {time.monotonic() - depart:.0f} s]")
    finally:
        donnees.oublier_courtier()
        if options.jeter:
            donnees.jeter(banc.base, banc.petite)
    print(harnais.tableau(faits))
    return 0 if all(c.tenu for c in faits) else 1


if __name__ == "__main__":
    sys.exit(principal())
