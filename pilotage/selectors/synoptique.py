"""The synoptic table of a plan: orientation > objective > indicator, by year; its rows serve an objective too."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from ecosysteme.enums import Statut
from ecosysteme.format import ABSENT, avec_unite, exercice_texte, nombre, pourcentage, unite_courte
from ecosysteme.models import Cible, Indicateur, Objectif, Orientation, Personne, PlanStrategique

from ..enums import Niveau, Variation
from ..graphiques import barre_statuts, sparkline
from ..models import Bilan, EtatIndicateur
from . import publies
from .calculs import url_calcul
from .ordre import trier
from .resultats import dire_cible
from .resume import statuts

ANNEES_MONTREES = 5
POINTS_TENDANCE = 8
Bilans = Mapping[tuple[Niveau, int, int], Bilan]


@dataclass(frozen=True)
class Arbre:
    """A plan, or one objective of it, with the figures of its nodes."""

    plan: PlanStrategique
    exercice: int
    annees: Sequence[int]
    orientations: Sequence[Orientation]
    objectifs: Mapping[int, list[Objectif]]
    indicateurs: Mapping[int, list[Indicateur]]
    cibles: Mapping[tuple[int, int], Cible]
    etats: Mapping[int, EtatIndicateur]
    bilans: Bilans

    def bilan(self, niveau: Niveau, pk: int) -> Bilan | None:
        return self.bilans.get((niveau, pk, self.exercice))

    @property
    def fiches(self) -> list[Indicateur]:
        return [indicateur for groupe in self.indicateurs.values() for indicateur in groupe]

    def cibles_de(self, pk: int) -> list[Cible]:
        return [cible for (indicateur, _), cible in self.cibles.items() if indicateur == pk]


def annees_montrees(plan: PlanStrategique, exercice: int, toutes: bool) -> list[int]:
    """The years of the plan; when there are many, five around the one shown."""
    annees = list(range(plan.exercice_debut, plan.exercice_fin + 1))
    if toutes or len(annees) <= ANNEES_MONTREES:
        return annees
    debut = min(max(exercice - ANNEES_MONTREES + 2, annees[0]), annees[-1] - ANNEES_MONTREES + 1)
    return list(range(debut, debut + ANNEES_MONTREES))


def lire(
    personne: Personne, plan: PlanStrategique, exercice: int, annees: Sequence[int], objectif: Objectif | None = None
) -> Arbre:
    """Five queries (six for a partner), whatever the rows. A partner sees no objective without a readable indicator."""
    complet = publies.complet(personne)
    objectifs = Objectif.objects.filter(orientation__plan=plan).order_by("pk")
    indicateurs = publies.indicateurs(personne).filter(objectif__orientation__plan=plan)
    if objectif is not None:
        objectifs, indicateurs = objectifs.filter(pk=objectif.pk), indicateurs.filter(objectif=objectif)
    lus = trier(indicateurs.select_related("organisation", "etat_courant").order_by("pk"), lambda i: i.code)
    par_objectif: dict[int, list[Indicateur]] = defaultdict(list)
    for indicateur in lus:
        par_objectif[indicateur.objectif_id].append(indicateur)
    par_orientation: dict[int, list[Objectif]] = defaultdict(list)
    for o in trier(objectifs, lambda objectif: objectif.numero):
        if complet or par_objectif[o.pk]:
            par_orientation[o.orientation_id].append(o)
    orientations = trier(Orientation.objects.filter(plan=plan).order_by("pk"), lambda orientation: orientation.numero)
    if objectif is not None or not complet:
        orientations = [o for o in orientations if par_orientation[o.pk]]
    voulues = sorted({*annees, *range(exercice - POINTS_TENDANCE + 1, exercice + 1)})
    return Arbre(
        plan=plan,
        exercice=exercice,
        annees=annees,
        orientations=orientations,
        objectifs=par_orientation,
        indicateurs=par_objectif,
        cibles={(c.indicateur_id, c.exercice): c for c in Cible.objects.filter(indicateur__in=lus, territoire="")},
        etats=_etats(personne, lus),
        bilans=publies.lire_plans(personne, [plan.pk], lus, voulues),
    )


def _etats(personne: Personne, lus: Sequence[Indicateur]) -> dict[int, EtatIndicateur]:
    if not publies.complet(personne):
        return {etat.pk: etat for etat in publies.etats(personne).filter(indicateur__in=lus)}
    return {i.pk: etat for i in lus if (etat := getattr(i, "etat_courant", None))}


def rangees(arbre: Arbre) -> list[dict[str, Any]]:
    """Rows in the order of the plan: each orientation, its objectives, their indicators."""
    faites: list[dict[str, Any]] = []
    for orientation in arbre.orientations:
        faites.append(_noeud(arbre, Niveau.ORIENTATION, orientation, ""))
        for objectif in arbre.objectifs[orientation.pk]:
            faites.append(_noeud(arbre, Niveau.OBJECTIF, objectif, reverse("pilotage:objectif", args=[objectif.pk])))
            faites += [_indicateur(arbre, indicateur) for indicateur in arbre.indicateurs[objectif.pk]]
    return faites


def lignes_indicateurs(arbre: Arbre) -> list[dict[str, Any]]:
    return [_indicateur(arbre, indicateur) for indicateur in arbre.fiches]


def _noeud(arbre: Arbre, niveau: Niveau, noeud: Orientation | Objectif, url: str) -> dict[str, Any]:
    """A level above: its weight, its counts, its progression with its coverage."""
    bilan = arbre.bilan(niveau, noeud.pk)
    n, m = (bilan.progression_n, bilan.progression_m) if bilan else (0, 0)
    return {
        "genre": niveau.name.lower(),
        "pk": noeud.pk,
        "numero": noeud.numero,
        "titre": noeud.titre,
        "enjeu": getattr(noeud, "enjeu", ""),
        "url": url,
        "poids": nombre(noeud.poids),
        "progression": pourcentage(bilan.progression) if bilan else ABSENT,
        "couverture": f"{nombre(n)} sur {nombre(m)}",
        "url_calcul": url_calcul(niveau, noeud.pk, arbre.exercice),
        "barre": barre_statuts(statuts(bilan), titre=f"{niveau.label} {noeud.numero}"),
    }


def _indicateur(arbre: Arbre, i: Indicateur) -> dict[str, Any]:
    bilan = arbre.bilan(Niveau.INDICATEUR, i.pk)
    etat = arbre.etats.get(i.pk)
    variation = Variation(etat.variation) if etat else Variation.NON_CALCULEE
    return {
        "genre": "indicateur",
        "pk": i.pk,
        "numero": i.code,
        "titre": i.nom,
        "unite": i.unite,
        "url": f"{reverse('pilotage:indicateur', args=[i.pk])}?exercice={arbre.exercice}",
        "poids": nombre(i.poids),
        "progression": pourcentage(bilan.progression) if bilan else ABSENT,
        "variation": variation.value,
        "variation_libelle": variation.label,
        "tendance": _tendance(arbre, i, variation.value),
        "cases": [_case(arbre, i, annee) for annee in arbre.annees],
        "illustratif": i.illustratif,
        "interne": i.visibilite == "interne",
    }


def _case(arbre: Arbre, i: Indicateur, annee: int) -> dict[str, Any]:
    """Result over target, and the statut."""
    bilan, cible = arbre.bilans.get((Niveau.INDICATEUR, i.pk, annee)), arbre.cibles.get((i.pk, annee))
    statut = bilan.statut if bilan else ""
    return {
        "resultat": nombre(bilan.resultat, i.decimales) if bilan else ABSENT,
        "cible": dire_cible(i, cible) if cible else "",
        "statut": statut if cible or statut == Statut.A_VENIR else "",
        "statut_libelle": Statut(statut).label if statut else "",
        "provisoire": bool(bilan and bilan.provisoire),
        "courante": annee == arbre.exercice,
    }


def _tendance(arbre: Arbre, i: Indicateur, nature: str) -> str:
    annees = range(arbre.exercice - POINTS_TENDANCE + 1, arbre.exercice + 1)
    lus = [arbre.bilans.get((Niveau.INDICATEUR, i.pk, annee)) for annee in annees]
    valeurs = [bilan.resultat if bilan else None for bilan in lus]
    connues = [v for v in valeurs if v is not None]
    if len(connues) < 2:
        return ""
    dernier = avec_unite(connues[-1], unite_courte(i.unite), i.decimales)
    return sparkline(valeurs, titre=f"{i.code} : {len(connues)} résultats, dernier {dernier}", nature=nature)


def colonnes(arbre: Arbre) -> list[dict[str, Any]]:
    return [{"texte": exercice_texte(annee), "courante": annee == arbre.exercice} for annee in arbre.annees]
