from django.db import models

from ._champs import borne_poids, historique, poids


@historique()
class Objectif(models.Model):
    """An objective of an orientation, carried by one or more indicators."""

    orientation = models.ForeignKey("ecosysteme.Orientation", models.CASCADE, related_name="objectifs")
    numero = models.CharField("numéro", max_length=20)
    titre = models.CharField("titre", max_length=500)
    poids = poids()

    class Meta:
        verbose_name = "objectif"
        ordering = ["numero", "pk"]
        constraints = [
            borne_poids("objectif_poids_borne"),
            models.UniqueConstraint(
                fields=["orientation", "numero"],
                name="objectif_numero_unique",
                violation_error_message="Cette orientation a déjà un objectif de ce numéro.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.numero} {self.titre}"
