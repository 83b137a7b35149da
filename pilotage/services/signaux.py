"""Control charts drawn again: which indicators moved, and what their last point says."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from ecosysteme.models import Cible, Indicateur, Mesure

from .. import bilans
from ..cartes import analyser, bornes
from ..models import CarteSale, EtatIndicateur, PhaseSpc

__all__ = ["Changes", "analyser", "bornes", "en_attente", "recalculer_lot"]
LOT = 50
CHAMPS = ("variation", "assurance", "regle", "signal_depuis", "spc_calcule_le", "spc_a_refaire")


@dataclass(frozen=True)
class Changes:
    """One batch: how many charts were read again, and the subjects whose icons changed."""

    lus: int
    sujets: tuple[str, ...]

    def __bool__(self) -> bool:
        return self.lus > 0


def en_attente() -> bool:
    return CarteSale.objects.exists() or EtatIndicateur.objects.filter(spc_a_refaire=True).exists()


def recalculer_lot(lot: int = LOT) -> Changes:
    """Read again the charts of at most `lot` indicators; two workers at once take different ones."""
    bilans.rafraichir()
    return _relire(lot)


@transaction.atomic
def _relire(lot: int) -> Changes:
    etats = list(
        EtatIndicateur.objects.filter(spc_a_refaire=True)
        .select_for_update(skip_locked=True, of=("self",))
        .select_related("indicateur__objectif__orientation__plan__organisation", "indicateur__organisation")
        .order_by("pk")[:lot]
    )
    ids = [etat.pk for etat in etats]
    series, cibles, phases = _series(ids), _cibles(ids), _phases(ids)
    maintenant, sujets = timezone.now(), []
    for etat in etats:
        fins = [fin for fin, _ in series[etat.pk]]
        analyse = analyser(etat.indicateur, series[etat.pk], phases[etat.pk], cibles.get(etat.pk))
        depuis = fins[analyse.depuis] if analyse.depuis is not None else None
        avant = (etat.variation, etat.assurance, etat.regle, etat.signal_depuis)
        etat.variation, etat.assurance, etat.regle, etat.signal_depuis = (
            analyse.variation,
            analyse.assurance,
            analyse.regle,
            depuis,
        )
        etat.spc_calcule_le, etat.spc_a_refaire = maintenant, False
        if avant != (etat.variation, etat.assurance, etat.regle, etat.signal_depuis):
            sujets += _sujets(etat.indicateur)
    EtatIndicateur.objects.bulk_update(etats, CHAMPS)
    return Changes(len(etats), tuple(sujets))


def _sujets(indicateur: Indicateur) -> list[str]:
    """The pages that show the icons of an indicator: its own and all those above it."""
    objectif = indicateur.objectif
    plan = objectif.orientation.plan
    return [
        f"indicateur:{indicateur.pk}",
        f"objectif:{objectif.pk}",
        f"orientation:{objectif.orientation_id}",
        f"plan:{plan.pk}",
        *(f"organisation:{pk}" for pk in {*plan.organisation.chemin, *indicateur.organisation.chemin}),
    ]


def _series(ids: list[int]) -> dict[int, list[tuple[date, Decimal]]]:
    series: dict[int, list[tuple[date, Decimal]]] = defaultdict(list)
    mesures = Mesure.objects.filter(indicateur__in=ids, territoire="", valeur__isnull=False).order_by(
        "indicateur_id", "fin"
    )
    for pk, fin, valeur in mesures.values_list("indicateur_id", "fin", "valeur"):
        series[pk].append((fin, valeur))
    return series


def _cibles(ids: list[int]) -> dict[int, Cible]:
    """The latest target of each indicator."""
    cibles = Cible.objects.filter(indicateur__in=ids, territoire="").order_by("indicateur_id", "-exercice")
    return {cible.indicateur_id: cible for cible in cibles.distinct("indicateur_id")}


def _phases(ids: list[int]) -> dict[int, list[date]]:
    phases: dict[int, list[date]] = defaultdict(list)
    for pk, debut in (
        PhaseSpc.objects.filter(indicateur__in=ids).order_by("debut").values_list("indicateur_id", "debut")
    ):
        phases[pk].append(debut)
    return phases
