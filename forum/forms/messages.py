"""Opening a topic, writing, correcting, taking back. What was typed stays on the page whatever happens."""

from typing import Any
from uuid import UUID, uuid4

from django import forms

from ecosysteme.enums import NiveauDelegation
from ecosysteme.forms.versions import AvecVersion, FormulaireVersionne
from ecosysteme.textes import TEXTE_MAX

from ..enums import Portee
from ..models import Espace

AIDE = "En Markdown : **gras**, *italique*, - liste, > citation, [lien](https://…)."


def _corps(requis: bool = True) -> forms.CharField:
    return forms.CharField(
        label="Message", required=requis, max_length=TEXTE_MAX, help_text=AIDE,
        widget=forms.Textarea({"rows": 6, "data-brouillon": "oui"}),
        error_messages={"required": "Écrivez votre message.", "max_length": "Un message a 20 000 caractères au plus."},
    )  # fmt: skip


class PlusieursFichiers(forms.ClearableFileInput):
    """Files are kept one by one by the view, even when the message is refused: the field only carries them."""

    allow_multiple_selected = True


class FormulaireMessage(AvecVersion, forms.Form):
    """A message; `uuid` is drawn with the page: sent twice, it is one message."""

    corps = _corps()
    fichiers = forms.FileField(
        label="Pièces jointes", required=False, widget=PlusieursFichiers(),
        help_text="Cinq au plus, de 10 Mo chacune : images, PDF, documents, textes. Une image est récrite sans ses "
        "données cachées (lieu, appareil).",
    )  # fmt: skip
    cite = forms.IntegerField(widget=forms.HiddenInput, required=False)
    uuid = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("uuid", uuid4())

    @property
    def cle(self) -> UUID | None:
        return self.cleaned_data.get("uuid")


class FormulaireSujet(FormulaireMessage):
    titre = forms.CharField(label="Titre", max_length=200, error_messages={"required": "Donnez un titre au sujet."})
    question = forms.BooleanField(label="C'est une question : elle attend une réponse", required=False)
    field_order = ("titre", "corps", "fichiers", "question")


class FormulaireReglages(FormulaireVersionne):
    """What whoever holds the forum sets on a topic."""

    niveau_delegation = forms.TypedChoiceField(
        label="Niveau de délégation", choices=[("", "Pas encore fixé"), *NiveauDelegation.choices], required=False,
        coerce=int, empty_value=None,
        help_text="Il dit qui décide, et donc quels scrutins peuvent s'ouvrir : aucun tant qu'il n'est pas fixé.",
    )  # fmt: skip
    epingle = forms.BooleanField(label="Épinglé en haut de l'espace", required=False)
    ferme = forms.BooleanField(label="Fermé : on le lit, on n'y écrit plus", required=False)


class FormulaireCorriger(FormulaireVersionne):
    corps = _corps()


class FormulaireRetirer(FormulaireVersionne):
    motif = forms.CharField(
        label="Pourquoi le retirer", max_length=300, help_text="La raison et votre nom restent à la place du message.",
        error_messages={"required": "Dites pourquoi."},
    )  # fmt: skip


class FormulaireEspace(AvecVersion, forms.ModelForm):
    """A space; its version is checked when it is changed."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False, initial=0)

    class Meta:
        model = Espace
        fields = ("nom", "description", "instance", "portee", "clos")
        error_messages = {"nom": {"required": "Donnez un nom à l'espace."}}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.conflit: list[dict[str, str]] = []
        self.fields["portee"].choices = Portee.choices
        self.fields["instance"].empty_label = "Aucune : un espace ouvert"
