"""Minutes of a meeting: what the facilitator corrects beside the rows, then what was published, for good."""

from django.db import models
from django.db.models import Q


class ProcesVerbal(models.Model):
    """Nobody's words are written over: `corrections` stand beside the notes; `contenu` is the text as published.

    Once published the row never changes (sql/proces_verbal.sql), whatever becomes of actions and decisions since.
    """

    rencontre = models.OneToOneField("pilotage.Rencontre", models.PROTECT, related_name="proces_verbal")
    corrections = models.JSONField(default=dict, blank=True)
    contenu = models.JSONField(null=True, blank=True)
    publie_le = models.DateTimeField("publié le", null=True, blank=True)
    publie_par = models.ForeignKey("ecosysteme.Personne", models.PROTECT, null=True, blank=True, related_name="+")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = "procès-verbal"
        verbose_name_plural = "procès-verbaux"
        constraints = [
            models.CheckConstraint(
                condition=Q(publie_le__isnull=True, contenu__isnull=True)
                | Q(publie_le__isnull=False, contenu__isnull=False),
                name="pv_publie",
                violation_error_message="Un procès-verbal publié a son texte.",
            )
        ]

    def __str__(self) -> str:
        return f"Procès-verbal de la rencontre {self.rencontre_id}"
