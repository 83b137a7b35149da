"""One action, whole, and the frames of its forms."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

from ecosysteme.adresses import entier
from ecosysteme.format import compte, date_heure, date_longue
from ecosysteme.models import Organisation, Personne
from ecosysteme.permissions import droits
from ecosysteme.selectors.decisions import abrege
from ecosysteme.selectors.historique import entrees

from ..enums import EtatAction
from ..models import Action
from ..permissions_actions import ORIGINES as MODELES
from ..permissions_actions import origine_ou_404, tient_action
from .actions_mots import ORIGINES, etat_en_mots, origines

GESTES = {
    "confier_action": "Action confiée",
    "modifier_action": "Action changée",
    "clore_action": "Action close",
    "rouvrir_action": "Action remise à faire",
}


def fil(*suite: str) -> list[dict[str, str]]:
    """Breadcrumb of the log: « Actions / … »."""
    etapes = [{"libelle": "Actions", "url": reverse("pilotage:actions")}]
    return etapes + [{"libelle": libelle, "url": ""} for libelle in suite]


def fiche(personne: Personne, action: Action) -> dict[str, Any]:
    jour = timezone.localdate()
    statut, etat = etat_en_mots(action, jour)
    definitions = [
        ("Responsable", str(action.responsable), ""),
        ("Échéance", date_longue(action.echeance), ""),
        ("Organisation", action.organisation.nom, reverse("pilotage:organisation", args=[action.organisation_id])),
        *((o["genre"], o["libelle"], o["url"]) for o in origines(action)),
        ("Confiée", f"par {action.confiee_par}, {date_heure(action.confiee_le)}", ""),
        ("Close", date_heure(action.close_le) if action.close_le else "", ""),
        ("Constat", action.constat, ""),
    ]
    return {
        "action": action,
        "statut": statut,
        "etat": etat,
        "retard": compte((jour - action.echeance).days, "jour") if statut == "non_atteinte" else "",
        "definitions": [{"terme": t, "valeur": v, "url": u} for t, v, u in definitions if v],
        "ouverte": action.etat == EtatAction.A_FAIRE,
        "tient": tient_action(personne, action),
        "historique": entrees(action, GESTES),
        "fil": fil(abrege(action.quoi, 60)),
        "url_echeances": reverse("pilotage:actions") + "?voir=miennes",
    }


def url_ajouter(personne: Personne) -> str:
    """Where the person entrusts an action that comes from nothing else, if she may."""
    return reverse("pilotage:action_ajouter") if droits(personne).peut("saisir") else ""


def suite(demandee: str, pk: int) -> str:
    """Where to go after a click: where it was made, when that is a page of ours."""
    if demandee.startswith("/") and url_has_allowed_host_and_scheme(demandee, allowed_hosts=None):
        return demandee
    return reverse("pilotage:action", args=[pk])


def origine_demandee(
    personne: Personne, parametres: Mapping[str, str], genres: Iterable[str] = MODELES
) -> tuple[str, Any]:
    """What the address names (« ?indicateur=12 »), or nothing."""
    for genre in genres:
        if genre in parametres:
            return genre, origine_ou_404(personne, genre, entier(parametres[genre]))
    return "", None


def organisation_proposee(
    parametres: Mapping[str, str], origine: Any, permises: QuerySet[Organisation]
) -> Organisation | None:
    """The one the address names or that of the origin, among those permitted."""
    voulue = getattr(origine, "organisation_id", None) or entier(parametres.get("organisation", ""))
    return permises.filter(pk=voulue).first() if voulue else None


def cadre_ajouter(genre: str, origine: Any) -> dict[str, Any]:
    """Heading and words of the form that entrusts an action."""
    nom = ORIGINES[genre].nommer(origine) if origine else ""
    return {
        "titre": "Confier une action",
        "sous_titre": f"{ORIGINES[genre].libelle} : {nom}" if origine else "Quoi, qui, quand : une personne, une date.",
        "bouton": "Confier l'action",
        "retour": reverse("pilotage:actions"),
        "fil": fil("Confier une action"),
    }


def _cadre(action: Action, titre: str, sous_titre: str, bouton: str) -> dict[str, Any]:
    url = reverse("pilotage:action", args=[action.pk])
    etapes = [*fil()[:1], {"libelle": abrege(action.quoi, 60), "url": url}, {"libelle": titre, "url": ""}]
    return {"titre": titre, "sous_titre": sous_titre, "bouton": bouton, "retour": url, "fil": etapes}


def cadre_modifier(action: Action) -> dict[str, Any]:
    return _cadre(
        action, "Changer l'action", "L'historique garde l'ancienne personne et l'ancienne date.", "Enregistrer"
    )


def cadre_clore(action: Action) -> dict[str, Any]:
    return _cadre(action, "Clore l'action", action.quoi, "Clore l'action")
