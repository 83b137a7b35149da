"""Flags, their queue, the appeal; and what is attached to a message."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from ..enums import EtatAntivirus, EtatSignalement, IssueAppel


class Signalement(models.Model):
    """A message a person asks to be looked at; the author of a removed one may appeal, once, to somebody else."""

    message = models.ForeignKey("forum.Message", models.PROTECT, related_name="signalements")
    par = models.ForeignKey("ecosysteme.Personne", models.PROTECT, related_name="+")
    motif = models.CharField("motif", max_length=300)
    cree_le = models.DateTimeField("signalé le", default=timezone.now)
    etat = models.CharField("état", max_length=10, choices=EtatSignalement, default=EtatSignalement.A_TRAITER)
    traite_par = models.ForeignKey("ecosysteme.Personne", models.PROTECT, null=True, blank=True, related_name="+")
    traite_le = models.DateTimeField("traité le", null=True, blank=True)
    raison = models.TextField("raison", blank=True, default="")
    appel = models.TextField("appel", blank=True, default="")
    appel_le = models.DateTimeField("appel fait le", null=True, blank=True)
    appel_issue = models.CharField("issue de l'appel", max_length=10, choices=IssueAppel, blank=True, default="")
    appel_par = models.ForeignKey("ecosysteme.Personne", models.PROTECT, null=True, blank=True, related_name="+")
    appel_traite_le = models.DateTimeField("appel traité le", null=True, blank=True)
    appel_raison = models.TextField("raison de l'issue", blank=True, default="")

    class Meta:
        verbose_name = "signalement"
        ordering = ["cree_le", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["message", "par"],
                condition=Q(etat="a_traiter"),
                name="signalement_unique",
                violation_error_message="Vous avez déjà signalé ce message.",
            ),
            models.CheckConstraint(
                condition=Q(etat="a_traiter") | Q(traite_le__isnull=False, traite_par__isnull=False) & ~Q(raison=""),
                name="signalement_traite",
                violation_error_message="Dites la raison de la suite donnée au signalement.",
            ),
            models.CheckConstraint(
                condition=Q(appel_par__isnull=True) | ~Q(appel_par=F("traite_par")),
                name="signalement_appel",
                violation_error_message="Un appel est traité par une autre personne que celle qui a retiré le message.",
            ),
        ]

    def __str__(self) -> str:
        return self.motif


class PieceJointe(models.Model):
    """A file attached to a message: its type read from its content, its name shown, never executed."""

    message = models.ForeignKey("forum.Message", models.PROTECT, null=True, blank=True, related_name="pieces")
    deposee_par = models.ForeignKey("ecosysteme.Personne", models.PROTECT, related_name="+")
    deposee_le = models.DateTimeField("déposée le", default=timezone.now)
    nom = models.CharField("nom", max_length=200)
    type_mime = models.CharField("type", max_length=100)
    taille = models.PositiveIntegerField("taille (octets)")
    sha256 = models.CharField("empreinte", max_length=64)
    fichier = models.FileField("fichier", upload_to="forum/%Y/%m")
    antivirus = models.CharField("antivirus", max_length=15, choices=EtatAntivirus, default=EtatAntivirus.NON_ANALYSE)

    class Meta:
        verbose_name = "pièce jointe"
        verbose_name_plural = "pièces jointes"
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.nom
