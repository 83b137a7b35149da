"""A ministry with a plan, for reports; files go to a folder of the test."""

from types import SimpleNamespace

import pytest

from ecosysteme.enums import CauseBloquant, RoleAdhesion, TypeOrganisation
from pilotage import bilans
from pilotage.enums import Ciel
from pilotage.models import Bloquant, Meteo
from pilotage.selectors.rapport_selection import Selection, choisir_organisations
from tests import fabriques

MAINTENANT = "2026-06-01T12:00:00Z"


@pytest.fixture(autouse=True)
def depot(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def monde(db):
    m = SimpleNamespace()
    m.gouvernement = fabriques.organisation("Gouvernement fictif", sigle="GOUV", type=TypeOrganisation.GOUVERNEMENT)
    m.ministere = fabriques.organisation("Ministère de la Clarté", sigle="MCL", parent=m.gouvernement)
    m.direction = fabriques.organisation(
        "Direction des essais", sigle="DES", parent=m.ministere, type=TypeOrganisation.DIRECTION
    )
    m.ailleurs = fabriques.organisation("Ministère d'Ailleurs", sigle="MAI", parent=m.gouvernement)
    m.coordination = fabriques.personne("coordination@exemple.test", prenom="Camille", nom="Fictive")
    fabriques.adhesion(m.coordination, m.gouvernement, RoleAdhesion.COORDINATION)
    m.gestionnaire = fabriques.personne("gestionnaire@exemple.test")
    fabriques.adhesion(m.gestionnaire, m.ministere)
    m.partenaire = fabriques.organisation("Partenaire inc.", type=TypeOrganisation.PARTENAIRE_PRIVE)
    m.prive = fabriques.personne("prive@exemple.test")
    fabriques.adhesion(m.prive, m.partenaire, RoleAdhesion.MEMBRE_PRIVE)
    m.indicateurs = {}
    for organisation in (m.ministere, m.direction, m.ailleurs):
        fiche = fabriques.indicateur(
            fabriques.objectif(fabriques.plan(organisation)), nom=f"Part de {organisation.sigle}", valeur_depart=10
        )
        for annee in range(2019, 2025):
            fabriques.cible(fiche, annee, "40")
            fabriques.mesure(fiche, annee, 20 + 5 * (annee - 2019))
        m.indicateurs[organisation.sigle] = fiche
    _salle(m)
    list(bilans.vider())
    return m


def _salle(m: SimpleNamespace) -> None:
    Meteo.objects.create(
        organisation=m.ministere,
        exercice=2024,
        ciel=Ciel.NUAGE,
        risques="Départs <b>nombreux</b>",
        auteur=m.coordination,
        publiee_le=MAINTENANT,
    )
    Bloquant.objects.create(
        titre="Contrat en attente",
        organisation=m.ministere,
        indicateur=m.indicateurs["MCL"],
        cause=CauseBloquant.APPROVISIONNEMENT,
        signale_par=m.gestionnaire,
    )


@pytest.fixture
def choisir(monde):
    """The organisations of a selection, for the coordination."""

    def faire(personne=None, **champs):
        selection = Selection.lire({"exercice": "2024", **champs})
        return choisir_organisations(personne or monde.coordination, selection)

    return faire
