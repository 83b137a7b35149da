"""What the figures did between two days: statuts that flipped, signals that began and still stand."""

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any

from django.db.models import CharField, DateTimeField, F, QuerySet, Value
from django.db.models.functions import Cast

from ecosysteme.enums import Statut
from ecosysteme.format import FUSEAU, exercice_texte
from ecosysteme.models import Indicateur

from ..enums import Variation
from ..models import BasculeStatut, EtatIndicateur
from .rapport_dits import dit

SIGNAUX = (Variation.FAVORABLE, Variation.DEFAVORABLE, Variation.NEUTRE)


def bougees(
    connues: Mapping[int, Indicateur], bornes: tuple[datetime, datetime], jours: tuple[date, date], genre: str,
    limite: int,
) -> list[dict[str, Any]]:  # fmt: skip
    """Lines about the indicators the reader knows, in one query; `genre` keeps « bascule » or « signal », "" both."""
    lus = {"bascule": _bascules(list(connues), bornes), "signal": _signaux(list(connues), jours)}
    voulus = [requete for nom, requete in lus.items() if genre in ("", nom)]
    if not voulus:
        return []
    lignes = voulus[0].union(*voulus[1:], all=True) if len(voulus) > 1 else voulus[0]
    return [_ligne(connues[pk], *reste) for pk, *reste in lignes[:limite]]


def _bascules(ids: list[int], bornes: tuple[datetime, datetime]) -> QuerySet[BasculeStatut, tuple[Any, ...]]:
    lues = BasculeStatut.objects.filter(indicateur_id__in=ids, quand__gte=bornes[0], quand__lt=bornes[1])
    return lues.order_by().values_list("indicateur_id", "quand", F("exercice"), "avant", "apres")


def _signaux(ids: list[int], jours: tuple[date, date]) -> QuerySet[EtatIndicateur, tuple[Any, ...]]:
    lus = EtatIndicateur.objects.filter(indicateur__in=ids, variation__in=SIGNAUX, signal_depuis__range=jours)
    depuis = Cast("signal_depuis", DateTimeField())
    return lus.order_by().values_list("pk", depuis, Value(0), Value("", CharField()), "variation")


def _ligne(fiche: Indicateur, quand: datetime, exercice: int, avant: str, apres: str) -> dict[str, Any]:
    sujet = f"{fiche.organisation.sigle} {fiche.code} {fiche.nom}"
    if exercice:
        bascule = f"{exercice_texte(exercice)}\u00a0: {Statut(avant).label} → {Statut(apres).label}"
        return dit("bascule", quand, sujet, bascule, pk=fiche.pk)
    minuit = datetime.combine(quand.date(), time.min, FUSEAU)  # a date has no zone: it came back as midnight UTC
    return dit("signal", minuit, sujet, Variation(apres).label, pk=fiche.pk)
