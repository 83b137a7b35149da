"""Following an organisation or an indicator, by the name of its subject (« organisation:12 »)."""

from ..ecriture import ecriture
from ..models import Abonnement, Personne


@ecriture
def suivre(*, par: Personne, sujet: str) -> None:
    """Follow a subject; following twice changes nothing."""
    Abonnement.objects.bulk_create([Abonnement(personne=par, sujet=sujet)], ignore_conflicts=True)


@ecriture
def ne_plus_suivre(*, par: Personne, sujet: str) -> None:
    """Stop following; stopping twice changes nothing."""
    Abonnement.objects.filter(personne=par, sujet=sujet).delete()
