"""What instances offer: their place in the forum's bar, their votes on their sheet."""

from ecosysteme.permissions import droits
from ecosysteme.registries import Entree, Rubrique, inscrire_fiche, inscrire_navigation

from .selectors import scrutins


def membre(personne) -> bool:
    return personne.is_authenticated and droits(personne).est_membre


inscrire_navigation(Entree("Instances", "forum:instances", 40, pilier="forum:forum", visible=membre))
inscrire_fiche("instance", Rubrique("forum.scrutins", 10, "forum/scrutins/_bloc.html", scrutins.de_l_instance))
