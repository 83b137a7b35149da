from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from ..enums import TypeOrganisation
from ._champs import borne_poids, historique, poids


class OrganisationQuerySet(models.QuerySet):
    def actives(self, jour=None):
        """In force on that day (today by default)."""
        jour = jour or timezone.localdate()
        return self.filter(Q(debut__isnull=True) | Q(debut__lte=jour), Q(fin__isnull=True) | Q(fin__gte=jour))

    def sous(self, organisation):
        """The organisation and everything below it."""
        return self.filter(chemin__contains=[organisation.pk])

    def publiques(self):
        return self.exclude(type=TypeOrganisation.PARTENAIRE_PRIVE)


@historique()
class Organisation(models.Model):
    """A node of the tree: government > portfolio > ministry or body > branch; private partners stand apart."""

    sigle = models.CharField("sigle", max_length=40, unique=True)
    nom = models.CharField("nom", max_length=300)
    nom_cle = models.CharField("clé de tri", max_length=300, editable=False, default="", db_index=True)
    type = models.CharField("type", max_length=20, choices=TypeOrganisation)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="enfants", verbose_name="relève de"
    )
    chemin = ArrayField(models.BigIntegerField(), editable=False, default=list)
    profondeur = models.SmallIntegerField(editable=False, default=0)
    poids = poids()
    debut = models.DateField("début", null=True, blank=True)
    fin = models.DateField("fin", null=True, blank=True)
    fusionnee_dans = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="fusionnees", verbose_name="fusionnée dans"
    )
    site = models.URLField("site", blank=True, default="")
    illustratif = models.BooleanField("illustrative", default=False)

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        verbose_name = "organisation"
        ordering = ["nom_cle", "pk"]
        indexes = [GinIndex(fields=["chemin"], name="organisation_chemin")]
        constraints = [
            borne_poids("organisation_poids_borne"),
            models.CheckConstraint(
                condition=Q(fin__isnull=True) | Q(debut__isnull=True) | Q(fin__gte=F("debut")),
                name="organisation_dates",
                violation_error_message="La fin d'une organisation ne peut précéder son début.",
            ),
            models.UniqueConstraint(
                fields=["type"],
                condition=Q(type="gouvernement"),
                name="organisation_un_gouvernement",
                violation_error_message="Il y a déjà un gouvernement.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sigle} – {self.nom}"
