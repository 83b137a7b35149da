"""How one wants to be told: a channel by type, quiet hours, zone, hour of the digest; and the same in a sentence."""

from collections.abc import Mapping
from datetime import time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from ..enums import CanalNotification, TypeNotification
from ..format import heure
from ..horaires import Horaire

FUSEAUX = [
    ("America/Toronto", "Québec, Montréal, Gatineau (heure de l'Est)"),
    ("America/Halifax", "Îles-de-la-Madeleine, Maritimes"),
    ("America/Blanc-Sablon", "Blanc-Sablon (sans heure d'été)"),
    ("America/St_Johns", "Terre-Neuve"),
    ("America/Winnipeg", "Manitoba"),
    ("America/Edmonton", "Alberta"),
    ("America/Vancouver", "Colombie-Britannique"),
    ("Europe/London", "Londres"),
    ("Europe/Paris", "Paris, Bruxelles"),
    ("Asia/Tokyo", "Tokyo"),
    ("UTC", "Temps universel"),
]
HEURES = ("calme_de", "calme_a", "resume_a", "fuseau")
RESUME_AU_CALME = "Cette heure tombe dans vos heures calmes : le résumé ne partirait pas à l'heure dite."
HEURE_FAUTIVE = "Écrivez une heure, par exemple 18:00."


def _champ_heure(etiquette: str) -> forms.TimeField:
    return forms.TimeField(
        label=etiquette,
        widget=forms.TimeInput({"type": "time"}, format="%H:%M"),
        error_messages={"invalid": HEURE_FAUTIVE, "required": HEURE_FAUTIVE},
    )


class FormulairePreferences(forms.Form):
    """One choice a type, named `canal-<type>`, then the hours."""

    fuseau = forms.ChoiceField(label="Fuseau horaire", choices=FUSEAUX)
    calme_de = _champ_heure("Heures calmes, à partir de")
    calme_a = _champ_heure("Jusqu'à")
    resume_a = _champ_heure("Résumé du jour à")

    def __init__(self, *args: Any, canaux: Mapping[str, str], horaire: Horaire, **kwargs: Any) -> None:
        heures = {nom: getattr(horaire, nom) for nom in HEURES}
        super().__init__(*args, initial=heures, **kwargs)
        self._canaux = canaux
        if horaire.fuseau not in dict(FUSEAUX):
            self.fields["fuseau"].choices = [(horaire.fuseau, horaire.fuseau), *FUSEAUX]
        for type, libelle in TypeNotification.choices:
            self.fields[f"canal-{type}"] = forms.ChoiceField(
                label=libelle, choices=CanalNotification.choices, initial=canaux[type]
            )

    @property
    def types(self) -> list[forms.BoundField]:
        return [self[f"canal-{type}"] for type in TypeNotification.values]

    @property
    def heures(self) -> list[forms.BoundField]:
        return [self[nom] for nom in HEURES]

    def clean(self) -> dict[str, Any]:
        donnees = super().clean()
        horaire = self._horaire(donnees)
        if horaire is not None and horaire.au_calme(horaire.resume_a):
            raise ValidationError({"resume_a": RESUME_AU_CALME})
        return donnees

    @staticmethod
    def _horaire(donnees: Mapping[str, Any]) -> Horaire | None:
        return Horaire(**{nom: donnees[nom] for nom in HEURES}) if set(HEURES) <= donnees.keys() else None

    @property
    def horaire(self) -> dict[str, Any]:
        return {nom: self.cleaned_data[nom] for nom in HEURES}

    @property
    def canaux(self) -> dict[str, str]:
        return {type: self.cleaned_data[f"canal-{type}"] for type in TypeNotification.values}

    @property
    def phrase(self) -> str:
        """What the choices mean: those made, or those in force."""
        return phrase(self.canaux, **self.horaire) if self.is_valid() else phrase(self._canaux, **self.initial)


def phrase(canaux: Mapping[str, str], *, fuseau: str, calme_de: time, calme_a: time, resume_a: time) -> str:
    """What these choices mean, said before they are saved."""
    combien = {canal: sum(choisi == canal for choisi in canaux.values()) for canal in CanalNotification.values}
    dits = []
    if immediats := combien[CanalNotification.IMMEDIAT]:
        calme = f", sauf de {heure(calme_de)} à {heure(calme_a)}" if calme_de != calme_a else ""
        dits.append(f"Vous recevez tout de suite un courriel pour {_genres(immediats)}{calme}.")
    if quotidiens := combien[CanalNotification.QUOTIDIEN]:
        dits.append(f"Un résumé part chaque jour à {heure(resume_a)} pour {_genres(quotidiens)}, s'il y a du nouveau.")
    if combien[CanalNotification.PORTAIL] == len(canaux):
        return "Vous ne recevez aucun courriel : tout vous attend dans le portail."
    if portail := combien[CanalNotification.PORTAIL]:
        dits.append(f"Rien n'est écrit pour {_genres(portail)} : ces avis restent dans le portail.")
    lieu = dict(FUSEAUX).get(fuseau, fuseau)
    return " ".join([*dits, f"Les heures sont celles de\u00a0: {lieu}."])


def _genres(n: int) -> str:
    return "un genre d'avis" if n == 1 else f"{n}\u00a0genres d'avis"
