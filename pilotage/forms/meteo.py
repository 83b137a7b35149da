"""The météo of a node, as a form: a sky, a synthesis of at most 1,000 characters in all, three words on the way."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model

from ecosysteme.format import nombre
from ecosysteme.models import PlanStrategique

from ..enums import Ciel
from ..models import Meteo
from ..models.meteo import SYNTHESE_MAX
from .versions import FormulaireVersion

SYNTHESE = ("risques", "solutions", "reussites")
CHEMIN = ("ambition", "deja_fait", "a_faire")
RETIRE = (
    "Ce brouillon a été publié ou abandonné dans une autre fenêtre. Vos textes sont gardés ici : "
    "enregistrez pour en faire un nouveau brouillon."
)
CIELS = [("", "Pas encore choisie"), *((c.value, f"{mot} : {c.label.lower()}") for c, mot in (
    (Ciel.SOLEIL, "Soleil"), (Ciel.COUVERT, "Couvert"), (Ciel.NUAGE, "Nuage"), (Ciel.ORAGE, "Orage"))),
    (Ciel.NON_NECESSAIRE.value, Ciel.NON_NECESSAIRE.label)]  # fmt: skip


class FormulaireMeteo(FormulaireVersion):
    ciel = forms.ChoiceField(label="Météo", choices=CIELS, required=False, widget=forms.RadioSelect)

    class Meta:
        model = Meteo
        fields = ["ciel", *SYNTHESE, *CHEMIN]
        widgets = {champ: forms.Textarea({"rows": 4, "maxlength": SYNTHESE_MAX}) for champ in (*SYNTHESE, *CHEMIN)}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, plan=PlanStrategique(), **kwargs)
        self.version_ecrite = self.initial["version"]
        for champ in SYNTHESE:
            self.fields[champ].widget.attrs["data-compte"] = "synthese"

    def clean(self) -> dict[str, Any]:
        """Lines end as the database counts them, whatever the browser sends."""
        donnees = super().clean() or self.cleaned_data
        for champ in (*SYNTHESE, *CHEMIN):
            donnees[champ] = (donnees.get(champ) or "").replace("\r\n", "\n").strip()
        if (total := sum(len(donnees[champ]) for champ in SYNTHESE)) > SYNTHESE_MAX:
            raise ValidationError(
                f"La synthèse compte {nombre(total)} caractères en tout, au plus {nombre(SYNTHESE_MAX)} : "
                "raccourcissez-la."
            )
        return donnees

    def montrer_conflit(self, actuelle: Model | None) -> None:
        """A draft published or dropped in another window: what was typed can start a new one."""
        if actuelle is not None:
            super().montrer_conflit(actuelle)
            return
        self.add_error(None, RETIRE)
        self.data = self.data.copy()
        self.data[self.add_prefix("version")] = "0"

    def _post_clean(self) -> None:
        """The service validates the row: here the instance keeps what was read."""

    @property
    def compte(self) -> str:
        """« 642 » characters of synthesis, as typed."""
        return nombre(sum(len((self[champ].value() or "").replace("\r\n", "\n")) for champ in SYNTHESE))

    @property
    def synthese(self) -> list[forms.BoundField]:
        return [self[champ] for champ in SYNTHESE]

    @property
    def chemin(self) -> list[forms.BoundField]:
        return [self[champ] for champ in CHEMIN]
