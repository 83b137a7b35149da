"""A vote: its rules, its options, its frozen roll, its objections and forecasts."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from ecosysteme.enums import NiveauDelegation
from ecosysteme.models._champs import historique

from ..enums import (
    BaseSeuil,
    College,
    Compte,
    EtapeConsentement,
    Fonction,
    GenreOption,
    Issue,
    Methode,
    RegleRaison,
)


@historique()
class Scrutin(models.Model):
    """One vote. Its state is never stored: it is read from these dates and the database clock (`forum_etat_scrutin`).

    Once the roll is frozen, a trigger keeps everything but what life adds: extension, step, result.
    """

    instance = models.ForeignKey("forum.Instance", models.PROTECT, null=True, blank=True, related_name="scrutins")
    sujet = models.ForeignKey("forum.Sujet", models.PROTECT, related_name="scrutins")
    version_visee = models.ForeignKey(
        "forum.VersionProposition", models.PROTECT, null=True, blank=True, related_name="scrutins"
    )
    version_empreinte = models.CharField("empreinte du texte voté", max_length=64, blank=True, default="")
    question = models.CharField("question", max_length=300)
    contexte = models.TextField("ce qu'il faut savoir", blank=True, default="")
    methode = models.CharField("méthode", max_length=15, choices=Methode)
    niveau_delegation = models.PositiveSmallIntegerField("niveau de délégation", choices=NiveauDelegation)
    avis_autorite = models.TextField("avis de l'autorité (niveau 5)", blank=True, default="")
    motifs = models.TextField("motifs du groupe (niveau 6)", blank=True, default="")

    ouvre_le = models.DateTimeField("ouverture", null=True, blank=True)
    ferme_le = models.DateTimeField("fermeture (cet instant n'en est plus)", null=True, blank=True)
    ferme_initiale = models.DateTimeField("fermeture annoncée à l'ouverture", null=True, blank=True)
    annonce_le = models.DateTimeField("annoncé le", null=True, blank=True)
    registre_fige_le = models.DateTimeField("registre figé le", null=True, blank=True)
    registre_empreinte = models.CharField("empreinte du registre", max_length=64, blank=True, default="")
    tete_ouverture = models.CharField("tête du journal à l'ouverture", max_length=64, blank=True, default="")
    tete_cloture = models.CharField("tête du journal à la clôture", max_length=64, blank=True, default="")
    retire_le = models.DateTimeField("retiré le", null=True, blank=True)
    retire_motif = models.TextField("motif du retrait", blank=True, default="")
    proclame_le = models.DateTimeField("proclamé le", null=True, blank=True)

    secret = models.BooleanField("vote secret", default=False)
    masque = models.BooleanField("résultats cachés jusqu'à la fermeture", default=True)
    contraignant = models.BooleanField("contraignant", default=False)
    choix_max = models.PositiveSmallIntegerField("choix par personne", default=1)
    points = models.PositiveSmallIntegerField("points à répartir", default=10)
    compte = models.CharField("compte du classement", max_length=10, choices=Compte, default=Compte.SCHULZE)
    quorum_pct = models.PositiveSmallIntegerField("quorum (%)", default=50)
    seuil_num = models.PositiveSmallIntegerField(default=1)
    seuil_den = models.PositiveSmallIntegerField(default=2)
    seuil_strict = models.BooleanField("le seuil doit être dépassé", default=True)
    seuil_base = models.CharField("seuil compté", max_length=10, choices=BaseSeuil, default=BaseSeuil.EXPRIMES)
    par_college = models.BooleanField("double majorité", default=False)
    voix_preponderante = models.BooleanField("voix prépondérante de la présidence", default=False)
    procurations_max = models.PositiveSmallIntegerField("procurations par personne", default=0)
    prolongation_permise = models.BooleanField(default=False)
    second_appel_de = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="second_appel", verbose_name="second appel de"
    )

    animation = models.ForeignKey("ecosysteme.Personne", models.PROTECT, related_name="+", verbose_name="animation")
    registraire = models.ForeignKey("ecosysteme.Personne", models.PROTECT, related_name="+", verbose_name="registraire")
    etape = models.CharField("étape", max_length=15, choices=EtapeConsentement, blank=True, default="")
    issue = models.CharField("issue", max_length=20, choices=Issue, blank=True, default="")
    resultat = models.JSONField("dépouillement", null=True, blank=True)
    resultat_empreinte = models.CharField("empreinte du dépouillement", max_length=64, blank=True, default="")
    decision = models.OneToOneField(
        "ecosysteme.Decision", models.PROTECT, null=True, blank=True, related_name="scrutin", verbose_name="décision"
    )
    cree_par = models.ForeignKey("ecosysteme.Personne", models.PROTECT, related_name="+")
    cree_le = models.DateTimeField(default=timezone.now)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = "scrutin"
        ordering = ["-cree_le", "-pk"]
        indexes = [
            models.Index(
                fields=["ferme_le"],
                name="scrutin_a_clore",
                condition=Q(registre_fige_le__isnull=False, proclame_le__isnull=True, retire_le__isnull=True),
            ),
            models.Index(
                fields=["ouvre_le"],
                name="scrutin_a_ouvrir",
                condition=Q(annonce_le__isnull=False, registre_fige_le__isnull=True, retire_le__isnull=True),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(ferme_le__isnull=True) | Q(ouvre_le__isnull=False, ferme_le__gt=F("ouvre_le")),
                name="scrutin_intervalle",
                violation_error_message="Un scrutin ferme après avoir ouvert.",
            ),
            models.CheckConstraint(
                condition=Q(annonce_le__isnull=True) | Q(ouvre_le__isnull=False, ferme_le__isnull=False),
                name="scrutin_annonce",
                violation_error_message="Un scrutin annoncé dit quand il ouvre et quand il ferme.",
            ),
            models.CheckConstraint(
                condition=Q(quorum_pct__lte=100),
                name="scrutin_quorum",
                violation_error_message="Un quorum va de 0 à 100 %.",
            ),
            models.CheckConstraint(
                condition=Q(seuil_den__gte=1, seuil_num__gte=1, seuil_num__lte=F("seuil_den")),
                name="scrutin_seuil",
                violation_error_message="Un seuil est une fraction comprise entre 0 et 1.",
            ),
            models.CheckConstraint(
                condition=Q(contraignant=False) | ~Q(animation=F("registraire")),
                name="scrutin_roles_distincts",
                violation_error_message="Dans un vote contraignant, l'animation et le registraire sont deux personnes.",
            ),
            models.CheckConstraint(
                condition=Q(proclame_le__isnull=True) | ~Q(issue=""),
                name="scrutin_proclame",
                violation_error_message="Un scrutin proclamé a une issue.",
            ),
            models.CheckConstraint(
                condition=Q(retire_le__isnull=True) | ~Q(retire_motif=""),
                name="scrutin_retire",
                violation_error_message="Dites pourquoi le scrutin est retiré.",
            ),
            models.CheckConstraint(
                condition=Q(choix_max__gte=1, points__gte=1),
                name="scrutin_choix",
                violation_error_message="On choisit au moins une option et l'on répartit au moins un point.",
            ),
        ]

    def __str__(self) -> str:
        return self.question


class OptionScrutin(models.Model):
    """An option: its words, what choosing it means, whether a reason is asked. `cle` is what ballots hold."""

    scrutin = models.ForeignKey("forum.Scrutin", models.CASCADE, related_name="options")
    cle = models.SlugField("clé", max_length=40)
    ordre = models.PositiveSmallIntegerField("ordre")
    libelle = models.CharField("option", max_length=200)
    sens = models.CharField("ce qu'elle veut dire", max_length=300, blank=True, default="")
    genre = models.CharField("genre", max_length=15, choices=GenreOption, default=GenreOption.CHOIX)
    raison = models.CharField("raison", max_length=12, choices=RegleRaison, default=RegleRaison.FACULTATIVE)

    class Meta:
        verbose_name = "option"
        ordering = ["scrutin", "ordre", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["scrutin", "cle"], name="option_cle", violation_error_message="Deux options ont la même clé."
            ),
            models.UniqueConstraint(
                fields=["scrutin", "libelle"],
                name="option_libelle",
                violation_error_message="Deux options portent le même nom.",
            ),
        ]

    def __str__(self) -> str:
        return self.libelle


class Inscription(models.Model):
    """A line of the roll, as it stood at opening: names are those of that day, whatever happens to them after."""

    scrutin = models.ForeignKey("forum.Scrutin", models.PROTECT, related_name="inscriptions")
    rang = models.PositiveIntegerField("rang")
    personne = models.ForeignKey("ecosysteme.Personne", models.PROTECT, related_name="inscriptions")
    mandat = models.ForeignKey("forum.Mandat", models.PROTECT, null=True, blank=True, related_name="inscriptions")
    nom = models.CharField("nom", max_length=200)
    organisation = models.CharField("organisation", max_length=300)
    organisation_ref = models.ForeignKey("ecosysteme.Organisation", models.PROTECT, related_name="+")
    college = models.CharField("collège", max_length=10, choices=College)
    fonction = models.CharField("fonction", max_length=15, choices=Fonction, blank=True, default="")

    class Meta:
        verbose_name = "inscription au registre"
        verbose_name_plural = "inscriptions au registre"
        ordering = ["scrutin", "rang"]
        constraints = [
            models.UniqueConstraint(
                fields=["scrutin", "personne"],
                name="inscription_unique",
                violation_error_message="Cette personne est déjà inscrite au registre.",
            ),
            models.UniqueConstraint(
                fields=["scrutin", "rang"],
                name="inscription_rang",
                violation_error_message="Ce rang du registre est déjà pris.",
            ),
        ]

    def __str__(self) -> str:
        return self.nom


class Recusation(models.Model):
    """A person who will not vote; only before the roll is frozen."""

    scrutin = models.ForeignKey("forum.Scrutin", models.CASCADE, related_name="recusations")
    personne = models.ForeignKey("ecosysteme.Personne", models.PROTECT, related_name="+")
    motif = models.CharField("motif", max_length=300)
    cree_le = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = "récusation"
        ordering = ["cree_le", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["scrutin", "personne"],
                name="recusation_unique",
                violation_error_message="Cette personne s'est déjà récusée.",
            )
        ]

    def __str__(self) -> str:
        return self.motif
