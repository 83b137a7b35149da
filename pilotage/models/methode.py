"""Scoring methods as versioned data, and what a coordinator judges for them."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from ecosysteme.models._champs import historique


class MethodeNotation(models.Model):
    """A version of a scoring method: its parameters, the fiscal years it is for, where it was published."""

    code = models.CharField("code", max_length=30)
    version = models.PositiveSmallIntegerField("version", default=1)
    libelle = models.CharField("libellé", max_length=100)
    description = models.TextField("description", blank=True, default="")
    parametres = models.JSONField("paramètres", default=dict)
    exercice_debut = models.PositiveSmallIntegerField("premier exercice", null=True, blank=True)
    exercice_fin = models.PositiveSmallIntegerField("dernier exercice", null=True, blank=True)
    source = models.CharField("source", max_length=300, blank=True, default="")
    cree_le = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = "méthode de notation"
        verbose_name_plural = "méthodes de notation"
        ordering = ["code", "-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["code", "version"],
                name="methode_version",
                violation_error_message="Cette version de la méthode existe déjà.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.libelle}, version {self.version}"


@historique()
class GrilleQualite(models.Model):
    """What a coordinator judges of a plan, in a fiscal year: parts of SCT 2019 that no count can tell (0 to 100)."""

    plan = models.ForeignKey("ecosysteme.PlanStrategique", models.CASCADE, related_name="grilles_qualite")
    exercice = models.PositiveSmallIntegerField("exercice")
    qualite_jugee = models.DecimalField(
        "qualité des indicateurs et des cibles", max_digits=5, decimal_places=2, null=True, blank=True
    )
    non_documentee = models.DecimalField(
        "composante non documentée", max_digits=5, decimal_places=2, null=True, blank=True
    )
    motif = models.TextField("ce qui fonde ce jugement", blank=True, default="")
    par = models.ForeignKey("ecosysteme.Personne", models.PROTECT, related_name="+")
    maj_le = models.DateTimeField(default=timezone.now)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = "grille de qualité"
        verbose_name_plural = "grilles de qualité"
        ordering = ["plan", "-exercice"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "exercice"],
                name="grille_unique",
                violation_error_message="Ce plan a déjà une grille pour cet exercice.",
            ),
            *(
                models.CheckConstraint(
                    condition=Q(**{f"{champ}__isnull": True}) | Q(**{f"{champ}__gte": 0, f"{champ}__lte": 100}),
                    name=f"grille_{champ}",
                    violation_error_message="Une note va de 0 à 100.",
                )
                for champ in ("qualite_jugee", "non_documentee")
            ),
        ]

    def __str__(self) -> str:
        return f"Qualité de {self.plan_id} en {self.exercice}"
