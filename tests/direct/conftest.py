"""Streams and live pages: the cast of the dashboards, on an ASGI server."""

import pytest

from tests.tableaux.conftest import (  # noqa: F401
    client_de,
    coordination,
    etat,
    gestionnaire,
    live_server,
    partenaire,
    responsable,
)


@pytest.fixture
def session_de():
    """The session key of a person who logs in."""
    from django.test import Client

    def ouvrir_session(personne) -> str:
        client = Client()
        client.force_login(personne)
        return client.cookies["sessionid"].value

    return ouvrir_session
