"""The figure of the item being discussed: drawn once for a whole discussion, again when what it shows changes."""

from datetime import date

import pytest

from pilotage.selectors import rencontre_direct as direct
from pilotage.selectors import serie
from tests import fabriques

pytestmark = pytest.mark.django_db


@pytest.fixture
def dessins(monkeypatch, settings):
    """How many times a figure was drawn."""
    settings.MEMOIRE_SECONDES = 20
    faits, dessiner = [], direct.figure
    monkeypatch.setattr(direct, "figure", lambda indicateur: (faits.append(indicateur.pk), dessiner(indicateur))[1])
    return faits


@pytest.fixture
def indicateur(ministere):
    indicateur = fabriques.indicateur(fabriques.objectif(fabriques.plan(ministere)))
    fabriques.mesure(indicateur, 2023, 10)
    return indicateur


def test_une_figure_se_dessine_une_fois_pour_toute_une_discussion(dessins, indicateur):
    premiere, seconde = (direct._figure_gardee(indicateur) for _ in range(2))
    assert premiere == seconde
    assert dessins == [indicateur.pk]


def test_un_resultat_saisi_pendant_la_discussion_se_voit(dessins, indicateur):
    direct._figure_gardee(indicateur)
    fabriques.mesure(indicateur, 2024, 42)
    assert "42" in direct._figure_gardee(indicateur)["dernier"]
    assert len(dessins) == 2


def test_ce_qui_change_la_figure_change_son_empreinte(indicateur, coordination):
    from pilotage.models import PhaseSpc

    vues = {serie.empreinte(indicateur)}
    mesure = fabriques.mesure(indicateur, 2024, 42)
    vues.add(serie.empreinte(indicateur))
    type(mesure).objects.filter(pk=mesure.pk).update(valeur=43, version=mesure.version + 1)
    vues.add(serie.empreinte(indicateur))
    fabriques.cible(indicateur, 2024, 50)
    vues.add(serie.empreinte(indicateur))
    PhaseSpc.objects.create(indicateur=indicateur, debut=date(2024, 4, 1), motif="Nouveau guichet", auteur=coordination)
    vues.add(serie.empreinte(indicateur))
    mesure.delete()
    vues.add(serie.empreinte(indicateur))
    assert len(vues) == 6
