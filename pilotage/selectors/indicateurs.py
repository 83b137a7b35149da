"""Lines of indicators: statut, result, target, course and signal, for the pages that list them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BooleanField, ExpressionWrapper, F, FilteredRelation, OuterRef, Q, Value
from django.urls import reverse
from django.utils import timezone

from ecosysteme.enums import EtatPlan, MotifAbsence, Statut
from ecosysteme.format import ABSENT, avec_unite, date_longue, pourcentage
from ecosysteme.models import Indicateur, Personne
from ecosysteme.nombres import epurer

from ..enums import Niveau, Variation
from ..explications import cible_en_mots
from ..graphiques import sparkline
from ..models import Bilan
from ..notation import JUGEES, CibleVue
from . import publies

POINTS = 36
SIGNALEES = {Variation.FAVORABLE, Variation.DEFAVORABLE, Variation.NEUTRE}
CIBLE = ("forme", "valeur_min", "valeur_max", "texte", "echeance", "jugee_atteinte")
Bilans = Mapping[tuple[int, int, int], Bilan]


@dataclass(frozen=True, slots=True)
class LigneIndicateur:
    """One row, in words; `statut`, `variation`, `retard` and figures also serve filters, sorting and exports."""

    pk: int
    code: str
    nom: str
    url: str
    objectif: int
    objectif_numero: str
    objectif_titre: str
    statut: str
    statut_libelle: str
    motif: str
    resultat_texte: str
    cible_texte: str
    progression_texte: str
    etincelle: str
    variation: str
    variation_libelle: str
    signal_depuis: str
    retard: str
    provisoire: bool
    illustratif: bool
    interne: bool
    responsable: str
    unite: str
    resultat: Decimal | None
    progression: Decimal | None
    cible_min: Decimal | None
    cible_max: Decimal | None


def fiches(personne: Personne, exercice: int) -> Any:
    """Indicators with their place, today's state, the target of the year and their last points: one query."""
    serie = publies.mesures(personne).filter(indicateur=OuterRef("pk"), territoire="", valeur__isnull=False)
    return (
        publies.indicateurs(personne)
        .select_related("objectif__orientation__plan", "etat_courant", "responsable")
        .annotate(
            cible_vue=FilteredRelation("cibles", condition=Q(cibles__exercice=exercice, cibles__territoire="")),
            serie=ArraySubquery(serie.order_by("-fin").values("valeur")[:POINTS]),
            signal_lu=_signal_lu(personne),
            **{f"cible_{champ}": F(f"cible_vue__{champ}") for champ in CIBLE},
        )
        .order_by("objectif__orientation__numero", "objectif__numero", "code", "pk")
    )


def _signal_lu(personne: Personne) -> Any:
    if publies.complet(personne):
        return Value(True)
    return ExpressionWrapper(publies.signal_lisible(personne), BooleanField())


def lignes(indicateurs: Sequence[Indicateur], bilans: Bilans, exercice: int, *, complet: bool) -> list[LigneIndicateur]:
    """Rows of `fiches`, in their order, those with a bilan in that year only."""
    paires = ((indicateur, bilans.get((Niveau.INDICATEUR, indicateur.pk, exercice))) for indicateur in indicateurs)
    return [_ligne(indicateur, bilan, complet) for indicateur, bilan in paires if bilan]


