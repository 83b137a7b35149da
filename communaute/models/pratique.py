"""Good practices: what an organisation learned, told so that another can do it, and who applies it since."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from ecosysteme.enums import CauseBloquant
from ecosysteme.models._champs import borne, historique, valeur_exacte

from ..enums import Constat, EtatPratique, NiveauPreuve, PorteePratique

TEXTE = ("titre", "contexte", "etapes", "conditions", "effet")


class PratiqueQuerySet(models.QuerySet):
    def publiees(self):
        return self.filter(etat=EtatPratique.PUBLIEE)

    def verifiees(self, jour=None):
        return self.filter(verifiee_jusqu__gte=jour or timezone.localdate())

    def perimees(self, jour=None):
        """Stamped once, and not since."""
        return self.filter(verifiee_jusqu__lt=jour or timezone.localdate())


@historique()
class Pratique(models.Model):
    """A practice; `origine` names what it was learned from (« demande:12 »), by name and not by key."""

    titre = models.CharField("titre", max_length=200)
    organisation = models.ForeignKey("ecosysteme.Organisation", models.PROTECT, related_name="pratiques")
    auteur = models.ForeignKey("ecosysteme.Personne", models.PROTECT, related_name="pratiques")
    etat = models.CharField("état", max_length=10, choices=EtatPratique, default=EtatPratique.BROUILLON)
    portee = models.CharField(
        "qui la lit", max_length=15, choices=PorteePratique, default=PorteePratique.SECTEUR_PUBLIC
    )
    causes = ArrayField(
        models.CharField(max_length=20, choices=CauseBloquant),
        verbose_name="ce qu'elle débloque",
        default=list,
        blank=True,
    )
    contexte = models.TextField("contexte", blank=True, default="")
    etapes = models.TextField("étapes", blank=True, default="")
    conditions = models.TextField("conditions", blank=True, default="")
    cout = models.CharField("coût", max_length=300, blank=True, default="")
    effet = models.TextField("effet", blank=True, default="")
    indicateur = models.ForeignKey(
        "ecosysteme.Indicateur",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="pratiques",
        verbose_name="indicateur touché",
    )
    effet_valeur = valeur_exacte("effet mesuré")
    effet_bas = valeur_exacte("effet, au moins")
    effet_haut = valeur_exacte("effet, au plus")
    effet_unite = models.CharField("unité de l'effet", max_length=40, blank=True, default="")
    preuve = models.PositiveSmallIntegerField("preuve", choices=NiveauPreuve, default=NiveauPreuve.TEMOIGNAGE)
    initiative = models.ForeignKey(
        "ecosysteme.Initiative", models.SET_NULL, null=True, blank=True, related_name="pratiques"
    )
    origine = models.CharField("apprise de", max_length=40, blank=True, default="")
    cree_le = models.DateTimeField(default=timezone.now)
    publiee_le = models.DateTimeField("publiée le", null=True, blank=True)
    revue_le = models.DateTimeField("récrite le", null=True, blank=True)
    verifiee_par = models.ForeignKey(
        "ecosysteme.Personne", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="vérifiée par"
    )
    verifiee_le = models.DateField("vérifiée le", null=True, blank=True)
    verifiee_jusqu = models.DateField("vérifiée jusqu'au", null=True, blank=True)
    verifiee_mot = models.CharField("ce que la vérification a vu", max_length=500, blank=True, default="")
    motif = models.TextField("pourquoi elle est retirée", blank=True, default="")
    version = models.PositiveIntegerField(default=1)

    objects = PratiqueQuerySet.as_manager()

    class Meta:
        verbose_name = "bonne pratique"
        verbose_name_plural = "bonnes pratiques"
        ordering = ["-publiee_le", "-pk"]
        indexes = [
            GinIndex(SearchVector(*TEXTE, config="francais"), name="pratique_texte"),
            GinIndex(fields=["titre"], name="pratique_titre_trigramme", opclasses=["gin_trgm_ops"]),
            models.Index(fields=["etat", "-publiee_le"], name="pratique_etat"),
        ]
        constraints = [
            *(borne(champ, f"pratique_{champ}_borne") for champ in ("effet_valeur", "effet_bas", "effet_haut")),
            models.CheckConstraint(
                # NULL makes a comparison neither true nor false, and a check let it pass: each bound is asked for.
                condition=Q(effet_bas__isnull=True, effet_haut__isnull=True)
                | Q(
                    effet_valeur__isnull=False,
                    effet_bas__isnull=False,
                    effet_haut__isnull=False,
                    effet_bas__lte=F("effet_valeur"),
                    effet_haut__gte=F("effet_valeur"),
                ),
                name="pratique_intervalle",
                violation_error_message="L'effet mesuré se place entre ses deux bornes ; donnez les deux, ou aucune.",
            ),
            models.CheckConstraint(
                condition=Q(verifiee_par__isnull=True, verifiee_le__isnull=True, verifiee_jusqu__isnull=True)
                | Q(
                    verifiee_par__isnull=False,
                    verifiee_le__isnull=False,
                    verifiee_jusqu__isnull=False,
                    verifiee_jusqu__gt=F("verifiee_le"),
                ),
                name="pratique_verification",
                violation_error_message="Une vérification dit qui l'a faite, quand, et jusqu'à quel jour elle vaut.",
            ),
            models.CheckConstraint(
                condition=~Q(etat=EtatPratique.RETIREE) | ~Q(motif=""),
                name="pratique_motif",
                violation_error_message="Dites pourquoi la pratique est retirée.",
            ),
            models.CheckConstraint(
                condition=~Q(etat=EtatPratique.PUBLIEE)
                | Q(publiee_le__isnull=False) & ~Q(contexte="") & ~Q(etapes="") & ~Q(effet=""),
                name="pratique_publiee",
                violation_error_message="Une pratique publiée dit son contexte, ses étapes et ce que cela a donné.",
            ),
            models.UniqueConstraint(
                fields=["origine"],
                condition=~Q(origine="") & ~Q(etat=EtatPratique.RETIREE),
                name="pratique_origine",
                violation_error_message="Une pratique en est déjà tirée.",
            ),
        ]

    def __str__(self) -> str:
        return self.titre


@historique()
class Adoption(models.Model):
    """An organisation that applies a practice: since when, what it gave there, and why it stopped when it did."""

    pratique = models.ForeignKey("communaute.Pratique", models.CASCADE, related_name="adoptions")
    organisation = models.ForeignKey("ecosysteme.Organisation", models.PROTECT, related_name="adoptions")
    par = models.ForeignKey("ecosysteme.Personne", models.PROTECT, related_name="adoptions")
    depuis = models.DateField("depuis")
    mot = models.CharField("comment nous l'appliquons", max_length=500, blank=True, default="")
    initiative = models.ForeignKey(
        "ecosysteme.Initiative", models.SET_NULL, null=True, blank=True, related_name="adoptions"
    )
    constat = models.CharField("ce qu'elle donne", max_length=12, choices=Constat, blank=True, default="")
    constat_texte = models.TextField("ce qu'on a vu", blank=True, default="")
    constat_le = models.DateField("dit le", null=True, blank=True)
    cessee_le = models.DateField("cessée le", null=True, blank=True)
    cessee_motif = models.CharField("pourquoi", max_length=500, blank=True, default="")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = "adoption d'une pratique"
        verbose_name_plural = "adoptions de pratiques"
        ordering = ["depuis", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["pratique", "organisation"],
                name="adoption_unique",
                violation_error_message="Cette organisation applique déjà la pratique.",
            ),
            models.CheckConstraint(
                condition=Q(constat="", constat_le__isnull=True)
                | ~Q(constat="") & ~Q(constat_texte="") & Q(constat_le__isnull=False),
                name="adoption_constat",
                violation_error_message="Dites ce que vous avez vu.",
            ),
            models.CheckConstraint(
                condition=Q(cessee_le__isnull=True) | Q(cessee_le__gte=F("depuis")) & ~Q(cessee_motif=""),
                name="adoption_cessee",
                violation_error_message="Dites pourquoi vous ne l'appliquez plus.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pratique_id} {self.organisation_id}"
