"""Loaded before Django's settings: the tests have an environment of their own, whoever starts pytest."""

import os
from pathlib import Path
from urllib.parse import urlsplit

os.environ["ECOSYSTEME_ENV"] = "test"
(Path(__file__).resolve().parent.parent / "var" / "static").mkdir(parents=True, exist_ok=True)

# Each worker of pytest-xdist has two Redis databases of its own: emptying its counters empties no other's.
travailleur = os.environ.get("PYTEST_XDIST_WORKER", "")
if travailleur and (redis := os.environ.get("REDIS_URL")):
    os.environ["REDIS_URL"] = urlsplit(redis)._replace(path=f"/{int(travailleur[2:]) % 8 * 2}").geturl()
