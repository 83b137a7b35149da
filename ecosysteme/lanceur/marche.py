"""The order in which `make run` does things, and what it says."""

import json
import os
import signal
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Callable

from . import ports, processus
from .environnement import preparer as preparer_environnement
from .lieux import Lieux, dossier_prive
from .pannes import Panne, phrase_sortie
from .services import Services
from .superviseur import Superviseur, environ_du_portail, noter, recettes
from .verrous import Verrou

Dire = Callable[[str], None]
PATIENCE_WEB = 60


def run(lieux: Lieux, dire: Dire) -> int:
    """Until Ctrl-C."""
    if os.environ.get("ECOSYSTEME_ENV", "developpement") != "developpement":
        raise Panne(
            "« make run » sert au développement et à la démonstration ; en production, voyez docker-compose.yml."
        )
    hote, port = os.environ.get("HOST") or ports.BOUCLE, lire_port(os.environ.get("PORT") or "8000")
    dossier_prive(lieux.var, 0o711)
    unique = Verrou(lieux.var / "superviseur.lock")
    note = lieux.var / "superviseur.json"
    if not unique.essayer():
        raise Panne(_deja_lance(note.read_text("utf-8") if note.exists() else "{}"))
    with ports.ecouter(hote, port) as prise:
        preparer_environnement(lieux, dire)
        services = Services(lieux)
        try:
            superviseur = Superviseur(lieux, services.rejoindre(), dire)
            adresse = f"http://{'localhost' if hote in ('0.0.0.0', '::') else hote}:{port}/"  # noqa: S104
            noter(note, adresse)
            _servir(superviseur, prise.fileno(), hote, adresse)
        finally:
            note.unlink(missing_ok=True)
            services.quitter()
    dire("Tout est arrêté ; les données restent dans var/.")
    return 0


def lire_port(texte: str) -> int:
    if not texte.isascii() or not texte.isdigit() or not 0 < int(texte) < 65536:
        raise Panne(f"PORT vaut « {texte} » : donnez un nombre de 1 à 65535.")
    return int(texte)


def _deja_lance(note: str) -> str:
    connu = json.loads(note)
    return f"Le portail de ce dossier est déjà lancé (processus {connu.get('pid', '?')}) : {connu.get('adresse', '')}"


def _servir(superviseur: Superviseur, prise: int, hote: str, adresse: str) -> None:
    lieux, services, dire = superviseur.lieux, superviseur.services, superviseur.dire
    for phrase in services.phrases:
        dire(phrase)
    superviseur.balayer()
    environ = environ_du_portail(lieux, services.environ, hote)
    environ.setdefault("PORTAIL_URL", adresse)
    comptes = _preparer_donnees(lieux, environ, superviseur)
    if superviseur.fini:
        return
    try:
        superviseur.lancer(recettes(lieux, environ, prise))
        if _attendre_web(superviseur, adresse):
            dire(f"\n{comptes.strip()}\n\nLe portail est prêt : {adresse}")
            dire(f"Journaux : {lieux.var / 'journaux'}. Ctrl-C arrête tout.")
        superviseur.veiller()
        dire("\nArrêt…")
    finally:
        superviseur.arreter()


def _preparer_donnees(lieux: Lieux, environ: dict[str, str], superviseur: Superviseur) -> str:
    """Migrations, demonstration, static files; returns what there is to say about the accounts."""
    enfant = subprocess.Popen(
        [lieux.python, "manage.py", "preparer"],
        cwd=lieux.racine,
        env=environ,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        errors="replace",
        start_new_session=True,
        preexec_fn=processus.lier_au_parent(os.getpid(), signal.SIGTERM),
    )
    assert enfant.stderr is not None and enfant.stdout is not None
    erreurs = []
    for ligne in enfant.stderr:
        erreurs.append(ligne)
        if ligne.startswith("… "):
            superviseur.dire(ligne.removeprefix("… ").rstrip())
        if superviseur.fini:
            enfant.terminate()
    sortie = enfant.stdout.read()
    if enfant.wait() and not superviseur.fini:
        texte = "".join(erreurs)
        with lieux.journal("preparation").open("a", encoding="utf-8") as journal:
            journal.write(texte)
        derniere = (texte.strip().splitlines() or ["sans message"])[-1].removeprefix("CommandError: ")
        raise Panne(phrase_sortie(texte, f"La préparation des données a échoué ({derniere})."))
    return sortie


def _attendre_web(superviseur: Superviseur, adresse: str) -> bool:
    """Whether the web answers; a child that dies at once is said by the supervisor's watch."""

    def repond() -> bool:
        try:
            urllib.request.urlopen(adresse + "sante/", timeout=2)  # noqa: S310
        except urllib.error.HTTPError:
            return True
        except OSError:
            return superviseur.fini
        return True

    pret = processus.attendre(repond, PATIENCE_WEB, pas=0.1)
    if not pret:
        print(f"Le portail tarde à répondre : voyez {superviseur.lieux.var / 'journaux'}.", file=sys.stderr)
    return pret and not superviseur.fini
