"""Spaces, and what whoever holds the forum sets on a topic."""

from typing import Any

from ecosysteme.ecriture import ecriture
from ecosysteme.models import Personne
from ecosysteme.services.lignes import modifier_ligne

from ..models import Espace, Sujet


@ecriture
def creer_espace(*, par: Personne, **champs: Any) -> Espace:
    """Open a space. Raises ValidationError in French."""
    espace = Espace(**champs)
    espace.full_clean()
    espace.save(force_insert=True)
    return espace


@ecriture
def modifier_espace(*, par: Personne, espace: Espace, version_lue: int, champs: dict[str, Any]) -> Espace:
    """Raises ConflitFiche, ValidationError."""
    return modifier_ligne(Espace.objects.get(pk=espace.pk), version_lue=version_lue, champs=champs)


@ecriture
def regler_sujet(*, par: Personne, sujet: Sujet, version_lue: int, **champs: Any) -> Sujet:
    """Set the delegation level, pin, close. Raises ConflitFiche, ValidationError."""
    return modifier_ligne(sujet, version_lue=version_lue, champs=champs)
