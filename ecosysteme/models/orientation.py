from django.db import models

from ._champs import borne_poids, historique, poids


@historique()
class Orientation(models.Model):
    """An orientation of a plan, under the issue (enjeu) it answers."""

    plan = models.ForeignKey("ecosysteme.PlanStrategique", models.CASCADE, related_name="orientations")
    numero = models.CharField("numéro", max_length=20)
    titre = models.CharField("titre", max_length=500)
    enjeu = models.CharField("enjeu", max_length=500, blank=True, default="")
    poids = poids()

    class Meta:
        verbose_name = "orientation"
        ordering = ["numero", "pk"]
        constraints = [
            borne_poids("orientation_poids_borne"),
            models.UniqueConstraint(
                fields=["plan", "numero"],
                name="orientation_numero_unique",
                violation_error_message="Ce plan a déjà une orientation de ce numéro.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.numero} {self.titre}"
