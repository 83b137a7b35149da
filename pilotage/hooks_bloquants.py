"""What the blockers offer: their page in the bar, their blocks on the sheets and on « Mon travail »."""

from ecosysteme.permissions import droits
from ecosysteme.registries import Entree, Question, Rubrique, inscrire_accueil, inscrire_fiche, inscrire_navigation

from .selectors import bloquants_fiches as lire

inscrire_navigation(
    Entree(
        "Bloquants",
        "pilotage:bloquants",
        30,
        visible=lambda personne: droits(personne).lit_interne,
        pilier="pilotage:gouvernement",
    )
)
inscrire_accueil(
    Rubrique("pilotage.bloquants", 20, "pilotage/bloquants/travail_attendu.html", lire.attendu, Question.ATTENDU)
)
inscrire_accueil(
    Rubrique("pilotage.bloquants_pres", 20, "pilotage/bloquants/travail_pres.html", lire.pres, Question.PRES)
)
for genre, gabarit, contexte in (
    ("indicateur", "_cote.html", lire.de_l_indicateur),
    ("initiative", "_cote.html", lire.de_l_initiative),
    ("organisation", "_cote_organisation.html", lire.de_l_organisation),
):
    inscrire_fiche(genre, Rubrique("pilotage.bloquants", 20, f"pilotage/bloquants/{gabarit}", contexte))
