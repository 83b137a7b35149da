"""Rows of the dashboards: rendered once for the same figures, whoever reads them."""

import functools

from django import template
from django.template.loader import get_template
from django.utils.safestring import SafeString

from ..selectors.lignes import Ligne

register = template.Library()
GABARIT = "pilotage/tableaux/_ligne.html"


@register.simple_tag
def ligne_organisation(ligne: Ligne, complet: bool, plat: str = "") -> SafeString:
    """The row of an organisation; `complet` shows delays.

    `plat`: out of the order of the tree, the portfolio is named; « enfants »: under their parent, it is not.
    """
    return _rendre(ligne, complet, plat)


@functools.lru_cache(maxsize=4096)
def _rendre(ligne: Ligne, complet: bool, plat: str) -> SafeString:
    gabarit = get_template(GABARIT)
    return gabarit.render({"ligne": ligne, "complet": complet, "plat": plat})
