from django.db import models
from django.utils import timezone

from ..enums import EtatInitiative
from ._champs import historique


@historique()
class Initiative(models.Model):
    """The thread: one improvement effort that the objects of every pillar hang on."""

    titre = models.CharField("titre", max_length=300)
    description = models.TextField("description", blank=True, default="")
    etat = models.CharField("état", max_length=12, choices=EtatInitiative, default=EtatInitiative.OUVERTE)
    ouverte_par = models.ForeignKey("ecosysteme.Personne", models.PROTECT, related_name="initiatives_ouvertes")
    ouverte_le = models.DateTimeField(default=timezone.now)
    organisations = models.ManyToManyField("ecosysteme.Organisation", related_name="initiatives", blank=True)
    indicateurs = models.ManyToManyField("ecosysteme.Indicateur", related_name="initiatives", blank=True)

    class Meta:
        verbose_name = "initiative"
        ordering = ["-ouverte_le", "pk"]

    def __str__(self) -> str:
        return self.titre
