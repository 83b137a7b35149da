"""What the ground floor offers to the gathering pages."""

from .registries import Entree, Question, Rubrique, inscrire_accueil, inscrire_navigation
from .selectors.accueil import notifications_non_lues

inscrire_navigation(Entree("Accueil", "accueil", 0, "a"))
inscrire_accueil(
    Rubrique("notifications", 0, "ecosysteme/_notifications.html", notifications_non_lues, Question.CHANGE)
)
