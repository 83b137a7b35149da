"""Blockers: raised, taken in charge, escalated, helped, solved or given up, never erased."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from ecosysteme.enums import CauseBloquant

from ..enums import EtatBloquant, GraviteBloquant, IssueEscalade, Palier

CLOS = (EtatBloquant.RESOLU, EtatBloquant.ABANDONNE)


class BloquantQuerySet(models.QuerySet):
    def ouverts(self):
        return self.exclude(etat__in=CLOS)

    def resolus(self):
        return self.filter(etat=EtatBloquant.RESOLU)


class Bloquant(models.Model):
    """Something that keeps an indicator or an initiative from moving; `palier` is where it is dealt with now."""

    titre = models.CharField("titre", max_length=200)
    description = models.TextField("ce qui est bloqué", blank=True, default="")
    aide_demandee = models.TextField("aide demandée", blank=True, default="")
    gravite = models.PositiveSmallIntegerField("gravité", choices=GraviteBloquant, default=GraviteBloquant.RALENTIT)
    cause = models.CharField("cause", max_length=20, choices=CauseBloquant)
    palier = models.PositiveSmallIntegerField("palier", choices=Palier, default=Palier.DIRECTION)
    palier_origine = models.PositiveSmallIntegerField("palier d'origine", choices=Palier, default=Palier.DIRECTION)
    etat = models.CharField("état", max_length=15, choices=EtatBloquant, default=EtatBloquant.SIGNALE)
    organisation = models.ForeignKey("ecosysteme.Organisation", models.PROTECT, related_name="bloquants")
    indicateur = models.ForeignKey(
        "ecosysteme.Indicateur", models.PROTECT, null=True, blank=True, related_name="bloquants"
    )
    initiative = models.ForeignKey(
        "ecosysteme.Initiative", models.PROTECT, null=True, blank=True, related_name="bloquants"
    )
    signale_par = models.ForeignKey("ecosysteme.Personne", models.PROTECT, related_name="bloquants_signales")
    signale_le = models.DateTimeField("signalé le", default=timezone.now)
    responsable = models.ForeignKey(
        "ecosysteme.Personne", models.PROTECT, null=True, blank=True, related_name="bloquants_en_charge"
    )
    pris_en_charge_le = models.DateTimeField("pris en charge le", null=True, blank=True)
    clos_le = models.DateTimeField("clos le", null=True, blank=True)
    denouement = models.TextField("ce qui l'a résolu, ou pourquoi on l'abandonne", blank=True, default="")
    version = models.PositiveIntegerField(default=1)

    objects = BloquantQuerySet.as_manager()

    class Meta:
        verbose_name = "bloquant"
        ordering = ["-gravite", "signale_le", "pk"]
        indexes = [
            models.Index(fields=["palier", "-gravite"], name="bloquant_ouvert", condition=~Q(etat__in=CLOS)),
            GinIndex(SearchVector("titre", "description", "denouement", config="francais"), name="bloquant_texte"),
            GinIndex(fields=["titre"], name="bloquant_titre_trigramme", opclasses=["gin_trgm_ops"]),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(indicateur__isnull=False) | Q(initiative__isnull=False),
                name="bloquant_objet",
                violation_error_message="Un bloquant porte sur un indicateur ou une initiative.",
            ),
            models.CheckConstraint(
                condition=Q(etat__in=CLOS, clos_le__isnull=False) & ~Q(denouement="")
                | ~Q(etat__in=CLOS) & Q(clos_le__isnull=True),
                name="bloquant_clos",
                violation_error_message="Dites ce qui a résolu le bloquant, ou pourquoi on l'abandonne.",
            ),
            models.CheckConstraint(
                condition=Q(palier__gte=F("palier_origine")) & Q(palier__lte=Palier.GOUVERNEMENT),
                name="bloquant_palier",
                violation_error_message="Un bloquant ne descend pas sous le palier où il a été signalé.",
            ),
        ]

    def __str__(self) -> str:
        return self.titre


class EvenementBloquant(models.Model):
    """What happened to a blocker, in order; `par` is nobody when the clock did it."""

    bloquant = models.ForeignKey("pilotage.Bloquant", models.CASCADE, related_name="evenements")
    quand = models.DateTimeField(default=timezone.now)
    par = models.ForeignKey("ecosysteme.Personne", models.PROTECT, null=True, blank=True, related_name="+")
    genre = models.CharField(max_length=20)
    palier = models.PositiveSmallIntegerField(choices=Palier)
    texte = models.TextField(blank=True, default="")

    class Meta:
        verbose_name = "évènement d'un bloquant"
        verbose_name_plural = "évènements d'un bloquant"
        ordering = ["quand", "pk"]

    def __str__(self) -> str:
        return f"{self.bloquant_id} {self.genre}"


class Escalade(models.Model):
    """A help asked of a tier, with its answer deadline. `precedente` is unique: what stays unanswered rises once."""

    bloquant = models.ForeignKey("pilotage.Bloquant", models.CASCADE, related_name="escalades")
    precedente = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="suivante", verbose_name="fait suite à"
    )
    par = models.ForeignKey("ecosysteme.Personne", models.PROTECT, null=True, blank=True, related_name="+")
    palier = models.PositiveSmallIntegerField("palier visé", choices=Palier)
    aide_demandee = models.TextField("aide demandée")
    demandee_le = models.DateTimeField("demandée le", default=timezone.now)
    repondre_avant = models.DateTimeField("répondre avant")
    issue = models.CharField("issue", max_length=15, choices=IssueEscalade, default=IssueEscalade.EN_ATTENTE)
    reponse = models.TextField("décision", blank=True, default="")
    close_le = models.DateTimeField("close le", null=True, blank=True)
    repondue_par = models.ForeignKey("ecosysteme.Personne", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = "escalade"
        ordering = ["demandee_le", "pk"]
        indexes = [
            models.Index(fields=["repondre_avant"], name="escalade_echeance", condition=Q(issue="en_attente")),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["bloquant"],
                condition=Q(issue="en_attente"),
                name="escalade_une_seule",
                violation_error_message="Une escalade de ce bloquant attend déjà une réponse.",
            ),
            models.CheckConstraint(
                condition=Q(issue="en_attente", close_le__isnull=True)
                | ~Q(issue="en_attente") & Q(close_le__isnull=False),
                name="escalade_close",
                violation_error_message="Une escalade close a une date de clôture.",
            ),
            models.CheckConstraint(
                condition=Q(repondre_avant__gt=F("demandee_le")),
                name="escalade_echeance_suit",
                violation_error_message="L'échéance de réponse suit la demande.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.bloquant_id} vers {self.get_palier_display()}"


class OffreAide(models.Model):
    """Help another organisation offers, in one click; it may be taken back, or accepted."""

    bloquant = models.ForeignKey("pilotage.Bloquant", models.CASCADE, related_name="offres")
    organisation = models.ForeignKey("ecosysteme.Organisation", models.PROTECT, related_name="offres_aide")
    par = models.ForeignKey("ecosysteme.Personne", models.PROTECT, related_name="+")
    texte = models.CharField("ce que l'on peut apporter", max_length=500, blank=True, default="")
    cree_le = models.DateTimeField(default=timezone.now)
    acceptee_le = models.DateTimeField("acceptée le", null=True, blank=True)
    retiree_le = models.DateTimeField("retirée le", null=True, blank=True)

    class Meta:
        verbose_name = "offre d'aide"
        verbose_name_plural = "offres d'aide"
        ordering = ["cree_le", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["bloquant", "organisation"],
                condition=Q(retiree_le__isnull=True),
                name="offre_unique",
                violation_error_message="Cette organisation offre déjà son aide.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} pour {self.bloquant_id}"
