"""Breadcrumbs: the place of a node in the hierarchy."""

from django.urls import reverse

from ecosysteme.models import Indicateur, Objectif, Organisation, PlanStrategique

Etape = dict[str, str]


def _etape(libelle: str, nom: str = "", pk: int | None = None) -> Etape:
    return {"libelle": libelle, "url": reverse(f"pilotage:{nom}", args=[pk] if pk else []) if nom else ""}


def fil_organisation(organisation: Organisation) -> list[Etape]:
    return [_etape("Gouvernement", "gouvernement"), _etape(organisation.sigle, "organisation", organisation.pk)]


def fil_plan(plan: PlanStrategique, *, suite: bool = True) -> list[Etape]:
    """With `suite`, the plan is a step on the way; otherwise it is the page."""
    return [
        *fil_organisation(plan.organisation),
        _etape(plan.titre, "plan" if suite else "", plan.pk if suite else None),
    ]


def fil_objectif(objectif: Objectif, *, suite: bool = True) -> list[Etape]:
    libelle = f"Objectif {objectif.numero}"
    return [
        *fil_plan(objectif.orientation.plan),
        _etape(libelle, "objectif" if suite else "", objectif.pk if suite else None),
    ]


def fil_indicateur(indicateur: Indicateur, dernier: str = "") -> list[Etape]:
    """Ends with the indicator, or with a page under it named `dernier`."""
    etapes = fil_objectif(indicateur.objectif)
    if dernier:
        return [*etapes, _etape(indicateur.code, "indicateur", indicateur.pk), _etape(dernier)]
    return [*etapes, _etape(indicateur.code)]
