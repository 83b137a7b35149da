"""Ballots. Open ones are rows that nothing changes; secret ones lie in an urn that knows neither voter nor time."""

from django.db import models
from django.db.models.functions import Now


class Bulletin(models.Model):
    """One act of voting; append-only. `rang` counts a voter's acts, `sel` keeps the receipt unguessable."""

    scrutin = models.ForeignKey("forum.Scrutin", models.PROTECT, related_name="bulletins")
    inscription = models.ForeignKey("forum.Inscription", models.PROTECT, related_name="bulletins")
    rang = models.PositiveIntegerField("rang")
    contenu = models.JSONField("contenu")
    raison = models.TextField("raison", blank=True, default="")
    procuration = models.ForeignKey(
        "forum.Procuration", models.PROTECT, null=True, blank=True, related_name="bulletins"
    )
    depose_par = models.ForeignKey("ecosysteme.Personne", models.PROTECT, related_name="+")
    exprime_le = models.DateTimeField("exprimé le", db_default=Now())  # set by the trigger, from clock_timestamp()
    sel = models.CharField(max_length=32)
    empreinte = models.CharField("reçu", max_length=64)

    class Meta:
        verbose_name = "bulletin"
        ordering = ["scrutin", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["inscription", "rang"],
                name="bulletin_rang",
                violation_error_message="Ce bulletin est déjà déposé.",
            )
        ]

    def __str__(self) -> str:
        return self.empreinte[:12]


class VoixCourante(models.Model):
    """Which ballot counts for a voter: one row a voter, kept by `ON CONFLICT`."""

    inscription = models.OneToOneField("forum.Inscription", models.PROTECT, primary_key=True, related_name="voix")
    scrutin = models.ForeignKey("forum.Scrutin", models.PROTECT, related_name="voix")
    bulletin = models.OneToOneField("forum.Bulletin", models.PROTECT, related_name="+")
    par_procuration = models.BooleanField(default=False)

    class Meta:
        verbose_name = "voix courante"
        verbose_name_plural = "voix courantes"

    def __str__(self) -> str:
        return f"{self.inscription_id} {self.bulletin_id}"


class Emargement(models.Model):
    """Who has voted in a secret vote: no time, no ballot."""

    inscription = models.OneToOneField("forum.Inscription", models.PROTECT, primary_key=True, related_name="emargement")
    scrutin = models.ForeignKey("forum.Scrutin", models.PROTECT, related_name="emargements")

    class Meta:
        verbose_name = "émargement"

    def __str__(self) -> str:
        return str(self.inscription_id)


class Urne(models.Model):
    """The secret ballots of a vote, one array sorted by a random key: neither their order nor a row tells whose.

    `bulletins` is a list of `{"recu": 64 hex digits, "contenu": …}`; a trigger lets it grow by one, and change in
    nothing else.
    """

    scrutin = models.OneToOneField("forum.Scrutin", models.PROTECT, primary_key=True, related_name="urne")
    bulletins = models.JSONField(default=list)

    class Meta:
        verbose_name = "urne"

    def __str__(self) -> str:
        return str(self.scrutin_id)
