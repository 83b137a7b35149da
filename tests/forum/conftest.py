"""The forum's cast: an instance of two colleges, an observer, a space of its own and an open one, a topic in each."""

from types import SimpleNamespace

import pytest

from forum.enums import College, Fonction, Portee
from forum.services.propositions import proposer, publier_proposition
from tests import fabriques_forum as forum
from tests.forum.aides_propositions import TEXTES


@pytest.fixture
def forum_monde(membre_public, membre_prive, gestionnaire, coordination, ministere, ailleurs, partenaire):
    instance = forum.instance("Forum fictif de la GAR", par=coordination)
    presidence = forum.mandat(instance, gestionnaire, ministere, fonction=Fonction.PRESIDENCE)
    public = forum.mandat(instance, membre_public, ministere)
    autre_public = forum.mandat(instance, organisation=ailleurs)
    prive = forum.mandat(instance, membre_prive, partenaire, College.PRIVE)
    observe = forum.mandat(instance, organisation=ailleurs, fonction=Fonction.OBSERVATEUR)
    reserve = forum.espace(instance, nom="Espace du forum")
    ouvert = forum.espace(nom="Espace ouvert", portee=Portee.ECOSYSTEME)
    interne = forum.espace(nom="Espace du secteur public", portee=Portee.SECTEUR_PUBLIC)
    return SimpleNamespace(
        instance=instance, presidence=presidence, public=public, autre_public=autre_public, prive=prive,
        observe=observe, reserve=reserve, ouvert=ouvert, interne=interne,
        sujet_reserve=forum.sujet(reserve, membre_public), sujet_ouvert=forum.sujet(ouvert, membre_public),
        sujet_interne=forum.sujet(interne, membre_public),
    )  # fmt: skip


@pytest.fixture
def publiee(forum_monde, membre_public):
    """A published proposal, in the open space."""
    p = proposer(par=membre_public, espace=forum_monde.ouvert, **TEXTES)
    return publier_proposition(par=membre_public, proposition=p)
