"""The indicators that stand under a node, in the order of their codes."""

from ecosysteme.models import Indicateur, Personne

from ..enums import Niveau
from . import publies
from .ordre import trier

CHEMINS = {
    Niveau.INDICATEUR: "pk",
    Niveau.OBJECTIF: "objectif",
    Niveau.ORIENTATION: "objectif__orientation",
    Niveau.PLAN: "objectif__orientation__plan",
}


def sous(personne: Personne, niveau: Niveau, pk: int, exercice: int) -> list[Indicateur]:
    """One query. Under an organisation: those of its own plans in force that year."""
    tous = publies.indicateurs(personne)
    if niveau == Niveau.ORGANISATION:
        plan = "objectif__orientation__plan__"
        tous = tous.filter(
            **{
                f"{plan}organisation": pk,
                f"{plan}exercice_debut__lte": exercice,
                f"{plan}exercice_fin__gte": exercice,
            }
        ).exclude(**{f"{plan}etat": "brouillon"})
    else:
        tous = tous.filter(**{CHEMINS[niveau]: pk})
    return trier(tous.order_by("pk"), lambda i: i.code)
