from django.db import models
from django.db.models import Q
from django.utils import timezone

from ..enums import TypeNotification


class NotificationQuerySet(models.QuerySet):
    def non_lues(self):
        return self.filter(lue_le__isnull=True)

    def sans_courriel(self, depuis):
        """What may still go into an e-mail: unread, in none, recent enough, of an account that is open."""
        return self.non_lues().filter(courriel__isnull=True, cree_le__gte=depuis, personne__is_active=True)


class Notification(models.Model):
    """What a person must know, with the page where it can be acted on."""

    personne = models.ForeignKey("ecosysteme.Personne", models.CASCADE, related_name="notifications")
    type = models.CharField("type", max_length=40, choices=TypeNotification, default=TypeNotification.SUIVI)
    cle = models.CharField("clé d'unicité", max_length=200)
    titre = models.CharField("titre", max_length=300)
    precision = models.CharField(
        "précision", max_length=300, blank=True, default=""
    )  # told in full only, never on lists
    url = models.CharField("adresse", max_length=500, blank=True, default="")
    sujet = models.CharField("sujet", max_length=60, blank=True, default="")
    cree_le = models.DateTimeField(default=timezone.now)
    lue_le = models.DateTimeField(null=True, blank=True)
    courriel = models.ForeignKey(
        "ecosysteme.Courriel", models.SET_NULL, null=True, blank=True, related_name="notifications"
    )

    objects = NotificationQuerySet.as_manager()

    class Meta:
        verbose_name = "notification"
        ordering = ["-cree_le", "-pk"]
        indexes = [
            models.Index(fields=["personne", "-cree_le"], name="notification_a_lire", condition=Q(lue_le__isnull=True)),
            models.Index(
                fields=["cree_le"],
                name="notification_sans_courriel",
                condition=Q(lue_le__isnull=True, courriel__isnull=True),
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["personne", "cle"],
                name="notification_unique",
                violation_error_message="Cette personne est déjà avertie.",
            )
        ]

    def __str__(self) -> str:
        return self.titre


class Abonnement(models.Model):
    """What a person follows, by the name of its subject (« indicateur:12 »)."""

    personne = models.ForeignKey("ecosysteme.Personne", models.CASCADE, related_name="abonnements")
    sujet = models.CharField("sujet", max_length=60, db_index=True)
    cree_le = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = "abonnement"
        constraints = [
            models.UniqueConstraint(
                fields=["personne", "sujet"], name="abonnement_unique", violation_error_message="Déjà suivi."
            )
        ]

    def __str__(self) -> str:
        return self.sujet
