"""The sheet of an indicator, as a form."""

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q

from ecosysteme.enums import Sens
from ecosysteme.models import Indicateur, Objectif, Organisation, Personne

from .champs import ChampDate, ChampNombre, adresse
from .versions import FormulaireVersion

GROUPES = [
    ("Ce que l'indicateur mesure", ["code", "nom", "nom_public", "definition", "type", "sens", "unite", "decimales"]),
    ("Le point de départ et la règle", ["valeur_depart", "date_depart", "tolerance", "strict", "poids"]),
    ("D'où vient le résultat", ["source", "source_url", "mode_collecte", "methode_calcul", "limites"]),
    (
        "Le rythme et l'agrégation",
        [
            "frequence",
            "delai_publication",
            "agregation_temps",
            "cumulatif",
            "agregation_organisations",
            "parent",
            "admissible_spc",
            "saisonnier",
        ],
    ),
    ("Qui le tient, qui le voit", ["organisation", "responsable", "visibilite"]),
]
AIDES = {
    "sens": "Toujours explicite : il décide de la progression et de la couleur des signaux.",
    "tolerance": "Écart accepté autour de la cible, dans l'unité de l'indicateur.",
    "strict": "Une cible exacte est manquée dès que le résultat s'en écarte, au-dessus comme au-dessous.",
    "poids": "Part de l'indicateur dans son objectif ; 0 le laisse hors de la progression.",
    "delai_publication": "Mois entre la fin de la période et la publication du résultat.",
    "agregation_organisations": "« Saisie à ce niveau », sauf si le résultat se déduit d'indicateurs enfants.",
    "parent": "L'indicateur dont celui-ci est une part, le cas échéant.",
    "visibilite": "Un indicateur interne n'est jamais montré aux partenaires privés.",
}


class FormulaireFiche(FormulaireVersion):
    valeur_depart = ChampNombre(label="Valeur de départ", required=False)
    date_depart = ChampDate(label="Date de la valeur de départ", required=False)
    tolerance = ChampNombre(label="Tolérance", required=False)
    poids = ChampNombre(label="Poids", initial=Decimal(1))
    source_url = adresse("Adresse de la source", 500)

    class Meta:
        model = Indicateur
        fields = [champ for _, champs in GROUPES for champ in champs]
        widgets = {
            "nom": forms.Textarea({"rows": 2}),
            "nom_public": forms.Textarea({"rows": 2}),
            "definition": forms.Textarea({"rows": 3}),
            "methode_calcul": forms.Textarea({"rows": 3}),
            "limites": forms.Textarea({"rows": 3}),
            "mode_collecte": forms.TextInput(),
        }

    def __init__(self, *args: Any, objectif: Objectif, **kwargs: Any) -> None:
        plan = objectif.orientation.plan
        super().__init__(*args, plan=plan, **kwargs)
        self.objectif = objectif
        self.instance.objectif = objectif
        for nom, aide in AIDES.items():
            self.fields[nom].help_text = aide
        maison = Q(chemin__contains=[plan.organisation_id])
        if self.instance.organisation_id:
            maison |= Q(pk=self.instance.organisation_id)
        self.fields["organisation"].queryset = Organisation.objects.filter(maison).order_by("nom_cle")
        self.fields["responsable"].queryset = _personnes(plan.organisation, self.instance.responsable_id)
        self.fields["parent"].queryset = _parents(plan.organisation, self.instance)
        if not self.instance.pk:
            self.initial.setdefault("organisation", plan.organisation_id)
        self.fields["sens"].choices = [("", "Choisir"), *Sens.choices]

    def clean_tolerance(self):
        return self.cleaned_data["tolerance"] or 0

    def clean_parent(self) -> Indicateur | None:
        """An indicator is not its own ancestor."""
        parent = ancetre = self.cleaned_data["parent"]
        while ancetre is not None:
            if ancetre.pk == self.instance.pk:
                raise ValidationError("Cet indicateur est déjà, directement ou non, une part de celui-ci.")
            ancetre = ancetre.parent
        return parent

    def groupes(self) -> list[tuple[str, list[tuple[forms.BoundField, bool]]]]:
        """Fields by heading, with whether each is optional."""
        return [
            (titre, [(self[nom], not (self.fields[nom].required or _case(self.fields[nom]))) for nom in champs])
            for titre, champs in GROUPES
        ]


def _case(champ: forms.Field) -> bool:
    return isinstance(champ, forms.BooleanField)


def _personnes(organisation: Organisation, actuelle: int | None):
    """Who holds a role in force in the organisation, above it or below it."""
    ligne = Q(organisation__in=organisation.chemin) | Q(organisation__chemin__contains=[organisation.pk])
    en_vigueur = organisation.adhesions.model.objects.en_vigueur().filter(ligne).values("personne")
    choix = Personne.objects.filter(Q(pk__in=en_vigueur, is_active=True) | Q(pk=actuelle))
    return choix.order_by("nom", "prenom", "pk")


def _parents(organisation: Organisation, indicateur: Indicateur):
    """Indicators of the organisation's line: those it may add up to."""
    ligne = Q(organisation__in=organisation.chemin) | Q(organisation__chemin__contains=[organisation.pk])
    autres = Indicateur.objects.filter(ligne | Q(pk=indicateur.parent_id)).exclude(pk=indicateur.pk)
    return autres.select_related("parent").order_by("code", "pk")
