"""What the account pages of allauth need said in our way (their views give raw objects)."""

import json
import re
from typing import Any

from django import template
from django.core.serializers.json import DjangoJSONEncoder
from django.utils import timezone

from ..format import date_heure, date_longue
from ..permissions import droits

register = template.Library()
NAVIGATEURS = (("Edg", "Edge"), ("OPR", "Opera"), ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari"))
SYSTEMES = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)


@register.filter
def en_json(valeur: Any) -> str:
    """JSON for a data attribute (escaped by the template), so that no script is inline."""
    return json.dumps(valeur, cls=DjangoJSONEncoder)


@register.filter
def jour(moment: Any) -> str:
    return date_longue(timezone.localtime(moment).date()) if moment else ""


@register.filter
def instant(moment: Any) -> str:
    return date_heure(moment) if moment else ""


@register.filter
def navigateur(agent: str) -> str:
    """« Firefox 142, Windows » from a user agent, or what the agent says of itself."""
    for marque, nom in NAVIGATEURS:
        if trouve := re.search(rf"{marque}\w*/(\d+)", agent):
            systeme = next((libelle for mot, libelle in SYSTEMES if mot in agent), "")
            return ", ".join(filter(None, (f"{nom} {trouve[1]}", systeme)))
    return agent[:60] or "Navigateur inconnu"


@register.filter
def peut(personne: Any, verbe: str) -> bool:
    """Whether the person has the verb somewhere (rights are read once a request)."""
    return droits(personne).peut(verbe)
