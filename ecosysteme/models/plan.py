from django.db import models
from django.db.models import F, Q

from ..enums import EtatPlan
from ._champs import borne_poids, historique, poids


class PlanQuerySet(models.QuerySet):
    def en_vigueur(self, exercice: int):
        return self.exclude(etat=EtatPlan.BROUILLON).filter(exercice_debut__lte=exercice, exercice_fin__gte=exercice)


@historique()
class PlanStrategique(models.Model):
    """The strategic plan of an organisation, over fiscal years; a published plan changes with a note."""

    organisation = models.ForeignKey("ecosysteme.Organisation", models.PROTECT, related_name="plans")
    titre = models.CharField("titre", max_length=300)
    exercice_debut = models.SmallIntegerField("premier exercice")
    exercice_fin = models.SmallIntegerField("dernier exercice")
    etat = models.CharField("état", max_length=12, choices=EtatPlan, default=EtatPlan.BROUILLON)
    poids = poids()
    url = models.URLField("document publié", blank=True, default="")
    note_changement = models.TextField("note de changement", blank=True, default="")
    version = models.PositiveIntegerField(default=1)
    illustratif = models.BooleanField("illustratif", default=False)

    objects = PlanQuerySet.as_manager()

    class Meta:
        verbose_name = "plan stratégique"
        verbose_name_plural = "plans stratégiques"
        ordering = ["-exercice_debut", "pk"]
        constraints = [
            borne_poids("plan_poids_borne"),
            models.CheckConstraint(
                condition=Q(exercice_fin__gte=F("exercice_debut"), exercice_debut__gte=1900, exercice_fin__lte=2200),
                name="plan_exercices",
                violation_error_message="Le dernier exercice du plan ne peut précéder le premier.",
            ),
        ]

    def __str__(self) -> str:
        return self.titre

    @property
    def exige_note(self) -> bool:
        """A draft changes freely; what was published says why it changes."""
        return self.etat != EtatPlan.BROUILLON
