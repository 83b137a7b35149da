"""The real figures a simulation starts from: the plans around a node, and the line of organisations above them.

Reading only: this module and all it calls ask SELECTs; hypotheses are worked out by `pilotage.simulation`, in memory.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Q
from django.urls import reverse

from ecosysteme.enums import EtatPlan
from ecosysteme.models import Cible, Indicateur, Organisation, Personne, PlanStrategique

from ..enums import Niveau
from ..models import Bilan
from ..simulation import COMPTES, Cle, Fiche, Figures, Monde, Noeud
from . import calculs_noeuds, publies
from .calculs_indicateur import vue
from .ordre import naturel


@dataclass(frozen=True, slots=True)
class Nom:
    """A node as the page names it."""

    cle: Cle
    niveau: str
    nom: str
    url: str
    poids: Decimal


@dataclass(frozen=True, slots=True)
class Lecture:
    """What was read: the world of the engine, the names of its nodes, the indicators one may suppose about."""

    noeud: calculs_noeuds.Noeud
    monde: Monde
    noms: Mapping[Cle, Nom]
    plans: Sequence[PlanStrategique]
    fiches: Sequence[Indicateur]
    toutes: Sequence[Indicateur]
    cibles: Mapping[int, Mapping[int, Cible]]
    bilans: Mapping[int, Bilan]
    chaine: Sequence[Cle]


CHEMIN = {
    Niveau.INDICATEUR: "orientations__objectifs__indicateurs",
    Niveau.OBJECTIF: "orientations__objectifs",
    Niveau.ORIENTATION: "orientations",
    Niveau.PLAN: "pk",
}


def lire(personne: Personne, niveau: Niveau, pk: int, exercice: int) -> Lecture:
    """Look up the node with its right, then seven queries whatever the rows."""
    noeud = calculs_noeuds.noeud_ou_404(personne, niveau, pk)
    toutes = _indicateurs(personne, niveau, pk, exercice)
    plans = list({i.objectif.orientation.plan_id: i.objectif.orientation.plan for i in toutes}.values())
    chemin = plans[0].organisation.chemin if plans else [pk] if niveau == Niveau.ORGANISATION else []
    organisations = list(Organisation.objects.filter(Q(pk__in=chemin) | Q(parent__in=chemin)))
    voisins = list(PlanStrategique.objects.filter(organisation__in=chemin).exclude(etat=EtatPlan.BROUILLON))
    cibles: dict[int, dict[int, Cible]] = defaultdict(dict)
    for cible in Cible.objects.filter(indicateur__in=toutes, territoire=""):
        cibles[cible.indicateur_id][cible.exercice] = cible
    lus = publies.lire_plans(personne, {p.pk for p in (*plans, *voisins)}, toutes, [exercice])
    sous = publies.lire(personne, Niveau.ORGANISATION, [o.pk for o in organisations], [exercice])
    reelles: dict[Cle, Figures] = {(int(rang), node): _figures(b) for (rang, node, _), b in lus.items()}
    reelles |= {(int(Niveau.ORGANISATION), node): _figures(b) for (node, _), b in sous.items()}
    bilans = {node: b for (rang, node, _), b in lus.items() if rang == Niveau.INDICATEUR}
    noms = _noms(toutes, plans, organisations)
    chaine = [(int(Niveau.ORGANISATION), node) for node in reversed(chemin)]
    return Lecture(
        noeud=noeud,
        monde=Monde(
            exercice=exercice,
            reelles=reelles,
            fiches={i.pk: _fiche(i, cibles[i.pk], bilans.get(i.pk), exercice) for i in toutes},
            noeuds=[*_dans_les_plans(toutes), *_au_dessus(chaine, organisations, voisins)],
        ),
        noms=noms,
        plans=plans,
        fiches=[i for i in toutes if _porte(niveau, pk, i)],
        toutes=toutes,
        cibles=cibles,
        bilans=bilans,
        chaine=[cle for cle in chaine if cle in noms],
    )


def _indicateurs(personne: Personne, niveau: Niveau, pk: int, exercice: int) -> list[Indicateur]:
    """All those of the plan of the node; of its own plans in force, for an organisation."""
    if niveau == Niveau.ORGANISATION:
        plans = PlanStrategique.objects.en_vigueur(exercice).filter(organisation=pk)
    else:
        plans = PlanStrategique.objects.filter(**{CHEMIN[niveau]: pk})
    tous = publies.indicateurs(personne).filter(objectif__orientation__plan__in=plans.order_by().values("pk"))
    lus = list(tous.select_related("objectif__orientation__plan__organisation").order_by("pk"))
    return sorted(lus, key=_rang)


def _rang(i: Indicateur):
    o = i.objectif
    return (o.orientation.plan_id, naturel(o.orientation.numero), naturel(o.numero), naturel(i.code), i.pk)


def _porte(niveau: Niveau, pk: int, i: Indicateur) -> bool:
    """Whether the indicator stands under the node."""
    o = i.objectif
    return {
        Niveau.INDICATEUR: i.pk,
        Niveau.OBJECTIF: o.pk,
        Niveau.ORIENTATION: o.orientation_id,
        Niveau.PLAN: o.orientation.plan_id,
        Niveau.ORGANISATION: pk,
    }[niveau] == pk


def _figures(b: Bilan) -> Figures:
    return Figures(
        comptes={nom: getattr(b, f"nb_{nom}") for nom in COMPTES},
        progression=b.progression,
        n=b.progression_n,
        m=b.progression_m,
        pointage_somme=b.pointage_somme,
        pointage_n=b.pointage_n,
        statut=b.statut,
    )


def _fiche(i: Indicateur, siennes: Mapping[int, Cible], bilan: Bilan | None, exercice: int) -> Fiche:
    cible = siennes.get(exercice)
    return Fiche(
        pk=i.pk,
        sens=i.sens,
        depart=i.valeur_depart,
        strict=i.strict,
        tolerance=i.tolerance,
        cible=vue(cible),
        cible_future=any(annee > exercice for annee in siennes),
        resultat=bilan.resultat if bilan else None,
        motif=bilan.motif if bilan else "",
        sans_objet=bool(bilan and bilan.statut == "sans_objet" and cible is not None),
    )


def _dans_les_plans(toutes: Sequence[Indicateur]) -> list[Noeud]:
    """Objectives, then orientations, then plans, each with its children."""
    objectifs, orientations, plans = defaultdict(dict), defaultdict(dict), defaultdict(dict)
    for i in toutes:
        o, r = i.objectif, i.objectif.orientation
        objectifs[o.pk][int(Niveau.INDICATEUR), i.pk] = i.poids
        orientations[r.pk][int(Niveau.OBJECTIF), o.pk] = o.poids
        plans[r.plan_id][int(Niveau.ORIENTATION), r.pk] = r.poids
    etages = ((Niveau.OBJECTIF, objectifs), (Niveau.ORIENTATION, orientations), (Niveau.PLAN, plans))
    return [
        Noeud((int(niveau), pk), tuple(enfants.items())) for niveau, groupe in etages for pk, enfants in groupe.items()
    ]


def _au_dessus(
    chaine: Sequence[Cle], organisations: Sequence[Organisation], plans: Sequence[PlanStrategique]
) -> list[Noeud]:
    """Organisations from the plan's own up to the government."""
    return [
        Noeud(
            cle,
            (
                *(((int(Niveau.PLAN), p.pk), p.poids) for p in plans if p.organisation_id == cle[1]),
                *(((int(Niveau.ORGANISATION), o.pk), o.poids) for o in organisations if o.parent_id == cle[1]),
            ),
        )
        for cle in chaine
    ]


