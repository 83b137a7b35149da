"""First steps written down: done as the facts show, or skipped."""

from collections.abc import Iterable

from ecosysteme.ecriture import ecriture
from ecosysteme.models import Personne

from ..models import PremierPas
from ..selectors.premiers_pas import etat


@ecriture
def constater(*, par: Personne) -> None:
    """Write down the steps that the facts show to be done: undone later, they are not asked again."""
    _noter(par, etat(par).a_constater, passe=False)


@ecriture
def passer(*, par: Personne, cles: Iterable[str]) -> None:
    """Skip steps of one's own role; anything else counts as nothing."""
    siens = etat(par).cles
    _noter(par, [cle for cle in cles if cle in siens], passe=True)


@ecriture
def tout_passer(*, par: Personne) -> None:
    """Skip all that is left."""
    ou = etat(par)
    _noter(par, ou.a_constater, passe=False)
    _noter(par, [cle for cle in ou.cles if cle not in ou.faits], passe=True)


def _noter(personne: Personne, cles: Iterable[str], *, passe: bool) -> None:
    lignes = [PremierPas(personne=personne, cle=cle, passe=passe) for cle in cles]
    PremierPas.objects.bulk_create(lignes, ignore_conflicts=True)
