"""E-mail that leaves the portal: preferences, quiet hours, and an outbox that a kill in the middle cannot confuse."""

from datetime import date, time

from django.db import models
from django.db.models import Q
from django.utils import timezone

from ..enums import CanalNotification, EtatCourriel, TypeNotification


class PreferenceNotification(models.Model):
    """How a person wants one type of notification; no row is the default of the type."""

    personne = models.ForeignKey("ecosysteme.Personne", models.CASCADE, related_name="preferences_notification")
    type = models.CharField("type", max_length=40, choices=TypeNotification)
    canal = models.CharField("canal", max_length=10, choices=CanalNotification)

    class Meta:
        verbose_name = "préférence de notification"
        verbose_name_plural = "préférences de notification"
        constraints = [
            models.UniqueConstraint(
                fields=["personne", "type"],
                name="preference_unique",
                violation_error_message="Ce type de notification a déjà une préférence.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.personne_id} {self.type} {self.canal}"


class ReglageCourriel(models.Model):
    """When a person's e-mail may leave: her zone, her quiet hours (from may be after to: over midnight), her digest."""

    personne = models.OneToOneField(
        "ecosysteme.Personne", models.CASCADE, primary_key=True, related_name="reglage_courriel"
    )
    fuseau = models.CharField("fuseau horaire", max_length=50, default="America/Toronto")
    calme_de = models.TimeField("heures calmes, de", default=time(18))
    calme_a = models.TimeField("à", default=time(7))
    resume_a = models.TimeField("résumé du jour à", default=time(7, 30))
    dernier_resume = models.DateField("dernier résumé", null=True, blank=True)

    class Meta:
        verbose_name = "réglage des courriels"
        verbose_name_plural = "réglages des courriels"

    def __str__(self) -> str:
        return f"Réglage de {self.personne_id}"


class CourrielQuerySet(models.QuerySet):
    def a_prendre(self, instant=None):
        """What a sender may take: due, or taken by one that has not come back (`pas_avant` moved when it was)."""
        en_attente = [EtatCourriel.A_ENVOYER, EtatCourriel.EN_COURS]
        return self.filter(etat__in=en_attente, pas_avant__lte=instant or timezone.now())


class Courriel(models.Model):
    """One message to one person, made once (`cle`) and handed over once, always under the same Message-ID."""

    personne = models.ForeignKey("ecosysteme.Personne", models.CASCADE, related_name="courriels")
    cle = models.CharField("clé d'unicité", max_length=200, unique=True)
    message_id = models.CharField("Message-ID", max_length=200, unique=True)
    objet = models.CharField("objet", max_length=300)
    texte = models.TextField("texte")
    html = models.TextField("HTML", blank=True, default="")
    types = models.JSONField("types qu'il contient", default=list)
    etat = models.CharField("état", max_length=10, choices=EtatCourriel, default=EtatCourriel.A_ENVOYER)
    cree_le = models.DateTimeField(default=timezone.now)
    pas_avant = models.DateTimeField("pas avant", default=timezone.now)
    pris_le = models.DateTimeField("pris le", null=True, blank=True)
    envoye_le = models.DateTimeField("envoyé le", null=True, blank=True)
    tentatives = models.PositiveSmallIntegerField(default=0)
    erreur = models.CharField(max_length=500, blank=True, default="")

    objects = CourrielQuerySet.as_manager()

    class Meta:
        verbose_name = "courriel"
        ordering = ["-cree_le", "-pk"]
        indexes = [
            models.Index(
                fields=["pas_avant"], name="courriel_a_envoyer", condition=Q(etat__in=["a_envoyer", "en_cours"])
            )
        ]

    def __str__(self) -> str:
        return self.objet

    @property
    def jour_du_resume(self) -> date | None:
        """The date of the digest it is, as its key says."""
        return date.fromisoformat(self.cle.rpartition(":")[2]) if self.cle.startswith("resume:") else None
