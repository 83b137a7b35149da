"""Steering meetings: series by tier, the live state, the agenda, presence."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from ..enums import EtapePoint, EtatPoint, EtatRencontre, GenrePoint, Palier, Recurrence


class SerieRencontre(models.Model):
    """A rhythm: at this local hour in this zone, whatever the clock does in March and November."""

    organisation = models.ForeignKey("ecosysteme.Organisation", models.PROTECT, related_name="series_rencontres")
    palier = models.PositiveSmallIntegerField("palier", choices=Palier)
    titre = models.CharField("titre", max_length=200)
    recurrence = models.CharField("rythme", max_length=15, choices=Recurrence)
    premiere = models.DateField("première rencontre")
    heure = models.TimeField("heure")
    fuseau = models.CharField("fuseau horaire", max_length=50, default="America/Toronto")
    duree = models.PositiveSmallIntegerField("durée (minutes)")
    animation = models.ForeignKey("ecosysteme.Personne", models.PROTECT, related_name="+", verbose_name="animation")
    participants = models.ManyToManyField("ecosysteme.Personne", related_name="series_rencontres", blank=True)
    fin = models.DateField("jusqu'au", null=True, blank=True)
    lieu = models.CharField("lieu ou lien", max_length=300, blank=True, default="")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = "série de rencontres"
        verbose_name_plural = "séries de rencontres"
        ordering = ["palier", "titre", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(duree__gte=5, duree__lte=480),
                name="serie_duree",
                violation_error_message="Une rencontre dure de 5 minutes à 8 heures.",
            )
        ]

    def __str__(self) -> str:
        return self.titre


class RencontreQuerySet(models.QuerySet):
    def a_venir(self):
        return self.filter(etat=EtatRencontre.PLANIFIEE)

    def en_cours(self):
        return self.filter(etat=EtatRencontre.EN_COURS)


class Rencontre(models.Model):
    """One meeting. What everybody's screen follows is here; `rang` numbers its events, so a late screen catches up."""

    serie = models.ForeignKey(
        "pilotage.SerieRencontre", models.PROTECT, null=True, blank=True, related_name="rencontres"
    )
    organisation = models.ForeignKey("ecosysteme.Organisation", models.PROTECT, related_name="rencontres")
    palier = models.PositiveSmallIntegerField("palier", choices=Palier)
    titre = models.CharField("titre", max_length=200)
    prevue_le = models.DateTimeField("prévue le")
    creneau = models.DateTimeField("place dans sa série", null=True, blank=True)  # stays when the meeting is moved
    duree = models.PositiveSmallIntegerField("durée (minutes)")
    lieu = models.CharField("lieu ou lien", max_length=300, blank=True, default="")
    etat = models.CharField("état", max_length=10, choices=EtatRencontre, default=EtatRencontre.PLANIFIEE)
    animation = models.ForeignKey("ecosysteme.Personne", models.PROTECT, related_name="rencontres_animees")
    point_courant = models.ForeignKey(
        "pilotage.PointOrdreDuJour", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    etape = models.CharField("étape", max_length=15, choices=EtapePoint, default=EtapePoint.CHIFFRES)
    minuterie_fin = models.DateTimeField("fin de la minuterie", null=True, blank=True)
    minuterie_reste = models.PositiveIntegerField("reste de la minuterie (s)", null=True, blank=True)
    rang = models.PositiveIntegerField("dernier évènement", default=0)
    ouverte_le = models.DateTimeField("ouverte le", null=True, blank=True)
    close_le = models.DateTimeField("close le", null=True, blank=True)
    pv_publie_le = models.DateTimeField("procès-verbal publié le", null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = RencontreQuerySet.as_manager()

    class Meta:
        verbose_name = "rencontre"
        ordering = ["-prevue_le", "pk"]
        indexes = [models.Index(fields=["etat", "prevue_le"], name="rencontre_etat")]
        constraints = [
            models.UniqueConstraint(
                fields=["serie", "prevue_le"],
                name="rencontre_unique",
                violation_error_message="Cette rencontre est déjà planifiée.",
            ),
            models.UniqueConstraint(
                fields=["serie", "creneau"],
                name="rencontre_creneau",
                violation_error_message="Cette rencontre de la série existe déjà.",
            ),
            models.CheckConstraint(
                condition=Q(duree__gte=5, duree__lte=480),
                name="rencontre_duree",
                violation_error_message="Une rencontre dure de 5 minutes à 8 heures.",
            ),
        ]

    def __str__(self) -> str:
        return self.titre


class PointOrdreDuJour(models.Model):
    """An item; `cle` says what it came from (« indicateur:12:signal »), once a meeting."""

    rencontre = models.ForeignKey("pilotage.Rencontre", models.CASCADE, related_name="points")
    ordre = models.PositiveSmallIntegerField("ordre")
    genre = models.CharField("genre", max_length=15, choices=GenrePoint)
    cle = models.CharField(max_length=100)
    titre = models.CharField("titre", max_length=300)
    detail = models.CharField("détail", max_length=500, blank=True, default="")
    url = models.CharField("adresse", max_length=300, blank=True, default="")
    indicateur = models.ForeignKey("ecosysteme.Indicateur", models.SET_NULL, null=True, blank=True, related_name="+")
    bloquant = models.ForeignKey("pilotage.Bloquant", models.SET_NULL, null=True, blank=True, related_name="points")
    minutes = models.PositiveSmallIntegerField("minutes prévues", default=3)
    etat = models.CharField("état", max_length=10, choices=EtatPoint, default=EtatPoint.A_TRAITER)

    class Meta:
        verbose_name = "point de l'ordre du jour"
        verbose_name_plural = "points de l'ordre du jour"
        ordering = ["ordre", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["rencontre", "cle"],
                name="point_unique",
                violation_error_message="Ce point est déjà à l'ordre du jour.",
            )
        ]

    def __str__(self) -> str:
        return self.titre


class NoteRencontre(models.Model):
    """What one person writes on one item: two people writing at once write two rows. `uuid` is drawn by the page, so
    that a note sent again after a lost connection is the same note."""

    rencontre = models.ForeignKey("pilotage.Rencontre", models.CASCADE, related_name="notes")
    point = models.ForeignKey("pilotage.PointOrdreDuJour", models.SET_NULL, null=True, blank=True, related_name="notes")
    auteur = models.ForeignKey("ecosysteme.Personne", models.PROTECT, related_name="+")
    uuid = models.UUIDField(unique=True)
    texte = models.TextField("note")
    cree_le = models.DateTimeField(default=timezone.now)
    maj_le = models.DateTimeField(default=timezone.now)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = "note de rencontre"
        verbose_name_plural = "notes de rencontre"
        ordering = ["cree_le", "pk"]

    def __str__(self) -> str:
        return self.texte[:80]


class EvenementRencontre(models.Model):
    """What happened in a meeting, numbered without a hole: a screen that knows n asks for what follows n."""

    rencontre = models.ForeignKey("pilotage.Rencontre", models.CASCADE, related_name="evenements")
    rang = models.PositiveIntegerField()
    genre = models.CharField(max_length=20)
    texte = models.CharField(max_length=500, blank=True, default="")
    par = models.ForeignKey("ecosysteme.Personne", models.PROTECT, null=True, blank=True, related_name="+")
    point = models.ForeignKey("pilotage.PointOrdreDuJour", models.SET_NULL, null=True, blank=True, related_name="+")
    quand = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = "évènement d'une rencontre"
        verbose_name_plural = "évènements d'une rencontre"
        ordering = ["rang"]
        constraints = [
            models.UniqueConstraint(
                fields=["rencontre", "rang"],
                name="evenement_rencontre_rang",
                violation_error_message="Cet évènement porte un rang déjà pris.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.rencontre_id} {self.rang} {self.genre}"


class Presence(models.Model):
    """Who is expected, who came, and when they were last seen."""

    rencontre = models.ForeignKey("pilotage.Rencontre", models.CASCADE, related_name="presences")
    personne = models.ForeignKey("ecosysteme.Personne", models.CASCADE, related_name="presences")
    attendue = models.BooleanField("attendue", default=True)
    arrivee_le = models.DateTimeField("arrivée le", null=True, blank=True)
    vue_le = models.DateTimeField("vue le", null=True, blank=True)
    rang_vu = models.PositiveIntegerField("dernier évènement vu", default=0)
    absence = models.CharField("motif d'absence", max_length=200, blank=True, default="")

    class Meta:
        verbose_name = "présence"
        constraints = [
            models.UniqueConstraint(
                fields=["rencontre", "personne"],
                name="presence_unique",
                violation_error_message="Cette personne est déjà attendue.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.personne_id} à {self.rencontre_id}"


class Accord(models.Model):
    """A person's part in a consensus on an item: agrees, and ready to live with the decision (75 % and 100 %)."""

    point = models.ForeignKey("pilotage.PointOrdreDuJour", models.CASCADE, related_name="accords")
    personne = models.ForeignKey("ecosysteme.Personne", models.CASCADE, related_name="+")
    accord = models.PositiveSmallIntegerField("accord (%)")
    prete_a_vivre = models.BooleanField("prête à vivre avec la décision")
    quand = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = "accord"
        constraints = [
            models.UniqueConstraint(
                fields=["point", "personne"],
                name="accord_unique",
                violation_error_message="Cette personne s'est déjà prononcée sur ce point.",
            ),
            models.CheckConstraint(
                condition=Q(accord__lte=100),
                name="accord_borne",
                violation_error_message="L'accord va de 0 à 100 %.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.personne_id} {self.accord}"


class DecisionRencontre(models.Model):
    """A decision of the shared register, taken on an item of a meeting."""

    rencontre = models.ForeignKey("pilotage.Rencontre", models.PROTECT, related_name="decisions")
    point = models.ForeignKey(
        "pilotage.PointOrdreDuJour", models.SET_NULL, null=True, blank=True, related_name="decisions"
    )
    decision = models.OneToOneField("ecosysteme.Decision", models.PROTECT, related_name="rencontre")

    class Meta:
        verbose_name = "décision de rencontre"
        verbose_name_plural = "décisions de rencontre"
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.rencontre_id} {self.decision_id}"
