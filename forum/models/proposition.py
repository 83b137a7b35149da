"""Proposals: immutable published versions, amendments that target one, official answers with a deadline."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector
from django.db import models
from django.db.models import Q
from django.utils import timezone

from ecosysteme.models._champs import historique

from ..enums import Effort, EtatAmendement, EtatProposition, Reversibilite, SensEffet, SensReponse

VIVANTES = (EtatProposition.EN_DISCUSSION, EtatProposition.AU_VOTE)


class PropositionQuerySet(models.QuerySet):
    def publiees(self):
        return self.exclude(etat=EtatProposition.BROUILLON)

    def vivantes(self):
        return self.filter(etat__in=VIVANTES)


@historique()
class Proposition(models.Model):
    """A proposal and where it stands; its words are in its versions, its discussion in its topic."""

    espace = models.ForeignKey("forum.Espace", models.PROTECT, related_name="propositions")
    sujet = models.OneToOneField(
        "forum.Sujet", models.PROTECT, null=True, blank=True, related_name="proposition"
    )  # opened at publication
    initiative = models.ForeignKey(
        "ecosysteme.Initiative", models.PROTECT, null=True, blank=True, related_name="propositions"
    )
    auteur = models.ForeignKey("ecosysteme.Personne", models.PROTECT, related_name="propositions")
    etat = models.CharField("état", max_length=20, choices=EtatProposition, default=EtatProposition.BROUILLON)
    etat_depuis = models.DateTimeField("depuis", default=timezone.now)
    attendu_de = models.ForeignKey(
        "ecosysteme.Personne",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="attend un geste de",
    )
    echeance = models.DateField("pour quand", null=True, blank=True)
    indicateurs = models.ManyToManyField("ecosysteme.Indicateur", related_name="propositions", blank=True)
    organisations = models.ManyToManyField("ecosysteme.Organisation", related_name="propositions", blank=True)
    issue_de = models.OneToOneField(
        "forum.Amendement",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="promue",
        verbose_name="issue de l'amendement",
    )
    motif = models.TextField("motif du retrait ou de l'abandon", blank=True, default="")
    version = models.PositiveIntegerField(default=1)

    objects = PropositionQuerySet.as_manager()

    class Meta:
        verbose_name = "proposition"
        ordering = ["-etat_depuis", "-pk"]
        indexes = [models.Index(fields=["etat", "echeance"], name="proposition_etat")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(etat__in=[EtatProposition.RETIREE, EtatProposition.ABANDONNEE]) | ~Q(motif=""),
                name="proposition_motif",
                violation_error_message="Dites pourquoi la proposition est retirée ou abandonnée.",
            ),
            models.CheckConstraint(
                condition=Q(etat__in=[EtatProposition.BROUILLON, EtatProposition.RETIREE]) | Q(sujet__isnull=False),
                name="proposition_sujet",
                violation_error_message="Une proposition publiée a son sujet de discussion.",
            ),
        ]

    def __str__(self) -> str:
        return f"Proposition {self.pk}"


class VersionProposition(models.Model):
    """The words of a proposal; sealed by a trigger once published (`empreinte` is what a ballot is tied to)."""

    proposition = models.ForeignKey("forum.Proposition", models.CASCADE, related_name="versions")
    numero = models.PositiveSmallIntegerField("version")
    titre = models.CharField("titre", max_length=200)
    probleme = models.TextField("problème", blank=True, default="")
    action = models.TextField("action proposée", blank=True, default="")
    effet = models.TextField("effet attendu", blank=True, default="")
    effet_indicateur = models.ForeignKey(
        "ecosysteme.Indicateur", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="indicateur visé"
    )
    effet_sens = models.CharField("sens de l'effet", max_length=10, choices=SensEffet, blank=True, default="")
    effet_valeur = models.DecimalField("ampleur", max_digits=24, decimal_places=9, null=True, blank=True)
    effet_le = models.DateField("mesuré le", null=True, blank=True)
    effort = models.PositiveSmallIntegerField("effort", choices=Effort, null=True, blank=True)
    cout = models.CharField("coût", max_length=200, blank=True, default="")
    reversibilite = models.CharField("réversibilité", max_length=15, choices=Reversibilite, blank=True, default="")
    mineure = models.BooleanField("correction mineure", default=False)
    note = models.CharField("ce qui change", max_length=300, blank=True, default="")
    auteur = models.ForeignKey("ecosysteme.Personne", models.PROTECT, related_name="+")
    cree_le = models.DateTimeField(default=timezone.now)
    publiee_le = models.DateTimeField("publiée le", null=True, blank=True)
    empreinte = models.CharField("empreinte", max_length=64, blank=True, default="")

    class Meta:
        verbose_name = "version d'une proposition"
        verbose_name_plural = "versions d'une proposition"
        ordering = ["proposition", "numero"]
        indexes = [
            GinIndex(SearchVector("titre", "probleme", "action", "effet", config="francais"), name="proposition_texte"),
            GinIndex(fields=["titre"], name="proposition_titre_trigramme", opclasses=["gin_trgm_ops"]),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["proposition", "numero"],
                name="version_numero",
                violation_error_message="Cette version existe déjà.",
            ),
            models.CheckConstraint(
                condition=Q(publiee_le__isnull=True) | ~Q(empreinte=""),
                name="version_scellee",
                violation_error_message="Une version publiée porte son empreinte.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.titre} (version {self.numero})"


class Amendement(models.Model):
    """A change asked of one version: the fields it rewrites, shown as a diff."""

    visee = models.ForeignKey("forum.VersionProposition", models.PROTECT, related_name="amendements")
    auteur = models.ForeignKey("ecosysteme.Personne", models.PROTECT, related_name="amendements")
    cree_le = models.DateTimeField("proposé le", default=timezone.now)
    champs = models.JSONField("champs récrits", default=dict)
    motif = models.TextField("pourquoi")
    etat = models.CharField("état", max_length=10, choices=EtatAmendement, default=EtatAmendement.PROPOSE)
    traite_par = models.ForeignKey("ecosysteme.Personne", models.PROTECT, null=True, blank=True, related_name="+")
    traite_le = models.DateTimeField("traité le", null=True, blank=True)
    raison = models.TextField("raison", blank=True, default="")
    creee = models.OneToOneField(
        "forum.VersionProposition", models.PROTECT, null=True, blank=True, related_name="amendement"
    )

    class Meta:
        verbose_name = "amendement"
        ordering = ["cree_le", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(etat=EtatAmendement.REFUSE) | ~Q(raison=""),
                name="amendement_refus",
                violation_error_message="Un refus dit sa raison.",
            ),
            models.CheckConstraint(
                condition=Q(etat=EtatAmendement.ACCEPTE, creee__isnull=False)
                | ~Q(etat=EtatAmendement.ACCEPTE) & Q(creee__isnull=True),
                name="amendement_version",
                violation_error_message="Un amendement accepté crée une version, un autre n'en crée pas.",
            ),
        ]

    def __str__(self) -> str:
        return self.motif[:80]


class ReponseOfficielle(models.Model):
    """What an organisation owes to an adopted proposal, and by when; late ones are listed in the steering room."""

    proposition = models.ForeignKey("forum.Proposition", models.PROTECT, related_name="reponses")
    organisation = models.ForeignKey("ecosysteme.Organisation", models.PROTECT, related_name="reponses_officielles")
    due_le = models.DateField("due le")
    sens = models.CharField("sens", max_length=15, choices=SensReponse, blank=True, default="")
    texte = models.TextField("réponse", blank=True, default="")
    donnee_par = models.ForeignKey("ecosysteme.Personne", models.PROTECT, null=True, blank=True, related_name="+")
    donnee_le = models.DateTimeField("donnée le", null=True, blank=True)

    class Meta:
        verbose_name = "réponse officielle"
        verbose_name_plural = "réponses officielles"
        ordering = ["due_le", "pk"]
        indexes = [models.Index(fields=["due_le"], name="reponse_due", condition=Q(donnee_le__isnull=True))]
        constraints = [
            models.UniqueConstraint(
                fields=["proposition", "organisation"],
                name="reponse_unique",
                violation_error_message="La réponse de cette organisation est déjà demandée.",
            ),
            models.CheckConstraint(
                condition=Q(donnee_le__isnull=True) | Q(donnee_par__isnull=False) & ~Q(sens="") & ~Q(texte=""),
                name="reponse_donnee",
                violation_error_message="Une réponse dit ce qui sera fait et pourquoi.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.proposition_id} {self.organisation_id}"
