"""Reports a person asked for: made by a worker, kept with their selection on the cover."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from ..enums import EtatRapport, GenreRapport


class Rapport(models.Model):
    par = models.ForeignKey("ecosysteme.Personne", models.CASCADE, related_name="rapports")
    genre = models.CharField("genre", max_length=15, choices=GenreRapport)
    titre = models.CharField("titre", max_length=300)
    selection = models.JSONField("sélection", default=dict)
    etat = models.CharField("état", max_length=10, choices=EtatRapport, default=EtatRapport.DEMANDE)
    etape = models.CharField("étape", max_length=200, blank=True, default="")
    avancement = models.PositiveSmallIntegerField("avancement (%)", default=0)
    tentatives = models.PositiveSmallIntegerField(default=0)
    erreur = models.CharField(max_length=500, blank=True, default="")
    contenu = models.JSONField(default=dict)
    chemin = models.CharField(max_length=300, blank=True, default="")
    demande_le = models.DateTimeField(default=timezone.now)
    maj_le = models.DateTimeField(default=timezone.now)
    pret_le = models.DateTimeField("prêt le", null=True, blank=True)

    class Meta:
        verbose_name = "rapport"
        ordering = ["-demande_le", "pk"]
        indexes = [
            models.Index(fields=["maj_le"], name="rapport_a_faire", condition=Q(etat__in=["demande", "en_cours"]))
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(avancement__lte=100),
                name="rapport_avancement",
                violation_error_message="L'avancement va de 0 à 100.",
            )
        ]

    def __str__(self) -> str:
        return self.titre
