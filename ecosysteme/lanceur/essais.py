"""`make test`: the whole suite, on servers of its own, in a real browser when there is one."""

import os
import shutil
from collections.abc import Callable

from .environnement import preparer as preparer_environnement
from .lieux import Lieux
from .pannes import Panne
from .services import Services
from .superviseur import environ_du_portail

NAVIGATEURS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def chromium() -> str | None:
    """The browser of the machine, or the one CHROMIUM names."""
    nomme = os.environ.get("CHROMIUM")
    return shutil.which(nomme) if nomme else next(filter(None, map(shutil.which, NAVIGATEURS)), None)


def en_parallele(arguments: list[str]) -> list[str]:
    """The whole suite runs on the machine's cores, a file at a time each; chosen tests run alone unless asked."""
    processus = min(os.cpu_count() or 1, 4)
    return [] if arguments or processus < 2 else ["-n", str(processus), "--dist", "loadfile"]


def lancer(lieux: Lieux, arguments: list[str], dire: Callable[[str], None]) -> int:
    """Become pytest, with the servers up for as long as it lives."""
    navigateur = chromium()
    if navigateur is None and os.environ.get("CI"):
        raise Panne("Chromium manque, et l'intégration continue ne saute pas les essais de navigateur.")
    preparer_environnement(lieux, dire)
    services = Services(lieux, essais=True).rejoindre()
    for phrase in services.phrases:
        dire(phrase)
    dire(f"Chromium : {navigateur}." if navigateur else "Aucun Chromium : les essais de navigateur seront sautés.")
    services.heriter()
    environ = {**environ_du_portail(lieux, services.environ), "ECOSYSTEME_ENV": "test"}
    if navigateur:
        environ["CHROMIUM"] = navigateur
    os.chdir(lieux.racine)
    os.execve(lieux.python, [str(lieux.python), "-m", "pytest", *en_parallele(arguments), *arguments], environ)  # noqa: S606
