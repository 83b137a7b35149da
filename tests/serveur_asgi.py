"""The portal as production serves it (ASGI: streams beside pages), on the test's own database, in a thread.

A folder whose pages are live imports `live_server` in its conftest, in the place of pytest-django's, which is WSGI.
"""

import threading
import time
from types import SimpleNamespace

import pytest
import uvicorn
from django.test.utils import modify_settings


@pytest.fixture
def live_server(transactional_db):
    """Takes the place of pytest-django's server, which is WSGI: `ouvrir` and the tests of streams both use it."""
    from ecosysteme.asgi import application

    serveur = uvicorn.Server(
        uvicorn.Config(application, port=0, log_level="error", lifespan="off", timeout_graceful_shutdown=1)
    )
    fil = threading.Thread(target=serveur.run, daemon=True)
    fil.start()
    echeance = time.monotonic() + 10
    while not serveur.started:
        assert fil.is_alive(), "Le serveur ASGI n'a pas démarré."
        assert time.monotonic() < echeance, "Le serveur ASGI tarde à démarrer."
        time.sleep(0.02)
    port = serveur.servers[0].sockets[0].getsockname()[1]
    yield SimpleNamespace(
        url=f"http://127.0.0.1:{port}",
        port=port,
        _live_server_modified_settings=modify_settings(ALLOWED_HOSTS={"append": "127.0.0.1"}),  # pytest-django asks
    )
    serveur.should_exit = True
    fil.join(10)
    assert not fil.is_alive()
