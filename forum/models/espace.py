"""Where people discuss: spaces, topics, messages, and what each person follows or has read."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import Q
from django.utils import timezone

from ecosysteme.enums import NiveauDelegation
from ecosysteme.models._champs import historique

from ..enums import ModeSuivi, Portee


@historique()
class Espace(models.Model):
    """A room of the forum: that of an instance, or an open one."""

    nom = models.CharField("nom", max_length=150)
    description = models.TextField("à quoi sert cet espace", blank=True, default="")
    instance = models.ForeignKey("forum.Instance", models.PROTECT, null=True, blank=True, related_name="espaces")
    portee = models.CharField("qui lit", max_length=20, choices=Portee, default=Portee.SECTEUR_PUBLIC)
    ordre = models.PositiveSmallIntegerField("ordre", default=100)
    clos = models.BooleanField("clos : on n'y écrit plus", default=False)
    cree_le = models.DateTimeField("créé le", default=timezone.now)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = "espace"
        ordering = ["ordre", "nom", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(instance__isnull=False) | ~Q(portee=Portee.MEMBRES),
                name="espace_membres",
                violation_error_message="Un espace réservé aux membres est celui d'une instance.",
            ),
        ]

    def __str__(self) -> str:
        return self.nom


@historique(exclude=["nb_messages", "dernier_le", "dernier_numero"])
class Sujet(models.Model):
    """A topic. `dernier_numero` numbers its messages, so that a page that knows n asks for what follows n."""

    espace = models.ForeignKey("forum.Espace", models.PROTECT, related_name="sujets")
    titre = models.CharField("titre", max_length=200)
    auteur = models.ForeignKey("ecosysteme.Personne", models.PROTECT, related_name="sujets")
    initiative = models.ForeignKey(
        "ecosysteme.Initiative", models.PROTECT, null=True, blank=True, related_name="sujets"
    )
    niveau_delegation = models.PositiveSmallIntegerField(
        "niveau de délégation", choices=NiveauDelegation, null=True, blank=True
    )
    question = models.BooleanField("attend une réponse", default=False)
    epingle = models.BooleanField("épinglé", default=False)
    ferme = models.BooleanField("fermé : on n'y écrit plus", default=False)
    cree_le = models.DateTimeField("ouvert le", default=timezone.now)
    nb_messages = models.PositiveIntegerField("messages", default=0)
    dernier_numero = models.PositiveIntegerField("dernier message", default=0)
    dernier_le = models.DateTimeField("dernier message le", default=timezone.now)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = "sujet"
        ordering = ["-epingle", "-dernier_le", "-pk"]
        indexes = [
            models.Index(fields=["espace", "-epingle", "-dernier_le"], name="sujet_recent"),
            GinIndex(SearchVector("titre", config="francais"), name="sujet_texte"),
        ]

    def __str__(self) -> str:
        return self.titre


@historique(exclude=["vecteur"])
class Message(models.Model):
    """What a person wrote, in Markdown; its history is readable, a removal leaves its author and its reason."""

    sujet = models.ForeignKey("forum.Sujet", models.PROTECT, related_name="messages")
    numero = models.PositiveIntegerField("numéro")
    auteur = models.ForeignKey("ecosysteme.Personne", models.PROTECT, related_name="messages")
    uuid = models.UUIDField(unique=True)  # drawn by the page: sent again, it is the same message
    corps = models.TextField("message")
    cite = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="citations")
    cree_le = models.DateTimeField("écrit le", default=timezone.now)
    modifie_le = models.DateTimeField("modifié le", null=True, blank=True)
    retire_le = models.DateTimeField("retiré le", null=True, blank=True)
    retire_par = models.ForeignKey("ecosysteme.Personne", models.PROTECT, null=True, blank=True, related_name="+")
    retire_motif = models.CharField("motif du retrait", max_length=300, blank=True, default="")
    reponse = models.BooleanField("répond à la question", default=False)
    version = models.PositiveIntegerField(default=1)
    # Words already read: a frequent one is looked for among the latest messages without parsing them again.
    vecteur = models.GeneratedField(
        expression=SearchVector("corps", config="francais"), output_field=SearchVectorField(), db_persist=True
    )

    class Meta:
        verbose_name = "message"
        ordering = ["sujet", "numero"]
        indexes = [
            GinIndex(fields=["vecteur"], name="message_texte", condition=Q(retire_le__isnull=True)),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["sujet", "numero"],
                name="message_numero",
                violation_error_message="Ce numéro de message est déjà pris.",
            ),
            models.CheckConstraint(
                condition=Q(retire_le__isnull=True, retire_par__isnull=True)
                | Q(retire_le__isnull=False, retire_par__isnull=False) & ~Q(retire_motif=""),
                name="message_retrait",
                violation_error_message="Un retrait dit qui le fait et pour quel motif.",
            ),
        ]

    def __str__(self) -> str:
        return self.corps[:80]


class Suivi(models.Model):
    """What a person follows or mutes: a space, or a topic (which prevails)."""

    personne = models.ForeignKey("ecosysteme.Personne", models.CASCADE, related_name="suivis_forum")
    espace = models.ForeignKey("forum.Espace", models.CASCADE, null=True, blank=True, related_name="suivis")
    sujet = models.ForeignKey("forum.Sujet", models.CASCADE, null=True, blank=True, related_name="suivis")
    mode = models.CharField("mode", max_length=10, choices=ModeSuivi)
    cree_le = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = "suivi"
        constraints = [
            models.UniqueConstraint(
                fields=["personne", "espace"], name="suivi_espace", violation_error_message="Cet espace est déjà suivi."
            ),
            models.UniqueConstraint(
                fields=["personne", "sujet"], name="suivi_sujet", violation_error_message="Ce sujet est déjà suivi."
            ),
            models.CheckConstraint(
                condition=Q(espace__isnull=False, sujet__isnull=True) | Q(espace__isnull=True, sujet__isnull=False),
                name="suivi_objet",
                violation_error_message="On suit un espace ou un sujet.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.personne_id} {self.mode}"


class Lecture(models.Model):
    """How far a person has read a topic."""

    personne = models.ForeignKey("ecosysteme.Personne", models.CASCADE, related_name="lectures_forum")
    sujet = models.ForeignKey("forum.Sujet", models.CASCADE, related_name="lectures")
    numero = models.PositiveIntegerField("dernier message lu")
    lu_le = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = "lecture"
        constraints = [
            models.UniqueConstraint(
                fields=["personne", "sujet"], name="lecture_unique", violation_error_message="Lecture déjà notée."
            )
        ]

    def __str__(self) -> str:
        return f"{self.personne_id} {self.sujet_id} {self.numero}"
