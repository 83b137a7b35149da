"""What scores add to the sheets: the official note of a year that had one, and ways to understand and to suppose."""

from typing import Any

from django.urls import reverse

from ecosysteme.models import Indicateur, Objectif, Organisation, Personne, PlanStrategique

from ..enums import Niveau
from ..methodes import lire_2019
from ..methodes_publiees import DERNIER_EXERCICE_2019
from . import calculs_2019_mots as mots
from . import methodes, notes, publies
from .calculs import url_calcul

NIVEAUX = {
    Indicateur: Niveau.INDICATEUR,
    Objectif: Niveau.OBJECTIF,
    PlanStrategique: Niveau.PLAN,
    Organisation: Niveau.ORGANISATION,
}


def officielle(*, personne: Personne, objet: Any, exercice: int | None) -> dict[str, Any]:
    """The note of SCT 2019 of a plan or of an organisation, in a year it was for; no query in the other years.

    Those of SCT 2022 are in the tiles of the sheet already.
    """
    if exercice is None or exercice > DERNIER_EXERCICE_2019 or not publies.complet(personne):
        return {}
    methode = methodes.dernieres().get(methodes.SCT_2019)
    if methode is None or not methodes.applicable(methode, exercice):
        return {}
    annees, p = [exercice - 1, exercice], lire_2019(methode.parametres)
    plans = [objet] if isinstance(objet, PlanStrategique) else notes.plans_de(objet, annees, sous=False)
    lues = notes.noter_plans(plans, annees, p)
    actuelles, avant = (notes.par_organisation(plans, lues, annee) for annee in annees[::-1])
    if not actuelles:
        return {}
    couverture = mots.couverture(actuelles[0].plans[0])
    url = f"{url_calcul(NIVEAUX[type(objet)], objet.pk, exercice)}&methode={methodes.SCT_2019}"
    precedente = avant[0].note if avant else None
    faites = mots.tuiles(methode, p, actuelles[0].note, precedente, exercice, couverture)
    return {"tuiles": [tuile | {"url_methode": url} for tuile in faites], "methode": methodes.nom(methode)}


def liens(*, personne: Personne, objet: Any, exercice: int | None) -> dict[str, Any]:
    """Links only: no query."""
    niveau = NIVEAUX[type(objet)]
    suite = f"?exercice={exercice}" if exercice else ""
    simuler = reverse("pilotage:simulation", args=[niveau.name.lower(), objet.pk])
    faits = [{"libelle": "Et si… : supposer et voir ce qui bouge", "url": simuler + suite}]
    if niveau >= Niveau.PLAN and exercice:
        calcul = url_calcul(niveau, objet.pk, exercice)
        faits.append({"libelle": "Le calcul selon SCT 2022", "url": f"{calcul}&methode={methodes.SCT_2022}"})
        if publies.complet(personne):
            faits.append({"libelle": "Le calcul selon SCT 2019", "url": f"{calcul}&methode={methodes.SCT_2019}"})
    if niveau == Niveau.PLAN and publies.complet(personne) and objet.etat != "brouillon":
        faits.append({"libelle": "Grille de qualité", "url": reverse("pilotage:qualite_plan", args=[objet.pk]) + suite})
    return {"liens": faits}
