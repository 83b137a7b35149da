"""The ballot: one form a method. What it gives is what the counting engine reads."""

from typing import Any

from django import forms

from ecosysteme.forms.versions import FormulaireVersionne
from ecosysteme.models import Indicateur

from ..enums import GenreOption, Methode, RegleRaison
from ..models import Scrutin
from ..services.scrutins_voter import ObjectionDonnee


class FormulaireBulletin(FormulaireVersionne):
    """Built from the vote's options; no choice is made in advance."""

    def __init__(
        self, *args: Any, scrutin: Scrutin, options: list[Any], pour: list[Any], indicateurs: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.scrutin, self.options, self.indicateurs = scrutin, options, indicateurs
        if pour:
            choix = [("", "Ma propre voix"), *((str(i.pk), f"La voix de {i.nom}, par procuration") for i in pour)]
            self.fields["pour"] = forms.ChoiceField(label="Vous votez", choices=choix, required=False)
        {Methode.PRIORISATION: self._points, Methode.CLASSEMENT: self._rangs}.get(scrutin.methode, self._choix)()
        if not scrutin.secret:
            self._raison()
        visee = scrutin.version_visee
        if visee is not None and visee.effet and not scrutin.secret:
            self.fields["prevision"] = forms.IntegerField(
                label="Vos chances, de 0 à 100, que l'effet attendu se produise", min_value=0, max_value=100,
                required=False, help_text=visee.effet[:300],
            )  # fmt: skip

    def _choix(self) -> None:
        paires = [(o.cle, f"{o.libelle}. {o.sens}".rstrip(". ") if o.sens else o.libelle) for o in self.options]
        plusieurs = self.scrutin.methode in (Methode.SONDAGE, Methode.AVIS) and self.scrutin.choix_max > 1
        genre: type[forms.ChoiceField] = forms.MultipleChoiceField if plusieurs else forms.ChoiceField
        widget = forms.CheckboxSelectMultiple if plusieurs else forms.RadioSelect
        aide = f"Au plus {self.scrutin.choix_max} choix." if plusieurs else ""
        requis = {"required": "Choisissez une option.", "invalid_choice": "Cette option n'est pas de ce scrutin."}
        self.fields["choix"] = genre(
            label="Votre choix", choices=paires, widget=widget, help_text=aide, error_messages=requis
        )

    def _points(self) -> None:
        for o in self.options:
            self.fields[f"points_{o.cle}"] = forms.IntegerField(
                label=o.libelle, min_value=0, max_value=self.scrutin.points, required=False,
                help_text=o.sens, widget=forms.NumberInput({"min": 0, "max": self.scrutin.points}),
            )  # fmt: skip

    def _rangs(self) -> None:
        rangs = [("", "Pas classée"), *((str(n), f"{n}er choix" if n == 1 else f"{n}e choix")
                                        for n in range(1, len(self.options) + 1))]  # fmt: skip
        for o in self.options:
            self.fields[f"rang_{o.cle}"] = forms.ChoiceField(
                label=o.libelle, choices=rangs, required=False, help_text=o.sens
            )

    def _raison(self) -> None:
        exigeantes = [o.libelle for o in self.options if o.raison == RegleRaison.REQUISE]
        aide = f"Demandée pour « {' », « '.join(exigeantes)} »." if exigeantes else "Facultative."
        self.fields["raison"] = forms.CharField(
            label="Raison", required=False, max_length=4000, widget=forms.Textarea({"rows": 3}), help_text=aide
        )
        if any(o.genre == GenreOption.OBJECTION for o in self.options):
            self.fields["but_lese"] = forms.CharField(
                label="Si vous objectez : quel but commun serait lésé", required=False, max_length=2000,
                widget=forms.Textarea({"rows": 2}),
            )  # fmt: skip
            self.fields["preuve"] = forms.CharField(
                label="Ce qui l'appuie", required=False, max_length=2000, widget=forms.Textarea({"rows": 2})
            )
            self.fields["garde_fou"] = forms.ModelChoiceField(
                self.indicateurs, label="L'indicateur où le tort se verrait", required=False, empty_label="Aucun",
                help_text="À la révision, ses résultats diront si le tort redouté s'est produit.",
            )  # fmt: skip

    @property
    def contenu(self) -> dict[str, Any]:
        """What the ballot holds, in the shape of `scrutin_contenu`."""
        d = self.cleaned_data
        if self.scrutin.methode == Methode.PRIORISATION:
            return {"points": {o.cle: d[f"points_{o.cle}"] for o in self.options if d.get(f"points_{o.cle}")}}
        if self.scrutin.methode == Methode.CLASSEMENT:
            rangs = {o.cle: int(d[f"rang_{o.cle}"]) for o in self.options if d.get(f"rang_{o.cle}")}
            return {"rangs": [sorted(c for c in rangs if rangs[c] == n) for n in sorted(set(rangs.values()))]}
        choix = d["choix"]
        return {"choix": choix if isinstance(choix, list) else [choix]}

    @property
    def objection(self) -> ObjectionDonnee:
        fiche: Indicateur | None = self.cleaned_data.get("garde_fou")
        return ObjectionDonnee(self.cleaned_data.get("but_lese", ""), self.cleaned_data.get("preuve", ""), fiche)

    def resume(self) -> list[dict[str, str]]:
        """What will be cast, in words."""
        noms = {o.cle: o.libelle for o in self.options}
        contenu = self.contenu
        if "points" in contenu:
            dits = [f"{noms[c]}\u00a0: {n}" for c, n in contenu["points"].items()] or ["Bulletin blanc"]
        elif "rangs" in contenu:
            dits = [f"{n}. {', '.join(noms[c] for c in rang)}" for n, rang in enumerate(contenu["rangs"], 1)]
        else:
            dits = [noms[c] for c in contenu["choix"]]
        lignes = [{"terme": "Votre bulletin", "valeur": " · ".join(dits)}]
        if self.cleaned_data.get("raison", "").strip():
            lignes.append({"terme": "Votre raison", "valeur": self.cleaned_data["raison"]})
        return lignes
