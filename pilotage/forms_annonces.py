"""Writing an announcement: what it says, and whom it is for."""

from typing import Any

from django import forms

from ecosysteme.enums import NiveauGestion, RoleAdhesion, TypeOrganisation
from ecosysteme.models import Organisation

from .models import Annonce

NIVEAUX = [(valeur or "non_precise", libelle) for valeur, libelle in NiveauGestion.choices]
TYPES = [
    TypeOrganisation.PORTEFEUILLE,
    TypeOrganisation.MINISTERE,
    TypeOrganisation.ORGANISME,
    TypeOrganisation.PARTENAIRE_PRIVE,
]


class ChoixOrganisations(forms.ModelMultipleChoiceField):
    def label_from_instance(self, organisation: Organisation) -> str:
        return f"{organisation.nom} ({organisation.sigle})"


class FormulaireAnnonce(forms.Form):
    """`lue`: the mark of the draft as it was read, by which a conflict is known."""

    titre = forms.CharField(label="Titre", max_length=200)
    texte = forms.CharField(
        label="Texte",
        max_length=20_000,
        widget=forms.Textarea({"rows": 10}),
        help_text="Une ligne vide sépare deux paragraphes.",
    )
    roles = forms.MultipleChoiceField(
        label="Rôles", required=False, choices=RoleAdhesion.choices, widget=forms.CheckboxSelectMultiple
    )
    niveaux = forms.MultipleChoiceField(
        label="Niveaux de gestion", required=False, choices=NIVEAUX, widget=forms.CheckboxSelectMultiple
    )
    organisations = ChoixOrganisations(
        label="Organisations, avec tout ce qui en relève",
        required=False,
        queryset=Organisation.objects.none(),
        widget=forms.CheckboxSelectMultiple,
    )
    lue = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, annonce: Annonce | None = None, lue: str = "", **kwargs: Any) -> None:
        if annonce is not None:
            kwargs["initial"] = {
                "titre": annonce.titre,
                "texte": annonce.texte,
                "roles": annonce.roles,
                "niveaux": [niveau or "non_precise" for niveau in annonce.niveaux],
                "organisations": list(annonce.organisations.values_list("pk", flat=True)),
                "lue": lue,
            }
        super().__init__(*args, **kwargs)
        self.fields["organisations"].queryset = (
            Organisation.objects.actives().filter(type__in=TYPES).order_by("nom_cle")
        )

    @property
    def champs(self) -> dict[str, Any]:
        lus = self.cleaned_data
        niveaux = ["" if niveau == "non_precise" else niveau for niveau in lus["niveaux"]]
        return {"titre": lus["titre"], "texte": lus["texte"], "roles": lus["roles"], "niveaux": niveaux}
