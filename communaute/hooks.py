"""What the community of practice offers to the pages that gather the pillars."""

from ecosysteme.permissions import droits
from ecosysteme.registries import (
    Entree,
    Place,
    Question,
    Rubrique,
    inscrire_accueil,
    inscrire_demonstration,
    inscrire_fiche,
    inscrire_navigation,
    inscrire_preuve,
)

from .selectors import adoption, blocs
from .services import demo_pratiques


def membre(personne) -> bool:
    return personne.is_authenticated and droits(personne).est_membre


inscrire_navigation(Entree("Communauté", "communaute:pratiques", 50, "c", visible=membre))
inscrire_preuve(adoption.PARTAGE)
inscrire_demonstration("communaute", demo_pratiques.charger)
inscrire_accueil(
    Rubrique("communaute.travail", 40, "communaute/_annonce_travail.html", blocs.travail_annonce, Question.ATTENDU)
)
inscrire_accueil(Rubrique("communaute.pres", 40, "communaute/_annonce_pres.html", blocs.pres_annonce, Question.PRES))
for genre, place in (("indicateur", Place.COTE), ("organisation", Place.COTE), ("initiative", Place.BAS)):
    inscrire_fiche(
        genre, Rubrique("communaute.pratiques", 70, "communaute/_annonce.html", blocs.annonce(genre), place=place)
    )
for genre in ("demande", "bloquant"):
    inscrire_fiche(genre, Rubrique("communaute.apprises", 50, "communaute/_sur_apprise.html", blocs.sur_apprise(genre)))
