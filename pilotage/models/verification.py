from django.db import models
from django.utils import timezone


class RapportVerification(models.Model):
    """The report of a full recompute: how many bilans it covered and which ones differed (none, if all is well)."""

    jour = models.DateField(unique=True)
    cree_le = models.DateTimeField(default=timezone.now)
    bilans = models.IntegerField()
    ecarts = models.IntegerField()
    detail = models.JSONField(default=list)
    duree_ms = models.IntegerField()

    class Meta:
        verbose_name = "rapport de vérification"
        verbose_name_plural = "rapports de vérification"
        ordering = ["-jour"]

    def __str__(self) -> str:
        return f"{self.jour} : {self.ecarts} écart(s)"
