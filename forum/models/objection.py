"""What voters write beside a ballot: objections, forecasts."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from ecosysteme.models._champs import historique

from ..enums import EtatObjection


@historique()
class Objection(models.Model):
    """An objection is an object: what it says, the aim it harms, the evidence, what becomes of it."""

    scrutin = models.ForeignKey("forum.Scrutin", models.PROTECT, related_name="objections")
    inscription = models.ForeignKey("forum.Inscription", models.PROTECT, related_name="objections")
    enonce = models.TextField("objection")
    but_lese = models.TextField("but qu'elle voit lésé")
    preuve = models.TextField("ce qui l'appuie", blank=True, default="")
    garde_fou = models.ForeignKey(
        "ecosysteme.Indicateur",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="indicateur garde-fou",
    )
    etat = models.CharField("état", max_length=12, choices=EtatObjection, default=EtatObjection.OUVERTE)
    raison = models.TextField("raison", blank=True, default="")
    integree_par = models.ForeignKey(
        "forum.VersionProposition", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="intégrée par"
    )
    cree_le = models.DateTimeField("faite le", default=timezone.now)
    traite_par = models.ForeignKey("ecosysteme.Personne", models.PROTECT, null=True, blank=True, related_name="+")
    traite_le = models.DateTimeField("traitée le", null=True, blank=True)
    revue_constat = models.TextField("à la révision : le tort redouté s'est-il produit?", blank=True, default="")
    revue_le = models.DateTimeField("revue le", null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = "objection"
        ordering = ["cree_le", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(etat=EtatObjection.INTEGREE, integree_par__isnull=False)
                | ~Q(etat=EtatObjection.INTEGREE) & Q(integree_par__isnull=True),
                name="objection_integree",
                violation_error_message="Une objection intégrée l'est par une version du texte.",
            )
        ]

    def __str__(self) -> str:
        return self.enonce[:80]


class Prevision(models.Model):
    """How likely a voter finds the expected effect (0 to 100 %); written beside the ballot, never part of the count."""

    scrutin = models.ForeignKey("forum.Scrutin", models.PROTECT, related_name="previsions")
    inscription = models.ForeignKey("forum.Inscription", models.PROTECT, related_name="previsions")
    probabilite = models.PositiveSmallIntegerField("chances que l'effet attendu se produise (%)")
    maj_le = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = "prévision"
        constraints = [
            models.UniqueConstraint(
                fields=["scrutin", "inscription"],
                name="prevision_unique",
                violation_error_message="Cette personne a déjà fait sa prévision.",
            ),
            models.CheckConstraint(
                condition=Q(probabilite__lte=100),
                name="prevision_borne",
                violation_error_message="Une prévision va de 0 à 100 %.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.probabilite} %"
