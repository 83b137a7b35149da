"""Correcting minutes: an introduction, a precision on each item, each note as it should read."""

from typing import Any

from django import forms

from ecosysteme.forms.versions import FormulaireVersionne
from ecosysteme.models import Personne

from ..models import NoteRencontre, ProcesVerbal

NOTE_MAX = 4000


class FormulairePv(FormulaireVersionne):
    """A field for each thing that may be said otherwise; nothing typed says nothing otherwise."""

    preambule = forms.CharField(
        label="Mot d'introduction", required=False, max_length=2000, widget=forms.Textarea({"rows": 3})
    )

    def __init__(self, *args: Any, pv: ProcesVerbal, groupes: list[dict[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, version=pv.version, **kwargs)
        self.groupes_lus = groupes
        for groupe in groupes:
            if groupe["pk"] is not None:
                self.fields[f"point-{groupe['pk']}"] = _zone("Précision de l'animation", 2)
            for note in groupe["notes"]:
                self.fields[f"note-{note.pk}"] = self._note(note)
        self.initial |= {f"note-{n.pk}": n.texte for g in groupes for n in g["notes"]}
        self.initial |= {nom: "" if texte == "-" else texte for nom, texte in pv.corrections.items()}

    def _note(self, note: NoteRencontre) -> forms.CharField:
        auteur: Personne = note.auteur
        champ = _zone(f"Note de {auteur}", 3)
        champ.help_text = "Videz le champ pour la laisser hors du procès-verbal ; la note d'origine est gardée."
        return champ

    def corrections(self) -> dict[str, str]:
        """What differs from the rows: « - » for a note left out."""
        dites = {"preambule": self.cleaned_data["preambule"].strip()}
        for groupe in self.groupes_lus:
            if groupe["pk"] is not None:
                dites[f"point-{groupe['pk']}"] = self.cleaned_data[f"point-{groupe['pk']}"].strip()
            for note in groupe["notes"]:
                texte = self.cleaned_data[f"note-{note.pk}"].strip()
                dites[f"note-{note.pk}"] = "" if texte == note.texte.strip() else texte or "-"
        return {nom: texte for nom, texte in dites.items() if texte}

    def valeur_actuelle(self, actuelle: ProcesVerbal, champ: str) -> str:
        """What somebody else wrote there."""
        ecrite = actuelle.corrections.get(champ, "")
        if ecrite == "-" or ecrite or not champ.startswith("note-"):
            return "" if ecrite == "-" else ecrite
        return next(n.texte for g in self.groupes_lus for n in g["notes"] if f"note-{n.pk}" == champ)

    def groupes(self) -> list[tuple[str, list[forms.BoundField]]]:
        """Fields by item, in the order of the agenda."""
        return [
            (
                groupe["titre"],
                ([self[f"point-{groupe['pk']}"]] if groupe["pk"] is not None else [])
                + [self[f"note-{note.pk}"] for note in groupe["notes"]],
            )
            for groupe in self.groupes_lus
        ]


def _zone(label: str, rows: int) -> forms.CharField:
    return forms.CharField(label=label, required=False, max_length=NOTE_MAX, widget=forms.Textarea({"rows": rows}))
