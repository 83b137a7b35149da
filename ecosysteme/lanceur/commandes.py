"""The commands of the launcher, as the Makefile calls them."""

import os
import signal
import sys
import time
from collections.abc import Callable

from . import controles, essais, gardien
from .environnement import preparer as preparer_environnement
from .lieux import Lieux
from .marche import run
from .pannes import Panne, phrase_systeme
from .services import Services, serveur
from .superviseur import environ_du_portail

USAGE = "Usage : python3 -m ecosysteme.lanceur run | manage … | test … | lint | bench … | services"


def dire(phrase: str) -> None:
    print(phrase, flush=True)


def murmurer(phrase: str) -> None:
    """Said aside, so that the output of a command stays its own."""
    print(phrase, file=sys.stderr, flush=True)


def _devenir(lieux: Lieux, arguments: list[str], **defauts: str) -> int:
    """Become a program of the environment, with the servers up for as long as it lives."""
    preparer_environnement(lieux, murmurer)
    services = Services(lieux).rejoindre()
    services.heriter()
    environ = {**environ_du_portail(lieux, services.environ), **defauts}
    environ["ECOSYSTEME_ENV"] = os.environ.get("ECOSYSTEME_ENV", "developpement")
    os.chdir(lieux.racine)
    os.execve(lieux.python, [str(lieux.python), *arguments], environ)  # noqa: S606


def manage(lieux: Lieux, arguments: list[str]) -> int:
    """`make manage ARGS="…"`: manage.py."""
    return _devenir(lieux, ["manage.py", *arguments])


def banc(lieux: Lieux, arguments: list[str]) -> int:
    """`make bench`: the figures to reach, measured in one run on the servers `make run` uses."""
    navigateur = essais.chromium()
    return _devenir(lieux, ["-m", "tests.bench", *arguments], **({"CHROMIUM": navigateur} if navigateur else {}))


def tenir_services(lieux: Lieux, _arguments: list[str]) -> int:
    """Hold the servers up until Ctrl-C and print their addresses, for programs started by hand."""
    preparer_environnement(lieux, murmurer)
    for numero in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(numero, signal.default_int_handler)
    services = Services(lieux)
    try:
        services.rejoindre()
        for phrase in services.phrases:
            murmurer(phrase)
        for variable, url in services.environ.items():
            dire(f"export {variable}={url}")
        while True:
            time.sleep(1)
            services.veiller()
    except KeyboardInterrupt:
        return 0
    finally:
        services.quitter()


def _gardien(lieux: Lieux, arguments: list[str]) -> int:
    return gardien.principal(serveur(lieux, arguments[0], essais="--essais" in arguments))


COMMANDES: dict[str, Callable[[Lieux, list[str]], int]] = {
    "run": lambda lieux, _arguments: run(lieux, dire),
    "manage": manage,
    "test": lambda lieux, arguments: essais.lancer(lieux, arguments, murmurer),
    "lint": lambda lieux, _arguments: controles.lancer(lieux, dire),
    "bench": banc,
    "services": tenir_services,
    "gardien": _gardien,
}


def principal(arguments: list[str]) -> int:
    """Run a command; what goes wrong is one sentence and a non-zero code."""
    if not arguments or arguments[0] not in COMMANDES:
        murmurer(USAGE)
        return 2
    try:
        return COMMANDES[arguments[0]](Lieux.du_depot(), arguments[1:])
    except Panne as panne:
        murmurer(f"Erreur : {panne}")
    except KeyboardInterrupt:
        murmurer("Interrompu.")
        return 130
    except OSError as erreur:
        murmurer(f"Erreur : {phrase_systeme(erreur)}")
    return 1
