"""What the steering room offers to the pages that gather the pillars."""

from ecosysteme.permissions import droits
from ecosysteme.registries import Entree, inscrire_navigation

inscrire_navigation(
    Entree("Pilotage", "pilotage:gouvernement", 10, "p", visible=lambda p: p.is_authenticated and droits(p).est_membre)
)
