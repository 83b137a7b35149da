from django.db import models
from django.db.models import Q
from django.utils import timezone

from ecosysteme.models._champs import historique

from ..enums import Assurance, Variation


class EtatIndicateurQuerySet(models.QuerySet):
    def en_retard(self, jour=None):
        return self.filter(prochaine_maj__lt=jour or timezone.localdate())


class EtatIndicateur(models.Model):
    """What an indicator is today: its freshness, written by the roll-up, and its signal, by the control charts."""

    indicateur = models.OneToOneField(
        "ecosysteme.Indicateur", models.CASCADE, primary_key=True, related_name="etat_courant"
    )
    derniere_mesure = models.DateField(null=True)
    prochaine_maj = models.DateField(null=True)
    spc_a_refaire = models.BooleanField(default=True)
    variation = models.CharField(max_length=12, choices=Variation, default="", blank=True)
    assurance = models.CharField(max_length=12, choices=Assurance, default="", blank=True)
    regle = models.CharField(max_length=1, default="", blank=True)
    signal_depuis = models.DateField(null=True)
    spc_calcule_le = models.DateTimeField(null=True)

    objects = EtatIndicateurQuerySet.as_manager()

    class Meta:
        verbose_name = "état d'un indicateur"
        verbose_name_plural = "états des indicateurs"
        indexes = [
            models.Index(fields=["indicateur"], name="etat_spc_a_refaire", condition=Q(spc_a_refaire=True)),
            models.Index(fields=["prochaine_maj"], name="etat_prochaine_maj"),
        ]

    def __str__(self) -> str:
        return f"{self.indicateur_id} {self.variation}"


class CarteSale(models.Model):
    """An indicator a roll-up touched, whose state is to be brought up to date.

    Append-only, and apart from that state: a roll-up waits for nobody.
    """

    indicateur_id = models.BigIntegerField()

    class Meta:
        verbose_name = "état à rafraîchir"
        verbose_name_plural = "états à rafraîchir"

    def __str__(self) -> str:
        return str(self.indicateur_id)


@historique()
class PhaseSpc(models.Model):
    """A process change recorded with its reason: the control chart starts new limits there."""

    indicateur = models.ForeignKey("ecosysteme.Indicateur", models.CASCADE, related_name="phases_spc")
    debut = models.DateField("début de la phase")
    motif = models.CharField("motif", max_length=500)
    auteur = models.ForeignKey("ecosysteme.Personne", models.PROTECT, related_name="+")
    cree_le = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = "phase de carte de contrôle"
        ordering = ["debut"]
        constraints = [
            models.UniqueConstraint(
                fields=["indicateur", "debut"],
                name="phase_spc_unique",
                violation_error_message="Une phase commence déjà à cette date.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.indicateur_id} {self.debut}"
