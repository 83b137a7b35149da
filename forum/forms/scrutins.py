"""Preparing and keeping a vote: dates on the wall of Québec, options one a line, rules the charter fills in."""

import re
import unicodedata
from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from ecosysteme.format import FUSEAU
from ecosysteme.forms.champs import ChampDate
from ecosysteme.forms.versions import AvecVersion, FormulaireVersionne
from ecosysteme.models import Personne

from ..enums import EtapeConsentement, EtatObjection, GenreOption, Methode, RegleRaison
from ..models import Scrutin, Sujet, VersionProposition
from ..services.consentement import TRIS
from ..services.scrutins_preparer import OPTIONS, OptionDonnee

PASSEE = "Cette heure n'existe pas ce jour-là : les horloges avancent. Choisissez une heure plus tard."
DOUBLE = "Cette heure revient deux fois cette nuit-là : les horloges reculent. Choisissez une autre heure."
ILLISIBLE = "Écrivez une date et une heure, comme 2027-03-14 13:30."
GRADIENTS = (
    "J'appuie pleinement", "J'appuie avec de petites réserves", "Je suis d'accord avec des réserves", "Je m'abstiens",
    "Plus d'information ou de discussion, s'il vous plaît", "En désaccord, mais je suivrai la majorité",
    "En désaccord, et je ne participerai pas à la mise en œuvre", "Je ne peux pas l'accepter",
)  # fmt: skip


class ChampInstant(forms.CharField):
    """A local time of Québec; those that a night of clock change skips or repeats are refused (A11, A12)."""

    widget = forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")

    def to_python(self, value: Any) -> datetime | None:
        if value in self.empty_values:
            return None
        if isinstance(value, datetime):
            return value
        try:
            mural = datetime.fromisoformat(str(value).strip().replace(" h ", ":")).replace(tzinfo=None, second=0)
        except ValueError:
            raise ValidationError(ILLISIBLE) from None
        tot, tard = (mural.replace(tzinfo=FUSEAU, fold=fold) for fold in (0, 1))
        if tot.utcoffset() == tard.utcoffset():
            return tot
        raise ValidationError(DOUBLE if tot.utcoffset() > tard.utcoffset() else PASSEE)

    def prepare_value(self, value: Any) -> Any:
        return value.astimezone(FUSEAU).strftime("%Y-%m-%dT%H:%M") if isinstance(value, datetime) else value


def cle_de(libelle: str, deja: set[str]) -> str:
    """What ballots hold for a label: its letters without accents, unique in the vote."""
    sans = unicodedata.normalize("NFKD", libelle).encode("ascii", "ignore").decode().lower()
    base = re.sub(r"[^a-z0-9]+", "-", sans).strip("-")[:34] or "option"
    cle, n = base, 2
    while cle in deja:
        cle, n = f"{base}-{n}", n + 1
    deja.add(cle)
    return cle


