"""The indicators of an initiative, on its page: where each stands this year. Two queries and the year's."""

from typing import Any

from django.urls import reverse

from ecosysteme.enums import Statut
from ecosysteme.format import avec_unite, pourcentage, unite_courte
from ecosysteme.models import Indicateur, Initiative, Personne

from ..enums import Niveau
from ..models import Bilan
from . import publies
from .exercices import exercices


def indicateurs(*, personne: Personne, objet: Initiative, exercice: int | None) -> dict[str, Any]:
    """For a private partner, published ones only."""
    annees = exercices(None, personne)
    lies = list(
        publies.indicateurs(personne)
        .filter(initiatives=objet)
        .select_related("organisation")
        .order_by("organisation__sigle", "code", "pk")
    )
    bilans = publies.lire(personne, Niveau.INDICATEUR, [i.pk for i in lies], [annees.voulu]) if lies else {}
    modifie = objet.modifiable and objet.close_le is None
    if not lies and not modifie:
        return {}
    return {
        "lignes": [_ligne(i, bilans.get((i.pk, annees.voulu))) for i in lies],
        "periode": annees.texte,
        "initiative": objet,
        "modifie": modifie,
        "sujets": [f"indicateur:{i.pk}" for i in lies],
    }


def _ligne(i: Indicateur, bilan: Bilan | None) -> dict[str, Any]:
    statut = Statut(bilan.statut) if bilan and bilan.statut else Statut.SANS_OBJET
    resultat = bilan.resultat if bilan else None
    return {
        "pk": i.pk,
        "nom": f"{i.code} {i.nom}",
        "url": reverse("pilotage:indicateur", args=[i.pk]),
        "organisation": i.organisation.sigle,
        "statut": statut.value,
        "statut_libelle": statut.label,
        "resultat": avec_unite(resultat, unite_courte(i.unite), i.decimales),
        "progression": pourcentage(bilan.progression if bilan else None),
    }
