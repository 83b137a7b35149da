"""Opinion map: statements people agree with or not, and versioned results that never tell of a person."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from ecosysteme.models._champs import historique

from ..enums import AvisEnonce


@historique()
class Consultation(models.Model):
    """A question put to the people of a space, answered by statements they agree with or not."""

    sujet = models.ForeignKey("forum.Sujet", models.PROTECT, related_name="consultations")
    question = models.CharField("question", max_length=300)
    ouverte_par = models.ForeignKey("ecosysteme.Personne", models.PROTECT, related_name="+")
    ouverte_le = models.DateTimeField("ouverte le", default=timezone.now)
    ferme_le = models.DateTimeField("ferme le", null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = "consultation"
        ordering = ["-ouverte_le", "-pk"]

    def __str__(self) -> str:
        return self.question


class Enonce(models.Model):
    """A statement, short, one idea; never edited, for what was agreed with must not change."""

    consultation = models.ForeignKey("forum.Consultation", models.CASCADE, related_name="enonces")
    texte = models.CharField("énoncé", max_length=200)
    auteur = models.ForeignKey("ecosysteme.Personne", models.PROTECT, related_name="+")
    cree_le = models.DateTimeField(default=timezone.now)
    retire_le = models.DateTimeField("retiré le", null=True, blank=True)
    retire_motif = models.CharField("motif", max_length=300, blank=True, default="")

    class Meta:
        verbose_name = "énoncé"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["consultation", "texte"],
                name="enonce_unique",
                violation_error_message="Cet énoncé est déjà proposé.",
            ),
            models.CheckConstraint(
                condition=Q(retire_le__isnull=True) | ~Q(retire_motif=""),
                name="enonce_retrait",
                violation_error_message="Dites pourquoi l'énoncé est retiré.",
            ),
        ]

    def __str__(self) -> str:
        return self.texte


class AvisSurEnonce(models.Model):
    """A person's say on a statement; the last one counts."""

    enonce = models.ForeignKey("forum.Enonce", models.CASCADE, related_name="avis")
    personne = models.ForeignKey("ecosysteme.Personne", models.CASCADE, related_name="+")
    avis = models.SmallIntegerField("avis", choices=AvisEnonce)
    maj_le = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = "avis sur un énoncé"
        verbose_name_plural = "avis sur un énoncé"
        constraints = [
            models.UniqueConstraint(
                fields=["enonce", "personne"],
                name="avis_unique",
                violation_error_message="Cette personne s'est déjà prononcée sur cet énoncé.",
            ),
            models.CheckConstraint(
                condition=Q(avis__in=[-1, 0, 1]), name="avis_valeur", violation_error_message="Un avis vaut −1, 0 ou 1."
            ),
        ]

    def __str__(self) -> str:
        return str(self.avis)


class CarteOpinion(models.Model):
    """One computed result: its seed, whether the gate opened, groups and agreement per statement. Never rewritten."""

    consultation = models.ForeignKey("forum.Consultation", models.CASCADE, related_name="cartes")
    numero = models.PositiveIntegerField("version")
    calculee_le = models.DateTimeField("calculée le", default=timezone.now)
    graine = models.PositiveIntegerField("graine")
    nb_participants = models.PositiveIntegerField("participants")
    nb_avis = models.PositiveIntegerField("avis")
    nette = models.BooleanField("une division nette se voit")
    resultat = models.JSONField("résultat")

    class Meta:
        verbose_name = "carte d'opinion"
        verbose_name_plural = "cartes d'opinion"
        ordering = ["consultation", "-numero"]
        constraints = [
            models.UniqueConstraint(
                fields=["consultation", "numero"],
                name="carte_numero",
                violation_error_message="Cette version de la carte existe déjà.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.consultation_id} {self.numero}"
