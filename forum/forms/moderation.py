"""A flag, what is decided of it, an appeal."""

from django import forms

from ecosysteme.forms.versions import AvecVersion


def _raison(label: str, aide: str, vide: str) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=aide,
        max_length=300,
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": vide},
    )


class FormulaireSignaler(AvecVersion, forms.Form):
    raison = _raison(
        "Ce qui ne va pas", "Lu par l'animation du forum, avec votre nom.", "Dites ce qui ne va pas dans ce message."
    )


class FormulaireTraiter(AvecVersion, forms.Form):
    retirer = forms.TypedChoiceField(
        label="Décision", coerce=lambda v: v == "oui", widget=forms.RadioSelect,
        choices=[("oui", "Retirer le message"), ("non", "Laisser le message")],
        error_messages={"required": "Choisissez de retirer le message ou de le laisser."},
    )  # fmt: skip
    raison = _raison(
        "Pourquoi", "Si le message est retiré, la raison et votre nom restent à sa place.", "Dites la raison."
    )


class FormulaireAppel(AvecVersion, forms.Form):
    raison = _raison(
        "Pourquoi le rétablir", "Une autre personne que celle qui a retiré le message le lira. Il n'y a qu'un appel.",
        "Dites pourquoi le message devrait être rétabli.",
    )  # fmt: skip


class FormulaireTrancher(AvecVersion, forms.Form):
    retablir = forms.TypedChoiceField(
        label="Décision", coerce=lambda v: v == "oui", widget=forms.RadioSelect,
        choices=[("oui", "Rétablir le message"), ("non", "Le laisser retiré")],
        error_messages={"required": "Choisissez de rétablir le message ou non."},
    )  # fmt: skip
    raison = _raison("Pourquoi", "La personne qui a écrit le message lira cette raison.", "Dites la raison.")
