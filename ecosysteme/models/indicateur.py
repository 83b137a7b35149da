from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from ..enums import AgregationOrganisations, AgregationTemps, Frequence, Sens, TypeIndicateur, Visibilite
from ._champs import borne, borne_poids, historique, poids, valeur_exacte


class IndicateurQuerySet(models.QuerySet):
    def publics(self):
        return self.filter(visibilite=Visibilite.PUBLIQUE).exclude(objectif__orientation__plan__etat="brouillon")

    def sous(self, organisation):
        """Owned by the organisation or by one below it."""
        return self.filter(organisation__chemin__contains=[organisation.pk])


@historique()
class Indicateur(models.Model):
    """An indicator sheet (fiche). Its desired direction (sens) is always explicit, never guessed."""

    objectif = models.ForeignKey("ecosysteme.Objectif", models.CASCADE, related_name="indicateurs")
    organisation = models.ForeignKey(
        "ecosysteme.Organisation", models.PROTECT, related_name="indicateurs", verbose_name="organisation propriétaire"
    )
    responsable = models.ForeignKey(
        "ecosysteme.Personne", models.SET_NULL, null=True, blank=True, related_name="indicateurs_tenus"
    )
    parent = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="enfants", verbose_name="indicateur parent"
    )
    code = models.CharField("code", max_length=60)
    nom = models.CharField("nom", max_length=1000)
    nom_public = models.CharField("nom public", max_length=1000, blank=True, default="")
    definition = models.TextField("définition", blank=True, default="")
    type = models.CharField("type", max_length=20, choices=TypeIndicateur, default=TypeIndicateur.EFFET)
    sens = models.CharField("sens", max_length=10, choices=Sens)
    unite = models.CharField("unité", max_length=100, blank=True, default="")
    decimales = models.PositiveSmallIntegerField("décimales affichées", null=True, blank=True)
    methode_calcul = models.TextField("méthode de calcul", blank=True, default="")
    source = models.CharField("source", max_length=500, blank=True, default="")
    source_url = models.URLField("adresse de la source", max_length=500, blank=True, default="")
    mode_collecte = models.CharField("mode de collecte", max_length=300, blank=True, default="")
    frequence = models.CharField("fréquence", max_length=15, choices=Frequence, default=Frequence.ANNUELLE)
    delai_publication = models.PositiveSmallIntegerField("délai de publication (mois)", default=0)
    agregation_temps = models.CharField(
        "agrégation dans le temps", max_length=10, choices=AgregationTemps, default=AgregationTemps.DERNIERE
    )
    agregation_organisations = models.CharField(
        "agrégation entre organisations",
        max_length=20,
        choices=AgregationOrganisations,
        default=AgregationOrganisations.SAISIE,
    )
    cumulatif = models.BooleanField("cumulatif", default=False)
    poids = poids()
    valeur_depart = valeur_exacte("valeur de départ")
    date_depart = models.DateField("date de la valeur de départ", null=True, blank=True)
    tolerance = valeur_exacte("tolérance", null=False, default=0)
    strict = models.BooleanField("cible exacte stricte", default=False)
    visibilite = models.CharField("visibilité", max_length=10, choices=Visibilite, default=Visibilite.PUBLIQUE)
    admissible_spc = models.BooleanField("admissible aux cartes de contrôle", default=True)
    saisonnier = models.BooleanField("saisonnier", default=False)
    limites = models.TextField("limites", blank=True, default="")
    illustratif = models.BooleanField("illustratif", default=False)
    note_changement = models.TextField("note de changement", blank=True, default="")
    version = models.PositiveIntegerField(default=1)
    cree_le = models.DateTimeField(default=timezone.now, editable=False)

    objects = IndicateurQuerySet.as_manager()

    class Meta:
        verbose_name = "indicateur"
        ordering = ["code", "pk"]
        constraints = [
            borne_poids("indicateur_poids_borne"),
            borne("valeur_depart", "indicateur_depart_fini"),
            models.CheckConstraint(
                condition=Q(tolerance__gte=0, tolerance__lt=10**15),
                name="indicateur_tolerance",
                violation_error_message="La tolérance ne peut être négative.",
            ),
            models.CheckConstraint(
                condition=Q(decimales__isnull=True) | Q(decimales__lte=9),
                name="indicateur_decimales",
                violation_error_message="Au plus neuf décimales.",
            ),
            models.CheckConstraint(
                condition=Q(delai_publication__lte=120),
                name="indicateur_delai",
                violation_error_message="Le délai de publication ne peut dépasser dix ans.",
            ),
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=F("id")),
                name="indicateur_parent_autre",
                violation_error_message="Un indicateur ne peut être son propre parent.",
            ),
            models.UniqueConstraint(
                fields=["objectif", "code"],
                name="indicateur_code_unique",
                violation_error_message="Cet objectif a déjà un indicateur de ce code.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.nom}"
