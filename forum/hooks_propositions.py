"""What proposals offer: their place in the forum's bar, on « Mon travail » and on the sheets of what they concern."""

from ecosysteme.permissions import droits
from ecosysteme.registries import (
    Entree,
    Place,
    Question,
    Rubrique,
    inscrire_accueil,
    inscrire_fiche,
    inscrire_navigation,
)

from .selectors import propositions_blocs as lire

BLOC = "forum/propositions/_bloc.html"


def membre(personne) -> bool:
    return personne.is_authenticated and droits(personne).est_membre


inscrire_navigation(Entree("Propositions", "forum:propositions", 10, pilier="forum:forum", visible=membre))
inscrire_accueil(
    Rubrique(
        "forum.propositions", 4, "forum/propositions/_annonce_travail.html", lire.annonce_travail, Question.ATTENDU
    )
)
for genre, ordre, contexte, place in (
    ("espace", 10, lire.d_un_espace, Place.COTE),
    ("sujet", 5, lire.du_sujet, Place.COTE),
    ("initiative", 50, lire.d_une_initiative, Place.BAS),
):
    inscrire_fiche(genre, Rubrique("forum.propositions", ordre, BLOC, contexte, place=place))
for genre in ("indicateur", "organisation"):
    inscrire_fiche(genre, Rubrique("forum.propositions", 60, "forum/propositions/_annonce.html", lire.annonce(genre)))
