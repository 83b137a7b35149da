"""What the page figures run against: the portal's web process, a bare Django page, a worker; a browser; a session."""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from functools import lru_cache
from http.client import HTTPConnection

from django.conf import settings
from django.core.management import call_command
from django.test import Client

from ecosysteme.models import Adhesion, Organisation, Personne

from .donnees import COURRIEL

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
PATIENCE, FIN = 30, 8


def coordination() -> Personne:
    """The bench's person, coordinator of the whole government."""
    personne = Personne.objects.get(email=COURRIEL)
    racine = Organisation.objects.get(type="gouvernement")
    Adhesion.objects.get_or_create(
        personne=personne, organisation=racine, role="coordination", defaults={"debut": date(2020, 1, 1)}
    )
    return personne


def session(personne: Personne) -> str:
    client = Client()
    client.force_login(personne)
    return client.cookies["sessionid"].value


@lru_cache(maxsize=1)
def statiques() -> None:
    """Static files named and compressed as in production."""
    call_command("collectstatic", interactive=False, verbosity=0)


@contextmanager
def _processus(commande: list[str], **environ: str) -> Iterator[None]:
    with subprocess.Popen(
        [sys.executable, *commande],
        cwd=settings.BASE_DIR, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env={**os.environ, **environ},
    ) as processus:  # fmt: skip
        try:
            yield
        finally:
            processus.terminate()
            try:
                processus.wait(FIN)
            except subprocess.TimeoutExpired:  # a stream that was not let go of must not hold the bench
                processus.kill()


@contextmanager
def web(application: str = "ecosysteme.asgi:application", **environ: str) -> Iterator[int]:
    """A web process as `make run` starts it, on a port of its own."""
    statiques()
    with socket.socket() as prise:
        prise.bind(("127.0.0.1", 0))
        port = prise.getsockname()[1]
    with _processus(["-m", "uvicorn", application, "--port", str(port), "--no-access-log"], **environ):
        limite = time.monotonic() + PATIENCE
        while time.monotonic() < limite:
            with socket.socket() as prise:
                if prise.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        else:
            raise RuntimeError(f"{application} n'a pas démarré.")
        yield port


@contextmanager
def travailleur(file: str = "interactif") -> Iterator[None]:
    with _processus(["-m", "celery", "-A", "ecosysteme", "worker", "-Q", file, "-c", "1", "-l", "error"]):
        yield


@contextmanager
def chromium() -> Iterator[object]:
    """A browser that reaches nothing but this machine."""
    from playwright.sync_api import sync_playwright

    if not CHROMIUM:
        raise RuntimeError("Chromium manque : ces chiffres se mesurent dans un navigateur.")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # an event loop runs in this thread while the browser lives
    arguments = ["--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"]
    arguments += ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as pw:
        yield pw.chromium.launch(executable_path=CHROMIUM, args=arguments)


def lire(connexion: HTTPConnection, chemin: str, temoin: str, comprime: bool) -> int:
    """One page over a kept connection; the size of its body."""
    entetes = {"Cookie": f"sessionid={temoin}", "Accept-Encoding": "gzip" if comprime else "identity"}
    connexion.request("GET", chemin, headers=entetes)
    reponse = connexion.getresponse()
    corps = reponse.read()
    if reponse.status != 200:
        raise RuntimeError(f"{chemin} a répondu {reponse.status}.")
    return len(corps)
