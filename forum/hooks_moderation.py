"""What the moderation offers: its place in the forum's bar, for whoever holds the forum."""

from ecosysteme.registries import Entree, inscrire_navigation

from .permissions import anime_forum


def modere(personne) -> bool:
    return personne.is_authenticated and anime_forum(personne)


inscrire_navigation(Entree("Modération", "forum:moderation", 80, pilier="forum:forum", visible=modere))
