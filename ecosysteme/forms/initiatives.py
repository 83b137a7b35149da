"""Initiatives: opening, describing, the next step, inviting, closing."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from ..enums import EtatInitiative
from ..models import Initiative, Organisation, Personne
from ..permissions import droits
from .champs import ChampDate
from .invitations import ChoixOrganisation
from .versions import AvecVersion, FormulaireVersionne

TITRE = {"label": "Titre", "max_length": 300, "help_text": "Ce qu'on veut améliorer, en une phrase."}
APPORT = "Par exemple : « des données », « deux jours d'analyse », « l'expérience d'un projet semblable »."


def _texte(lignes: int) -> forms.Textarea:
    return forms.Textarea({"rows": lignes})


class FormulaireOuverture(AvecVersion, forms.Form):
    titre = forms.CharField(**TITRE, error_messages={"required": "Donnez un titre à l'initiative."})
    description = forms.CharField(
        label="De quoi il s'agit",
        required=False,
        max_length=5000,
        widget=_texte(5),
        help_text="Le problème, ce qu'on en sait, ce qu'on voudrait voir changer.",
    )
    organisation = ChoixOrganisation(
        queryset=Organisation.objects.none(), label="Organisation", required=False, empty_label="Aucune pour l'instant"
    )

    def __init__(self, *args: Any, par: Personne, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.conflit = []
        self.fields["organisation"].queryset = Organisation.objects.publiques().actives().order_by("nom_cle")
        siennes = [a.organisation_id for a in droits(par).adhesions]
        if len(siennes) == 1:
            self.initial.setdefault("organisation", siennes[0])


class FormulaireDescription(FormulaireVersionne):
    titre = forms.CharField(**TITRE, error_messages={"required": "Une initiative a un titre."})
    description = forms.CharField(label="De quoi il s'agit", required=False, max_length=5000, widget=_texte(8))


class ChoixPersonne(forms.ModelChoiceField):
    def label_from_instance(self, personne: Personne) -> str:
        return personne.get_full_name()


class FormulaireEtape(FormulaireVersionne):
    """The next step; who is chosen among the participants."""

    quoi = forms.CharField(
        label="Ce qui doit arriver ensuite",
        required=False,
        max_length=300,
        widget=_texte(2),
        help_text="Un seul geste, qu'on pourra dire fait ou non. Laissez vide quand l'étape est faite.",
    )
    qui = ChoixPersonne(
        queryset=Personne.objects.none(),
        label="Par qui",
        required=False,
        empty_label="Personne pour l'instant",
        help_text="Un participant de l'initiative.",
    )
    quand = ChampDate(label="Pour quand", required=False)
    CHAMPS = {"quoi": "prochaine_etape", "qui": "prochaine_etape_par", "quand": "prochaine_etape_le"}

    def __init__(self, *args: Any, initiative: Initiative, **kwargs: Any) -> None:
        super().__init__(*args, version=initiative.version, **kwargs)
        self.fields["qui"].queryset = Personne.objects.filter(participations__initiative=initiative).order_by(
            "nom", "prenom"
        )
        for champ, colonne in self.CHAMPS.items():
            self.initial.setdefault(champ, getattr(initiative, colonne))

    def valeur_actuelle(self, actuelle: Any, champ: str) -> Any:
        return getattr(actuelle, self.CHAMPS[champ])


class FormulaireInviterParticipant(forms.Form):
    courriel = forms.EmailField(label="Courriel", widget=forms.EmailInput({"autocomplete": "off"}))
    apport = forms.CharField(label="Ce que la personne y apporte", required=False, max_length=200, help_text=APPORT)
    conflit: tuple = ()

    def clean_courriel(self) -> Personne:
        """The person of that address."""
        courriel = self.cleaned_data["courriel"].strip().lower()
        personne = Personne.objects.filter(email=courriel, is_active=True).first()
        if personne is None:
            raise ValidationError("Personne n'a de compte à ce courriel : la coordination invite au portail.")
        return personne

    def refuser(self, erreur: ValidationError) -> None:
        self.add_error("courriel", erreur.messages)


class FormulaireCloture(FormulaireVersionne):
    etat = forms.ChoiceField(
        label="Comment elle se termine",
        choices=[
            (EtatInitiative.TERMINEE, "Terminée : ce qu'on voulait est fait, ou ce qu'on a appris suffit"),
            (EtatInitiative.ABANDONNEE, "Abandonnée : on n'ira pas plus loin"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Dites si elle est terminée ou abandonnée."},
    )
    issue = forms.CharField(
        label="Ce qui en est sorti",
        max_length=5000,
        widget=_texte(6),
        help_text="Les effets mesurés, ce qu'on garde, ce qu'on ferait autrement. C'est ce que les autres liront.",
        error_messages={"required": "Dites ce qui en est sorti : c'est ce que les autres liront."},
    )


class FiltresInitiatives(forms.Form):
    """Words and organisation; they live in the address."""

    q = forms.CharField(label="Titre ou description", required=False, widget=forms.TextInput({"type": "search"}))
    organisation = ChoixOrganisation(
        queryset=Organisation.objects.none(), label="Organisation", required=False, empty_label="Toutes"
    )
    voir = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, initiatives: QuerySet, **kwargs: Any) -> None:
        super().__init__(*args, auto_id="filtre_%s", **kwargs)
        leurs = Organisation.objects.filter(initiatives__in=initiatives.order_by().values("pk"))
        self.fields["organisation"].queryset = leurs.distinct().order_by("nom_cle")
