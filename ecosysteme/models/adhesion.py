from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeBoundary, RangeOperators
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Func, Q
from django.utils import timezone

from ..enums import NiveauGestion, RoleAdhesion
from ._champs import historique

DATES = "La fin d'une adhésion ne peut précéder son début."


class Duree(Func):
    function = "DATERANGE"
    output_field = DateRangeField()


class AdhesionQuerySet(models.QuerySet):
    def en_vigueur(self, jour=None):
        jour = jour or timezone.localdate()
        return self.filter(Q(fin__isnull=True) | Q(fin__gte=jour), debut__lte=jour)


@historique()
class Adhesion(models.Model):
    """A dated role of a person in an organisation; it holds in the whole subtree."""

    personne = models.ForeignKey("ecosysteme.Personne", models.CASCADE, related_name="adhesions")
    organisation = models.ForeignKey("ecosysteme.Organisation", models.PROTECT, related_name="adhesions")
    role = models.CharField("rôle", max_length=30, choices=RoleAdhesion)
    niveau_gestion = models.CharField(
        "niveau de gestion", max_length=20, choices=NiveauGestion, default=NiveauGestion.NON_PRECISE, blank=True
    )
    debut = models.DateField("début", default=timezone.localdate)
    fin = models.DateField("fin", null=True, blank=True)

    objects = AdhesionQuerySet.as_manager()

    class Meta:
        verbose_name = "adhésion"
        constraints = [
            models.CheckConstraint(
                condition=Q(fin__isnull=True) | Q(fin__gte=F("debut")),
                name="adhesion_dates",
                violation_error_message=DATES,
            ),
            ExclusionConstraint(
                name="adhesion_sans_chevauchement",
                expressions=[
                    ("personne", RangeOperators.EQUAL),
                    ("organisation", RangeOperators.EQUAL),
                    ("role", RangeOperators.EQUAL),
                    (Duree("debut", "fin", RangeBoundary(inclusive_upper=True)), RangeOperators.OVERLAPS),
                ],
                violation_error_message="Cette personne a déjà ce rôle dans cette organisation à ces dates.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} – {self.organisation.sigle}"

    def clean(self) -> None:
        """Said before the constraints are tried: a range of dates in the wrong order is an error for PostgreSQL."""
        if self.debut and self.fin and self.fin < self.debut:
            raise ValidationError({"fin": DATES})
