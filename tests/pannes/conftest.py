"""A small portal on servers of its own. The tests speak to its database directly, its programs are real processes."""

import itertools
import os
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import redis
from celery import Celery
from django.core.management import call_command
from django.db import connection

from ecosysteme.lanceur.courtier import Courtier
from ecosysteme.lanceur.lieux import Lieux, dossier_prive
from ecosysteme.lanceur.postgres import Postgres
from pilotage.models import CarteSale, CleSale
from tests import modele
from tests.lanceur.aides import RACINE, attendre, dossier_var
from tests.pannes import serveurs

_suite = itertools.count()


@dataclass
class Chantier:
    postgres: serveurs.Tenu
    courtier: serveurs.Tenu
    dossier: Path
    programmes: list[serveurs.Programme] = field(default_factory=list)

    @property
    def environ(self) -> dict[str, str]:
        return {
            **os.environ,
            "ECOSYSTEME_ENV": "test",
            "DATABASE_URL": self.postgres.url,
            "REDIS_URL": self.courtier.url,
            "PYTHONUNBUFFERED": "1",
        }

    def redis(self) -> redis.Redis:
        return redis.Redis.from_url(self.courtier.url)

    def envoyer(self, tache: str, fois: int = 1) -> None:
        """Deliver a task, as many times as asked, as beat would."""
        with Celery(broker=self.courtier.url, set_as_current=False) as app:  # the portal's stays the current one
            for _ in range(fois):
                app.send_task(tache, queue="interactif", ignore_result=True)

    def travailleur(self, nom: str = "un") -> serveurs.Programme:
        programme = serveurs.travailleur(self.environ, self.dossier, nom)
        self.programmes.append(programme)
        return programme.lancer("ready.")

    def portail(self) -> str:
        programme, adresse = serveurs.portail(self.environ, self.dossier)
        self.programmes.append(programme)
        programme.lancer("Uvicorn running")
        return adresse

    def script(self, *mots: str) -> serveurs.Programme:
        """Start one of the programs of this folder."""
        nom, *arguments = mots
        programme = serveurs.Programme(
            ["-m", f"tests.pannes.{nom}", *arguments], self.environ, self.dossier / f"{nom}-{next(_suite)}.log"
        )
        self.programmes.append(programme)
        return programme.lancer()

    def attendre_calcul(self) -> None:
        attendre(lambda: not CleSale.objects.exists() and not CarteSale.objects.exists(), 90)


@pytest.fixture(scope="session")
def serveurs_a_tuer(django_db_setup):
    """A database and a broker for the session, filled with what the test database was when migrated."""
    with dossier_var() as var:
        lieux = Lieux(RACINE, var, Path(sys.prefix))
        dossier_prive(var / "journaux", 0o711)
        tenus = []
        for classe, nom in ((Postgres, "postgres"), (Courtier, "courtier")):
            dossier_prive(var / nom, 0o711)
            tenus.append(serveurs.Tenu(classe(lieux, var / nom)).demarrer())
        chantier = Chantier(*tenus, var)
        modele.charger(chantier.postgres.url)
        subprocess.run(
            [sys.executable, "manage.py", "migrate", "--verbosity", "0"], cwd=RACINE, env=chantier.environ, check=True
        )
        yield chantier
        for tenu in tenus:
            tenu.arreter()


@pytest.fixture
def chantier(serveurs_a_tuer, django_db_blocker):
    """Everything emptied and up; the default connection of the test is on that database."""
    for tenu in (serveurs_a_tuer.postgres, serveurs_a_tuer.courtier):
        if tenu.enfant.poll() is not None:
            tenu.demarrer()
    with django_db_blocker.unblock():
        ici = dict(connection.settings_dict)
        connection.close()
        connection.settings_dict.update(_acces(serveurs_a_tuer.postgres.url))
        call_command("flush", verbosity=0, interactive=False)
        serveurs_a_tuer.redis().flushall()
        try:
            yield serveurs_a_tuer
        finally:
            for programme in serveurs_a_tuer.programmes:
                programme.finir()
            serveurs_a_tuer.programmes.clear()
            connection.close()
            connection.settings_dict.update(ici)


def _acces(url: str) -> dict[str, str]:
    parts = urlsplit(url)
    return {
        "HOST": parts.hostname,
        "PORT": str(parts.port),
        "USER": parts.username,
        "PASSWORD": parts.password,
        "NAME": parts.path.lstrip("/"),
    }
