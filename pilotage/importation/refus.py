"""The ways of saying no: to a whole file, or to one line of it."""


class FichierRefuse(Exception):
    """The file cannot be read at all: `str()` is a French sentence for the person who chose it."""


class LigneRefusee(Exception):
    """One line cannot be imported: which field, what it holds, and why."""

    def __init__(self, champ: str, valeur: str, raison: str) -> None:
        super().__init__(raison)
        self.champ = champ
        self.valeur = valeur
        self.raison = raison
