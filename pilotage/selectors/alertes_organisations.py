"""Alerts on organisations themselves: far under the median of their peers, falling, without a météo.

Peers are ministries and bodies that have a rate that year. Rules and default thresholds: the method page.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from statistics import median
from typing import Any

from django.utils import timezone

from ecosysteme.enums import TypeOrganisation
from ecosysteme.format import date_longue
from ecosysteme.periodes import bornes_exercice

from ..enums import TypeAlerte
from . import meteo_mots
from .lignes import Ligne
from .meteo_ensemble import JUGEES, Dires

MONTREES = (TypeOrganisation.PORTEFEUILLE, TypeOrganisation.MINISTERE, TypeOrganisation.ORGANISME)
UN_AN = timedelta(days=365)


def poser(lignes: Sequence[Ligne], dires: Dires, exercice: int, complet: bool) -> list[Ligne]:
    """The same rows with their skies, and the alerts on them that stand and that nobody answered for.

    A private partner is told of no sky, no missing météo, and of no answer to an alert.
    """
    mediane = mediane_des_taux(lignes)
    attendue = complet and meteo_attendue(exercice, dires.seuils[TypeAlerte.METEO])
    return [_poser(ligne, dires, mediane, attendue, complet) for ligne in lignes]


def mediane_des_taux(lignes: Iterable[Ligne]) -> Decimal | None:
    connus = [ligne.taux for ligne in lignes if ligne.taux is not None and ligne.type in JUGEES]
    return median(connus) if connus else None


def meteo_attendue(exercice: int, delai: Decimal) -> bool:
    """From so many days into the year; a year closed for more than one is not asked for any more."""
    bornes, jour = bornes_exercice(exercice), timezone.localdate()
    return bornes.debut + timedelta(days=int(delai)) <= jour <= bornes.fin + UN_AN


def _poser(ligne: Ligne, dires: Dires, mediane: Decimal | None, attendue: bool, complet: bool) -> Ligne:
    ciel, quand = dires.ciels.get(("organisation", ligne.pk), ("", None)) if complet else ("", None)
    levees = toutes(ligne, dires, mediane, manque=attendue and not ciel)
    if complet:
        levees = {alerte for alerte in levees if (alerte, ligne.pk) not in dires.acquittees}
    comptes = ligne.alertes if complet else replace(ligne.alertes, non_calcules=ligne.comptes[3])
    return replace(
        ligne,
        alertes=comptes,
        ciel=ciel,
        ciel_libelle=meteo_mots.court(ciel) if complet else "",
        ciel_quand=date_longue(quand) if quand else "",
        siennes=frozenset(levees),
    )


def toutes(ligne: Ligne, dires: Dires, mediane: Decimal | None, *, manque: bool) -> set[str]:
    """The alerts that stand on an organisation, answered for or not."""
    levees: set[str] = set()
    if ligne.type not in JUGEES:
        return levees
    if ligne.taux is not None and mediane is not None and ligne.taux <= mediane - dires.seuils[TypeAlerte.ECART]:
        levees.add(str(TypeAlerte.ECART))
    if ligne.ecart is not None and ligne.ecart <= -dires.seuils[TypeAlerte.TENDANCE]:
        levees.add(str(TypeAlerte.TENDANCE))
    if manque and ligne.existe:
        levees.add(str(TypeAlerte.METEO))
    return levees


def levees(lignes: Sequence[Ligne], dires: Dires, exercice: int) -> tuple[Decimal | None, list[tuple[str, Ligne]]]:
    """The median of the peers, and every alert that stands on an organisation, answered for or not, by type."""
    mediane = mediane_des_taux(lignes)
    attendue = meteo_attendue(exercice, dires.seuils[TypeAlerte.METEO])
    trouvees = [
        (type_alerte, ligne)
        for ligne in lignes
        for type_alerte in toutes(ligne, dires, mediane, manque=attendue and not ligne.ciel)
    ]
    return mediane, sorted(trouvees, key=lambda t: (TypeAlerte.values.index(t[0]), t[1].cle))


def repartitions(dires: Dires, organisation: int) -> list[dict[str, Any]]:
    """The skies of what lies below an organisation, by kind of node."""
    dessous = dires.sous(organisation)
    return [meteo_mots.repartition(genre, dessous[genre]) for genre in meteo_mots.GENRES if dessous.get(genre)]
