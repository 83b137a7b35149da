"""The cast of the dashboards: a small State with two portfolios, and one person for each way of looking at it."""

from datetime import date
from types import SimpleNamespace

import pytest

from ecosysteme.enums import EtatMesure, RoleAdhesion, TypeOrganisation, Visibilite
from pilotage import bilans
from pilotage.services import signaux
from tests import fabriques
from tests.serveur_asgi import live_server  # noqa: F401


def calculer() -> None:
    """Roll up and read the control charts, as the worker does."""
    list(bilans.vider())
    while signaux.recalculer_lot():
        pass


@pytest.fixture
def etat(db):
    """Ministry A (met 1, missed 1, an internal one met), ministry B (missed, provisional), a portfolio each."""
    gouvernement = fabriques.organisation("Gouvernement fictif", type=TypeOrganisation.GOUVERNEMENT)
    portefeuilles = [
        fabriques.organisation(nom, parent=gouvernement, type=TypeOrganisation.PORTEFEUILLE, sigle=sigle)
        for nom, sigle in (("Air et eau", "P-AIR"), ("Terre", "P-TER"))
    ]
    a = fabriques.organisation("Ministère de l'Air", parent=portefeuilles[0], sigle="MAIR")
    b = fabriques.organisation("Ministère de la Boue", parent=portefeuilles[1], sigle="MBOUE")
    plan_a, plan_b = fabriques.plan(a, debut=2023, fin=2026), fabriques.plan(b, debut=2023, fin=2026)
    objectif = fabriques.objectif(plan_a)
    atteint = _indicateur(objectif, "Souffle", 120, avant=40)
    manque = _indicateur(objectif, "Brise", 60, avant=80)
    interne = _indicateur(objectif, "Courant d'air secret", 140, visibilite=Visibilite.INTERNE)
    provisoire = _indicateur(fabriques.objectif(plan_b), "Vase", 30, etat=EtatMesure.PROVISOIRE)
    calculer()
    return SimpleNamespace(
        gouvernement=gouvernement, air=portefeuilles[0], terre=portefeuilles[1], a=a, b=b, plan_a=plan_a, plan_b=plan_b,
        atteint=atteint, manque=manque, interne=interne, provisoire=provisoire,
    )  # fmt: skip


def _indicateur(objectif, nom, valeur, *, avant=None, etat=EtatMesure.VALIDEE, **champs):
    indicateur = fabriques.indicateur(objectif, nom=nom, valeur_depart=0, date_depart=date(2022, 3, 31), **champs)
    for exercice in (2024, 2025):
        fabriques.cible(indicateur, exercice, 100)
    if avant is not None:
        fabriques.mesure(indicateur, 2024, avant)
    fabriques.mesure(indicateur, 2025, valeur, etat=etat)
    return indicateur


def _membre(role, organisation):
    personne = fabriques.personne()
    fabriques.adhesion(personne, organisation, role)
    return personne


@pytest.fixture
def coordination(etat):
    return _membre(RoleAdhesion.COORDINATION, etat.gouvernement)


@pytest.fixture
def gestionnaire(etat):
    return _membre(RoleAdhesion.GESTIONNAIRE, etat.a)


@pytest.fixture
def responsable(etat):
    personne = _membre(RoleAdhesion.RESPONSABLE_INDICATEUR, etat.a)
    etat.manque.responsable = personne
    etat.manque.save()
    return personne


@pytest.fixture
def partenaire(etat):
    return _membre(
        RoleAdhesion.MEMBRE_PRIVE, fabriques.organisation("Partenaire inc.", type=TypeOrganisation.PARTENAIRE_PRIVE)
    )


@pytest.fixture
def sans_role(db):
    return fabriques.personne()


@pytest.fixture
def client_de(client):
    """A client logged in as somebody."""

    def connecter(personne):
        client.force_login(personne)
        return client

    return connecter
