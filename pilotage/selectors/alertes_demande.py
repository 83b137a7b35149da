"""What the page of alerts is asked: all of it in the address; nonsense counts as nothing."""

from collections.abc import Mapping
from dataclasses import dataclass

from ecosysteme import adresses

from ..enums import TypeAlerte

ETATS = ("", "acquittees")


@dataclass(frozen=True, slots=True)
class DemandeAlertes:
    exercice: str = ""
    organisation: str = ""
    type: str = ""
    etat: str = ""
    tenues: str = ""
    page: str = ""

    @classmethod
    def lire(cls, parametres: Mapping[str, str]) -> "DemandeAlertes":
        def choix(cle: str, permis: tuple[str, ...] | list[str]) -> str:
            valeur = parametres.get(cle, "")
            return valeur if valeur in permis else ""

        return cls(
            exercice=parametres.get("exercice", "")[:9],
            organisation=_entier(parametres.get("organisation", "")),
            type=choix("type", TypeAlerte.values),
            etat=choix("etat", ETATS),
            tenues=choix("tenues", ("oui",)),
            page=_entier(parametres.get("page", "")),
        )

    @property
    def parametres(self) -> dict[str, str]:
        return {champ: getattr(self, champ) for champ in self.__slots__}

    def adresse(self, **changements: str) -> str:
        """Another filter starts again from the first page."""
        return adresses.avec({**self.parametres, "page": ""}, **changements)

    @property
    def acquittees(self) -> bool:
        return self.etat == "acquittees"

    @property
    def filtree(self) -> bool:
        return bool(self.organisation or self.type or self.tenues)


def _entier(texte: str) -> str:
    return texte if texte.isascii() and texte.isdigit() and len(texte) < 10 and int(texte) else ""