class FormulaireScrutin(AvecVersion, forms.Form):
    """What a vote is before it is announced."""

    question = forms.CharField(label="Question", max_length=300, error_messages={"required": "Écrivez la question."})
    contexte = forms.CharField(
        label="Ce qu'il faut savoir", required=False, widget=forms.Textarea({"rows": 4}), help_text="En Markdown."
    )
    methode = forms.ChoiceField(label="Méthode", choices=Methode.choices)
    options = forms.CharField(
        label="Options, une par ligne",
        required=False,
        widget=forms.Textarea({"rows": 5}),
        help_text="Laissez vide pour une majorité, un avis ou un consentement : leurs options sont connues. "
        "Écrivez « gradients » pour les huit degrés d'accord. Après une barre, dites ce que l'option veut dire ; "
        "finissez par « | raison » si elle en demande une : Plus tard | On en reparle au printemps | raison",
    )
    ouvre_le = ChampInstant(label="Ouvre le", help_text="Heure du Québec.")
    ferme_le = ChampInstant(label="Ferme le", help_text="À cet instant, il est trop tard. Heure du Québec.")
    animation = forms.ModelChoiceField(Personne.objects.none(), label="Qui anime")
    registraire = forms.ModelChoiceField(
        Personne.objects.none(), label="Registraire", help_text="Une autre personne que l'animation si le vote lie."
    )
    avis_autorite = forms.CharField(
        label="Avis de l'autorité (niveau 5)", required=False, widget=forms.Textarea({"rows": 2})
    )
    contraignant = forms.BooleanField(label="Ce vote lie : il sera suivi", required=False)
    masque = forms.BooleanField(label="Cacher les résultats jusqu'à la fermeture", required=False, initial=True)
    secret = forms.BooleanField(label="Vote secret : rien ne relie un nom à un bulletin", required=False)
    choix_max = forms.IntegerField(label="Choix par personne (sondage, avis)", min_value=1, max_value=50, initial=1)
    points = forms.IntegerField(label="Points à répartir (priorisation)", min_value=1, max_value=1000, initial=10)

    version = forms.IntegerField(widget=forms.HiddenInput, required=False, initial=0)

    def __init__(self, *args: Any, sujet: Sujet, personnes: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sujet = sujet
        self.conflit: list[dict[str, str]] = []
        for nom in ("animation", "registraire"):
            self.fields[nom].queryset = personnes

    def clean_options(self) -> list[OptionDonnee]:
        lignes = [" ".join(ligne.split()) for ligne in self.cleaned_data["options"].splitlines() if ligne.strip()]
        if [ligne.casefold() for ligne in lignes] == ["gradients"]:
            lignes = list(GRADIENTS)
        deja: set[str] = set()
        return [_option(ligne, deja) for ligne in lignes]

    def champs(self) -> dict[str, Any]:
        """What the service takes."""
        d = {nom: valeur for nom, valeur in self.cleaned_data.items() if nom != "version"}
        noms = ("contraignant", "masque", "secret", "choix_max", "points")
        regles = {nom: d.pop(nom) for nom in noms}
        if regles["secret"]:
            regles["prolongation_permise"] = False
        return {**d, "regles": regles}


def _option(ligne: str, deja: set[str]) -> OptionDonnee:
    """« Libellé | ce qu'elle veut dire | raison »: the last two may be left out."""
    libelle, *reste = (part.strip() for part in ligne.split("|"))
    raison = RegleRaison.REQUISE if reste and reste[-1].casefold() == "raison" else RegleRaison.FACULTATIVE
    sens = " | ".join(reste[:-1] if raison == RegleRaison.REQUISE else reste)
    if not libelle:
        raise ValidationError("Une option commence par son nom.")
    if len(libelle) > 200 or len(sens) > 300:
        raise ValidationError("Une option a 200 caractères au plus, et ce qu'elle veut dire, 300.")
    return OptionDonnee(cle_de(libelle, deja), libelle, _genre(libelle), sens, raison)


def _ecrite(option: Any) -> str:
    """An option as the form is written."""
    parts = [option.libelle, option.sens, "raison" if option.raison == RegleRaison.REQUISE else ""]
    return " | ".join(part for part in parts if part)


def depart(scrutin: Scrutin) -> dict[str, Any]:
    """What the form shows of a vote in preparation; options known from the method are left unsaid."""
    noms = ("question", "contexte", "methode", "ouvre_le", "ferme_le", "avis_autorite", "contraignant", "masque",
            "secret", "choix_max", "points", "version")  # fmt: skip
    lues = list(scrutin.options.all())
    connues = {o.cle for o in OPTIONS.get(scrutin.methode, ())}
    dites = "" if {o.cle for o in lues} == connues else "\n".join(map(_ecrite, lues))
    tenants = {"animation": scrutin.animation_id, "registraire": scrutin.registraire_id}
    return {nom: getattr(scrutin, nom) for nom in noms} | tenants | {"options": dites}


def _genre(libelle: str) -> str:
    """« Je m'abstiens » is an abstention, whatever the method."""
    return GenreOption.ABSTENTION if libelle.casefold().startswith("je m'abst") else GenreOption.CHOIX


class FormulaireMotif(FormulaireVersionne):
    motif = forms.CharField(
        label="Pourquoi", max_length=300, widget=forms.Textarea({"rows": 3}),
        error_messages={"required": "Dites pourquoi."},
    )  # fmt: skip


class FormulaireVide(FormulaireVersionne):
    """An act that needs nothing but a yes."""


class FormulaireProlonger(FormulaireMotif):
    ferme_le = ChampInstant(label="Nouvelle fermeture", help_text="Heure du Québec.")
    field_order = ("ferme_le", "motif")


class FormulaireAppel(FormulaireVersionne):
    ouvre_le = ChampInstant(label="Ouvre le", help_text="Heure du Québec.")
    ferme_le = ChampInstant(label="Ferme le", help_text="Heure du Québec.")


class FormulaireEtape(FormulaireVersionne):
    etape = forms.ChoiceField(label="Étape", choices=EtapeConsentement.choices)


class FormulaireTri(FormulaireVersionne):
    etat = forms.ChoiceField(
        label="Cette objection est", choices=[(e.value, e.label) for e in map(EtatObjection, TRIS)]
    )
    raison = forms.CharField(
        label="Pourquoi", widget=forms.Textarea({"rows": 3}), error_messages={"required": "Dites pourquoi."}
    )


class FormulaireIntegrer(FormulaireVersionne):
    version_texte = forms.ModelChoiceField(
        VersionProposition.objects.none(), label="La version qui y répond", empty_label="Choisir",
        error_messages={"required": "Choisissez une version plus récente du texte : s'il n'y en a pas, publiez-la."},
    )  # fmt: skip

    def __init__(self, *args: Any, versions: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["version_texte"].queryset = versions


class FormulaireRevue(FormulaireVersionne):
    constat = forms.CharField(
        label="Ce qu'on constate", widget=forms.Textarea({"rows": 3}), max_length=2000,
        error_messages={"required": "Dites ce que vous constatez."},
    )  # fmt: skip


class FormulaireMandataire(FormulaireVersionne):
    mandataire = forms.ModelChoiceField(Personne.objects.none(), label="À qui", empty_label="Choisir")
    texte = forms.CharField(
        label="Ce que vous écrivez", widget=forms.Textarea({"rows": 3}), max_length=2000,
        error_messages={"required": "Une procuration est écrite : dites pourquoi vous la donnez."},
    )  # fmt: skip

    def __init__(self, *args: Any, personnes: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["mandataire"].queryset = personnes


class FormulaireIssue(FormulaireVersionne):
    enonce = forms.CharField(
        label="Ce qui est décidé", widget=forms.Textarea({"rows": 3}),
        error_messages={"required": "Dites en une phrase ce qui est décidé."},
    )  # fmt: skip
    responsable = forms.ModelChoiceField(Personne.objects.none(), label="Qui le porte", required=False)
    revue_le = ChampDate(label="À réviser le", required=False)
    motifs = forms.CharField(
        label="Motifs du groupe", required=False, widget=forms.Textarea({"rows": 3}),
        help_text="Au niveau de délégation 6, le groupe consigne ses motifs.",
    )  # fmt: skip

    def __init__(self, *args: Any, personnes: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["responsable"].queryset = personnes
