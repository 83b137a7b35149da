"""Loaded before Django's settings: the tests have an environment of their own, whoever starts pytest."""

import atexit
import os
from pathlib import Path
from urllib.parse import urlsplit

from ecosysteme.lanceur.lieux import Lieux
from ecosysteme.lanceur.services import Services

os.environ["ECOSYSTEME_ENV"] = "test"
(Path(__file__).resolve().parent.parent / "var" / "static").mkdir(parents=True, exist_ok=True)


def redis_du_travailleur(adresse: str, travailleur: str) -> str:
    """Two Redis databases (broker, cache) for each process of `pytest -n`: emptying one's own empties no other's."""
    rang = int(travailleur.removeprefix("gw")) + 1 if travailleur else 0
    parties = urlsplit(adresse)
    return parties._replace(path=f"/{int(parties.path.strip('/') or 0) + 2 * rang}").geturl()


# `make test` gives the addresses; plain pytest uses the same embedded servers, kept up for as long as it lives.
services = Services(Lieux.du_depot(), essais=True)


@atexit.register
def partir() -> None:
    services.quitter()
    for gardien in services.gardiens:
        gardien.wait(20)


if not {"DATABASE_URL", "REDIS_URL"} <= os.environ.keys():
    os.environ.update(services.rejoindre().environ)
os.environ["REDIS_URL"] = redis_du_travailleur(os.environ["REDIS_URL"], os.environ.get("PYTEST_XDIST_WORKER", ""))