def _noms(
    toutes: Sequence[Indicateur], plans: Sequence[PlanStrategique], organisations: Sequence[Organisation]
) -> dict[Cle, Nom]:
    noms: dict[Cle, Nom] = {}

    def nommer(niveau: Niveau, objet, nom: str, url: str, libelle: str = "") -> None:
        cle = (int(niveau), objet.pk)
        noms[cle] = Nom(cle, libelle or niveau.label, nom, url, objet.poids)

    for i in toutes:
        o, r = i.objectif, i.objectif.orientation
        nommer(Niveau.INDICATEUR, i, f"{i.code} {i.nom}", reverse("pilotage:indicateur", args=[i.pk]))
        nommer(Niveau.OBJECTIF, o, f"{o.numero} {o.titre}", reverse("pilotage:objectif", args=[o.pk]))
        url = f"{reverse('pilotage:plan', args=[r.plan_id])}#orientation-{r.pk}"
        nommer(Niveau.ORIENTATION, r, f"{r.numero} {r.titre}", url)
    for p in plans:
        nommer(Niveau.PLAN, p, p.titre, reverse("pilotage:plan", args=[p.pk]))
    for org in organisations:
        url = reverse("pilotage:organisation", args=[org.pk])
        nommer(Niveau.ORGANISATION, org, org.nom, url, org.get_type_display())
    return noms
