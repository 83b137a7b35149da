"""The page of an initiative: one query for the row with its people and organisations, one for its history."""

from datetime import date
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, QuerySet, Value
from django.db.models.functions import Concat, JSONObject
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from .. import adresses
from ..enums import EtatInitiative, TypeOrganisation
from ..format import compte, date_longue
from ..models import Abonnement, Initiative, Organisation, Participation, Personne
from ..permissions import droits, initiatives_lisibles
from ..permissions_initiatives import avec_droits
from . import initiatives_historique as historique

FERMEES = (EtatInitiative.TERMINEE, EtatInitiative.ABANDONNEE)
ACCUEIL = {"libelle": "Initiatives", "url": ""}


def initiative_ou_404(personne: Personne, pk: int) -> Initiative:
    """The initiative with all the page says of it."""
    return get_object_or_404(_annotees(initiatives_lisibles(personne), personne), pk=pk)


def _annotees(initiatives: QuerySet, personne: Personne) -> QuerySet:
    gens = Participation.objects.filter(initiative=OuterRef("pk")).order_by("depuis", "pk")
    gens = gens.values(
        fiche=JSONObject(
            pk="personne_id", prenom="personne__prenom", nom="personne__nom", email="personne__email", apport="apport"
        )
    )
    lieux = Organisation.objects.filter(initiatives=OuterRef("pk")).order_by("nom_cle")
    lieux = lieux.values(fiche=JSONObject(pk="pk", sigle="sigle", nom="nom", type="type"))
    sujet = Concat(Value("initiative:"), OuterRef("pk"))
    return (
        avec_droits(initiatives, personne)
        .select_related("ouverte_par", "prochaine_etape_par")
        .annotate(
            gens=ArraySubquery(gens),
            lieux=ArraySubquery(lieux),
            suivie=Exists(Abonnement.objects.filter(personne=personne, sujet=sujet)),
        )
    )


def page(personne: Personne, initiative: Initiative) -> dict[str, Any]:
    """The context of the page and of its fragment."""
    interne, ouverte = droits(personne).lit_interne, initiative.etat not in FERMEES
    return {
        "initiative": initiative,
        "sujet": f"initiative:{initiative.pk}",
        "fil": fil(initiative.titre),
        "etat": initiative.get_etat_display(),
        "ouverte": ouverte,
        "ouverture": f"Ouverte par {initiative.ouverte_par} le {date_longue(initiative.ouverte_le)}",
        "close_le": date_longue(initiative.close_le) if initiative.close_le else "",
        "etape": etape(initiative),
        "participants": [_participant(fiche) for fiche in initiative.gens],
        "participants_titre": compte(len(initiative.gens), "participant"),
        "mon_apport": next((fiche["apport"] for fiche in initiative.gens if fiche["pk"] == personne.pk), ""),
        "organisations": [_organisation(fiche) for fiche in initiative.lieux],
        "modifie": initiative.modifiable and ouverte,
        "rejoint": interne and ouverte,
        "historique": historique.lire(initiative) if interne else None,
    }


def fil(titre: str, pk: int | None = None) -> list[dict[str, str]]:
    """Home, initiatives, and here; an act of an initiative stands under it."""
    tete = [
        {"libelle": "Accueil", "url": reverse("accueil")},
        {"libelle": "Initiatives", "url": reverse("initiatives")},
    ]
    return [*tete, {"libelle": titre, "url": reverse("initiative", args=[pk]) if pk else ""}]


def etape(initiative: Initiative) -> dict[str, Any]:
    """What must happen next, who, for when, and how late it is."""
    qui, quand = initiative.prochaine_etape_par, initiative.prochaine_etape_le
    return {
        "quoi": initiative.prochaine_etape,
        "qui": str(qui) if qui else "",
        "quand": date_longue(quand) if quand else "",
        "retard": retard(quand) if initiative.prochaine_etape else "",
    }


def retard(quand: date | None) -> str:
    """« en retard de 3 jours », or nothing."""
    jours = (timezone.localdate() - quand).days if quand else 0
    return f"en retard de {compte(jours, 'jour')}" if jours > 0 else ""


def _participant(fiche: dict[str, Any]) -> dict[str, Any]:
    nom = f"{fiche['prenom']} {fiche['nom']}".strip() or fiche["email"]
    return {"pk": fiche["pk"], "nom": nom, "apport": fiche["apport"]}


def _organisation(fiche: dict[str, Any]) -> dict[str, Any]:
    prive = fiche["type"] == TypeOrganisation.PARTENAIRE_PRIVE
    url = "" if prive else adresses.si_elle_existe("pilotage:organisation", fiche["pk"])
    return {"pk": fiche["pk"], "nom": fiche["nom"], "sigle": fiche["sigle"], "url": url}
