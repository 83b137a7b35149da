"""Collegial bodies: instances with their charter, dated mandates in colleges."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.utils import timezone

from ecosysteme.enums import NiveauDelegation
from ecosysteme.models._champs import historique

from ..enums import BaseSeuil, College, Compte, Designation, Fonction, Portee, TypeInstance


@historique()
class Instance(models.Model):
    """A body and its charter: what it is for, how it decides."""

    nom = models.CharField("nom", max_length=200, unique=True)
    type = models.CharField("type", max_length=20, choices=TypeInstance)
    organisation = models.ForeignKey(
        "ecosysteme.Organisation", models.PROTECT, null=True, blank=True, related_name="instances"
    )
    raison_etre = models.TextField("raison d'être")
    charte = models.TextField("charte", blank=True, default="")
    portee = models.CharField("qui lit", max_length=20, choices=Portee, default=Portee.MEMBRES)
    niveau_delegation = models.PositiveSmallIntegerField(
        "niveau de délégation", choices=NiveauDelegation, null=True, blank=True
    )
    quorum_pct = models.PositiveSmallIntegerField("quorum (%)", default=50)
    seuil_num = models.PositiveSmallIntegerField("seuil, numérateur", default=1)
    seuil_den = models.PositiveSmallIntegerField("seuil, dénominateur", default=2)
    seuil_strict = models.BooleanField("le seuil doit être dépassé", default=True)
    seuil_base = models.CharField("seuil compté", max_length=10, choices=BaseSeuil, default=BaseSeuil.EXPRIMES)
    par_college = models.BooleanField("double majorité : dans chaque collège aussi", default=False)
    voix_preponderante = models.BooleanField("voix prépondérante de la présidence", default=False)
    procurations_max = models.PositiveSmallIntegerField("procurations par personne", default=0)
    second_appel_quorum_pct = models.PositiveSmallIntegerField(
        "quorum du second appel (%)",
        null=True,
        blank=True,
        help_text="Vide : la charte ne prévoit pas de second appel.",
    )
    prolongation_permise = models.BooleanField("un scrutin ouvert peut être prolongé", default=False)
    compte = models.CharField("compte des classements", max_length=10, choices=Compte, default=Compte.SCHULZE)
    creee_par = models.ForeignKey("ecosysteme.Personne", models.PROTECT, related_name="+")
    creee_le = models.DateTimeField("créée le", default=timezone.now)
    close_le = models.DateField("close le", null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = "instance"
        ordering = ["nom"]
        constraints = [
            models.CheckConstraint(
                condition=Q(quorum_pct__lte=100)
                & (Q(second_appel_quorum_pct__isnull=True) | Q(second_appel_quorum_pct__lte=100)),
                name="instance_quorum",
                violation_error_message="Un quorum va de 0 à 100 %.",
            ),
            models.CheckConstraint(
                condition=Q(seuil_den__gte=1, seuil_num__gte=1, seuil_num__lte=F("seuil_den")),
                name="instance_seuil",
                violation_error_message="Un seuil est une fraction comprise entre 0 et 1.",
            ),
        ]

    def __str__(self) -> str:
        return self.nom


class MandatQuerySet(models.QuerySet):
    def en_vigueur(self, le=None):
        """Membership at date T: half-open, the last day is not one of it."""
        le = le or timezone.localdate()
        return self.filter(Q(debut__lte=le) & (Q(fin__isnull=True) | Q(fin__gt=le)))

    def votants(self):
        return self.filter(fonction__in=[Fonction.PRESIDENCE, Fonction.MEMBRE])


@historique()
class Mandat(models.Model):
    """A person's seat in an instance, from a date, until a date that is not one of its days."""

    instance = models.ForeignKey("forum.Instance", models.PROTECT, related_name="mandats")
    personne = models.ForeignKey("ecosysteme.Personne", models.PROTECT, related_name="mandats")
    organisation = models.ForeignKey("ecosysteme.Organisation", models.PROTECT, related_name="mandats")
    college = models.CharField("collège", max_length=10, choices=College)
    fonction = models.CharField("fonction", max_length=15, choices=Fonction, default=Fonction.MEMBRE)
    designation = models.CharField("désignation", max_length=15, choices=Designation, default=Designation.NOMMEE)
    supplee = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="substituts", verbose_name="remplace au besoin"
    )
    debut = models.DateField("début")
    fin = models.DateField("fin (ce jour n'en est plus)", null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = MandatQuerySet.as_manager()

    class Meta:
        verbose_name = "mandat"
        ordering = ["instance", "college", "debut", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(fin__isnull=True) | Q(fin__gt=F("debut")),
                name="mandat_dates",
                violation_error_message="Un mandat finit après avoir commencé.",
            ),
            ExclusionConstraint(
                name="mandat_sans_chevauchement",
                expressions=[
                    ("instance", RangeOperators.EQUAL),
                    ("personne", RangeOperators.EQUAL),
                    (
                        Func(
                            F("debut"),
                            F("fin"),
                            RangeBoundary(inclusive_lower=True, inclusive_upper=False),
                            function="DATERANGE",
                            output_field=DateRangeField(),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                violation_error_message="Cette personne a déjà un mandat dans cette instance à ces dates.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.personne} ({self.get_fonction_display()})"


@historique()
class Procuration(models.Model):
    """A written proxy, same instance and college: for one vote, or for a period. Never chained."""

    instance = models.ForeignKey("forum.Instance", models.PROTECT, related_name="procurations")
    mandant = models.ForeignKey("ecosysteme.Personne", models.PROTECT, related_name="procurations_donnees")
    mandataire = models.ForeignKey("ecosysteme.Personne", models.PROTECT, related_name="procurations_recues")
    scrutin = models.ForeignKey("forum.Scrutin", models.PROTECT, null=True, blank=True, related_name="procurations")
    debut = models.DateField("du", null=True, blank=True)
    fin = models.DateField("au (ce jour n'en est plus)", null=True, blank=True)
    texte = models.TextField("ce que la personne écrit")
    donnee_le = models.DateTimeField("donnée le", default=timezone.now)
    revoquee_le = models.DateTimeField("révoquée le", null=True, blank=True)

    class Meta:
        verbose_name = "procuration"
        ordering = ["-donnee_le", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(mandant=F("mandataire")),
                name="procuration_a_autrui",
                violation_error_message="Une procuration se donne à une autre personne.",
            ),
            models.CheckConstraint(
                condition=Q(scrutin__isnull=False, debut__isnull=True, fin__isnull=True)
                | Q(scrutin__isnull=True, debut__isnull=False, fin__isnull=False, fin__gt=F("debut")),
                name="procuration_etendue",
                violation_error_message="Une procuration vaut pour un scrutin, ou pour une période.",
            ),
            models.UniqueConstraint(
                fields=["scrutin", "mandant"],
                condition=Q(revoquee_le__isnull=True),
                name="procuration_unique",
                violation_error_message="Cette personne a déjà donné procuration pour ce scrutin.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.mandant} à {self.mandataire}"
