"""What the discussion offers to the pages that gather the pillars."""

from dataclasses import replace

from ecosysteme.permissions import droits
from ecosysteme.registries import (
    Entree,
    inscrire_activite,
    inscrire_demonstration,
    inscrire_navigation,
    inscrire_preuve,
)

from .selectors import adoption
from .services import demo_forum


def membre(personne) -> bool:
    return personne.is_authenticated and droits(personne).est_membre


inscrire_navigation(Entree("Forum", "forum:forum", 20, "f", visible=membre))
for entree in (
    Entree("Discussions", "forum:forum", 0, visible=membre),
    Entree("Scrutins", "forum:scrutins", 20, visible=membre),
    Entree("Recherche", "forum:recherche", 90, visible=membre),
):
    inscrire_navigation(replace(entree, pilier="forum:forum"))
inscrire_demonstration("forum", demo_forum.charger)
inscrire_preuve(adoption.PARTICIPATION)
inscrire_activite("forum", adoption.ACTIVITES)
