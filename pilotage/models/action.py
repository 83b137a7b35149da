"""The action log (what, who, when, done?) and A3 sheets for problems that need a root cause."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from ecosysteme.models._champs import historique

from ..enums import EtapePdca, EtatAction


class ActionQuerySet(models.QuerySet):
    def ouvertes(self):
        return self.filter(etat=EtatAction.A_FAIRE)

    def en_retard(self, jour=None):
        return self.ouvertes().filter(echeance__lt=jour or timezone.localdate())


@historique()
class Action(models.Model):
    """What one person has to do by a date, and what it came from."""

    quoi = models.CharField("quoi", max_length=300)
    responsable = models.ForeignKey("ecosysteme.Personne", models.PROTECT, related_name="actions")
    echeance = models.DateField("échéance")
    organisation = models.ForeignKey("ecosysteme.Organisation", models.PROTECT, related_name="actions")
    rencontre = models.ForeignKey("pilotage.Rencontre", models.PROTECT, null=True, blank=True, related_name="actions")
    point = models.ForeignKey(
        "pilotage.PointOrdreDuJour", models.SET_NULL, null=True, blank=True, related_name="actions"
    )
    bloquant = models.ForeignKey("pilotage.Bloquant", models.PROTECT, null=True, blank=True, related_name="actions")
    initiative = models.ForeignKey(
        "ecosysteme.Initiative", models.PROTECT, null=True, blank=True, related_name="actions"
    )
    indicateur = models.ForeignKey(
        "ecosysteme.Indicateur", models.PROTECT, null=True, blank=True, related_name="actions"
    )
    fiche_a3 = models.ForeignKey("pilotage.FicheA3", models.PROTECT, null=True, blank=True, related_name="actions")
    etat = models.CharField("état", max_length=10, choices=EtatAction, default=EtatAction.A_FAIRE)
    confiee_par = models.ForeignKey("ecosysteme.Personne", models.PROTECT, related_name="+")
    confiee_le = models.DateTimeField(default=timezone.now)
    close_le = models.DateTimeField("close le", null=True, blank=True)
    constat = models.TextField("constat", blank=True, default="")
    rappelee_le = models.DateField("dernier rappel", null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = ActionQuerySet.as_manager()

    class Meta:
        verbose_name = "action"
        ordering = ["echeance", "pk"]
        indexes = [models.Index(fields=["echeance"], name="action_ouverte", condition=Q(etat="a_faire"))]
        constraints = [
            models.CheckConstraint(
                condition=Q(etat="a_faire", close_le__isnull=True) | ~Q(etat="a_faire") & Q(close_le__isnull=False),
                name="action_close",
                violation_error_message="Une action close a une date de clôture.",
            )
        ]

    def __str__(self) -> str:
        return self.quoi

    @property
    def origine(self):
        """What it comes from, the most telling first; None when it comes from nothing."""
        return self.rencontre or self.bloquant or self.initiative or self.fiche_a3 or self.indicateur


@historique()
class FicheA3(models.Model):
    """A3/PDCA sheet: background, current state, target, five whys, countermeasures, plan, follow-up."""

    titre = models.CharField("titre", max_length=200)
    organisation = models.ForeignKey("ecosysteme.Organisation", models.PROTECT, related_name="fiches_a3")
    indicateur = models.ForeignKey(
        "ecosysteme.Indicateur", models.PROTECT, null=True, blank=True, related_name="fiches_a3"
    )
    bloquant = models.ForeignKey("pilotage.Bloquant", models.PROTECT, null=True, blank=True, related_name="fiches_a3")
    initiative = models.ForeignKey(
        "ecosysteme.Initiative", models.PROTECT, null=True, blank=True, related_name="fiches_a3"
    )
    contexte = models.TextField("contexte", blank=True, default="")
    etat_actuel = models.TextField("état actuel", blank=True, default="")
    cible = models.TextField("cible", blank=True, default="")
    pourquois = models.JSONField("cinq pourquoi", default=list, blank=True)
    contremesures = models.TextField("contremesures", blank=True, default="")
    suivi = models.TextField("suivi", blank=True, default="")
    etape = models.CharField("étape", max_length=10, choices=EtapePdca, default=EtapePdca.PLANIFIER)
    auteur = models.ForeignKey("ecosysteme.Personne", models.PROTECT, related_name="fiches_a3")
    cree_le = models.DateTimeField(default=timezone.now)
    maj_le = models.DateTimeField(default=timezone.now)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = "fiche A3"
        verbose_name_plural = "fiches A3"
        ordering = ["-maj_le", "pk"]

    def __str__(self) -> str:
        return self.titre
