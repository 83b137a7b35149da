"""A ministry and its meeting: who leads, who follows, an agenda of three items; the portal on an ASGI server."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from ecosysteme.models import Notification
from pilotage.models import PointOrdreDuJour
from pilotage.services import rencontres, rencontres_ordre
from tests import fabriques
from tests.serveur_asgi import live_server  # noqa: F401


@pytest.fixture
def client_de():
    def ouvrir(personne) -> Client:
        client = Client()
        client.force_login(personne)
        return client

    return ouvrir


def planifier(par, organisation, **champs):
    """A meeting of tomorrow."""
    defauts = {
        "palier": 3, "titre": "Rencontre du ministère", "prevue_le": timezone.now() + timedelta(days=1), "duree": 30,
        "animation": par, "participants": [],
    }  # fmt: skip
    return rencontres.planifier(par=par, organisation=organisation, **{**defauts, **champs})


@pytest.fixture
def seconde(ministere):
    """A second manager of the ministry."""
    personne = fabriques.personne("seconde@exemple.test", prenom="Deuxième", nom="Gestion")
    fabriques.adhesion(personne, ministere, "gestionnaire")
    return personne


@pytest.fixture
def rencontre(ministere, gestionnaire, seconde, membre_public):
    return planifier(gestionnaire, ministere, participants=[seconde, membre_public])


@pytest.fixture
def points(rencontre, gestionnaire):
    """Three items of one's own."""
    for titre in ("Délais", "Qualité", "Effectifs"):
        rencontres_ordre.ajouter(par=gestionnaire, rencontre=rencontre, titre=titre, minutes=3)
    return list(PointOrdreDuJour.objects.filter(rencontre=rencontre).order_by("ordre"))


@pytest.fixture
def ouverte(rencontre, points, gestionnaire):
    """The room is open on the first item; `lire()` reads the meeting again."""
    rencontres.ouvrir(par=gestionnaire, rencontre=rencontre)
    rencontre.refresh_from_db()
    return rencontre


@pytest.fixture
def avis():
    """Titles of what a person was told."""
    return lambda personne: list(Notification.objects.filter(personne=personne).values_list("titre", flat=True))
