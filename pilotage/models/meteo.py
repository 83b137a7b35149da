"""A person's judgement on a node, dated, never overwritten."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Length
from django.db.models.lookups import LessThanOrEqual
from django.utils import timezone

from ..enums import Ciel

SYNTHESE_MAX = 1000
NOEUDS = ("organisation", "plan", "objectif")


def un_seul(*champs: str) -> Q:
    """Exactly one of these foreign keys is set."""
    condition = Q()
    for voulu in champs:
        condition |= Q(**{f"{champ}__isnull": champ != voulu for champ in champs})
    return condition


class MeteoQuerySet(models.QuerySet):
    def publiees(self):
        return self.filter(publiee_le__isnull=False)

    def brouillons(self):
        return self.filter(publiee_le__isnull=True)


class Meteo(models.Model):
    """A sky and its synthesis for an organisation, a plan or an objective, in a fiscal year.

    A draft has no publication date and there is one an author and a node; the one in force is the latest published.
    A trigger refuses to change a published one.
    """

    organisation = models.ForeignKey(
        "ecosysteme.Organisation", models.CASCADE, null=True, blank=True, related_name="meteos"
    )
    plan = models.ForeignKey("ecosysteme.PlanStrategique", models.CASCADE, null=True, blank=True, related_name="meteos")
    objectif = models.ForeignKey("ecosysteme.Objectif", models.CASCADE, null=True, blank=True, related_name="meteos")
    exercice = models.PositiveSmallIntegerField("exercice")
    ciel = models.CharField("météo", max_length=15, choices=Ciel, blank=True, default="")
    risques = models.TextField("risques et obstacles", blank=True, default="")
    solutions = models.TextField("solutions et prochaines étapes", blank=True, default="")
    reussites = models.TextField("réussites", blank=True, default="")
    ambition = models.TextField("notre ambition", max_length=1000, blank=True, default="")
    deja_fait = models.TextField("déjà fait", max_length=1000, blank=True, default="")
    a_faire = models.TextField("à faire", max_length=1000, blank=True, default="")
    auteur = models.ForeignKey("ecosysteme.Personne", models.PROTECT, related_name="+")
    cree_le = models.DateTimeField(default=timezone.now)
    maj_le = models.DateTimeField(default=timezone.now)
    publiee_le = models.DateTimeField("publiée le", null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = MeteoQuerySet.as_manager()

    class Meta:
        verbose_name = "météo"
        verbose_name_plural = "météos"
        ordering = ["-publiee_le", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=un_seul(*NOEUDS),
                name="meteo_un_noeud",
                violation_error_message="Une météo porte sur une organisation, un plan ou un objectif, et un seul.",
            ),
            models.CheckConstraint(
                condition=Q(publiee_le__isnull=True) | ~Q(ciel=""),
                name="meteo_ciel",
                violation_error_message="Choisissez une météo avant de publier.",
            ),
            models.CheckConstraint(
                condition=LessThanOrEqual(
                    Length(F("risques")) + Length(F("solutions")) + Length(F("reussites")), SYNTHESE_MAX
                ),
                name="meteo_synthese",
                violation_error_message="La synthèse compte au plus 1 000 caractères en tout.",
            ),
            *(
                models.UniqueConstraint(
                    fields=["auteur", noeud, "exercice"],
                    condition=Q(publiee_le__isnull=True),
                    name=f"meteo_brouillon_{noeud}",
                    violation_error_message="Vous avez déjà un brouillon de météo ici.",
                )
                for noeud in NOEUDS
            ),
        ]
        indexes = [
            models.Index(
                fields=[noeud, "exercice", "-publiee_le"],
                name=f"meteo_{noeud}",
                condition=Q(publiee_le__isnull=False),
            )
            for noeud in NOEUDS
        ]

    def __str__(self) -> str:
        return f"{self.get_ciel_display() or 'Météo non renseignée'} ({self.exercice})"
