"""`python -m tests.bench.un_million FICHIER`: import a file by the services alone, in a process of its own, and print
what it took as JSON. Its peak memory is that of a worker that does the same."""

import json
import os
import sys
import time
from pathlib import Path


def principal(chemin: Path) -> dict[str, object]:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ecosysteme.settings")
    import django

    django.setup()
    from pilotage.services import imports

    etapes = [time.perf_counter()]
    with chemin.open("rb") as fichier:
        depot = imports.deposer(par=None, profil="standard", fichier=fichier, nom=chemin.name)
    importation = imports.lancer_analyse(par=None, importation=depot, colonnes=depot.correspondance)
    imports.avancer(importation.pk)
    etapes.append(time.perf_counter())
    importation.refresh_from_db()
    imports.demander_publication(par=None, importation=importation)
    imports.avancer(importation.pk)
    etapes.append(time.perf_counter())
    importation.refresh_from_db()
    return {
        "pk": importation.pk,
        "etat": importation.etat,
        "erreur": importation.erreur,
        "lignes": importation.nb_lignes,
        "refusees": importation.nb_refusees,
        "ecrites": sum(importation.rapport.values()),
        "apercu": etapes[1] - etapes[0],
        "publication": etapes[2] - etapes[1],
        "memoire": _pic(),
    }


def _pic() -> float:
    """Peak of this program in MiB: getrusage would count the process that started it."""
    statut = Path("/proc/self/status").read_text("ascii")
    return int(statut.partition("VmHWM:")[2].split()[0]) / 1024


if __name__ == "__main__":
    print(json.dumps(principal(Path(sys.argv[1]))))
