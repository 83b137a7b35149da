"""A consultation and its first statements; one statement more."""

from django import forms

from ecosysteme.forms.versions import AvecVersion


class FormulaireConsultation(AvecVersion, forms.Form):
    question = forms.CharField(label="Question", max_length=300, error_messages={"required": "Posez la question."})
    enonces = forms.CharField(
        label="Premiers énoncés", widget=forms.Textarea({"rows": 8}),
        help_text="Un par ligne, trois au moins. Une seule idée chacun, 200 caractères au plus, avec laquelle on peut "
        "être d'accord ou non. Une fois écrit, un énoncé ne change plus.",
        error_messages={"required": "Écrivez les premiers énoncés, un par ligne."},
    )  # fmt: skip


class FormulaireEnonce(AvecVersion, forms.Form):
    texte = forms.CharField(
        label="Votre énoncé", max_length=200, widget=forms.Textarea({"rows": 2}),
        help_text="Une seule idée, 200 caractères au plus. Il ne change plus ensuite ; votre nom n'est pas montré.",
        error_messages={"required": "Écrivez l'énoncé.", "max_length": "Un énoncé a 200 caractères au plus."},
    )  # fmt: skip
