from django.db import models
from django.db.models import F, Q

from ..enums import FormeCible, Territoire
from ._champs import borne, historique, valeur_exacte


@historique()
class Cible(models.Model):
    """The target of an indicator for a fiscal year, with its deadline."""

    indicateur = models.ForeignKey("ecosysteme.Indicateur", models.CASCADE, related_name="cibles")
    exercice = models.SmallIntegerField("exercice")
    territoire = models.CharField("territoire", max_length=2, choices=Territoire, blank=True, default="")
    forme = models.CharField("forme", max_length=10, choices=FormeCible)
    valeur_min = valeur_exacte("valeur minimale")
    valeur_max = valeur_exacte("valeur maximale")
    texte = models.CharField("texte", max_length=1000, blank=True, default="")
    echeance = models.DateField("échéance")
    jugee_atteinte = models.BooleanField("jugée atteinte", null=True, blank=True)
    illustratif = models.BooleanField("illustrative", default=False)
    note_changement = models.TextField("note de changement", blank=True, default="")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = "cible"
        ordering = ["exercice", "pk"]
        constraints = [
            borne("valeur_min", "cible_min_finie"),
            borne("valeur_max", "cible_max_finie"),
            models.UniqueConstraint(
                fields=["indicateur", "exercice", "territoire"],
                name="cible_unique",
                violation_error_message="Cet indicateur a déjà une cible pour cet exercice.",
            ),
            models.CheckConstraint(
                condition=(
                    Q(forme__in=["au_moins", "exacte"], valeur_min__isnull=False)
                    | Q(forme="au_plus", valeur_max__isnull=False)
                    | Q(forme="plage", valeur_min__isnull=False, valeur_max__gte=F("valeur_min"))
                    | (Q(forme__in=["jalon", "texte"]) & ~Q(texte=""))
                ),
                name="cible_forme",
                violation_error_message=(
                    "Une cible chiffrée a besoin de sa valeur, une plage de deux bornes dans l'ordre, "
                    "un jalon ou un texte de son énoncé."
                ),
            ),
            models.CheckConstraint(
                condition=Q(exercice__gte=1900, exercice__lte=2200),
                name="cible_exercice",
                violation_error_message="L'exercice de la cible est hors du calendrier.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicateur.code} {self.exercice}"
