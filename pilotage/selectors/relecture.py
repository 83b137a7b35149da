"""The second reading of a sheet, from its rows."""

from collections.abc import Iterable

from ecosysteme.models import Cible, Indicateur, PlanStrategique

from ..relecture import CibleLue, FicheLue, Remarque, relire
from .calculs_indicateur import vue


def remarques(indicateur: Indicateur, plan: PlanStrategique, cibles: Iterable[Cible]) -> list[Remarque]:
    """Remarks on a sheet and its targets for the whole of Québec."""
    fiche = FicheLue(
        nom=indicateur.nom,
        type=indicateur.type,
        sens=indicateur.sens,
        unite=indicateur.unite,
        valeur_depart=indicateur.valeur_depart,
        a_responsable=indicateur.responsable_id is not None,
        exercices=range(plan.exercice_debut, plan.exercice_fin + 1),
        strict=indicateur.strict,
        tolerance=indicateur.tolerance,
    )
    lues = [CibleLue(c.exercice, mots, c.texte) for c in cibles if not c.territoire and (mots := vue(c))]
    return relire(fiche, lues)
