"""Writing a practice, verifying it, applying it, filtering the table."""

from typing import Any

from django import forms

from ecosysteme.enums import CauseBloquant
from ecosysteme.forms.champs import ChampDate
from ecosysteme.forms.indicateurs import ChampIndicateur
from ecosysteme.forms.invitations import ChoixOrganisation
from ecosysteme.forms.versions import AvecVersion, FormulaireVersionne
from ecosysteme.models import Organisation, Personne
from ecosysteme.permissions import droits

from .enums import Constat, NiveauPreuve, PorteePratique
from .models import Pratique
from .permissions import organisations_libres, organisations_siennes

LONG = 8000
CONSTATS = [c for c in Constat.choices if c[0]]


def _texte(label: str, aide: str, rows: int = 5) -> forms.CharField:
    return forms.CharField(
        label=label, required=False, max_length=LONG, help_text=aide, widget=forms.Textarea({"rows": rows})
    )


class FormulairePratique(FormulaireVersionne):
    """The words of a practice; a draft asks only for its title."""

    titre = forms.CharField(
        label="Titre", max_length=200, error_messages={"required": "Donnez un titre à la pratique."},
        help_text="Ce qu'on fait, en quelques mots\u00a0: «\u00a0Trier les demandes le matin, à deux\u00a0».",
    )  # fmt: skip
    contexte = _texte("Contexte", "Où, pour qui, quel problème elle a réglé.")
    etapes = _texte("Étapes", "Ce qu'il faut faire, dans l'ordre, pour la refaire ailleurs.", 8)
    conditions = _texte("Conditions", "Ce qu'il faut pour que cela marche, et quand ne pas le faire.", 3)
    cout = forms.CharField(label="Coût", required=False, max_length=300, help_text="Temps, argent, outils.")
    effet = _texte("Ce que cela a donné", "Même si ce n'est pas mesuré\u00a0; même si c'est moins qu'espéré.", 4)
    causes = forms.MultipleChoiceField(
        label="Ce qu'elle débloque", required=False, choices=CauseBloquant.choices, widget=forms.CheckboxSelectMultiple,
        help_text="Les bloquants de ces causes la montreront.",
    )  # fmt: skip
    indicateur = ChampIndicateur(label="Indicateur touché", required=False)
    effet_valeur = forms.DecimalField(
        label="Effet mesuré", required=False, max_digits=24, decimal_places=9, localize=True,
        help_text="Avec, moins sans elle",
    )  # fmt: skip
    effet_bas = forms.DecimalField(
        label="Au moins", required=False, max_digits=24, decimal_places=9, localize=True,
        help_text="Intervalle à 95\u00a0%",
    )  # fmt: skip
    effet_haut = forms.DecimalField(
        label="Au plus", required=False, max_digits=24, decimal_places=9, localize=True,
        help_text="Intervalle à 95\u00a0%",
    )  # fmt: skip
    effet_unite = forms.CharField(label="Unité", required=False, max_length=40, help_text="Jours, points, dollars")
    preuve = forms.TypedChoiceField(
        label="Preuve", coerce=int, choices=NiveauPreuve.choices, widget=forms.RadioSelect, initial=1,
        help_text="Ce qui fait croire que l'effet vient d'elle. Idée de Nesta, Standards of Evidence, 2013.",
    )  # fmt: skip
    portee = forms.ChoiceField(
        label="Qui la lit", choices=PorteePratique.choices, widget=forms.RadioSelect,
        initial=PorteePratique.SECTEUR_PUBLIC,
    )  # fmt: skip

    def __init__(self, *args: Any, par: Personne, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["indicateur"].personne = par
        if not droits(par).lit_interne:
            self.fields["portee"].choices = [c for c in PorteePratique.choices if c[0] == PorteePratique.ECOSYSTEME]
            self.initial["portee"] = PorteePratique.ECOSYSTEME

    def clean(self) -> dict[str, Any]:
        """Both ends of the interval around the effect, or neither."""
        lu = super().clean() or self.cleaned_data
        bas, valeur, haut = (lu.get(champ) for champ in ("effet_bas", "effet_valeur", "effet_haut"))
        if (bas is None) != (haut is None):
            self.add_error("effet_haut" if haut is None else "effet_bas", "Donnez les deux bornes, ou aucune.")
        elif bas is not None and (valeur is None or not bas <= valeur <= haut):
            self.add_error("effet_valeur", "L'effet mesuré se place entre ses deux bornes.")
        return lu

    @staticmethod
    def depart(pratique: Pratique) -> dict[str, Any]:
        """What the form shows of a practice."""
        noms = ("titre", "causes", "contexte", "etapes", "conditions", "cout", "effet", "effet_valeur", "effet_bas",
                "effet_haut", "effet_unite", "preuve", "portee", "indicateur")  # fmt: skip
        return {nom: getattr(pratique, nom) for nom in noms}


class FormulaireAjout(FormulairePratique):
    """A new practice, and whose it is: the person's own organisations, and `plus`, where she learned it."""

    organisation = ChoixOrganisation(queryset=Organisation.objects.none(), label="Organisation", empty_label=None)
    field_order = ("titre", "organisation")

    def __init__(self, *args: Any, par: Personne, plus: Organisation | None = None, **kwargs: Any) -> None:
        super().__init__(*args, par=par, **kwargs)
        siennes = organisations_siennes(par)
        if plus is not None:
            siennes |= Organisation.objects.filter(pk=plus.pk)
        self.fields["organisation"].queryset = siennes.distinct().order_by("nom_cle")


class FormulaireRecriture(FormulairePratique):
    """A published practice written again: what changes is told."""

    note = forms.CharField(
        label="Ce qui change", max_length=300, error_messages={"required": "Dites ce qui change."},
        help_text="Celles et ceux qui l'appliquent le liront. La vérification tombe\u00a0: elle valait pour l'ancien.",
    )  # fmt: skip
    field_order = ("note",)

    def valeur_actuelle(self, actuelle: Any, champ: str) -> Any:
        """The note is about what is being written: it is in conflict with nothing."""
        return self.cleaned_data[champ] if champ == "note" else super().valeur_actuelle(actuelle, champ)


class FormulaireVerification(FormulaireVersionne):
    mot = forms.CharField(
        label="Ce que vous avez vérifié", max_length=500, widget=forms.Textarea({"rows": 3}),
        help_text="Par exemple\u00a0: les étapes suivies chez nous, les chiffres relus avec l'équipe.",
        error_messages={"required": "Dites ce que vous avez vérifié, et comment."},
    )  # fmt: skip
    jusqu = ChampDate(label="Vaut jusqu'au", required=False, help_text="Un an si vous ne dites rien.")


class FormulaireMotif(FormulaireVersionne):
    motif = forms.CharField(
        label="Pourquoi", max_length=500, widget=forms.Textarea({"rows": 3}),
        error_messages={"required": "Dites pourquoi."},
    )  # fmt: skip


class FormulaireAdoption(AvecVersion, forms.Form):
    organisation = ChoixOrganisation(queryset=Organisation.objects.none(), label="Qui l'applique", empty_label=None)
    depuis = ChampDate(label="Depuis", required=False, help_text="Aujourd'hui si vous ne dites rien.")
    mot = forms.CharField(
        label="Comment vous l'appliquez", max_length=500, required=False, widget=forms.Textarea({"rows": 3}),
        help_text="Ce que vous avez adapté\u00a0: c'est souvent là que les autres apprennent.",
    )  # fmt: skip
    ouvrir = forms.BooleanField(
        label="Ouvrir une initiative pour la mettre en place", required=False,
        help_text="Le fil où se suivront les étapes, les bloquants et l'effet sur vos indicateurs.",
    )  # fmt: skip

    def __init__(self, *args: Any, par: Personne, pratique: Pratique, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.conflit = []
        self.fields["organisation"].queryset = organisations_libres(par, pratique).order_by("nom_cle")
        if not droits(par).peut("ouvrir_initiative"):
            del self.fields["ouvrir"]


class FormulaireConstat(FormulaireVersionne):
    constat = forms.ChoiceField(
        label="Chez vous, que donne-t-elle\u202f?", choices=CONSTATS, widget=forms.RadioSelect,
        error_messages={"required": "Choisissez ce que la pratique donne chez vous."},
    )  # fmt: skip
    texte = forms.CharField(
        label="Ce que vous avez vu", max_length=4000, widget=forms.Textarea({"rows": 4}),
        help_text="Un chiffre avant et après si vous en avez un. Un échec dit clairement en évite d'autres.",
        error_messages={"required": "Dites ce que vous avez vu, un chiffre si vous en avez un."},
    )  # fmt: skip


class FiltresPratiques(forms.Form):
    """Words, what it unblocks, proof, organisation, order; they live in the address."""

    q = forms.CharField(label="Mots", required=False, widget=forms.TextInput({"type": "search"}))
    cause = forms.ChoiceField(label="Débloque", required=False, choices=[("", "Tout"), *CauseBloquant.choices])
    preuve = forms.ChoiceField(
        label="Preuve, au moins", required=False, choices=[("", "Toutes"), *NiveauPreuve.choices]
    )
    organisation = forms.ModelChoiceField(
        Organisation.objects.none(), label="Organisation", required=False, empty_label="Toutes"
    )
    tri = forms.ChoiceField(label="Trier par", required=False)

    def __init__(self, *args: Any, organisations: Any, tris: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, auto_id="filtre_%s", **kwargs)
        self.fields["organisation"].queryset = organisations
        self.fields["tri"].choices = list(tris.items())
