"""The nightly proof that incremental roll-ups equal a full recompute."""

import time
from datetime import date

from django.utils import timezone

from ecosysteme.ecriture import ecriture
from ecosysteme.live import publier

from .. import bilans
from ..models import RapportVerification

DETAIL_MAX = 200


def faite(jour: date) -> bool:
    return RapportVerification.objects.filter(jour=jour).exists()


def verifier() -> bilans.Recalcul:
    """Recompute everything and keep the report of the day; differing bilans are mended and listed."""
    depart = time.monotonic()
    passe = bilans.recalculer_tout(au_passage=_diffuser)
    _diffuser(passe)
    _noter(passe=passe, duree_ms=int((time.monotonic() - depart) * 1000))
    return passe


def _diffuser(passe: bilans.Recalcul) -> None:
    publier(cle.sujet for cle in passe.touchees)


@ecriture
def _noter(*, passe: bilans.Recalcul, duree_ms: int) -> None:
    RapportVerification.objects.update_or_create(
        jour=timezone.localdate(),
        defaults={
            "cree_le": timezone.now(),
            "bilans": passe.consommees,
            "ecarts": len(passe.touchees),
            "detail": [f"{cle.sujet}:{cle.exercice}:{cle.territoire}" for cle in passe.touchees[:DETAIL_MAX]],
            "duree_ms": duree_ms,
        },
    )
