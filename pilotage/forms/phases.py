"""Recording a process change."""

from django import forms

from .champs import ChampDate


class FormulairePhase(forms.Form):
    """When the process changed, and why."""

    debut = ChampDate(
        label="Premier jour du nouveau processus",
        help_text="La première période qui se termine ce jour-là ou après commence une nouvelle phase.",
        error_messages={"required": "Donnez le jour où le processus a changé."},
    )
    motif = forms.CharField(
        label="Ce qui a changé",
        max_length=500,
        help_text="Par exemple : « Nouveau formulaire en ligne ». Le motif est inscrit sur le graphique.",
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": "Dites ce qui a changé : sans motif, de nouvelles limites ne se justifient pas."},
    )

    def refuser(self, erreur: forms.ValidationError) -> None:
        """Show what the service refused."""
        for champ, messages in getattr(erreur, "message_dict", {"debut": erreur.messages}).items():
            self.add_error(champ if champ in self.fields else "debut", messages)
