"""« Calcul en attente »: results are stored, their bilans follow."""

from ..models import CleSale

PHRASE = "Des résultats viennent d'être enregistrés : les bilans qui en dépendent suivront dans moins d'une minute."


def phrase(en_attente: bool | None = None) -> str:
    """What to tell the reader, nothing when all is computed; one query unless the caller already knows."""
    return PHRASE if (CleSale.objects.exists() if en_attente is None else en_attente) else ""
