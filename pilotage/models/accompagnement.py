"""Deployment of the ecosystem: champions, requests for support, announcements, first steps."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone

from ..enums import EtatDemande, GenreAccompagnement, Urgence


class Leader(models.Model):
    """A convinced leader of an organisation, who volunteers to support others."""

    personne = models.OneToOneField("ecosysteme.Personne", models.CASCADE, related_name="leader")
    organisation = models.ForeignKey("ecosysteme.Organisation", models.PROTECT, related_name="leaders")
    genres = ArrayField(models.CharField(max_length=15, choices=GenreAccompagnement), verbose_name="aide offerte")
    presentation = models.CharField("présentation", max_length=300, blank=True, default="")
    depuis = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = "leader convaincu"
        verbose_name_plural = "leaders convaincus"

    def __str__(self) -> str:
        return f"Leader {self.personne_id}"


class DemandeQuerySet(models.QuerySet):
    def en_attente(self):
        return self.filter(etat=EtatDemande.OUVERTE)


class DemandeAccompagnement(models.Model):
    """A manager asks for help; the coordination or a leader elsewhere takes it. Unanswered, it rises once."""

    sujet = models.CharField("sujet", max_length=200)
    description = models.TextField("description", blank=True, default="")
    genre = models.CharField("genre d'aide", max_length=15, choices=GenreAccompagnement)
    urgence = models.PositiveSmallIntegerField("urgence", choices=Urgence, default=Urgence.CE_MOIS)
    organisation = models.ForeignKey("ecosysteme.Organisation", models.PROTECT, related_name="demandes")
    indicateur = models.ForeignKey(
        "ecosysteme.Indicateur", models.SET_NULL, null=True, blank=True, related_name="demandes"
    )
    initiative = models.ForeignKey(
        "ecosysteme.Initiative", models.SET_NULL, null=True, blank=True, related_name="demandes"
    )
    etat = models.CharField("état", max_length=10, choices=EtatDemande, default=EtatDemande.OUVERTE)
    par = models.ForeignKey("ecosysteme.Personne", models.PROTECT, related_name="demandes")
    demandee_le = models.DateTimeField(default=timezone.now)
    repondre_avant = models.DateTimeField("répondre avant")
    montee_le = models.DateTimeField("montée à la coordination le", null=True, blank=True)
    prise_par = models.ForeignKey("ecosysteme.Personne", models.PROTECT, null=True, blank=True, related_name="+")
    prise_le = models.DateTimeField("prise le", null=True, blank=True)
    issue = models.TextField("ce qui en est sorti", blank=True, default="")
    repondue_le = models.DateTimeField("répondue le", null=True, blank=True)
    satisfaction = models.PositiveSmallIntegerField("a-t-on été aidé ? (1 à 5)", null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = DemandeQuerySet.as_manager()

    class Meta:
        verbose_name = "demande d'accompagnement"
        verbose_name_plural = "demandes d'accompagnement"
        ordering = ["-urgence", "demandee_le", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(satisfaction__isnull=True) | Q(satisfaction__gte=1, satisfaction__lte=5),
                name="demande_satisfaction",
                violation_error_message="La satisfaction va de 1 à 5.",
            )
        ]

    def __str__(self) -> str:
        return self.sujet


class EchangeDemande(models.Model):
    demande = models.ForeignKey("pilotage.DemandeAccompagnement", models.CASCADE, related_name="echanges")
    par = models.ForeignKey("ecosysteme.Personne", models.PROTECT, related_name="+")
    texte = models.TextField("message")
    cree_le = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = "échange"
        ordering = ["cree_le", "pk"]

    def __str__(self) -> str:
        return self.texte[:80]


class Annonce(models.Model):
    """A word of the coordination to some roles, levels of management or organisations; empty lists mean everybody."""

    titre = models.CharField("titre", max_length=200)
    texte = models.TextField("texte")
    roles = ArrayField(models.CharField(max_length=30), default=list, blank=True)
    niveaux = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    organisations = models.ManyToManyField("ecosysteme.Organisation", related_name="annonces", blank=True)
    par = models.ForeignKey("ecosysteme.Personne", models.PROTECT, related_name="+")
    cree_le = models.DateTimeField(default=timezone.now)
    publiee_le = models.DateTimeField("publiée le", null=True, blank=True)

    class Meta:
        verbose_name = "annonce"
        ordering = ["-publiee_le", "-pk"]

    def __str__(self) -> str:
        return self.titre


class LectureAnnonce(models.Model):
    """Who was meant to read an announcement (frozen when published, with their level), and when they did."""

    annonce = models.ForeignKey("pilotage.Annonce", models.CASCADE, related_name="lectures")
    personne = models.ForeignKey("ecosysteme.Personne", models.CASCADE, related_name="+")
    niveau_gestion = models.CharField(max_length=20, blank=True, default="")
    lue_le = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "lecture d'une annonce"
        verbose_name_plural = "lectures d'annonces"
        constraints = [
            models.UniqueConstraint(
                fields=["annonce", "personne"],
                name="lecture_annonce_unique",
                violation_error_message="Cette personne reçoit déjà l'annonce.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.annonce_id} {self.personne_id}"


class PremierPas(models.Model):
    """A first step a person did, or chose to skip: never shown again."""

    personne = models.ForeignKey("ecosysteme.Personne", models.CASCADE, related_name="premiers_pas")
    cle = models.CharField(max_length=40)
    passe = models.BooleanField(default=False)
    quand = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = "premier pas"
        verbose_name_plural = "premiers pas"
        constraints = [
            models.UniqueConstraint(
                fields=["personne", "cle"],
                name="premier_pas_unique",
                violation_error_message="Ce premier pas est déjà noté.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.personne_id} {self.cle}"
