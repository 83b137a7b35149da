"""The health of each part of the portal: « ok », or what is wrong with it in a few words.

Worker and beat give signs of life that fade by themselves in Redis: no clock is compared with another. Each
worker signs for the queues it listens to as long as its loop turns, busy or not; beat signs when it has sent; and
the interactive worker signs what beat sent once it has done it, so that a worker that listens without working shows.
"""

import redis
from django.conf import settings
from django.core.cache import cache
from django.db import DatabaseError, connection

FILES = ("interactif", "lourd")
SIGNE_PLANIFICATEUR = "signe:planificateur"
SIGNE_TACHE = "signe:tache"
DUREE_PLANIFICATEUR = 45
DUREE_TACHE = 60
DUREE_TRAVAILLEUR = 15
OK = "ok"
MUET = "aucun signe de vie"
INCONNU = "inconnu sans le courtier"


def signe_travailleur(file: str) -> str:
    """The cache key by which the worker of a queue is known to live."""
    return f"signe:travailleur:{file}"


def etats() -> dict[str, str]:
    """Every part by its name, the web that answers included."""
    courtier = _courtier()
    return {"web": OK, "postgresql": _postgresql(), "courtier": courtier, **_travail(courtier == OK)}


def en_panne(etats_lus: dict[str, str]) -> list[str]:
    """The parts to blame; what only cannot be known without the broker is not blamed."""
    return [partie for partie, etat in etats_lus.items() if etat not in (OK, INCONNU)]


def _postgresql() -> str:
    try:
        with connection.cursor() as curseur:
            curseur.execute("SELECT 1")
    except DatabaseError:
        return "injoignable"
    return OK


def _courtier() -> str:
    try:
        with redis.Redis.from_url(settings.REDIS_URL, socket_timeout=1, socket_connect_timeout=0.5) as client:
            client.ping()
    except (redis.RedisError, OSError):
        return "injoignable"
    return OK


def _travail(courtier: bool) -> dict[str, str]:
    parties = {f"travailleur_{file}": signe_travailleur(file) for file in FILES}
    if not courtier:
        return dict.fromkeys((*parties, "planificateur"), INCONNU)
    signes = cache.get_many([*parties.values(), SIGNE_PLANIFICATEUR, SIGNE_TACHE])
    etats = {partie: OK if cle in signes else MUET for partie, cle in parties.items()}
    etats["planificateur"] = OK if SIGNE_PLANIFICATEUR in signes else MUET
    if etats["planificateur"] == etats["travailleur_interactif"] == OK and SIGNE_TACHE not in signes:
        etats["travailleur_interactif"] = "à l'écoute, mais ses tâches n'avancent pas"
    return etats
