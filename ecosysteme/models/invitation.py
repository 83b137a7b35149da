from django.db import models
from django.utils import timezone

from ..enums import NiveauGestion, RoleAdhesion


class InvitationQuerySet(models.QuerySet):
    def ouvertes(self):
        return self.filter(acceptee_le__isnull=True, expire_le__gt=timezone.now())


class Invitation(models.Model):
    """A one-time door into the portal; a private partner's also waits for a coordinator's approval."""

    courriel = models.EmailField("courriel")
    organisation = models.ForeignKey("ecosysteme.Organisation", models.CASCADE, related_name="invitations")
    role = models.CharField("rôle", max_length=30, choices=RoleAdhesion)
    niveau_gestion = models.CharField(
        "niveau de gestion", max_length=20, choices=NiveauGestion, default=NiveauGestion.NON_PRECISE, blank=True
    )
    empreinte_jeton = models.CharField(max_length=64, unique=True)
    invite_par = models.ForeignKey("ecosysteme.Personne", models.PROTECT, related_name="invitations_envoyees")
    cree_le = models.DateTimeField(default=timezone.now)
    expire_le = models.DateTimeField("expire le")
    acceptee_le = models.DateTimeField(null=True, blank=True)
    acceptee_par = models.ForeignKey(
        "ecosysteme.Personne", models.PROTECT, null=True, blank=True, related_name="invitations_acceptees"
    )
    approuvee_le = models.DateTimeField(null=True, blank=True)
    approuvee_par = models.ForeignKey(
        "ecosysteme.Personne", models.PROTECT, null=True, blank=True, related_name="invitations_approuvees"
    )
    refusee_le = models.DateTimeField(null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = "invitation"
        ordering = ["-cree_le"]

    def __str__(self) -> str:
        return self.courriel
