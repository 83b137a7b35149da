"""Two ministries: one far above, one far under; late, silent and met-at-the-start indicators."""

from datetime import date
from types import SimpleNamespace

import pytest

from pilotage import bilans
from pilotage.models import EtatIndicateur
from tests import fabriques


def calculer() -> None:
    list(bilans.vider())


@pytest.fixture
def etat(gouvernement, ministere, ailleurs, responsable):
    """Home: a target met, one missed after being met, one without result, one met at the start, a signal, a delay."""
    objectif = fabriques.objectif(fabriques.plan(ministere))
    autre = fabriques.objectif(fabriques.plan(ailleurs))
    bon = fabriques.indicateur(autre)
    for exercice in (2024, 2025):
        fabriques.cible(bon, exercice)
        fabriques.mesure(bon, exercice, "120")
    baisse = fabriques.indicateur(objectif)
    for exercice, valeur in ((2024, "120"), (2025, "20")):
        fabriques.cible(baisse, exercice)
        fabriques.mesure(baisse, exercice, valeur)
    muet = fabriques.indicateur(objectif, responsable=responsable)
    fabriques.cible(muet)
    depart = fabriques.indicateur(objectif, valeur_depart=110, date_depart=date(2023, 3, 31))
    fabriques.cible(depart)
    fabriques.mesure(depart, 2025, "90")
    calculer()
    EtatIndicateur.objects.update(prochaine_maj=date(2199, 1, 1), spc_a_refaire=False)
    EtatIndicateur.objects.filter(pk=baisse.pk).update(variation="defavorable", signal_depuis=date(2026, 3, 31))
    EtatIndicateur.objects.filter(pk=bon.pk).update(prochaine_maj=date(2026, 1, 31))
    return SimpleNamespace(
        gouvernement=gouvernement, ministere=ministere, ailleurs=ailleurs, bon=bon, baisse=baisse, muet=muet,
        depart=depart, objectif=objectif,
    )  # fmt: skip


@pytest.fixture
def client_de(client):
    def connecter(personne):
        client.force_login(personne)
        return client

    return connecter
