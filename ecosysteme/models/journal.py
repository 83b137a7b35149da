from django.db import models
from django.utils import timezone


class Journal(models.Model):
    """Append-only, hash-chained record of provable acts; triggers chain it and refuse change and deletion."""

    horodatage = models.DateTimeField(default=timezone.now)
    acteur = models.ForeignKey("ecosysteme.Personne", models.PROTECT, null=True, related_name="+")
    acte = models.CharField(max_length=60)
    objet = models.CharField(max_length=80)
    contenu = models.JSONField(default=dict)
    precedent = models.CharField(max_length=64, editable=False, default="")
    empreinte = models.CharField(max_length=64, editable=False, default="")

    class Meta:
        verbose_name = "entrée du journal"
        verbose_name_plural = "journal"
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.acte} {self.objet}"
