"""A target, as a form: one value, a second one for a range, a sentence for what is judged."""

from datetime import date
from typing import Any

from django import forms

from ecosysteme.enums import FormeCible, Sens, Territoire
from ecosysteme.format import exercice_texte, nombre
from ecosysteme.models import Cible, Indicateur

from .champs import ChampDate, ChampNombre
from .versions import FormulaireVersion

JUGEES = {FormeCible.JALON, FormeCible.TEXTE}
FORMES = {
    Sens.HAUSSE: FormeCible.AU_MOINS,
    Sens.BAISSE: FormeCible.AU_PLUS,
    Sens.MAINTIEN: FormeCible.EXACTE,
    Sens.PLAGE: FormeCible.PLAGE,
}
JUGEMENTS = [("", "À juger"), ("oui", "Atteinte"), ("non", "Non atteinte")]


class FormulaireCible(FormulaireVersion):
    exercice = forms.TypedChoiceField(label="Exercice", coerce=int)
    forme = forms.ChoiceField(label="Forme", choices=FormeCible.choices)
    valeur = ChampNombre(
        label="Valeur", required=False, help_text="Pour une plage : sa borne du bas. Vide pour un jalon ou un texte."
    )
    valeur_haute = ChampNombre(label="Borne du haut", required=False, help_text="Pour une plage seulement.")
    echeance = ChampDate(label="Échéance", help_text="Par défaut, le dernier jour de l'exercice.", required=False)
    jugement = forms.ChoiceField(
        label="Jugement",
        choices=JUGEMENTS,
        required=False,
        help_text="Pour un jalon ou un texte, une fois l'échéance venue.",
    )

    class Meta:
        model = Cible
        fields = ["exercice", "territoire", "forme", "texte", "echeance"]
        widgets = {"texte": forms.Textarea({"rows": 2})}

    field_order = [
        "exercice",
        "territoire",
        "forme",
        "valeur",
        "valeur_haute",
        "texte",
        "echeance",
        "jugement",
        "note_changement",
    ]

    def __init__(self, *args: Any, indicateur: Indicateur, **kwargs: Any) -> None:
        plan = indicateur.objectif.orientation.plan
        super().__init__(*args, plan=plan, **kwargs)
        self.instance.indicateur = indicateur
        self.fields["valeur"].unite = self.fields["valeur_haute"].unite = indicateur.unite
        annees = {*range(plan.exercice_debut, plan.exercice_fin + 1)}
        if self.instance.pk:
            annees.add(self.instance.exercice)
            self._relire()
        else:
            self._proposer(indicateur, annees)
        self.fields["exercice"].choices = [(annee, exercice_texte(annee)) for annee in sorted(annees)]
        self.fields["territoire"].choices = Territoire.choices
        self.fields["texte"].label = "Énoncé"

    def _proposer(self, indicateur: Indicateur, annees: set[int]) -> None:
        """The first year without a target, in the form that goes with the desired direction."""
        libres = annees - {c.exercice for c in indicateur.cibles.all() if not c.territoire}
        self.initial.setdefault("exercice", min(libres or annees))
        self.initial["forme"] = FORMES[Sens(indicateur.sens)]

    def _relire(self) -> None:
        """Fields of the form from the columns of the row."""
        cible = self.instance
        au_plus = cible.forme == FormeCible.AU_PLUS
        self.initial["valeur"] = cible.valeur_max if au_plus else cible.valeur_min
        self.initial["valeur_haute"] = cible.valeur_max if cible.forme == FormeCible.PLAGE else None
        self.initial["jugement"] = {True: "oui", False: "non", None: ""}[cible.jugee_atteinte]

    def clean(self) -> dict[str, Any]:
        donnees = super().clean()
        forme, exercice = donnees.get("forme"), donnees.get("exercice")
        if forme in JUGEES and not donnees.get("texte"):
            self.add_error("texte", "Un jalon ou un texte a besoin de son énoncé.")
        if forme and forme not in JUGEES and "valeur" in donnees and donnees["valeur"] is None:
            self.add_error("valeur", "Une cible chiffrée a besoin de sa valeur.")
        if forme == FormeCible.PLAGE and "valeur_haute" in donnees and donnees["valeur_haute"] is None:
            self.add_error("valeur_haute", "Une plage a besoin de ses deux bornes.")
        if exercice and "echeance" in donnees and donnees["echeance"] is None:
            donnees["echeance"] = date(exercice + 1, 3, 31)
        return donnees

    def _post_clean(self) -> None:
        """Columns of the row from the fields of the form, before the model's own checks."""
        if not self.errors:
            donnees = self.cleaned_data
            forme, valeur = donnees["forme"], donnees.get("valeur")
            chiffree = forme not in JUGEES
            self.instance.valeur_min = valeur if chiffree and forme != FormeCible.AU_PLUS else None
            self.instance.valeur_max = valeur if forme == FormeCible.AU_PLUS else None
            if forme == FormeCible.PLAGE:
                self.instance.valeur_max = donnees.get("valeur_haute")
            jugement = {"oui": True, "non": False}.get(donnees.get("jugement", ""))
            self.instance.jugee_atteinte = None if chiffree else jugement
        super()._post_clean()

    def champs(self) -> dict[str, Any]:
        donnees = {nom: self.cleaned_data[nom] for nom in self.Meta.fields}
        colonnes = ("valeur_min", "valeur_max", "jugee_atteinte")
        return donnees | {colonne: getattr(self.instance, colonne) for colonne in colonnes}

    def montrer_conflit(self, actuelle: Any) -> None:
        """The target of the first writer, in the words of the page."""
        super().montrer_conflit(actuelle)
        if actuelle is not None:
            for colonne, libelle in (("valeur_min", "Minimum"), ("valeur_max", "Maximum")):
                mien, sien = getattr(self.instance, colonne), getattr(actuelle, colonne)
                if mien != sien:
                    self.conflit.append({"terme": libelle, "mien": nombre(mien), "actuel": nombre(sien)})
