"""Matching the columns of a file to the fields of a profile: proposed from the headers, remembered by source."""

import hashlib
from collections.abc import Mapping, Sequence

from ..models import CorrespondanceMemorisee
from .profils.base import Profil, plier


def signature(entetes: Sequence[str]) -> str:
    """What makes two files come from the same source: the same headers in the same order."""
    return hashlib.sha256("\n".join(plier(e) for e in entetes).encode()).hexdigest()


def proposer(profil: Profil, entetes: Sequence[str]) -> dict[str, int]:
    """The column of each field, by its name, label or synonyms, accents and case aside; the best known name first."""
    memorisee = CorrespondanceMemorisee.objects.filter(profil=profil.nom, signature=signature(entetes)).first()
    if memorisee:
        connus = {champ.nom for champ in profil.champs}
        return {c: p for c, p in memorisee.correspondance.items() if c in connus and 0 <= p < len(entetes)}
    libres: dict[str, int] = {}
    for position, entete in enumerate(entetes):
        libres.setdefault(plier(entete), position)
    trouvees: dict[str, int] = {}
    for rang in range(max(len(champ.cles) for champ in profil.champs)):
        for champ in profil.champs:
            if champ.nom not in trouvees and rang < len(champ.cles) and champ.cles[rang] in libres:
                trouvees[champ.nom] = libres.pop(champ.cles[rang])
    return trouvees


def manquants(profil: Profil, correspondance: Mapping[str, int]) -> list[str]:
    """Labels of the required fields that no column feeds."""
    return [champ.libelle for champ in profil.champs if champ.obligatoire and champ.nom not in correspondance]
