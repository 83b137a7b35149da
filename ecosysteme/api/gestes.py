"""What a view offers, gesture by gesture: its words, what it takes, what it answers, what it may refuse."""

from dataclasses import dataclass

from rest_framework.serializers import BaseSerializer

from .corps import Ecriture


@dataclass(frozen=True)
class Geste:
    """A gesture of a resource; `reponse` is the view's own row unless it says otherwise."""

    resume: str
    description: str = ""
    corps: type[Ecriture] | None = None
    reponse: type[BaseSerializer] | None = None
    refus: tuple[int, ...] = ()


ADRESSE = "Une page à la fois ; un paramètre ou une valeur inconnus sont refusés plutôt qu'ignorés."
VERSION = (
    "La version lue est obligatoire : le champ « version », ou l'étiquette ETag dans l'en-tête If-Match. "
    "Si quelqu'un d'autre a écrit depuis, rien n'est changé et la réponse montre ce qui est en place."
)
NOTE = "Une fois le plan publié, « note_changement » est obligatoire et reste à l'historique."
EXPORT = "Les mêmes filtres que la liste, sans page : UTF-8, point-virgule, virgule décimale, prêt pour un tableur."
