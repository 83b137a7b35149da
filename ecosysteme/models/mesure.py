import pghistory
from django.db import models
from django.db.models import Case, F, Q, When
from django.db.models.functions import ExtractYear
from django.utils import timezone

from ..enums import EtatMesure, MotifAbsence, Territoire
from ._champs import borne, valeur_exacte


@pghistory.track(
    pghistory.UpdateEvent(row=pghistory.Old, level=pghistory.Statement),
    pghistory.DeleteEvent(level=pghistory.Statement),
)
class Mesure(models.Model):
    """A result over a period, or the coded reason why there is none.

    Its first author stands on the row itself; history keeps the row as it was before each change.
    The fiscal year (exercice) is the one that holds the last day of the period.
    """

    indicateur = models.ForeignKey("ecosysteme.Indicateur", models.CASCADE, related_name="mesures", db_index=False)
    debut = models.DateField("début")
    fin = models.DateField("fin")
    exercice = models.GeneratedField(
        expression=Case(
            When(fin__month__gte=4, then=ExtractYear("fin")),
            default=ExtractYear("fin") - 1,
        ),
        output_field=models.SmallIntegerField(),
        db_persist=True,
    )
    territoire = models.CharField("territoire", max_length=2, choices=Territoire, blank=True, default="")
    valeur = valeur_exacte("valeur")
    motif_absence = models.CharField("motif d'absence", max_length=20, choices=MotifAbsence, blank=True, default="")
    sans_objet = models.BooleanField("sans objet", default=False)
    etat = models.CharField("état", max_length=12, choices=EtatMesure, default=EtatMesure.VALIDEE)
    commentaire = models.CharField("commentaire", max_length=2000, blank=True, default="")
    source = models.CharField("source", max_length=300, blank=True, default="")
    version = models.PositiveIntegerField(default=1)
    saisie_par = models.ForeignKey(
        "ecosysteme.Personne", models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )
    saisie_le = models.DateTimeField(default=timezone.now)
    importation_id = models.BigIntegerField(null=True, blank=True)

    class Meta:
        verbose_name = "mesure"
        ordering = ["fin", "pk"]
        indexes = [
            models.Index(
                fields=["importation_id"], name="mesure_importation", condition=Q(importation_id__isnull=False)
            ),
            # What people entered lately (« Mon travail »); a file of a million rows does not touch it.
            models.Index(fields=["-saisie_le"], name="mesure_recente", condition=Q(importation_id__isnull=True)),
        ]
        constraints = [
            borne("valeur", "mesure_valeur_finie"),
            models.UniqueConstraint(
                fields=["indicateur", "fin", "territoire"],
                include=["valeur", "sans_objet", "etat"],  # a year of results is read from the index alone
                name="mesure_unique",
                violation_error_message="Cet indicateur a déjà un résultat pour cette période.",
            ),
            models.CheckConstraint(
                condition=Q(fin__gte=F("debut"), debut__gte="1900-01-01", fin__lte="2200-12-31"),
                name="mesure_periode",
                violation_error_message="La fin de la période ne peut précéder son début.",
            ),
            models.CheckConstraint(
                condition=(
                    Q(valeur__isnull=False, motif_absence="", sans_objet=False)
                    | (Q(valeur__isnull=True, sans_objet=False) & ~Q(motif_absence=""))
                    | Q(valeur__isnull=True, motif_absence="", sans_objet=True)
                ),
                name="mesure_valeur_ou_motif",
                violation_error_message="Donnez une valeur, un motif d'absence ou « sans objet » : un seul des trois.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicateur.code} {self.fin}"
