"""Recording a decision, an action, a blocker or an escalation in the middle of a meeting, without leaving the page."""

from collections.abc import Sequence
from datetime import time, timedelta
from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils import timezone

from ecosysteme.enums import CauseBloquant
from ecosysteme.models import Personne

from ..enums import GraviteBloquant
from ..models import Rencontre
from ..recurrence import instant
from .champs import ChampDate
from .rencontres import FUSEAU

REPONSE = timedelta(days=5)


class Acte(forms.Form):
    """The item it is about is the one being discussed; `personnes` are those of the meeting."""

    titre: str
    bouton: str
    point = forms.IntegerField(widget=forms.HiddenInput({"data-point-courant": ""}), required=False)

    def __init__(self, *args: Any, rencontre: Rencontre, personnes: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"point": rencontre.point_courant_id})
        super().__init__(*args, auto_id=f"{self.prefixe}_%s", **kwargs)
        self.personnes = personnes
        for champ in self.fields.values():
            if isinstance(champ, forms.TypedChoiceField) and champ.coerce is _personne:
                champ.choices = [("", "Choisir"), *personnes]

    @property
    def prefixe(self) -> str:
        return type(self).__name__.lower()

    def refuser(self, erreur: ValidationError) -> None:
        for champ, messages in getattr(erreur, "message_dict", {NON_FIELD_ERRORS: erreur.messages}).items():
            self.add_error(champ if champ in self.fields else None, messages)

    def champs(self) -> dict[str, Any]:
        return {nom: valeur for nom, valeur in self.cleaned_data.items() if nom != "point"}


def _personne(valeur: Any) -> Personne:
    return Personne.objects.get(pk=valeur)


def _choix(label: str, **options: Any) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(label=label, coerce=_personne, empty_value=None, **options)


class Decision(Acte):
    titre, bouton = "Inscrire une décision", "Inscrire la décision"
    texte = forms.CharField(label="Décision", max_length=2000, widget=forms.Textarea({"rows": 2}))
    responsable = _choix("Portée par", required=False)
    revision_le = ChampDate(label="À réviser le", required=False)


class Action(Acte):
    titre, bouton = "Confier une action", "Confier l'action"
    quoi = forms.CharField(label="Quoi", max_length=300)
    responsable = _choix("Qui")
    echeance = ChampDate(label="Pour quand")


class Bloquant(Acte):
    titre, bouton = "Signaler un bloquant", "Signaler le bloquant"
    titre_bloquant = forms.CharField(label="Ce qui bloque, en une phrase", max_length=200)
    cause = forms.ChoiceField(label="Cause", choices=[("", "Choisir"), *CauseBloquant.choices])
    gravite = forms.TypedChoiceField(
        label="Gravité", choices=GraviteBloquant.choices, coerce=int, initial=GraviteBloquant.RALENTIT
    )

    def champs(self) -> dict[str, Any]:
        lus = super().champs()
        return {"titre": lus.pop("titre_bloquant"), **lus}

    def refuser(self, erreur: ValidationError) -> None:
        if "titre" in getattr(erreur, "error_dict", {}):
            erreur.error_dict["titre_bloquant"] = erreur.error_dict.pop("titre")
        super().refuser(erreur)


class Escalade(Acte):
    titre, bouton = "Escalader", "Demander l'aide du palier suivant"
    aide_demandee = forms.CharField(label="Aide demandée", max_length=2000, widget=forms.Textarea({"rows": 2}))
    repondre_avant = ChampDate(
        label="Réponse attendue le", initial=lambda: timezone.localdate() + REPONSE,
        help_text="Sans réponse ce jour-là, la demande monte d'elle-même d'un palier.",
    )  # fmt: skip

    def champs(self) -> dict[str, Any]:
        lus = super().champs()
        return lus | {"repondre_avant": instant(lus["repondre_avant"], time(17), FUSEAU)}


ACTES: dict[str, type[Acte]] = {"decision": Decision, "action": Action, "bloquant": Bloquant, "escalade": Escalade}
