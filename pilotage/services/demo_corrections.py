"""Illustrative corrections and an acknowledgement of the demonstration: invented, and said to be so."""

from datetime import timedelta
from decimal import Decimal

from django.db.models import Q
from django.utils import timezone

from ecosysteme.enums import EtatPlan
from ecosysteme.models import Mesure, Personne

from ..enums import TypeAlerte
from ..models import Acquittement, CorrectionProposee, EtatIndicateur
from . import alertes, corrections

ILLUSTRATIF = "(Texte illustratif.)"
PROPOSEES = (
    ("membre", "Deux dossiers ont été comptés en double dans une région.", "Registre fictif de la région"),
    ("coordination", "Le dernier mois manque dans la valeur publiée.", "Fichier fictif de suivi mensuel"),
)
REFUS = "La période de référence n'est pas la même : la valeur officielle est maintenue."
ACQUITTEMENT = "La source fictive sera de nouveau lue le mois prochain."


def charger() -> None:
    """One correction that waits, one refused, one alert answered for; what is there is left alone."""
    gestion = _compte("gestion")
    if not CorrectionProposee.objects.exists():
        _proposer(gestion)
    if not Acquittement.objects.exists():
        _acquitter(gestion)


def _compte(nom: str) -> Personne:
    return Personne.objects.get(email=f"{nom}@demo.exemple")


def _organisation(gestion: Personne) -> Q:
    return Q(indicateur__organisation__in=gestion.adhesions.values("organisation"))


def _proposer(gestion: Personne) -> None:
    """On the latest results of the organisation the manager holds: what they decide is on « Mon travail »."""
    tous = Mesure.objects.filter(_organisation(gestion), valeur__gt=0, territoire="")
    dernieres = tous.select_related("indicateur").order_by("indicateur_id", "-fin").distinct("indicateur_id")
    for (nom, motif, source), mesure in zip(PROPOSEES, dernieres, strict=False):
        proposee = corrections.proposer(
            par=_compte(nom),
            indicateur=mesure.indicateur,
            debut=mesure.debut,
            fin=mesure.fin,
            territoire="",
            valeur=round(mesure.valeur * Decimal("1.02"), 1),
            motif=f"{motif} {ILLUSTRATIF}",
            source=source,
        )
        if nom == "coordination":
            corrections.refuser(par=gestion, correction=proposee, raison=f"{REFUS} {ILLUSTRATIF}")


def _acquitter(gestion: Personne) -> None:
    jour = timezone.localdate()
    retards = EtatIndicateur.objects.filter(
        _organisation(gestion), prochaine_maj__lt=jour, indicateur__objectif__orientation__plan__etat=EtatPlan.PUBLIE
    )
    en_retard = retards.select_related("indicateur").order_by("prochaine_maj", "pk").first()
    if en_retard is not None:
        alertes.acquitter(
            par=gestion,
            type_alerte=TypeAlerte.RETARD,
            porteur=en_retard.indicateur,
            exercice=0,  # a delay is of today, whatever the year shown
            motif=f"{ACQUITTEMENT} {ILLUSTRATIF}",
            jusqu_au=jour + timedelta(days=60),
        )
