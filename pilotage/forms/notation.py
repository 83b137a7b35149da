"""Forms of the quality of plans: the grid a coordinator fills, the filters of the lists."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError

from ecosysteme.format import nombre

from ..models import GrilleQualite
from .champs import ChampNombre

Choix = Sequence[tuple[str, str]]
BORNES = "Une note va de 0 à 100."


class FormulaireQualite(forms.Form):
    """The judged parts of the quality of a plan, the version read, and why."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False, initial=0, min_value=0)
    qualite_jugee = ChampNombre(label="Qualité des indicateurs et des cibles", unite="%", required=False)
    non_documentee = ChampNombre(label="Composante non documentée", unite="%", required=False)
    motif = forms.CharField(
        label="Ce qui fonde ce jugement",
        widget=forms.Textarea({"rows": 4}),
        max_length=4000,
        error_messages={"required": "Dites ce qui fonde ce jugement : il reste à l'historique."},
    )

    def __init__(self, *args: Any, grille: GrilleQualite | None, **kwargs: Any) -> None:
        initial = {"version": grille.version if grille else 0}
        for champ in ("qualite_jugee", "non_documentee", "motif"):
            initial[champ] = getattr(grille, champ) if grille else None
        super().__init__(*args, initial=initial, **kwargs)
        self.conflit: list[dict[str, str]] = []
        for champ in ("qualite_jugee", "non_documentee"):
            self.fields[champ].widget.attrs |= {"size": "6", "aria-describedby": f"aide-{champ}"}

    def _note(self, champ: str) -> Decimal | None:
        valeur = self.cleaned_data.get(champ)
        if valeur is not None and not 0 <= valeur <= 100:
            raise ValidationError(BORNES)
        if valeur is not None and valeur != round(valeur, 2):
            raise ValidationError("Au plus deux décimales.")
        return valeur

    def clean_qualite_jugee(self) -> Decimal | None:
        return self._note("qualite_jugee")

    def clean_non_documentee(self) -> Decimal | None:
        return self._note("non_documentee")

    @property
    def version_lue(self) -> int:
        return self.cleaned_data.get("version") or 0

    def champs(self) -> dict[str, Any]:
        return {nom: self.cleaned_data[nom] for nom in ("qualite_jugee", "non_documentee", "motif")}

    def refuser(self, erreur: ValidationError) -> None:
        for champ, messages in getattr(erreur, "message_dict", {NON_FIELD_ERRORS: erreur.messages}).items():
            self.add_error(champ if champ in self.fields else None, messages)

    def montrer_conflit(self, actuelle: GrilleQualite | None) -> None:
        """Show what the first writer saved; sending again replaces it knowingly."""
        siens = {nom: getattr(actuelle, nom, None) for nom in self.champs()}
        self.conflit = [
            {"terme": str(self.fields[nom].label), "mien": _dire(mien), "actuel": _dire(siens[nom])}
            for nom, mien in self.champs().items()
            if mien != siens[nom]
        ]
        self.data = self.data.copy()
        self.data["version"] = str(actuelle.version if actuelle else 0)


def _dire(valeur: Any) -> str:
    return nombre(valeur) if isinstance(valeur, Decimal) else str(valeur or "vide")


class FiltresListe(forms.Form):
    """Fiscal year (when the list has one), portfolio or organisation, words."""

    exercice = forms.ChoiceField(label="Exercice", required=False)
    organisation = forms.ChoiceField(label="Organisation", required=False)
    q = forms.CharField(label="Mots", required=False, widget=forms.TextInput(attrs={"type": "search"}))

    def __init__(self, *args: Any, organisations: Choix, exercices: Choix = (), caches: Sequence[str] = (), **kw: Any):
        super().__init__(*args, **kw)
        self.fields["organisation"].choices = [("", "Toutes"), *organisations]
        self.fields["exercice"].choices = exercices
        if not exercices:
            del self.fields["exercice"]
        for nom in caches:
            self.fields[nom] = forms.CharField(required=False, widget=forms.HiddenInput)
