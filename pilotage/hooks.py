"""What the steering room offers to the pages that gather the pillars."""

from ecosysteme.permissions import droits
from ecosysteme.registries import Entree, Question, Rubrique, inscrire_accueil, inscrire_navigation

from .selectors import travail

inscrire_navigation(
    Entree("Pilotage", "pilotage:gouvernement", 10, "p", visible=lambda p: p.is_authenticated and droits(p).est_membre)
)
inscrire_accueil(Rubrique("pilotage.attendu", 10, "pilotage/travail/attendu.html", travail.attendu, Question.ATTENDU))
inscrire_accueil(
    Rubrique("pilotage.changements", 10, "pilotage/travail/changements.html", travail.changements, Question.CHANGE)
)
inscrire_accueil(Rubrique("pilotage.pres", 10, "pilotage/travail/pres.html", travail.pres, Question.PRES))
