"""Asking for support, answering, offering help."""

from typing import Any

from django import forms

from ecosysteme.forms.invitations import ChoixOrganisation
from ecosysteme.forms.versions import AvecVersion, FormulaireVersionne
from ecosysteme.models import Indicateur, Initiative, Organisation, Personne
from ecosysteme.permissions import droits

from ..enums import GenreAccompagnement, Urgence
from ..permissions_accompagnement import organisations_demandeuses

APPRIS = "Ce qu'on a fait, ce qu'on a appris, ce qu'on referait. C'est ce que les autres organisations liront."
DELAIS = {
    Urgence.QUAND_POSSIBLE: "Quand ce sera possible (réponse sous 30 jours)",
    Urgence.CE_MOIS: "Ce mois-ci (réponse sous 10 jours)",
    Urgence.CETTE_SEMAINE: "Cette semaine (réponse sous 3 jours)",
}


class FormulaireDemande(AvecVersion, forms.Form):
    sujet = forms.CharField(
        label="Ce que vous cherchez",
        max_length=200,
        help_text="En une phrase : « Comment fixer une cible quand on n'a qu'une année de données ? »",
        error_messages={"required": "Dites en une phrase ce que vous cherchez."},
    )
    description = forms.CharField(
        label="Ce qu'il faut savoir", required=False, max_length=5000, widget=forms.Textarea({"rows": 5})
    )
    genre = forms.ChoiceField(label="Genre d'aide", choices=GenreAccompagnement, widget=forms.RadioSelect)
    urgence = forms.TypedChoiceField(
        label="Pour quand", coerce=int, choices=[(u.value, DELAIS[u]) for u in Urgence], initial=Urgence.CE_MOIS
    )
    organisation = ChoixOrganisation(queryset=Organisation.objects.none(), label="Organisation", empty_label=None)

    def __init__(
        self, *args: Any, par: Personne, indicateur: Indicateur | None, initiative: Initiative | None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.conflit = []
        self.fields["organisation"].queryset = organisations_demandeuses(par).order_by("nom_cle")
        if indicateur is not None:
            self.initial["organisation"] = indicateur.organisation_id
        elif racines := [a.organisation_id for a in droits(par).adhesions]:
            self.initial["organisation"] = racines[0]


class FormulaireIssue(FormulaireVersionne):
    issue = forms.CharField(
        label="Ce qui en est sorti",
        max_length=5000,
        widget=forms.Textarea({"rows": 8}),
        help_text=APPRIS,
        error_messages={"required": "Dites ce qui en est sorti : c'est ce que les autres liront."},
    )


class FormulaireLeader(AvecVersion, forms.Form):
    organisation = ChoixOrganisation(queryset=Organisation.objects.none(), label="Au nom de", empty_label=None)
    genres = forms.MultipleChoiceField(
        label="L'aide que vous offrez",
        choices=GenreAccompagnement,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choisissez au moins un genre d'aide."},
    )
    presentation = forms.CharField(
        label="Ce que vous avez déjà fait",
        max_length=300,
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text="Deux phrases que liront ceux qui cherchent de l'aide.",
    )

    def __init__(self, *args: Any, par: Personne, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.conflit = []
        siennes = [a.organisation_id for a in droits(par).adhesions]
        self.fields["organisation"].queryset = Organisation.objects.publiques().filter(pk__in=siennes)


class FiltresDemandes(forms.Form):
    q = forms.CharField(label="Mots", required=False, widget=forms.TextInput({"type": "search"}))
    genre = forms.ChoiceField(
        label="Genre d'aide", required=False, choices=[("", "Tous"), *GenreAccompagnement.choices]
    )
    voir = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, auto_id="filtre_%s", **kwargs)


class FiltreParcours(forms.Form):
    q = forms.CharField(label="Nom ou sigle", required=False, widget=forms.TextInput({"type": "search"}))
    attend = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, auto_id="filtre_%s", **kwargs)
