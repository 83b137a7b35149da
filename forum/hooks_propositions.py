"""What proposals offer: their place in the forum's bar, on spaces, topics and initiatives."""

from ecosysteme.permissions import droits
from ecosysteme.registries import Entree, Place, Rubrique, inscrire_fiche, inscrire_navigation

from .selectors import propositions

BLOC = "forum/propositions/_bloc.html"


def membre(personne) -> bool:
    return personne.is_authenticated and droits(personne).est_membre


inscrire_navigation(Entree("Propositions", "forum:propositions", 10, pilier="forum:forum", visible=membre))
inscrire_fiche("espace", Rubrique("forum.propositions", 10, BLOC, propositions.d_un_espace))
inscrire_fiche("sujet", Rubrique("forum.proposition", 5, BLOC, propositions.du_sujet))
inscrire_fiche("initiative", Rubrique("forum.propositions", 50, BLOC, propositions.d_une_initiative, place=Place.BAS))
