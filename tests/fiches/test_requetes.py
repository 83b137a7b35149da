"""Pages of sheets ask the same number of questions of the database whatever they show."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from ecosysteme.models import Indicateur, Objectif
from ecosysteme.services import cibles
from tests import fabriques

pytestmark = pytest.mark.django_db
PLAFOND = 12


def compter(client, nom, *args, **parametres) -> int:
    url = reverse(f"pilotage:{nom}", args=args)
    client.get(url)
    with CaptureQueriesContext(
        connection,
    ) as requetes:
        assert client.get(url, {"exercice": "2024", **parametres}).status_code == 200
    return len(requetes)


def grossir(plan, gestionnaire) -> None:
    """Twenty indicators more in ten objectives, each with its results, its target and a change."""
    for _ in range(10):
        objectif = fabriques.objectif(plan)
        for _ in range(2):
            i = fabriques.indicateur(objectif)
            for annee in range(2015, 2025):
                fabriques.mesure(i, annee, "5")
            fabriques.cible(i, 2024, "9")


@pytest.mark.parametrize("role", ["coordination", "membre_prive"])
def test_le_plan_et_le_gouvernement_coutent_autant_petits_ou_grands(
    request, client_de, tout, plan, gestionnaire, calculer, role
):
    client = client_de(request.getfixturevalue(role))
    pages = [("plan", plan.pk), ("calcul", "plan", plan.pk), ("calcul", "organisation", plan.organisation_id)]
    avant = {page: compter(client, *page) for page in pages}
    grossir(plan, gestionnaire)
    calculer()
    assert {page: compter(client, *page) for page in pages} == avant
    assert max(avant.values()) <= PLAFOND


@pytest.mark.parametrize("role", ["coordination", "responsable", "membre_prive"])
def test_l_objectif_et_l_indicateur_coutent_autant_petits_ou_grands(
    request, client_de, tout, objectif, gestionnaire, calculer, role
):
    client = client_de(request.getfixturevalue(role))
    pages = [
        ("objectif", objectif.pk),
        ("indicateur", tout.pk),
        ("explorer", tout.pk),
        ("calcul", "objectif", objectif.pk),
    ]
    avant = {page: compter(client, *page) for page in pages}
    for rang in range(20):
        fabriques.indicateur(Objectif.objects.get(pk=objectif.pk), code=f"X{rang}")
        fabriques.mesure(tout, 1980 + rang, "3")
        fabriques.mesure(tout, 2024, "3", territoire=f"{rang % 17 + 1:02}") if rang < 17 else None
        cible = fabriques.cible(tout, 2030 + rang, "9")
        cibles.modifier_cible(par=gestionnaire, cible=cible, champs={"valeur_min": 8}, version_lue=1, note="n")
    calculer()
    assert {page: compter(client, *page) for page in pages} == avant
    assert max(avant.values()) <= PLAFOND


def test_l_historique_se_lit_en_une_requete(client_de, membre_public, tout, gestionnaire):
    client = client_de(membre_public)
    avant = compter(client, "indicateur_historique", tout.pk)
    for rang in range(20):
        fabriques.cible(Indicateur.objects.get(pk=tout.pk), 2030 + rang, "9")
    assert compter(client, "indicateur_historique", tout.pk) == avant
    assert avant <= 6
