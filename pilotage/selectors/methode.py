"""The worked checks of the method page: computed by the very rules the page describes, so that they cannot drift."""

from decimal import Decimal
from typing import Any

from ecosysteme.format import nombre, pourcentage
from ecosysteme.models import Personne
from ecosysteme.permissions import exiger_membre

from .. import spc
from ..explications import expliquer_agregat, expliquer_progression
from ..graphiques import xmr
from ..notation import CibleVue, Enfant, taux_atteinte
from . import methodes
from .alertes_page import regles_publiees
from .calculs import etapes

DIX_HUIT = (1, 2, 1, 2, 10, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1)


def contexte(personne: Personne) -> dict[str, Any]:
    exiger_membre(personne)
    connues = methodes.rangees()
    return {
        "methodes": connues,
        "publiees": [n | {"methode": m["nom"]} for m in connues for n in m["publiees"]],
        "progression": etapes(
            *expliquer_progression(Decimal(165), CibleVue("au_moins", Decimal(184)), Decimal(169), "hausse")
        ),
        "agregat": etapes(
            *expliquer_agregat(
                [
                    ("Indicateur A", Enfant(Decimal(2), Decimal(100))),
                    ("Indicateur B", Enfant(Decimal(1), Decimal(40))),
                    ("Indicateur C", Enfant(Decimal(3), None, applicable=False)),
                ]
            )
        ),
        "incomplet": etapes(
            *expliquer_agregat(
                [("Indicateur A", Enfant(Decimal(2), Decimal(100))), ("Indicateur B", Enfant(Decimal(1), None))]
            )
        ),
        "taux": pourcentage(taux_atteinte(12, 5)),
        "spc": [_limites(ecran) for ecran in (False, True)],
        "serie": ", ".join(str(valeur) for valeur in DIX_HUIT),
        "carte": _carte(),
        "alertes": regles_publiees(),
    }


def _limites(ecran: bool) -> dict[str, str]:
    """Mean, mean moving range and limits of the eighteen points, without and with screening."""
    phase = spc.analyser(DIX_HUIT, sens="maintien", ecran=ecran).phases[0]
    return {
        "nom": "Avec dépistage" if ecran else "Sans dépistage (le réglage du portail)",
        "moyenne": nombre(phase.moyenne, 2),
        "etendue": nombre(phase.etendue_moyenne, 4),
        "basse": nombre(phase.limite_basse, 2),
        "haute": nombre(phase.limite_haute, 2),
    }


def _carte() -> str:
    analyse = spc.analyser(DIX_HUIT, sens="baisse")
    noms = [str(rang) for rang in range(1, len(DIX_HUIT) + 1)]
    return xmr(analyse, noms, titre="Le cinquième point sort des limites", largeur=560, hauteur=240)
