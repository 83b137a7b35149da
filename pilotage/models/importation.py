"""A file on its way into the portal: dropped, analysed, previewed, published, and perhaps undone."""

from django.db import models
from django.utils import timezone

from ..enums import EtatImport, Gravite


class ImportationQuerySet(models.QuerySet):
    def en_cours(self):
        """A worker should be busy with it."""
        return self.filter(etat__in=[EtatImport.ANALYSE, EtatImport.PUBLICATION, EtatImport.ANNULATION])


class Importation(models.Model):
    """One import of one file. Its staging tables (`pilotage_tampon_<id>_*`) and its file go once it is over."""

    profil = models.CharField("profil", max_length=30)
    nom_fichier = models.CharField("fichier", max_length=255)
    chemin = models.CharField(max_length=255, blank=True, default="", editable=False)
    empreinte = models.CharField("empreinte SHA-256", max_length=64, blank=True, default="")
    taille = models.BigIntegerField("taille (octets)", default=0)
    entetes = models.JSONField(default=list)
    extraits = models.JSONField(default=list, editable=False)
    correspondance = models.JSONField(default=dict)
    etat = models.CharField("état", max_length=15, choices=EtatImport, default=EtatImport.DEPOSE)
    etape = models.CharField("étape", max_length=100, blank=True, default="")
    avancement = models.PositiveSmallIntegerField("avancement (%)", default=0)
    tentatives = models.PositiveSmallIntegerField(default=0)
    erreur = models.CharField("erreur", max_length=1000, blank=True, default="")
    par = models.ForeignKey(
        "ecosysteme.Personne", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="par"
    )
    cree_le = models.DateTimeField("déposé le", default=timezone.now)
    maj_le = models.DateTimeField(default=timezone.now)
    publie_le = models.DateTimeField("publié le", null=True, blank=True)
    annule_le = models.DateTimeField("annulé le", null=True, blank=True)
    annule_par = models.ForeignKey("ecosysteme.Personne", models.SET_NULL, null=True, blank=True, related_name="+")
    nb_lignes = models.PositiveIntegerField("lignes", default=0)
    nb_creees = models.PositiveIntegerField("créées", default=0)
    nb_changees = models.PositiveIntegerField("changées", default=0)
    nb_inchangees = models.PositiveIntegerField("inchangées", default=0)
    nb_refusees = models.PositiveIntegerField("refusées", default=0)
    nb_avertissements = models.PositiveIntegerField("avertissements", default=0)
    contexte = models.UUIDField(null=True, blank=True, editable=False)
    rapport = models.JSONField(default=dict)

    objects = ImportationQuerySet.as_manager()

    class Meta:
        verbose_name = "importation"
        ordering = ["-pk"]
        indexes = [models.Index(fields=["etat", "maj_le"], name="importation_etat")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(avancement__lte=100),
                name="importation_avancement",
                violation_error_message="L'avancement va de 0 à 100.",
            )
        ]

    def __str__(self) -> str:
        return f"Importation {self.pk} : {self.nom_fichier}"

    @property
    def tampon(self) -> str:
        """Prefix of its staging tables."""
        return f"pilotage_tampon_{int(self.pk)}"


class Remarque(models.Model):
    """What an import refused, warned about, or left alone when it was undone: line, field, value, reason."""

    importation = models.ForeignKey("pilotage.Importation", models.CASCADE, related_name="remarques", db_index=False)
    gravite = models.CharField("gravité", max_length=15, choices=Gravite)
    ligne = models.PositiveIntegerField("ligne", default=0)
    champ = models.CharField("champ", max_length=100, blank=True, default="")
    valeur = models.CharField("valeur", max_length=300, blank=True, default="")
    raison = models.CharField("raison", max_length=500)

    class Meta:
        verbose_name = "remarque d'importation"
        verbose_name_plural = "remarques d'importation"
        ordering = ["ligne", "pk"]
        indexes = [models.Index(fields=["importation", "gravite", "ligne"], name="remarque_ordre")]

    def __str__(self) -> str:
        return f"Ligne {self.ligne} : {self.raison}"


class CorrespondanceMemorisee(models.Model):
    """The columns a person matched to fields, remembered for the next file that has the same headers."""

    profil = models.CharField(max_length=30)
    signature = models.CharField(max_length=64)
    correspondance = models.JSONField(default=dict)
    par = models.ForeignKey("ecosysteme.Personne", models.SET_NULL, null=True, related_name="+")
    maj_le = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = "correspondance mémorisée"
        verbose_name_plural = "correspondances mémorisées"
        constraints = [
            models.UniqueConstraint(
                fields=["profil", "signature"],
                name="correspondance_unique",
                violation_error_message="Cette source a déjà une correspondance.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.profil} {self.signature[:8]}"
