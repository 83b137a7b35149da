"""The statuts that flipped between two instants: what most readers of « qu'est-ce qui a changé » look for first."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from ecosysteme.enums import Statut
from ecosysteme.format import exercice_texte
from ecosysteme.models import Indicateur

from ..models import BasculeStatut
from .rapport_dits import dit


def bascules(connues: Mapping[int, Indicateur], debut: datetime, fin: datetime, limite: int) -> list[dict[str, Any]]:
    """Flips of the indicators the reader knows, latest first; `debut` included, `fin` not."""
    lues = BasculeStatut.objects.filter(indicateur_id__in=list(connues), quand__gte=debut, quand__lt=fin)
    return [
        dit(
            "bascule",
            b.quand,
            f"{connues[b.indicateur_id].organisation.sigle} {connues[b.indicateur_id].code} "
            f"{connues[b.indicateur_id].nom}",
            f"{exercice_texte(b.exercice)} : {Statut(b.avant).label} → {Statut(b.apres).label}",
            pk=b.indicateur_id,
        )
        for b in lues.order_by("-quand")[:limite]
    ]
