"""Whom something internal may be entrusted to: people with a role of the public sector in force."""

import re
from typing import Any

from django.db.models import Case, Exists, IntegerField, OuterRef, QuerySet, Value, When

from ..models import Adhesion, Organisation, Personne
from ..permissions import ROLES

PROPOSEES = 200
ROLES_INTERNES = [role for role, prose in ROLES.items() if "lire_interne" in prose.verbes]
_ENTRE_PARENTHESES = re.compile(r"\(([^()\s]+@[^()\s]+)\)\s*$")


def _roles_internes() -> QuerySet[Adhesion]:
    return Adhesion.objects.en_vigueur().filter(role__in=ROLES_INTERNES, personne=OuterRef("pk"))


def internes() -> QuerySet[Personne]:
    """People who read the internal pages today."""
    return Personne.objects.filter(Exists(_roles_internes()), is_active=True)


def etiquette(personne: Personne) -> str:
    """« Camille Fictive (camille@exemple.test) »: what a field of a person shows and reads."""
    nom = personne.get_full_name()
    return nom if nom == personne.email else f"{nom} ({personne.email})"


def proposees(organisation: Organisation | None = None) -> list[str]:
    """Names to propose, those who hold a role in the line of the organisation first: one query."""
    personnes = internes()
    if organisation is not None:
        lignee = Exists(_roles_internes().filter(organisation__in=organisation.chemin or [organisation.pk]))
        rang = Case(When(lignee, then=Value(0)), default=Value(1), output_field=IntegerField())
        personnes = personnes.annotate(rang=rang).order_by("rang", "nom", "prenom", "pk")
    else:
        personnes = personnes.order_by("nom", "prenom", "pk")
    return [etiquette(personne) for personne in personnes[:PROPOSEES]]


def designees(texte: str) -> list[Personne]:
    """Whom a text names: an e-mail, alone or in parentheses, or a full name; two at most, to know of a namesake."""
    net = " ".join(texte.split())
    entre = _ENTRE_PARENTHESES.search(net)
    if entre or "@" in net:
        return list(Personne.objects.filter(email__iexact=entre[1] if entre else net)[:2])
    condition: dict[str, Any] = {}
    prenom, _, nom = net.partition(" ")
    condition = {"prenom__iexact": prenom, "nom__iexact": nom} if nom else {"nom__iexact": prenom}
    return list(internes().filter(**condition)[:2])
