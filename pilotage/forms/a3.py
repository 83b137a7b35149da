"""A3 sheets: opening one, writing a section, filtering the list."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet

from ecosysteme.forms.lignes import FormulaireLigne
from ecosysteme.models import Organisation

from ..enums import EtapePdca

RANGS = ("Premier", "Deuxième", "Troisième", "Quatrième", "Cinquième")


class CinqPourquoi(forms.MultiWidget):
    """Five lines; each answers « pourquoi? » to the one before."""

    use_fieldset = True

    def __init__(self) -> None:
        super().__init__(
            [forms.TextInput({"aria-label": f"{rang} pourquoi", "maxlength": 200}) for rang in RANGS],
            {"class": "a3-pourquoi"},
        )

    def decompress(self, value: Any) -> list[str]:
        return list(value or [])


class ChampPourquois(forms.MultiValueField):
    def __init__(self, **options: Any) -> None:
        champs = [forms.CharField(required=False, max_length=200) for _ in RANGS]
        super().__init__(champs, require_all_fields=False, required=False, widget=CinqPourquoi(), **options)

    def compress(self, data_list: list[str]) -> list[str]:
        return [ligne for ligne in data_list if ligne]


def _texte(label: str, aide: str, longueur: int = 1000) -> forms.CharField:
    zone = forms.Textarea({"rows": 8, "maxlength": longueur})
    return forms.CharField(label=label, help_text=aide, max_length=longueur, required=False, widget=zone)


# The sections of the sheet, in the order of the page; each is written by itself.
SECTIONS: dict[str, forms.Field] = {
    "titre": forms.CharField(
        label="Titre", max_length=120, error_messages={"required": "Nommez le problème en une ligne."}
    ),
    "contexte": _texte("Contexte", "Pourquoi ce problème compte, pour qui, depuis quand."),
    "etat_actuel": _texte("État actuel", "Ce que disent les chiffres et le terrain, sans chercher encore de solution."),
    "cible": _texte("Cible", "Ce qu'on veut atteindre : combien, pour quand."),
    "pourquois": ChampPourquois(
        label="Cinq pourquoi", help_text="Chaque ligne répond « pourquoi » à la précédente, jusqu'à la cause."
    ),
    "contremesures": _texte("Contremesures", "Ce qui agit sur la cause. Le plan dit ensuite qui fait quoi, et quand."),
    "suivi": _texte("Suivi", "Ce qu'on a vérifié, ce qu'on a appris, ce qu'on garde."),
    "etape": forms.ChoiceField(label="Étape", choices=EtapePdca.choices),
}


class FormulaireSection(FormulaireLigne):
    """One section."""

    def __init__(self, *args: Any, section: str, **kwargs: Any) -> None:
        self.base_fields = {**self.base_fields, section: SECTIONS[section]}
        super().__init__(*args, **kwargs)
        self.section = section

    def lignes(self) -> list[tuple[forms.BoundField, bool]]:
        return [(self[self.section], False)]


class FormulaireOuverture(FormulaireLigne):
    """A title and an organisation are enough to begin."""

    titre = forms.CharField(
        label="Le problème, en une ligne",
        max_length=120,
        help_text="« Une demande sur quatre attend plus de dix jours. »",
        error_messages={"required": "Nommez le problème en une ligne."},
    )
    organisation = forms.ModelChoiceField(
        Organisation.objects.none(), label="Organisation", error_messages={"required": "Choisissez l'organisation."}
    )
    contexte = _texte("Contexte", "Pourquoi ce problème compte, pour qui, depuis quand.")

    def __init__(self, *args: Any, organisations: QuerySet[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = organisations
        self.fields["organisation"].label_from_instance = lambda o: o.nom

    def lignes(self) -> list[tuple[forms.BoundField, bool]]:
        return [(self["titre"], False), (self["organisation"], False), (self["contexte"], True)]


class FiltresA3(forms.Form):
    """Step, organisation and what lies under it, words; they live in the address."""

    etape = forms.ChoiceField(label="Étape", required=False, choices=[("", "Toutes"), *EtapePdca.choices])
    organisation = forms.ChoiceField(label="Organisation et ce qui en relève", required=False)
    q = forms.CharField(label="Mots", required=False, widget=forms.TextInput(attrs={"type": "search"}))

    def __init__(self, *args: Any, organisations: Sequence[tuple[str, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, auto_id="filtre_%s", **kwargs)
        self.fields["organisation"].choices = [("", "Toutes"), *organisations]
