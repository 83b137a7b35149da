"""What the tests of announcements share: a crowd of several levels, a draft, clients."""

import pytest
from django.test import Client

from ecosysteme.models import Adhesion
from pilotage.services.annonces import empreinte, publier_annonce, rediger_annonce
from tests import fabriques


@pytest.fixture
def client_de():
    def ouvrir(personne) -> Client:
        client = Client()
        client.force_login(personne)
        return client

    return ouvrir


@pytest.fixture
def foule():
    """`foule(organisation, "direction", 7)`: that many managers of that level there."""

    def faire(organisation, niveau, combien, role="gestionnaire"):
        gens = [fabriques.personne() for _ in range(combien)]
        for personne in gens:
            fabriques.adhesion(personne, organisation, role)
            Adhesion.objects.filter(personne=personne).update(niveau_gestion=niveau)
        return gens

    return faire


@pytest.fixture
def brouillon(coordination):
    def faire(organisations=(), **champs):
        return rediger_annonce(
            par=coordination,
            champs={"titre": "Nouvelle saison", "texte": "Bonjour.", "roles": [], "niveaux": [], **champs},
            organisations=organisations,
        )

    return faire


@pytest.fixture
def publier(coordination):
    def faire(annonce):
        combien = publier_annonce(par=coordination, annonce=annonce, lue=empreinte(annonce))
        annonce.refresh_from_db()
        return combien

    return faire
