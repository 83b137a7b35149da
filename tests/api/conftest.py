"""The cast of the API tests: a government of two ministries, a person of each role, figures public and internal."""

from types import SimpleNamespace

import pytest

from ecosysteme.enums import EtatPlan, RoleAdhesion, TypeOrganisation, Visibilite
from pilotage import bilans
from tests import fabriques
from tests.api.aides import client_de

ROLES_INTERNES = [r for r in RoleAdhesion if r != RoleAdhesion.MEMBRE_PRIVE]


@pytest.fixture
def monde(db):
    """Ministry A (under a portfolio) holds a public and an internal indicator, B one public, C a draft plan."""
    m = SimpleNamespace()
    m.gouvernement = fabriques.organisation("Gouvernement fictif", type=TypeOrganisation.GOUVERNEMENT, sigle="GOUV")
    m.portefeuille = fabriques.organisation(parent=m.gouvernement, type=TypeOrganisation.PORTEFEUILLE, sigle="PORT")
    m.a = fabriques.organisation("Ministère A", parent=m.portefeuille, sigle="MA")
    m.b = fabriques.organisation("Ministère B", parent=m.gouvernement, sigle="MB")
    m.partenaire = fabriques.organisation("Partenaire inc.", type=TypeOrganisation.PARTENAIRE_PRIVE, sigle="PART")
    m.plan_a, m.plan_b = fabriques.plan(m.a), fabriques.plan(m.b)
    m.brouillon = fabriques.plan(m.a, etat=EtatPlan.BROUILLON, titre="Plan en préparation")
    m.public = fabriques.indicateur(fabriques.objectif(m.plan_a), code="PUB", valeur_depart=10)
    m.interne = fabriques.indicateur(fabriques.objectif(m.plan_a), code="INT", visibilite=Visibilite.INTERNE)
    m.autre = fabriques.indicateur(fabriques.objectif(m.plan_b), code="AUT", type="activite", sens="baisse")
    m.a_venir = fabriques.indicateur(fabriques.objectif(m.brouillon), code="BRO")
    m.indicateurs = [m.public, m.interne, m.autre, m.a_venir]
    m.cibles = [fabriques.cible(i) for i in m.indicateurs]
    m.validee = fabriques.mesure(m.public, 2024, "60.5", etat="validee", commentaire="=1+1")
    m.provisoire = fabriques.mesure(m.public, 2025, "70", etat="provisoire")
    m.interne_validee = fabriques.mesure(m.interne, 2025, "1")
    m.autre_validee = fabriques.mesure(m.autre, 2025, None, motif_absence="non_mesure")
    list(bilans.vider())
    return m


@pytest.fixture
def membre(monde):
    """A person of a role in an organisation of the cast."""

    def fait(role=RoleAdhesion.GESTIONNAIRE, organisation=None, **champs):
        personne = fabriques.personne(**champs)
        ou = organisation or (monde.partenaire if role == RoleAdhesion.MEMBRE_PRIVE else monde.a)
        fabriques.adhesion(personne, ou, role)
        return personne

    return fait


@pytest.fixture
def api(membre):
    """A client of the API holding a token of a person of that role."""

    def fait(role=RoleAdhesion.GESTIONNAIRE, organisation=None, portees=("lecture", "ecriture")):
        return client_de(membre(role, organisation), portees)

    return fait
