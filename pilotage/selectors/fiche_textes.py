"""The sheet of an indicator in words: only what is filled in, and only what may be read."""

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils import timezone

from ecosysteme.enums import AgregationOrganisations, AgregationTemps, Frequence, Sens, Visibilite
from ecosysteme.format import avec_unite, compte, date_longue, nombre, unite_courte
from ecosysteme.models import Indicateur
from ecosysteme.periodes import prochaine_mise_a_jour

from .serie import Serie

SENS = {
    Sens.HAUSSE: "À la hausse : plus le résultat est élevé, mieux c'est",
    Sens.BAISSE: "À la baisse : plus le résultat est bas, mieux c'est",
    Sens.MAINTIEN: "Maintien : le résultat doit satisfaire la cible",
    Sens.PLAGE: "Dans une plage : le résultat doit rester entre deux bornes",
}


def _element(terme: str, valeur: str, url: str = "") -> dict[str, str]:
    return {"terme": terme, "valeur": valeur, "url": url}


def fiche(i: Indicateur, complete: bool) -> list[dict[str, str]]:
    """The fields of the sheet, in the order a reader asks for them."""
    unite = unite_courte(i.unite)
    depart = avec_unite(i.valeur_depart, unite, i.decimales)
    depuis = f" au {date_longue(i.date_depart)}" if i.date_depart else ""
    objectif = i.objectif
    lignes = [
        _element("Nom public", i.nom_public if i.nom_public != i.nom else ""),
        _element("Définition", i.definition),
        _element("Objectif", f"{objectif.numero} {objectif.titre}", reverse("pilotage:objectif", args=[objectif.pk])),
        _element("Type", i.get_type_display()),
        _element("Sens", SENS[Sens(i.sens)]),
        _element("Unité", i.unite),
        _element("Méthode de calcul", i.methode_calcul),
        _element("Source", i.source, i.source_url if i.source else ""),
        _element("Adresse de la source", i.source_url if not i.source else "", i.source_url),
        _element("Mode de collecte", i.mode_collecte),
        _element("Fréquence", Frequence(i.frequence).label),
        _element(
            "Délai de publication", f"{compte(i.delai_publication, 'mois', 'mois')}" if i.delai_publication else ""
        ),
        _element("Agrégation dans le temps", AgregationTemps(i.agregation_temps).label),
        _element("Agrégation entre organisations", AgregationOrganisations(i.agregation_organisations).label),
        _element("Cumulatif", "Oui : chaque résultat s'ajoute aux précédents" if i.cumulatif else ""),
        _element("Poids dans l'objectif", nombre(i.poids)),
        _element("Valeur de départ", f"{depart}{depuis}" if i.valeur_depart is not None else ""),
        _element("Tolérance", avec_unite(i.tolerance, unite, None) if i.tolerance else ""),
        _element("Cible exacte", "Stricte : tout écart la manque" if i.strict else ""),
        _element("Organisation propriétaire", i.organisation.nom, _organisation(i)),
        _element("Responsable", str(i.responsable) if complete and i.responsable else ""),
        *_parent(i, complete),
        _element("Visibilité", Visibilite(i.visibilite).label if complete else ""),
        _element("Cartes de contrôle", "" if i.admissible_spc else "Non admissible"),
        _element("Saisonnier", "Oui" if i.saisonnier else ""),
        _element("Limites", i.limites),
        _element("Note de changement", i.note_changement),
    ]
    return [ligne for ligne in lignes if ligne["valeur"]]


def _organisation(i: Indicateur) -> str:
    return reverse("pilotage:organisation", args=[i.organisation_id])


def _parent(i: Indicateur, complete: bool) -> list[dict[str, str]]:
    """The parent indicator; an internal one stays unknown outside."""
    if i.parent is None or (not complete and i.parent.visibilite != Visibilite.PUBLIQUE):
        return []
    return [_element("Indicateur parent", str(i.parent), reverse("pilotage:indicateur", args=[i.parent_id]))]


def fraicheur(serie: Serie) -> dict[str, Any]:
    """Last result, next one due, and whether it is late."""
    i = serie.indicateur
    derniere = serie.fins[-1] if serie.fins else None
    etat = getattr(i, "etat_courant", None)
    prochaine: date | None = etat.prochaine_maj if serie.complete and etat and not serie.territoire else None
    if prochaine is None and derniere:
        prochaine = prochaine_mise_a_jour(derniere, i.frequence, i.delai_publication)
    jour = timezone.localdate()
    return {
        "derniere": serie.etiquettes[-1] if derniere else "",
        "prochaine": date_longue(prochaine) if prochaine else "",
        "retard": _retard(prochaine, jour) if prochaine and prochaine < jour else "",
    }


def _retard(prochaine: date, jour: date) -> str:
    mois = (jour.year - prochaine.year) * 12 + jour.month - prochaine.month
    return compte(mois, "mois", "mois") if mois else compte((jour - prochaine).days, "jour")
