"""The action log: entrusting, changing, closing, filtering."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet

from ecosysteme.forms.champs import ChampDate
from ecosysteme.forms.lignes import FormulaireLigne
from ecosysteme.forms.personnes import ChampPersonne
from ecosysteme.models import Organisation

from ..enums import EtatAction
from ..models import Action
from ..selectors.actions_mots import ORIGINES


class FormulaireAction(FormulaireLigne):
    """What, who, when, where. Changing who or when asks why."""

    quoi = forms.CharField(
        label="Ce qui est à faire",
        max_length=300,
        help_text="Un verbe et un résultat : « Réduire à deux jours le tri des demandes. »",
        widget=forms.Textarea({"rows": 2}),
        error_messages={"required": "Écrivez ce qui est à faire."},
    )
    responsable = ChampPersonne(
        label="Qui en répond", error_messages={"required": "Nommez la personne qui en répond : une seule."}
    )
    echeance = ChampDate(label="Pour quand", error_messages={"required": "Donnez l'échéance."})
    organisation = forms.ModelChoiceField(
        Organisation.objects.none(), label="Organisation", error_messages={"required": "Choisissez l'organisation."}
    )
    motif = forms.CharField(
        label="Pourquoi ce changement",
        required=False,
        max_length=500,
        help_text="Demandé quand l'action change de mains ou de date. La raison reste à l'historique.",
        widget=forms.Textarea({"rows": 2}),
    )

    def __init__(
        self, *args: Any, organisations: QuerySet[Organisation], instance: Action | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, instance=instance, **kwargs)
        champ = self.fields["organisation"]
        actuelle = [instance.organisation_id] if instance else []
        permises = Organisation.objects.filter(pk__in=organisations.values("pk"))
        champ.queryset = permises | Organisation.objects.filter(pk__in=actuelle)
        champ.label_from_instance = lambda o: o.nom
        if instance is None:
            del self.fields["motif"]

    def lignes(self) -> list[tuple[forms.BoundField, bool]]:
        """Fields in order, and whether each is optional."""
        return [(self[nom], nom == "motif") for nom in self.fields if nom != "version"]


class FormulaireCloture(FormulaireLigne):
    """Done or given up, with what was found."""

    etat = forms.ChoiceField(
        label="Comment elle se termine",
        choices=[
            (EtatAction.FAITE, "Elle est faite"),
            (EtatAction.ABANDONNEE, "Elle est abandonnée"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Dites comment l'action se termine."},
    )
    constat = forms.CharField(
        label="Constat",
        required=False,
        max_length=2000,
        help_text="Ce que l'action a donné ; pour un abandon, la raison est demandée.",
        widget=forms.Textarea({"rows": 3}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.initial.get("etat") == EtatAction.A_FAIRE:
            self.initial["etat"] = EtatAction.FAITE

    def lignes(self) -> list[tuple[forms.BoundField, bool]]:
        return [(self["etat"], False), (self["constat"], True)]


class FiltresActions(forms.Form):
    """Organisation and what lies under it, person, origin, words; they live in the address."""

    organisation = forms.ChoiceField(label="Organisation et ce qui en relève", required=False)
    qui = forms.CharField(label="Responsable", required=False, widget=forms.TextInput(attrs={"type": "search"}))
    origine = forms.ChoiceField(
        label="D'où elle vient",
        required=False,
        choices=[("", "Peu importe"), *((cle, o.libelle) for cle, o in ORIGINES.items())],
    )
    q = forms.CharField(label="Mots", required=False, widget=forms.TextInput(attrs={"type": "search"}))

    def __init__(self, *args: Any, organisations: Sequence[tuple[str, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, auto_id="filtre_%s", **kwargs)
        self.fields["organisation"].choices = [("", "Toutes"), *organisations]
