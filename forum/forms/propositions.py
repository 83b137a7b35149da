"""A proposal, its next version, an amendment, an official answer."""

from typing import Any

from django import forms
from django.db.models import Q

from ecosysteme.forms.champs import ChampDate
from ecosysteme.forms.versions import AvecVersion, FormulaireVersionne
from ecosysteme.models import Indicateur, Initiative, Organisation

from ..enums import Effort, Reversibilite, SensEffet, SensReponse
from ..models import Espace, VersionProposition

LONG = 8000


def _texte(label: str, aide: str = "", rows: int = 4) -> forms.CharField:
    return forms.CharField(
        label=label, required=False, max_length=LONG, help_text=aide, widget=forms.Textarea({"rows": rows})
    )


class FormulaireTextes(AvecVersion, forms.Form):
    """The words of a version; a draft asks only for its title."""

    titre = forms.CharField(label="Titre", max_length=200, error_messages={"required": "Donnez un titre."})
    probleme = _texte("Problème", "Ce qui ne va pas, pour qui, depuis quand.")
    action = _texte("Action proposée", "Ce qu'on ferait, concrètement.")
    effet = _texte("Effet attendu", "Ce qui changerait, et à quoi on le verrait.")
    effet_indicateur = forms.ModelChoiceField(
        Indicateur.objects.none(), label="Indicateur visé", required=False, empty_label="Aucun"
    )
    effet_sens = forms.ChoiceField(
        label="Sens de l'effet", required=False, choices=[("", "Non dit"), *SensEffet.choices]
    )
    effet_valeur = forms.DecimalField(label="Ampleur", required=False, max_digits=24, decimal_places=9, localize=True)
    effet_le = ChampDate(label="Mesuré le", required=False)
    effort = forms.TypedChoiceField(
        label="Effort", required=False, coerce=int, empty_value=None, choices=[("", "Non dit"), *Effort.choices]
    )
    cout = forms.CharField(label="Coût", required=False, max_length=200)
    reversibilite = forms.ChoiceField(
        label="Si l'on se trompe", required=False, choices=[("", "Non dit"), *Reversibilite.choices]
    )

    def __init__(self, *args: Any, indicateurs: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["effet_indicateur"].queryset = indicateurs

    @staticmethod
    def depart(version: VersionProposition) -> dict[str, Any]:
        """What the form shows of a version."""
        noms = ("titre", "probleme", "action", "effet", "effet_sens", "effet_valeur", "effet_le", "effort", "cout",
                "reversibilite")  # fmt: skip
        return {nom: getattr(version, nom) for nom in noms} | {"effet_indicateur": version.effet_indicateur_id}


class FormulaireProposition(FormulaireTextes):
    """A draft: also what it concerns, and the initiative it comes from."""

    initiative = forms.ModelChoiceField(
        Initiative.objects.none(), label="Initiative", required=False, empty_label="Aucune",
        help_text="Le fil du blocage à la solution : la proposition s'y montrera.",
    )  # fmt: skip

    indicateurs = forms.ModelMultipleChoiceField(
        Indicateur.objects.none(), label="Indicateurs concernés", required=False
    )
    organisations = forms.ModelMultipleChoiceField(
        Organisation.objects.none(), label="Organisations touchées", required=False
    )

    def __init__(self, *args: Any, indicateurs: Any, initiatives: Any, **kwargs: Any) -> None:
        super().__init__(*args, indicateurs=indicateurs, **kwargs)
        self.fields["initiative"].queryset = initiatives
        self.fields["indicateurs"].queryset = indicateurs
        self.fields["organisations"].queryset = Organisation.objects.actives().order_by("nom")

    def champs(self) -> dict[str, Any]:
        d = dict(self.cleaned_data)
        return {**d, "indicateurs": list(d["indicateurs"]), "organisations": list(d["organisations"])}


class FiltresPropositions(forms.Form):
    """Words, space, organisation, order; they live in the address."""

    q = forms.CharField(label="Mots", required=False, widget=forms.TextInput({"type": "search"}))
    espace = forms.ModelChoiceField(Espace.objects.none(), label="Espace", required=False, empty_label="Tous")
    organisation = forms.ModelChoiceField(
        Organisation.objects.none(), label="Organisation", required=False, empty_label="Toutes"
    )
    tri = forms.ChoiceField(label="Trier par", required=False)

    def __init__(self, *args: Any, espaces: Any, lisibles: Any, tris: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, auto_id="filtre_%s", **kwargs)
        self.fields["espace"].queryset = espaces.order_by("nom")
        lues = lisibles.order_by().values("pk")
        concernees = Q(propositions__in=lues) | Q(reponses_officielles__proposition__in=lues)
        self.fields["organisation"].queryset = Organisation.objects.filter(concernees).distinct().order_by("nom")
        self.fields["tri"].choices = list(tris.items())


class FormulaireVersion(FormulaireTextes, FormulaireVersionne):
    """The next version, written over the one that was read (`version`, its number)."""

    note = forms.CharField(label="Ce qui change", max_length=300, error_messages={"required": "Dites ce qui change."})
    mineure = forms.BooleanField(label="Correction mineure : rien ne change sur le fond", required=False)
    field_order = ("note", "mineure")

    def valeur_actuelle(self, actuelle: VersionProposition, champ: str) -> Any:
        """The note is about the version being written: it is in conflict with nothing."""
        return self.cleaned_data[champ] if champ in ("note", "mineure") else super().valeur_actuelle(actuelle, champ)

    def montrer_conflit(self, actuelle: VersionProposition | None) -> None:
        super().montrer_conflit(actuelle)
        if actuelle is not None:
            self.data[self.add_prefix("version")] = str(actuelle.numero)


class FormulaireAmendement(FormulaireVersionne):
    """The four texts of the version that was read, to be rewritten; what is left alone is not amended."""

    motif = forms.CharField(
        label="Pourquoi", widget=forms.Textarea({"rows": 2}), error_messages={"required": "Dites pourquoi."}
    )
    titre = forms.CharField(label="Titre", max_length=200, required=False)
    probleme = _texte("Problème")
    action = _texte("Action proposée")
    effet = _texte("Effet attendu")


class FormulaireRaison(AvecVersion, forms.Form):
    raison = forms.CharField(
        label="Pourquoi", widget=forms.Textarea({"rows": 3}), error_messages={"required": "Dites pourquoi."}
    )


class FormulaireVide(AvecVersion, forms.Form):
    """An act that needs nothing but a yes."""


class FormulaireDemande(AvecVersion, forms.Form):
    organisation = forms.ModelChoiceField(Organisation.objects.none(), label="Organisation", empty_label="Choisir")
    due_le = ChampDate(label="Pour quand", required=False, help_text="Soixante jours si vous ne dites rien.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = Organisation.objects.actives().order_by("nom")


class FormulaireReponse(AvecVersion, forms.Form):
    sens = forms.ChoiceField(label="Ce qui sera fait", choices=SensReponse.choices)
    texte = forms.CharField(
        label="Réponse", widget=forms.Textarea({"rows": 6}), error_messages={"required": "Écrivez la réponse."}
    )


class FormulaireCloture(AvecVersion, forms.Form):
    realisee = forms.TypedChoiceField(
        label="Elle est", coerce=lambda v: v == "oui", choices=[("oui", "Réalisée"), ("non", "Abandonnée")],
    )  # fmt: skip
    motif = forms.CharField(
        label="Ce qu'il faut en dire",
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": "Dites pourquoi."},
    )
