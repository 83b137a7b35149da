from django.db import models
from django.db.models import Q
from django.utils import timezone

from ..enums import EtatInitiative
from ._champs import historique


class InitiativeQuerySet(models.QuerySet):
    def ouvertes(self):
        return self.filter(etat__in=[EtatInitiative.OUVERTE, EtatInitiative.EN_COURS])


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
    prochaine_etape = models.CharField("prochaine étape", max_length=300, blank=True, default="")
    prochaine_etape_par = models.ForeignKey(
        "ecosysteme.Personne", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="par qui"
    )
    prochaine_etape_le = models.DateField("pour quand", null=True, blank=True)
    close_le = models.DateTimeField("close le", null=True, blank=True)
    issue = models.TextField("ce qui en est sorti", blank=True, default="")
    version = models.PositiveIntegerField(default=1)

    objects = InitiativeQuerySet.as_manager()

    class Meta:
        verbose_name = "initiative"
        ordering = ["-ouverte_le", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(close_le__isnull=True, etat__in=["ouverte", "en_cours"])
                | Q(close_le__isnull=False, etat__in=["terminee", "abandonnee"]),
                name="initiative_close",
                violation_error_message="Une initiative terminée ou abandonnée a une date de clôture.",
            ),
        ]

    def __str__(self) -> str:
        return self.titre


@historique()
class Participation(models.Model):
    """A person who takes part in an initiative, until she leaves it."""

    initiative = models.ForeignKey("ecosysteme.Initiative", models.CASCADE, related_name="participations")
    personne = models.ForeignKey("ecosysteme.Personne", models.CASCADE, related_name="participations")
    apport = models.CharField("ce que la personne y apporte", max_length=200, blank=True, default="")
    depuis = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = "participation"
        ordering = ["depuis", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["initiative", "personne"],
                name="participation_unique",
                violation_error_message="Cette personne participe déjà à l'initiative.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.initiative_id} {self.personne_id}"
