"""The room's own indicators, on plain values."""

from datetime import UTC, datetime, timedelta

import pytest

from pilotage.delais_bloquants import Duree, delais, jours, mediane_jours
from pilotage.enums import Palier

MAINTENANT = datetime(2026, 6, 1, 12, tzinfo=UTC)


def resolu(palier, combien):
    return Duree(palier, MAINTENANT - timedelta(days=100), MAINTENANT - timedelta(days=100 - combien))


def ouvert(palier, age):
    return Duree(palier, MAINTENANT - timedelta(days=age), None)


def test_la_mediane_ne_suit_pas_le_plus_long():
    durees = [timedelta(days=n) for n in (2, 4, 90)]
    assert mediane_jours(durees) == 4
    assert mediane_jours(durees[:2]) == 3
    assert mediane_jours([]) is None


def test_chaque_palier_a_sa_ligne_meme_vide():
    lignes = delais([resolu(Palier.DIRECTION, 3), ouvert(Palier.DIRECTION, 5), ouvert(Palier.DIRECTION, 9)], MAINTENANT)
    assert [d.palier for d in lignes] == list(Palier)
    direction = lignes[1]
    assert (direction.resolus, direction.mediane, direction.ouverts) == (1, 3, 2)
    assert (direction.age_median, direction.age_max) == (7, 9)
    assert (lignes[0].mediane, lignes[0].age_max, lignes[0].ouverts) == (None, None, 0)


@pytest.mark.parametrize(("combien", "peu"), [(0, False), (1, True), (4, True), (5, False)])
def test_un_petit_nombre_se_dit(combien, peu):
    lignes = delais([resolu(Palier.MINISTERE, 3)] * combien, MAINTENANT)
    assert lignes[2].peu is peu


@pytest.mark.parametrize(
    ("valeur", "texte"),
    [
        (None, "–"),
        (0.2, "moins d'un jour"),
        (1.0, "1\u00a0jour"),
        (1.5, "1,5\u00a0jour"),
        (2.04, "2\u00a0jours"),
        (12.4, "12\u00a0jours"),
    ],
)
def test_les_jours_s_ecrivent_comme_on_les_dit(valeur, texte):
    assert jours(valeur) == texte
