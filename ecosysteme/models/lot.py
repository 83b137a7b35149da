from django.db import models
from django.utils import timezone


class LotSaisie(models.Model):
    """What one press of « Enregistrer » wrote, so that it can be undone from the history.

    `ecritures` is a list of [indicator, last day, territory, measure, version before, version after]; 0 before is a
    creation, 0 after a removal. The values are in the history of measures: nothing is kept twice. Undoing a batch is
    a batch too.
    """

    par = models.ForeignKey("ecosysteme.Personne", models.SET_NULL, null=True, related_name="+", verbose_name="par")
    cree_le = models.DateTimeField("enregistré le", default=timezone.now)
    ecritures = models.JSONField(default=list)
    annule = models.OneToOneField(
        "self", models.CASCADE, null=True, blank=True, related_name="annulation", verbose_name="annule le lot"
    )

    class Meta:
        verbose_name = "lot de saisie"
        verbose_name_plural = "lots de saisie"
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"Lot {self.pk}"