def _ligne(indicateur: Any, bilan: Bilan, complet: bool) -> LigneIndicateur:
    etat = getattr(indicateur, "etat_courant", None)
    variation = etat.variation if etat and indicateur.signal_lu else ""
    cible = _cible(indicateur)
    return LigneIndicateur(
        pk=indicateur.pk,
        code=indicateur.code,
        nom=indicateur.nom_public or indicateur.nom if not complet else indicateur.nom,
        url=reverse("pilotage:indicateur", args=[indicateur.pk]),
        objectif=indicateur.objectif_id,
        objectif_numero=indicateur.objectif.numero,
        objectif_titre=indicateur.objectif.titre,
        statut=bilan.statut,
        statut_libelle=Statut(bilan.statut).label,
        motif=MotifAbsence(bilan.motif).label.lower() if bilan.motif else "",
        resultat_texte=avec_unite(bilan.resultat, indicateur.unite, indicateur.decimales),
        cible_texte=_cible_en_mots(indicateur, cible),
        progression_texte=pourcentage(bilan.progression),
        etincelle=_etincelle(indicateur, cible, variation),
        variation=variation,
        variation_libelle=Variation(variation).label,
        signal_depuis=date_longue(etat.signal_depuis) if variation in SIGNALEES and etat.signal_depuis else "",
        retard=_retard(indicateur, etat) if complet else "",
        provisoire=bilan.provisoire,
        illustratif=indicateur.illustratif,
        interne=indicateur.visibilite == "interne",
        responsable=str(indicateur.responsable) if complet and indicateur.responsable else "",
        unite=indicateur.unite,
        resultat=bilan.resultat,
        progression=bilan.progression,
        cible_min=indicateur.cible_valeur_min,
        cible_max=indicateur.cible_valeur_max,
    )


def _cible(indicateur: Any) -> CibleVue | None:
    if not indicateur.cible_forme:
        return None
    return CibleVue(
        indicateur.cible_forme,
        indicateur.cible_valeur_min,
        indicateur.cible_valeur_max,
        indicateur.cible_echeance,
        indicateur.cible_jugee_atteinte,
    )


def _cible_en_mots(indicateur: Any, cible: CibleVue | None) -> str:
    if cible is None:
        return ABSENT
    if cible.forme in JUGEES:
        return indicateur.cible_texte
    return cible_en_mots(cible, indicateur.unite, indicateur.decimales)


def _retard(indicateur: Any, etat: Any) -> str:
    """Since when its next result is awaited, for a published plan."""
    attendu = etat.prochaine_maj if etat else None
    if not attendu or attendu >= timezone.localdate() or indicateur.objectif.orientation.plan.etat != EtatPlan.PUBLIE:
        return ""
    return date_longue(attendu)


def _etincelle(indicateur: Any, cible: CibleVue | None, variation: str) -> str:
    valeurs = indicateur.serie[::-1]
    if len(valeurs) < 2:
        return ""
    premiere, derniere = (avec_unite(v, indicateur.unite, indicateur.decimales) for v in (valeurs[0], valeurs[-1]))
    titre = f"{len(valeurs)} derniers résultats : de {premiere} à {derniere}"
    return sparkline(valeurs, titre=titre, nature=variation, cible=cible.seuil if cible else None)


ENTETES = (
    "exercice", "objectif", "code", "indicateur", "unité", "statut", "motif d'absence", "résultat", "provisoire",
    "cible minimale", "cible maximale", "cible", "progression (%)", "signal", "signal depuis", "attendu depuis",
    "responsable", "illustratif",
)  # fmt: skip


def a_exporter(choisies: Iterable[LigneIndicateur], exercice: int) -> Iterable[tuple[Any, ...]]:
    """Rows of the download, figures as figures."""
    for ligne in choisies:
        yield (
            exercice, ligne.objectif_numero, ligne.code, ligne.nom, ligne.unite, ligne.statut_libelle, ligne.motif,
            _net(ligne.resultat), ligne.provisoire, _net(ligne.cible_min), _net(ligne.cible_max),
            "" if ligne.cible_texte == ABSENT else ligne.cible_texte,
            None if ligne.progression is None else _net(round(ligne.progression, 6)), ligne.variation_libelle,
            ligne.signal_depuis, ligne.retard, ligne.responsable, ligne.illustratif,
        )  # fmt: skip


def _net(valeur: Decimal | None) -> Decimal | None:
    """Without the zeros of its column."""
    return None if valeur is None else epurer(valeur)
