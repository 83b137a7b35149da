from django.db import models
from django.utils import timezone

from ..enums import NiveauDelegation
from ._champs import historique


@historique()
class Decision(models.Model):
    """What a collegial body decided, by vote or in a steering meeting."""

    texte = models.TextField("décision")
    organe = models.CharField("organe", max_length=300)
    niveau_delegation = models.PositiveSmallIntegerField(
        "niveau de délégation", choices=NiveauDelegation, null=True, blank=True
    )
    prise_le = models.DateTimeField("prise le", default=timezone.now)
    prise_par = models.ForeignKey("ecosysteme.Personne", models.PROTECT, related_name="decisions")
    organisation = models.ForeignKey(
        "ecosysteme.Organisation", models.PROTECT, null=True, blank=True, related_name="decisions"
    )
    initiative = models.ForeignKey(
        "ecosysteme.Initiative", models.PROTECT, null=True, blank=True, related_name="decisions"
    )
    revision_le = models.DateField("à réviser le", null=True, blank=True)

    responsable = models.ForeignKey(
        "ecosysteme.Personne", models.PROTECT, null=True, blank=True, related_name="decisions_portees"
    )
    revisee_le = models.DateField("révisée le", null=True, blank=True)
    constat = models.TextField("constat de la révision", blank=True, default="")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = "décision"
        verbose_name_plural = "décisions"
        ordering = ["-prise_le", "pk"]

    def __str__(self) -> str:
        return self.texte[:80]
