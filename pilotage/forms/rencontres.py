"""Planning a meeting or a series; an item of the agenda; filters of the list."""

import re
from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils import timezone

from ecosysteme.format import date_heure
from ecosysteme.models import Organisation, Personne

from ..enums import Palier, Recurrence
from ..permissions_rencontres import invitables
from ..recurrence import instant
from .champs import ChampDate

FUSEAU = "America/Toronto"
FUSEAUX = [
    (FUSEAU, "Heure du Québec (est)"),
    ("America/Halifax", "Heure des Îles-de-la-Madeleine (Atlantique)"),
    ("America/Blanc-Sablon", "Heure de Blanc-Sablon (Atlantique, sans heure d'été)"),
]
INVITABLES_MAX = 200


class ChampHeure(forms.CharField):
    """An hour as people write it: 09:30, 9 h 30, 9h; the browser's own picker sends the first form."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("widget", forms.TimeInput({"type": "time"}, format="%H:%M"))
        super().__init__(**options)

    def to_python(self, value: Any) -> Any:
        if value in self.empty_values or not isinstance(value, str):
            return value or None
        lue = re.fullmatch(r"\s*(\d{1,2})\s*(?:[:hH]\s*(\d{2})?)?(?::\d{2})?\s*", value.replace("\u00a0", " "))
        if not lue or int(lue[1]) > 23 or int(lue[2] or 0) > 59:
            raise ValidationError("Écrivez l'heure comme ceci : 9 h 30 ou 09:30.")
        return datetime.min.time().replace(hour=int(lue[1]), minute=int(lue[2] or 0))


class ChampCourriels(forms.CharField):
    """People from elsewhere, by the address of their account."""

    def to_python(self, value: Any) -> list[str]:
        return [mot.strip().lower() for mot in re.split(r"[\s,;]+", value or "") if mot.strip()]

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(value) if isinstance(value, list) else value


class Commun(forms.Form):
    """What a meeting and a series share; people are those around the organisation, and others by address."""

    titre = forms.CharField(label="Titre", max_length=200)
    palier = forms.TypedChoiceField(label="Palier", choices=Palier.choices, coerce=int)
    duree = forms.IntegerField(
        label="Durée, en minutes", min_value=5, max_value=480,
        error_messages={"min_value": "Au moins 5 minutes.", "max_value": "Au plus 8 heures."},
    )  # fmt: skip
    lieu = forms.CharField(label="Lieu ou lien", max_length=300, required=False)
    animation = forms.ModelChoiceField(queryset=Personne.objects.none(), label="Animation", empty_label=None)
    participants = forms.ModelMultipleChoiceField(
        queryset=Personne.objects.none(), label="Personnes attendues", required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    autres = ChampCourriels(
        label="D'autres personnes", required=False,
        help_text="Leurs courriels, séparés par des virgules. Elles doivent avoir un compte du secteur public.",
    )  # fmt: skip
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    facultatifs = ("lieu", "participants", "autres", "fin")

    def __init__(self, *args: Any, organisation: Organisation, presentes: Any = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.organisation = organisation
        autour = invitables(organisation)
        self.fields["participants"].queryset = Personne.objects.filter(
            pk__in=[*autour.values_list("pk", flat=True)[:INVITABLES_MAX], *presentes]
        ).order_by("nom", "prenom")
        self.fields["animation"].queryset = self.fields["participants"].queryset

    def clean_autres(self) -> list[Personne]:
        """Accounts that read what is internal; the unknown ones are named."""
        voulus = self.cleaned_data["autres"]
        if len(voulus) > INVITABLES_MAX:
            raise ValidationError("Au plus 200 personnes à la fois.")
        trouvees = list(
            Personne.objects.filter(email__in=voulus, is_active=True, adhesions__isnull=False)
            .exclude(adhesions__role="membre_prive")
            .distinct()
        )
        if inconnus := sorted(set(voulus) - {p.email.lower() for p in trouvees}):
            raise ValidationError(f"Sans compte du secteur public : {', '.join(inconnus[:5])}.")
        return trouvees

    def attendues(self) -> list[Personne]:
        return [*self.cleaned_data["participants"], *self.cleaned_data["autres"]]

    @property
    def version_lue(self) -> int:
        return self.cleaned_data.get("version") or 0

    def refuser(self, erreur: ValidationError) -> None:
        """Show what the service refused, beside the field when the form has it."""
        places = {"prevue_le": "jour", "premiere": "premiere"}
        for champ, messages in getattr(erreur, "message_dict", {NON_FIELD_ERRORS: erreur.messages}).items():
            place = places.get(champ, champ)
            self.add_error(place if place in self.fields else None, messages)

    def montrer_conflit(self, actuelle: Any) -> None:
        """Say what the other wrote; sending again replaces it knowingly. What was typed stays in the fields."""
        miens = self.champs()
        self.conflit = [
            {
                "terme": str(self.fields[c].label) if c in self.fields else "Date et heure",
                "mien": _dire(v),
                "actuel": _dire(s),
            }
            for c, v in miens.items()
            if v != (s := getattr(actuelle, c, None))
        ]
        self.data = self.data.copy()
        self.data["version"] = str(actuelle.version)

    def champs(self) -> dict[str, Any]:
        return {nom: self.cleaned_data[nom] for nom in ("titre", "palier", "duree", "lieu", "animation")}


def _dire(valeur: Any) -> str:
    return date_heure(valeur) if isinstance(valeur, datetime) else str(valeur if valeur not in (None, "") else "vide")


class FormulaireRencontre(Commun):
    jour = ChampDate(label="Date")
    heure = ChampHeure(label="Heure", help_text="Heure du Québec.")

    field_order = ("titre", "palier", "jour", "heure", "duree", "lieu", "animation", "participants", "autres")

    def clean(self) -> dict[str, Any]:
        donnees = super().clean() or {}
        jour, heure = donnees.get("jour"), donnees.get("heure")
        if jour and heure:
            donnees["prevue_le"] = instant(jour, heure, FUSEAU)
            if donnees["prevue_le"] < timezone.now():
                self.add_error("jour", "Cette date et cette heure sont passées.")
        return donnees

    def champs(self) -> dict[str, Any]:
        return super().champs() | {"prevue_le": self.cleaned_data["prevue_le"]}


class FormulaireSerie(Commun):
    recurrence = forms.ChoiceField(label="Rythme", choices=Recurrence.choices)
    premiere = ChampDate(label="Première rencontre")
    heure = ChampHeure(label="Heure", help_text="La rencontre garde cette heure quand l'heure change.")
    fuseau = forms.ChoiceField(label="Fuseau horaire", choices=FUSEAUX, initial=FUSEAU)
    fin = ChampDate(label="Jusqu'au", required=False)

    field_order = (
        "titre", "palier", "recurrence", "premiere", "heure", "fuseau", "duree", "fin", "lieu", "animation",
        "participants", "autres",
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        donnees = super().clean() or {}
        premiere, fin = donnees.get("premiere"), donnees.get("fin")
        if premiere and fin and fin < premiere:
            self.add_error("fin", "La série finirait avant sa première rencontre.")
        return donnees

    def champs(self) -> dict[str, Any]:
        noms = ("recurrence", "premiere", "heure", "fuseau", "fin")
        return super().champs() | {nom: self.cleaned_data[nom] for nom in noms}


class FormulairePoint(forms.Form):
    titre = forms.CharField(label="Point à ajouter", max_length=300)
    minutes = forms.IntegerField(label="Minutes", min_value=1, max_value=120, initial=3)


class FormulaireAnnulation(forms.Form):
    motif = forms.CharField(
        label="Pourquoi l'annuler", max_length=300, widget=forms.Textarea({"rows": 3}),
        error_messages={"required": "Dites pourquoi : les personnes attendues le liront."},
    )  # fmt: skip


class FiltresRencontres(forms.Form):
    miennes = forms.ChoiceField(label="Voir", required=False, choices=[("", "Toutes"), ("oui", "Où l'on m'attend")])
    palier = forms.ChoiceField(label="Palier", required=False, choices=[("", "Tous"), *Palier.choices])
    q = forms.CharField(label="Titre ou organisation", required=False, widget=forms.TextInput({"type": "search"}))
    voir = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, auto_id="filtre_%s", **kwargs)


class ChoixOrganisation(forms.Form):
    """Where a meeting is planned: the first question."""

    organisation = forms.ModelChoiceField(
        queryset=Organisation.objects.none(), label="Organisation", empty_label="Choisir",
        help_text="La rencontre regarde ses résultats et ceux de tout ce qui en relève.",
    )  # fmt: skip

    def __init__(self, *args: Any, organisations: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = organisations
