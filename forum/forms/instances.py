"""An instance and its charter, a mandate, a proxy."""

from typing import Any

from django import forms

from ecosysteme.forms.champs import ChampDate
from ecosysteme.forms.versions import AvecVersion, FormulaireVersionne
from ecosysteme.models import Organisation, Personne

from ..enums import College, Designation, Fonction
from ..models import Instance


class FormulaireInstance(AvecVersion, forms.ModelForm):
    """The body and the rules its votes start from."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False, initial=0)

    class Meta:
        model = Instance
        fields = (
            "nom", "type", "organisation", "raison_etre", "charte", "portee", "niveau_delegation", "quorum_pct",
            "seuil_num", "seuil_den", "seuil_strict", "seuil_base", "par_college", "voix_preponderante",
            "procurations_max", "second_appel_quorum_pct", "prolongation_permise", "compte", "close_le",
        )  # fmt: skip
        help_texts = {
            "charte": "En Markdown : à quoi sert l'instance, comment elle travaille, comment un sujet se rouvre.",
            "niveau_delegation": "Qui décide, à défaut de ce que dit un sujet.",
            "seuil_strict": "Coché : plus de la fraction. Décoché : au moins la fraction.",
            "procurations_max": "Zéro : l'instance n'en permet pas.",
        }
        widgets = {"raison_etre": forms.Textarea({"rows": 3}), "charte": forms.Textarea({"rows": 8})}
        field_classes = {"close_le": ChampDate}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.conflit: list[dict[str, str]] = []
        self.fields["organisation"].queryset = Organisation.objects.actives().order_by("nom")
        self.fields["organisation"].empty_label = "Aucune : elle traverse les organisations"


class FormulaireMandat(AvecVersion, forms.Form):
    """A seat given to a person who already has an account."""

    courriel = forms.EmailField(
        label="Courriel de la personne", error_messages={"required": "Donnez le courriel de la personne."}
    )
    organisation = forms.ModelChoiceField(Organisation.objects.none(), label="Organisation", empty_label="Choisir")
    college = forms.ChoiceField(label="Collège", choices=College.choices)
    fonction = forms.ChoiceField(label="Fonction", choices=Fonction.choices, initial=Fonction.MEMBRE)
    designation = forms.ChoiceField(label="Désignation", choices=Designation.choices)
    debut = ChampDate(label="Début")
    fin = ChampDate(label="Fin (ce jour n'en est plus)", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = Organisation.objects.actives().order_by("nom")

    def champs(self) -> dict[str, Any]:
        """What the service takes: the person instead of the address."""
        d = dict(self.cleaned_data)
        d["personne"] = Personne.objects.filter(email__iexact=d.pop("courriel"), is_active=True).first()
        return d


class FormulaireFinMandat(FormulaireVersionne):
    fin = ChampDate(label="Dernier jour, exclu", error_messages={"required": "Donnez la date de fin."})


class FormulaireProcuration(AvecVersion, forms.Form):
    mandataire = forms.ModelChoiceField(Personne.objects.none(), label="À qui", empty_label="Choisir")
    debut = ChampDate(label="Du")
    fin = ChampDate(label="Au (ce jour n'en est plus)")
    texte = forms.CharField(
        label="Ce que vous écrivez", widget=forms.Textarea({"rows": 3}), max_length=2000,
        error_messages={"required": "Une procuration est écrite : dites pourquoi vous la donnez."},
    )  # fmt: skip

    def __init__(self, *args: Any, personnes: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["mandataire"].queryset = personnes
