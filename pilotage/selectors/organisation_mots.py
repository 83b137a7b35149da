"""An organisation in words: where it stands, when it began, ended, merged or changed name, who answers for it."""

from datetime import datetime
from typing import Any

from django.apps import apps
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, JSONField, Max, OuterRef
from django.db.models.expressions import RawSQL
from django.db.models.functions import JSONObject
from django.urls import reverse
from django.utils import timezone

from ecosysteme.enums import RoleAdhesion
from ecosysteme.format import date_longue
from ecosysteme.models import Abonnement, Organisation, Personne
from ecosysteme.permissions import organisation_lisible_ou_404

from ..models import CleSale
from .gouvernement import Ensemble

RESPONSABLES_MAX = 8
# Who holds it: its own people first, then those of the organisations above it.
TENANTS = """(
    SELECT coalesce(jsonb_agg(jsonb_build_array(p.prenom || ' ' || p.nom, a.role, p.email,
                              CASE WHEN o.id = ecosysteme_organisation.id THEN '' ELSE o.sigle END)
                    ORDER BY array_position(ecosysteme_organisation.chemin, o.id) DESC, a.role, p.prenom, p.nom, p.id),
                    '[]')
      FROM (SELECT %s::date AS jour) j
      JOIN ecosysteme_adhesion a ON a.debut <= j.jour AND (a.fin IS NULL OR a.fin >= j.jour)
      JOIN ecosysteme_personne p ON p.id = a.personne_id AND p.is_active
      JOIN ecosysteme_organisation o ON o.id = a.organisation_id
     WHERE a.role IN ('gestionnaire', 'responsable_indicateur') AND o.id = ANY (ecosysteme_organisation.chemin))"""


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
        tenants=RawSQL(TENANTS, [timezone.localdate()], JSONField()),  # noqa: S611
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


def responsables(organisation: Any) -> list[dict[str, str]]:
    """As its heading says them."""
    return [
        {"nom": nom, "role": str(RoleAdhesion(role).label), "courriel": courriel, "par": par}
        for nom, role, courriel, par in organisation.tenants[:RESPONSABLES_MAX]
    ]
