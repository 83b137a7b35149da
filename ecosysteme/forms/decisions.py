"""The register of decisions: entering, correcting, reviewing, filtering."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet

from ..enums import NiveauDelegation
from ..models import Decision, Organisation
from .champs import ChampDate
from .lignes import FormulaireLigne
from .personnes import ChampPersonne


class FormulaireDecision(FormulaireLigne):
    """What was decided, by which body, who carries it, when it is looked at again."""

    texte = forms.CharField(
        label="Décision",
        max_length=4000,
        help_text="Une phrase qui se tient seule : « Les demandes incomplètes sont retournées le jour même. »",
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": "Écrivez ce qui a été décidé."},
    )
    organe = forms.CharField(
        label="Organe qui a décidé",
        max_length=300,
        help_text="Par exemple : « Comité de gestion », « Rencontre de direction ».",
        error_messages={"required": "Dites qui a décidé."},
    )
    organisation = forms.ModelChoiceField(
        Organisation.objects.none(), label="Organisation", error_messages={"required": "Choisissez l'organisation."}
    )
    responsable = ChampPersonne(label="Qui la porte", required=False)
    niveau_delegation = forms.TypedChoiceField(
        label="Niveau de délégation",
        required=False,
        coerce=int,
        empty_value=None,
        choices=[("", "Non précisé"), *NiveauDelegation.choices],
    )
    revision_le = ChampDate(label="À réviser le", required=False)

    FACULTATIFS = ("responsable", "niveau_delegation", "revision_le")

    def __init__(
        self, *args: Any, organisations: QuerySet[Organisation], instance: Decision | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, instance=instance, **kwargs)
        actuelle = [instance.organisation_id] if instance and instance.organisation_id else []
        siennes = organisations.values("pk")
        champ = self.fields["organisation"]
        champ.queryset = Organisation.objects.filter(pk__in=siennes) | Organisation.objects.filter(pk__in=actuelle)
        champ.label_from_instance = lambda o: o.nom
        if instance is not None and not actuelle:
            champ.required = False

    def lignes(self) -> list[tuple[forms.BoundField, bool]]:
        """Fields in order, and whether each is optional."""
        return [(self[nom], nom in self.FACULTATIFS) for nom in self.fields if nom != "version"]


class FormulaireRevision(FormulaireLigne):
    """What the review found, and when to look again."""

    constat = forms.CharField(
        label="Ce que la révision a constaté",
        max_length=4000,
        help_text="La décision a-t-elle donné ce qu'on en attendait ? La garde-t-on, la change-t-on?",
        widget=forms.Textarea({"rows": 4}),
        error_messages={"required": "Dites ce que la révision a constaté."},
    )
    prochaine = ChampDate(
        label="Prochaine révision", required=False, help_text="Sans date, la décision ne reviendra plus en révision."
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["constat"] = ""

    def lignes(self) -> list[tuple[forms.BoundField, bool]]:
        return [(self["constat"], False), (self["prochaine"], True)]


class FiltresDecisions(forms.Form):
    """Body and words; they live in the address."""

    organe = forms.ChoiceField(label="Organe", required=False)
    q = forms.CharField(label="Mots", required=False, widget=forms.TextInput(attrs={"type": "search"}))

    def __init__(self, *args: Any, organes: Sequence[tuple[str, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, auto_id="filtre_%s", **kwargs)
        self.fields["organe"].choices = [("", "Tous"), *organes]
