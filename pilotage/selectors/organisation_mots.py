"""An organisation in words: where it stands, when it began, ended, merged or changed name, who answers for it."""

from datetime import datetime
from typing import Any

from django.apps import apps
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, Max, OuterRef
from django.db.models.functions import JSONObject
from django.urls import reverse
from django.utils import timezone

from ecosysteme.enums import RoleAdhesion
from ecosysteme.format import date_longue
from ecosysteme.models import Abonnement, Adhesion, Organisation, Personne
from ecosysteme.permissions import organisation_lisible_ou_404

from ..models import CleSale
from .gouvernement import Ensemble

RESPONSABLES = (RoleAdhesion.GESTIONNAIRE, RoleAdhesion.RESPONSABLE_INDICATEUR)
RESPONSABLES_MAX = 8


def organisation_ou_404(personne: Personne, pk: int) -> Organisation:
    """The organisation with what its heading says, in one query: former names, mergers, whether it is followed."""
    evenements = apps.get_model("ecosysteme", "OrganisationEvent").objects.filter(pgh_obj=OuterRef("pk"))
    anciens = evenements.exclude(nom=OuterRef("nom")).values("nom").annotate(jusqu_au=Max("pgh_created_at"))
    reunies = Organisation.objects.filter(fusionnee_dans=OuterRef("pk")).order_by("nom_cle")
    connues = Organisation.objects.select_related("fusionnee_dans").annotate(
        anciens_noms=ArraySubquery(anciens.values(json=JSONObject(nom="nom", jusqu_au="jusqu_au"))),
        reunies=ArraySubquery(reunies.values("nom")),
        suivie=Exists(Abonnement.objects.filter(personne=personne, sujet=f"organisation:{pk}")),
        calcul_en_attente=Exists(CleSale.objects.all()),
    )
    return organisation_lisible_ou_404(personne, pk, connues)


def existence(organisation: Any) -> list[str]:
    """« Fusionnée le 1er avril 2024 dans X. », « Nommée « Y » jusqu'au 3 mars 2025. »"""
    aujourdhui, dits = timezone.localdate(), []
    if organisation.debut and organisation.debut > aujourdhui:
        dits.append(f"Existe à compter du {date_longue(organisation.debut)}.")
    if organisation.fusionnee_dans:
        quand = f" le {date_longue(organisation.fin)}" if organisation.fin else ""
        dits.append(f"Fusionnée{quand} dans {organisation.fusionnee_dans.nom}.")
    elif organisation.fin:
        temps = "A cessé d'exister" if organisation.fin < aujourdhui else "Cessera d'exister"
        dits.append(f"{temps} le {date_longue(organisation.fin)}.")
    if organisation.reunies:
        dits.append(f"Réunit ce qui relevait de : {', '.join(organisation.reunies)}.")
    for ancien in sorted(organisation.anciens_noms, key=lambda a: a["jusqu_au"]):
        quand = date_longue(datetime.fromisoformat(ancien["jusqu_au"]))
        dits.append(f"Nommée «\u00a0{ancien['nom']}\u00a0» jusqu'au {quand}.")
    return dits


def fil(organisation: Organisation, tout: Ensemble) -> list[dict[str, str]]:
    """Its ancestors of the tree, then itself."""
    etapes = [{"libelle": tout.nom, "url": reverse("pilotage:gouvernement")}]
    for pk in organisation.chemin[:-1]:
        if (parent := tout.toutes.get(pk)) and parent.type != "gouvernement":
            etapes.append({"libelle": parent.nom, "url": parent.url})
    return [*etapes, {"libelle": organisation.sigle, "url": ""}]


def responsables(organisation: Organisation) -> list[dict[str, str]]:
    """Who holds it: its own people first, then those of the organisations above it."""
    rangs = {pk: rang for rang, pk in enumerate(reversed(organisation.chemin))}
    adhesions = list(
        Adhesion.objects.en_vigueur()
        .filter(organisation__in=organisation.chemin, role__in=RESPONSABLES, personne__is_active=True)
        .select_related("personne", "organisation")
    )
    adhesions.sort(key=lambda a: (rangs[a.organisation_id], RESPONSABLES.index(a.role), str(a.personne)))
    return [
        {
            "nom": str(adhesion.personne),
            "role": adhesion.get_role_display(),
            "courriel": adhesion.personne.email,
            "par": "" if adhesion.organisation_id == organisation.pk else adhesion.organisation.sigle,
        }
        for adhesion in adhesions[:RESPONSABLES_MAX]
    ]
