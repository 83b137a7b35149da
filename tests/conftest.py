"""Strict by default: an undefined template variable fails, inline scripts and styles are refused, sockets stay here.

`tests/rigueur.py` says how, `tests/navigation.py` drives Chromium, `tests/distribution.py` is the cast.
"""

import os
import socket
from urllib.parse import quote, urlunsplit

import hypothesis
import pytest
import redis
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.db.backends.base.creation import TEST_DATABASE_PREFIX
from django.db.backends.postgresql.creation import DatabaseCreation
from django.db.backends.postgresql.operations import DatabaseOperations
from django.test.client import Client

from ecosysteme import limites
from tests import modele, rigueur

pytest_plugins = ["tests.navigation", "tests.distribution"]
# Tables that refuse TRUNCATE, and the trigger that refuses it.
INVIDABLES = {
    "ecosysteme_journal": "journal_refuser_vidage",
    "forum_bulletin": "bulletin_immuable_vidage",
    "forum_emargement": "emargement_immuable_vidage",
    "forum_urne": "urne_immuable_vidage",
}


def pytest_configure(config):
    # A busy machine makes no property false: durations are for the bench.
    hypothesis.settings.register_profile("portail", deadline=None)
    hypothesis.settings.load_profile("portail")
    settings.TEMPLATES[0]["OPTIONS"]["string_if_invalid"] = rigueur.INDEFINI
    Client.request = rigueur.client_strict(Client.request)
    socket.socket.connect = rigueur.prise_fermee(socket.socket.connect)
    socket.socket.connect_ex = rigueur.prise_fermee(socket.socket.connect_ex)
    socket.getaddrinfo = rigueur.nom_ferme
    DatabaseOperations.sql_flush = _vider_tout(DatabaseOperations.sql_flush)
    DatabaseCreation._destroy_test_db = _detruire


def _detruire(creation, base, verbosity):
    """The threads of a live page keep their connections a while: the last test must not find them in its way."""
    with creation._nodb_cursor() as curseur:
        curseur.execute(f"DROP DATABASE {creation.connection.ops.quote_name(base)} WITH (FORCE)")


def _vider_tout(sql_flush):
    """The journal and the ballots refuse TRUNCATE; between two tests they are emptied like the rest."""

    def ordres(self, style, tables, **options):
        sql = sql_flush(self, style, tables, **options)
        regler = [f"ALTER TABLE {t} {{}} TRIGGER {d}" for t, d in INVIDABLES.items() if t in tables]
        if not sql:
            return sql
        return [*(r.format("DISABLE") for r in regler), *sql, *(r.format("ENABLE") for r in regler)]

    return ordres


# What takes longest, first: a file of a few long tests taken last leaves one core waiting for the other.
LOURDS = ("tests/bench/", "tests/test_accessibilite", "tests/lanceur/test_marche", "tests/pannes/", "tests/test_acces")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    """A file at a time to each process (`--dist loadfile`), the heavy ones before the others."""
    if config.getoption("dist", "no") != "loadfile":
        return None
    from xdist.scheduler import LoadFileScheduling

    class LourdsDabord(LoadFileScheduling):
        def _assign_work_unit(self, node):
            for debut in reversed(LOURDS):
                for fichier in [f for f in self.workqueue if f.startswith(debut)]:
                    self.workqueue.move_to_end(fichier, last=False)
            super()._assign_work_unit(node)

    return LourdsDabord(config, log)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item):
    """An undefined variable fails the test even when a view swallowed the exception, or a live server's thread did."""
    rigueur.INDEFINI.fautes.clear()
    resultat = yield
    if rigueur.INDEFINI.fautes:
        raise rigueur.VariableIndefinie("; ".join(rigueur.INDEFINI.fautes))
    return resultat


@pytest.fixture(autouse=True)
def memoire_vide(request):
    """The cache and the rate limits start from nothing; on real transactions the broker too."""
    if not {"db", "transactional_db", "client"} & set(request.fixturenames):
        return
    cache.clear()
    limites._repli.clear()
    if "transactional_db" in request.fixturenames:
        with redis.Redis.from_url(settings.REDIS_URL) as courtier:
            courtier.flushdb()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """The database of the tests; what migrations gave is kept for the others of the run (`tests/modele.py`)."""
    if not connection.settings_dict["NAME"].startswith(TEST_DATABASE_PREFIX):
        return  # no test of this run asked for a database: there is only the developer's own
    with django_db_blocker.unblock():
        modele.garder(modele.adresse())
        connection.close()


@pytest.fixture
def environnement_du_test(transactional_db):
    """The environment a child process needs (worker, command) to share the test's own database and broker."""
    r = connection.settings_dict
    acces = quote(r["USER"], safe="") + (f":{quote(r['PASSWORD'], safe='')}" if r["PASSWORD"] else "")
    base = urlunsplit(("postgresql", f"{acces}@{r['HOST']}:{r['PORT']}", f"/{r['NAME']}", "", ""))
    return {**os.environ, "DATABASE_URL": base}


@pytest.fixture
def journal_videable(transactional_db):
    """For a test on real transactions: every table is emptied after it, the journal included."""
