"""What calls for attention: thresholds the coordination sets, and alerts somebody has answered for."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from ecosysteme.models._champs import historique

from ..enums import TypeAlerte
from .meteo import un_seul


@historique()
class SeuilAlerte(models.Model):
    """The threshold of a type of alert; no row is the published default."""

    type = models.CharField("type", max_length=15, choices=TypeAlerte, unique=True)
    valeur = models.DecimalField("seuil", max_digits=9, decimal_places=2)
    par = models.ForeignKey("ecosysteme.Personne", models.PROTECT, related_name="+")
    maj_le = models.DateTimeField(default=timezone.now)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = "seuil d'alerte"
        verbose_name_plural = "seuils d'alerte"
        constraints = [
            models.CheckConstraint(
                condition=Q(valeur__gt=0, valeur__lte=1000),
                name="seuil_borne",
                violation_error_message="Un seuil est un nombre entre 0 et 1 000.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.type} : {self.valeur}"


class AcquittementQuerySet(models.QuerySet):
    def en_vigueur(self, jour=None):
        return self.filter(leve_le__isnull=True, jusqu_au__gte=jour or timezone.localdate())


class Acquittement(models.Model):
    """A person knows of an alert, says why it may wait, and until when; then it shows again by itself."""

    type = models.CharField("type", max_length=15, choices=TypeAlerte)
    indicateur = models.ForeignKey(
        "ecosysteme.Indicateur", models.CASCADE, null=True, blank=True, related_name="acquittements"
    )
    organisation = models.ForeignKey(
        "ecosysteme.Organisation", models.CASCADE, null=True, blank=True, related_name="acquittements"
    )
    exercice = models.PositiveSmallIntegerField("exercice")
    motif = models.CharField("motif", max_length=500)
    jusqu_au = models.DateField("jusqu'au")
    par = models.ForeignKey("ecosysteme.Personne", models.PROTECT, related_name="+")
    cree_le = models.DateTimeField(default=timezone.now)
    leve_le = models.DateTimeField("levé le", null=True, blank=True)
    leve_par = models.ForeignKey("ecosysteme.Personne", models.PROTECT, null=True, blank=True, related_name="+")

    objects = AcquittementQuerySet.as_manager()

    class Meta:
        verbose_name = "acquittement d'alerte"
        verbose_name_plural = "acquittements d'alertes"
        ordering = ["-cree_le"]
        constraints = [
            models.CheckConstraint(
                condition=un_seul("indicateur", "organisation"),
                name="acquittement_un_noeud",
                violation_error_message="Une alerte porte sur un indicateur ou sur une organisation.",
            ),
            models.CheckConstraint(
                condition=~Q(motif=""),
                name="acquittement_motif",
                violation_error_message="Dites pourquoi l'alerte peut attendre.",
            ),
            *(
                models.UniqueConstraint(
                    fields=["type", noeud, "exercice"],
                    condition=Q(leve_le__isnull=True),
                    name=f"acquittement_{noeud}",
                    violation_error_message="Cette alerte est déjà acquittée.",
                )
                for noeud in ("indicateur", "organisation")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.type} jusqu'au {self.jusqu_au}"
