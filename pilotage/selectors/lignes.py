"""A line for each organisation: its readings of the year against the one before, its course, its alerts."""

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.urls import reverse

from ecosysteme.enums import TypeOrganisation
from ecosysteme.format import ABSENT, compte, ecart, nombre, pourcentage
from ecosysteme.models import Organisation
from ecosysteme.nombres import epurer
from ecosysteme.periodes import MOIS

from ..graphiques import barre_statuts, sparkline
from ..models import Bilan
from .alertes import Alertes
from .resume import echues, note, statuts, sur, taux

AUCUNE = Alertes()
ECHELLE = (0.0, 100.0)
Bilans = Mapping[tuple[int, int], Bilan]


@dataclass(frozen=True, slots=True)
class Ligne:
    """One row, every cell already in words; the figures behind them serve sorting, filters and exports."""

    pk: int
    sigle: str
    nom: str
    cle: str
    url: str
    type: str
    type_libelle: str
    groupe: str
    chemin: tuple[int, ...]
    rang: int
    existe: bool
    provisoire: bool
    barre: str
    etincelle: str
    taux_texte: str
    ecart_texte: str
    couverture: str
    note_texte: str
    progression_texte: str
    progression_couverture: str
    derniere_texte: str
    alertes: Alertes
    taux: Decimal | None
    ecart: Decimal | None
    note: Decimal | None
    progression: Decimal | None
    derniere: date | None
    comptes: tuple[int, ...]
    progression_n: int
    progression_m: int
    methode: str
    ciel: str = ""
    ciel_libelle: str = ""
    ciel_quand: str = ""
    siennes: frozenset[str] = frozenset()

    @property
    def est_portefeuille(self) -> bool:
        return self.type == TypeOrganisation.PORTEFEUILLE

    @property
    def total(self) -> int:
        return sum(self.comptes)


def normaliser(texte: str) -> str:
    """Lower case without accents, to sort and to search."""
    return "".join(c for c in unicodedata.normalize("NFD", texte.lower()) if not unicodedata.combining(c))


def lignes(
    organisations: Sequence[Organisation], bilans: Bilans, alertes: Mapping[int, Alertes], exercice: int
) -> list[Ligne]:
    """Organisations in the order given, with the fiscal year shown and the seven before it."""
    sigles = {organisation.pk: organisation for organisation in organisations}
    return [
        _ligne(organisation, _groupe(organisation, sigles), bilans, alertes.get(organisation.pk, AUCUNE), exercice)
        for organisation in organisations
    ]


def _groupe(organisation: Organisation, connues: Mapping[int, Organisation]) -> str:
    """Sigle of the portfolio it belongs to."""
    for pk in organisation.chemin[:-1]:
        if pk in connues and connues[pk].type == TypeOrganisation.PORTEFEUILLE:
            return connues[pk].sigle
    return ""


def _ligne(organisation: Organisation, groupe: str, bilans: Bilans, alertes: Alertes, exercice: int) -> Ligne:
    bilan, avant = bilans.get((organisation.pk, exercice)), bilans.get((organisation.pk, exercice - 1))
    comptes, valeur, ancienne = statuts(bilan), taux(bilan), taux(avant)
    difference = valeur - ancienne if valeur is not None and ancienne is not None else None
    moyenne = note(bilan)
    n, m = (bilan.progression_n, bilan.progression_m) if bilan else (0, 0)
    progression = bilan.progression if bilan else None
    return Ligne(
        pk=organisation.pk,
        sigle=organisation.sigle,
        nom=organisation.nom,
        cle=normaliser(organisation.nom),
        url=f"{reverse('pilotage:organisation', args=[organisation.pk])}?exercice={exercice}",
        type=organisation.type,
        type_libelle=organisation.get_type_display(),
        groupe=groupe,
        chemin=tuple(organisation.chemin),
        rang=organisation.profondeur,
        existe=bilan is not None,
        provisoire=bool(bilan and bilan.provisoire),
        barre=barre_statuts(comptes, titre="Statuts", detail=False) if bilan else "",
        etincelle=_etincelle([taux(bilans.get((organisation.pk, annee))) for annee in derniers(exercice)]),
        taux_texte=pourcentage(valeur),
        ecart_texte=ecart(difference, 1),
        couverture=sur(comptes["atteinte"] + comptes["non_atteinte"], echues(bilan)) if bilan else ABSENT,
        note_texte=nombre(moyenne, 1),
        progression_texte=pourcentage(progression),
        progression_couverture="" if progression is not None or not m else sur(n, m),
        derniere_texte=_mois(bilan.derniere_mesure if bilan else None),
        alertes=alertes,
        taux=valeur,
        ecart=difference,
        note=moyenne,
        progression=progression,
        derniere=bilan.derniere_mesure if bilan else None,
        comptes=tuple(comptes.values()),
        progression_n=n,
        progression_m=m,
        methode=bilan.methode if bilan else "",
    )


def derniers(exercice: int) -> range:
    """The eight years of a sparkline."""
    return range(exercice - 7, exercice + 1)


def _etincelle(valeurs: Sequence[Decimal | None]) -> str:
    """The rate over eight years on one scale for all rows; nothing when there is no course to show."""
    connues = [valeur for valeur in valeurs if valeur is not None]
    if len(connues) < 2:
        return ""
    course = f"de {pourcentage(connues[0])} à {pourcentage(connues[-1])}"
    return sparkline(
        valeurs, titre=f"Taux d'atteinte sur {compte(len(connues), 'exercice')} : {course}", bornes=ECHELLE
    )


def _mois(jour: date | None) -> str:
    return f"{MOIS[jour.month - 1]}\u00a0{jour.year}" if jour else ABSENT


ENTETES = (
    "exercice", "sigle", "organisation", "type", "portefeuille", "atteintes", "non atteintes", "à venir",
    "non disponibles", "sans objet", "taux d'atteinte (%)", "écart depuis l'exercice précédent (points)",
    "pointage moyen SCT 2022", "progression pondérée (%)", "éléments ayant une progression", "éléments à compter",
    "météo", "signaux favorables", "signaux défavorables", "indicateurs en retard", "indicateurs sans cible",
    "indicateurs non calculés", "cibles satisfaites au départ", "dernier résultat", "chiffres provisoires", "méthode",
)  # fmt: skip


def a_exporter(choisies: Iterable[Ligne], exercice: int, *, complet: bool) -> Iterable[tuple[Any, ...]]:
    """Rows of the download, figures as figures; delays and judgements are left blank for who may not know them."""
    for ligne in choisies:
        a = ligne.alertes
        yield (
            exercice, ligne.sigle, ligne.nom, ligne.type_libelle, ligne.groupe, *ligne.comptes,
            _arrondi(ligne.taux), _arrondi(ligne.ecart), _arrondi(ligne.note), _arrondi(ligne.progression),
            ligne.progression_n, ligne.progression_m, ligne.ciel_libelle if complet else None, a.favorables,
            a.defavorables, a.retards if complet else None, a.sans_cible, a.non_calcules,
            a.departs if complet else None, ligne.derniere, ligne.provisoire, ligne.methode,
        )  # fmt: skip


def _arrondi(valeur: Decimal | None) -> Decimal | None:
    return None if valeur is None else epurer(round(valeur, 6))
