"""What the ground floor offers to the gathering pages."""

from .registries import Entree, inscrire_navigation

inscrire_navigation(Entree("Accueil", "accueil", 0, "a"))
