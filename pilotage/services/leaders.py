"""Convinced leaders: people who offer their help to other organisations, and take it back when they will."""

from collections.abc import Iterable

from django.core.exceptions import ValidationError

from ecosysteme.ecriture import ecriture
from ecosysteme.models import Organisation, Personne
from ecosysteme.permissions import droits

from ..enums import GenreAccompagnement
from ..models import Leader


@ecriture
def devenir_leader(
    *, par: Personne, organisation: Organisation, genres: Iterable[str], presentation: str = ""
) -> Leader:
    """Offer kinds of help in the name of an organisation where one has a role; saying it again replaces it."""
    offerts = [genre for genre in GenreAccompagnement.values if genre in set(genres)]
    if not offerts:
        raise ValidationError({"genres": "Choisissez au moins un genre d'aide."})
    if organisation.pk not in {a.organisation_id for a in droits(par).adhesions}:
        raise ValidationError({"organisation": "Vous n'avez pas de rôle dans cette organisation."})
    champs = {"organisation": organisation, "genres": offerts, "presentation": presentation.strip()}
    leader, _ = Leader.objects.update_or_create(personne=par, defaults=champs)
    return leader


@ecriture
def ne_plus_etre_leader(*, par: Personne) -> None:
    """Withdraw; what one took stays in one's charge."""
    Leader.objects.filter(personne=par).delete()
