"""A value the local level proposes beside the official one."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from ecosysteme.models._champs import borne, valeur_exacte

from ..enums import EtatCorrection


class CorrectionProposee(models.Model):
    """Value, reason, source; accepted or refused with a reason. The official value is kept as it was read."""

    indicateur = models.ForeignKey("ecosysteme.Indicateur", models.CASCADE, related_name="corrections")
    debut = models.DateField("début de la période")
    fin = models.DateField("fin de la période")
    territoire = models.CharField("territoire", max_length=2, blank=True, default="")
    officielle = valeur_exacte("valeur officielle lue")
    version_lue = models.PositiveIntegerField("version lue", default=0)
    valeur = valeur_exacte("valeur proposée", null=False, blank=False)
    motif = models.TextField("motif")
    source = models.CharField("source", max_length=300)
    etat = models.CharField("état", max_length=10, choices=EtatCorrection, default=EtatCorrection.PROPOSEE)
    par = models.ForeignKey("ecosysteme.Personne", models.PROTECT, related_name="corrections")
    proposee_le = models.DateTimeField(default=timezone.now)
    decidee_par = models.ForeignKey("ecosysteme.Personne", models.PROTECT, null=True, blank=True, related_name="+")
    decidee_le = models.DateTimeField("décidée le", null=True, blank=True)
    raison = models.TextField("raison de la décision", blank=True, default="")

    class Meta:
        verbose_name = "correction proposée"
        verbose_name_plural = "corrections proposées"
        ordering = ["-proposee_le", "pk"]
        constraints = [
            borne("valeur", "correction_valeur"),
            models.UniqueConstraint(
                fields=["indicateur", "fin", "territoire", "par"],
                condition=Q(etat="proposee"),
                name="correction_une_seule",
                violation_error_message="Vous proposez déjà une correction pour cette période.",
            ),
            models.CheckConstraint(
                condition=~Q(motif="") & ~Q(source=""),
                name="correction_motif",
                violation_error_message="Une correction se propose avec son motif et sa source.",
            ),
            models.CheckConstraint(
                condition=~Q(etat="refusee") | ~Q(raison=""),
                name="correction_raison",
                violation_error_message="Dites pourquoi la correction est refusée.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.valeur} pour {self.indicateur_id} au {self.fin}"
