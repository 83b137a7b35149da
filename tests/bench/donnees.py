"""The bench database: a government of 25 portfolios, 225 organisations, 2,250 objectives, 11,250 indicators and as many
measures as asked. It is made again only when its parameters, a migration or an SQL file changed."""

import hashlib
import os
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import psycopg2
import redis
from django.conf import settings
from django.core.management import call_command
from django.db import connection

from ecosysteme.models import Personne
from pilotage import bilans
from tests import modele

INDICATEURS = 11_250
PAR_ORGANISATION = 50
COURRIEL = "banc@exemple.test"
DERNIER_EXERCICE = 2025
_SQL = Path(__file__).parent / "donnees.sql"


def preparer(base: str, mesures: int, dire: Callable[[str], None]) -> None:
    """Make the database unless it is already what is asked; the default connection is left on it."""
    connection.close()
    connection.settings_dict["NAME"] = base
    if _existe(base) and _empreinte_lue() == _empreinte(mesures):
        return
    depart = time.monotonic()
    dire(f"Base {base} : {mesures} résultats à écrire…")
    jeter(base)
    _maitre(f'CREATE DATABASE "{base}"')
    modele.charger(modele.adresse())
    call_command("migrate", verbosity=0)
    with _sans_index("ecosysteme_mesure"):
        for etape, ordre in _etapes(mesures):
            t = time.monotonic()
            for instruction in filter(str.strip, ordre.split(";\n")):
                _executer(instruction)
            dire(f"  {etape} ({time.monotonic() - t:.0f} s)")
    _executer("VACUUM ANALYZE")
    t = time.monotonic()
    passe = bilans.recalculer_tout()
    dire(f"  {passe.consommees} bilans ({time.monotonic() - t:.0f} s)")
    Personne.objects.create_user(COURRIEL, prenom="Camille", nom="Du Banc")
    _executer("TRUNCATE pilotage_clesale, pilotage_cartesale; UPDATE pilotage_etatindicateur SET spc_a_refaire = false")
    _executer("VACUUM ANALYZE")
    _executer("CREATE TABLE bench_parametres AS SELECT %s::text AS empreinte", [_empreinte(mesures)])
    dire(f"Base {base} prête en {time.monotonic() - depart:.0f} s.")


def jeter(*bases: str) -> None:
    connection.close()
    for base in bases:
        _maitre(f'DROP DATABASE IF EXISTS "{base}"')


def oublier_courtier() -> None:
    with redis.Redis.from_url(settings.REDIS_URL) as courtier:
        courtier.flushdb()


def _etapes(mesures: int) -> Iterator[tuple[str, str]]:
    """The named statements of `donnees.sql`, sizes filled in."""
    indicateurs = min(INDICATEURS, max(PAR_ORGANISATION, mesures // 80 // PAR_ORGANISATION * PAR_ORGANISATION))
    tailles = {
        "indicateurs": indicateurs,
        "organisations": indicateurs // PAR_ORGANISATION,
        "portefeuilles": max(indicateurs // PAR_ORGANISATION // 9, 1),
        "mesures": mesures,
        "dernier": DERNIER_EXERCICE,
    }
    for bloc in _SQL.read_text("utf-8").split("-- :")[1:]:
        nom, _, ordre = bloc.partition("\n")
        for cle, valeur in tailles.items():
            ordre = ordre.replace(f"{{{cle}}}", str(valeur))
        yield nom.strip(), ordre


def _empreinte(mesures: int) -> str:
    racine = Path(settings.BASE_DIR)
    fichiers = [*racine.glob("*/migrations/0*.py"), *racine.glob("*/sql/*.sql"), _SQL]
    contenu = b"".join(f.read_bytes() for f in sorted(fichiers))
    return f"{mesures} {hashlib.sha256(contenu).hexdigest()}"


def _empreinte_lue() -> str:
    with connection.cursor() as curseur:
        curseur.execute("SELECT to_regclass('bench_parametres') IS NOT NULL")
        if not curseur.fetchone()[0]:
            return ""
        curseur.execute("SELECT empreinte FROM bench_parametres")
        return curseur.fetchone()[0]


@contextmanager
def _sans_index(table: str) -> Iterator[None]:
    """Load a table without its indexes and foreign keys, then put them back: ten million rows in a minute or so."""
    with connection.cursor() as curseur:
        curseur.execute(
            "SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint"
            " WHERE conrelid = %s::regclass AND contype = 'f'",
            [table],
        )
        cles = curseur.fetchall()
        curseur.execute(
            "SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index"
            " WHERE indrelid = %s::regclass AND NOT indisprimary",
            [table],
        )
        index = curseur.fetchall()
        for nom, _ in cles:
            curseur.execute(f"ALTER TABLE {table} DROP CONSTRAINT {nom}")
        for nom, _ in index:
            curseur.execute(f"DROP INDEX {nom}")
    yield
    with connection.cursor() as curseur:
        curseur.execute("SET maintenance_work_mem = '1GB'; SET statement_timeout = 0")
        for _, definition in index:
            curseur.execute(definition)
        for nom, definition in cles:
            curseur.execute(f"ALTER TABLE {table} ADD CONSTRAINT {nom} {definition}")


def _executer(ordre: str, parametres: list | None = None) -> None:
    with connection.cursor() as curseur:
        curseur.execute("SET statement_timeout = 0")
        curseur.execute(ordre, parametres)


def _existe(base: str) -> bool:
    with closing(psycopg2.connect(os.environ["BENCH_MERE"])) as mere, mere.cursor() as curseur:
        curseur.execute("SELECT 1 FROM pg_database WHERE datname = %s", [base])
        return curseur.fetchone() is not None


def _maitre(ordre: str) -> None:
    with closing(psycopg2.connect(os.environ["BENCH_MERE"])) as mere:
        mere.autocommit = True
        with mere.cursor() as curseur:
            curseur.execute(ordre)
