from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone


class JetonApiQuerySet(models.QuerySet):
    def valides(self):
        return self.filter(revoque_le__isnull=True, expire_le__gt=timezone.now())


class JetonApi(models.Model):
    """A personal API token: only its hash is kept; it carries scopes and an expiry."""

    personne = models.ForeignKey("ecosysteme.Personne", models.CASCADE, related_name="jetons_api")
    nom = models.CharField("nom", max_length=100)
    prefixe = models.CharField(max_length=12)
    empreinte = models.CharField(max_length=64, unique=True)
    portees = ArrayField(models.CharField(max_length=30), default=list)
    cree_le = models.DateTimeField(default=timezone.now)
    expire_le = models.DateTimeField("expire le")
    dernier_usage = models.DateTimeField(null=True, blank=True)
    revoque_le = models.DateTimeField(null=True, blank=True)

    objects = JetonApiQuerySet.as_manager()

    class Meta:
        verbose_name = "jeton d'API"
        verbose_name_plural = "jetons d'API"
        ordering = ["-cree_le"]

    def __str__(self) -> str:
        return f"{self.nom} ({self.prefixe}…)"
