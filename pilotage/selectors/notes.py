"""SCT 2019 for plans, from their rows: what is counted, what was judged, the verdict of each indicator.

Whatever the number of plans: four queries for two fiscal years. The judgement of a plan is internal, so is its note:
a partner never gets here.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.db.models import Q

from ecosysteme.enums import EtatPlan
from ecosysteme.models import Cible, Indicateur, Organisation, PlanStrategique

from ..enums import Niveau
from ..methodes import (
    Indicateur2019,
    Note2019,
    NoteComposante,
    Parametres2019,
    Plan2019,
    Verdict,
    atteinte_2019,
    composantes,
    juger_2019,
    moyenne,
    noter_2019,
    qualite,
)
from ..models import Bilan, GrilleQualite
from .ordre import naturel


@dataclass(frozen=True, slots=True)
class Vu:
    """An indicator of a plan in a year, with its verdict."""

    pk: int
    code: str
    nom: str
    type: str
    a_cible: bool
    annuelles: bool
    de_resultat: bool
    statut: str
    derniere_mesure: date | None
    verdict: Verdict
    objectif: int
    orientation: int


@dataclass(frozen=True, slots=True)
class NotePlan:
    """The note of a plan in a year, and all it is made of."""

    plan: PlanStrategique
    exercice: int
    en_vigueur: bool
    compte: Plan2019
    composantes: list[NoteComposante]
    vus: list[Vu]
    note: Note2019
    grille: GrilleQualite | None

    @property
    def dues(self) -> int:
        return sum(vu.verdict.du for vu in self.vus)

    @property
    def atteintes(self) -> int:
        return sum(vu.verdict.atteint for vu in self.vus)


@dataclass(frozen=True, slots=True)
class NoteOrganisation:
    """Its own plans in a year; the note is theirs, their plain mean when there are several."""

    organisation: Organisation
    plans: list[NotePlan]

    @property
    def note(self) -> Note2019:
        if len(self.plans) == 1:
            return self.plans[0].note
        lues = [plan.note for plan in self.plans]
        return Note2019(*(_moyenne([getattr(n, champ) for n in lues]) for champ in ("qualite", "atteinte", "note")))


def _moyenne(valeurs: Sequence[Decimal | None]) -> Decimal | None:
    """Never a silent partial mean."""
    connues = [v for v in valeurs if v is not None]
    return moyenne(connues) if connues and len(connues) == len(valeurs) else None


@dataclass(slots=True)
class Lus:
    """Rows of the plans: indicators by plan, targets by indicator and year, bilans and grids by (node, year)."""

    indicateurs: dict[int, list[tuple]] = field(default_factory=lambda: defaultdict(list))
    cibles: dict[int, dict[int, tuple[str, date]]] = field(default_factory=lambda: defaultdict(dict))
    bilans: dict[tuple[int, int], tuple[str, date | None]] = field(default_factory=dict)
    grilles: dict[tuple[int, int], GrilleQualite] = field(default_factory=dict)


def plans_de(organisation: Organisation, exercices: Iterable[int], *, sous: bool) -> list[PlanStrategique]:
    """Plans in force in one of these years, of the organisation or of all its subtree."""
    annees = list(exercices)
    ou = Q(organisation__chemin__contains=[organisation.pk]) if sous else Q(organisation=organisation)
    tous = PlanStrategique.objects.exclude(etat=EtatPlan.BROUILLON).filter(ou)
    en_vigueur = tous.filter(exercice_debut__lte=max(annees), exercice_fin__gte=min(annees))
    return sorted(en_vigueur.select_related("organisation"), key=lambda p: (p.organisation.nom_cle, p.pk))


def noter_plans(
    plans: Sequence[PlanStrategique], exercices: Sequence[int], p: Parametres2019
) -> dict[tuple[int, int], NotePlan]:
    """The note of each plan in each year, by (plan, year)."""
    lus = _lire([plan.pk for plan in plans], exercices)
    return {(plan.pk, annee): noter(plan, annee, lus, p) for plan in plans for annee in exercices}


def _lire(plans: Sequence[int], exercices: Sequence[int]) -> Lus:
    lus = Lus()
    champs = ("objectif__orientation__plan", "pk", "code", "nom", "type", "frequence", "objectif",
              "objectif__orientation")  # fmt: skip
    fiches = Indicateur.objects.filter(objectif__orientation__plan__in=plans)
    for ligne in fiches.order_by("pk").values_list(*champs):
        lus.indicateurs[ligne[0]].append(ligne)
    cibles = Cible.objects.filter(indicateur__objectif__orientation__plan__in=plans, territoire="")
    for pk, annee, forme, echeance in cibles.order_by().values_list("indicateur", "exercice", "forme", "echeance"):
        lus.cibles[pk][annee] = (forme, echeance)
    pks = [ligne[1] for lignes in lus.indicateurs.values() for ligne in lignes]
    bilans = Bilan.objects.filter(niveau=Niveau.INDICATEUR, exercice__in=exercices, territoire="", noeud_id__in=pks)
    for pk, annee, statut, mesure in bilans.values_list("noeud_id", "exercice", "statut", "derniere_mesure"):
        lus.bilans[pk, annee] = (statut, mesure)
    for grille in GrilleQualite.objects.filter(plan__in=plans, exercice__in=exercices).select_related("par"):
        lus.grilles[grille.plan_id, grille.exercice] = grille
    return lus


def noter(plan: PlanStrategique, exercice: int, lus: Lus, p: Parametres2019) -> NotePlan:
    vus = [_voir(plan, ligne, exercice, lus, p) for ligne in lus.indicateurs[plan.pk]]
    grille = lus.grilles.get((plan.pk, exercice))
    en_vigueur = plan.etat != EtatPlan.BROUILLON and plan.exercice_debut <= exercice <= plan.exercice_fin
    compte = Plan2019(
        en_vigueur=en_vigueur,
        indicateurs=len(vus),
        avec_cible=sum(vu.a_cible for vu in vus),
        avec_annuelles=sum(vu.annuelles for vu in vus),
        de_resultat=sum(vu.de_resultat for vu in vus),
        qualite=grille.qualite_jugee if grille else None,
        non_documentee=grille.non_documentee if grille else None,
    )
    notees = composantes(compte, p)
    note = noter_2019(qualite(notees), atteinte_2019([vu.verdict for vu in vus]), p)
    return NotePlan(plan, exercice, en_vigueur, compte, notees, sorted(vus, key=_ordre), note, grille)


def _ordre(vu: Vu):
    return (naturel(vu.code), vu.pk)


def _voir(plan: PlanStrategique, ligne: tuple, exercice: int, lus: Lus, p: Parametres2019) -> Vu:
    _, pk, code, nom, type_, frequence, objectif, orientation = ligne
    annees, (statut, mesure) = lus.cibles.get(pk, {}), lus.bilans.get((pk, exercice), ("", None))
    forme, echeance = annees.get(exercice, ("", None))
    duree = range(plan.exercice_debut, plan.exercice_fin + 1)
    vu = Indicateur2019(statut, type_, forme, frequence, echeance, mesure)
    return Vu(
        pk=pk,
        code=code,
        nom=nom,
        type=type_,
        a_cible=any(annee in annees for annee in duree),
        annuelles=all(annee in annees for annee in duree),
        de_resultat=type_ in p.types_resultat,
        statut=statut,
        derniere_mesure=mesure,
        verdict=juger_2019(vu, exercice, p),
        objectif=objectif,
        orientation=orientation,
    )


def par_organisation(
    plans: Sequence[PlanStrategique], notees: dict[tuple[int, int], NotePlan], exercice: int
) -> list[NoteOrganisation]:
    """The organisations that have a plan in force in that year, each with its own."""
    groupes: dict[int, NoteOrganisation] = {}
    for plan in plans:
        lue = notees[plan.pk, exercice]
        if lue.en_vigueur:
            groupes.setdefault(plan.organisation_id, NoteOrganisation(plan.organisation, [])).plans.append(lue)
    return list(groupes.values())


def moyenne_des(organisations: Sequence[NoteOrganisation]) -> tuple[Note2019, int]:
    """The plain mean of the notes known, and how many there are: the coverage always goes with it."""
    connues = [o.note for o in organisations if o.note.note is not None]
    moyennes = [
        moyenne([v for n in connues if (v := getattr(n, champ)) is not None])
        for champ in ("qualite", "atteinte", "note")
    ]
    return Note2019(*moyennes), len(connues)
