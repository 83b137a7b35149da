"""Hypotheses as the address carries them: « r12=45 » a result, « c12 », « d12 » a target, « j12 » a verdict, « p2-7 » a
weight.

What is not a number, or is not about a node of the page, is told and left out; the text typed is kept.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from ecosysteme.nombres import Nature, NombreRefuse, lire_nombre

from ..simulation import Cle, Hypothese, Suppositions

HYPOTHESES_MAX = 100
POIDS_MAX = 10000
_CLE = re.compile(r"(?:([rcdj])|p([1-5])-)([0-9]{1,18})")
_CHAMPS = {"r": "resultat", "c": "cible_min", "d": "cible_max"}


@dataclass(frozen=True, slots=True)
class Lues:
    """What the address supposes: the texts typed, what was understood, what was refused and why."""

    textes: dict[str, str] = field(default_factory=dict)
    suppositions: Suppositions = field(default_factory=Suppositions)
    refus: dict[str, str] = field(default_factory=dict)

    @property
    def nombre(self) -> int:
        return len(self.textes) - len(self.refus)


def lire(parametres: Mapping[str, str], connus: set[Cle]) -> Lues:
    """The hypotheses about these nodes; the others are ignored."""
    textes: dict[str, str] = {}
    refus: dict[str, str] = {}
    fiches: dict[int, dict] = {}
    poids: dict[Cle, Decimal] = {}
    for cle, brut in parametres.items():
        trouve, texte = _CLE.fullmatch(cle), brut.strip()[:100].replace("\x00", "")
        if trouve is None or not texte:
            continue
        lettre, niveau, pk = trouve[1], int(trouve[2] or 1), int(trouve[3])
        if (niveau, pk) not in connus:
            continue
        textes[cle] = texte
        if len(textes) > HYPOTHESES_MAX:
            refus[cle] = f"Au plus {HYPOTHESES_MAX} hypothèses à la fois."
        elif lettre == "j":
            if texte in ("oui", "non"):
                fiches.setdefault(pk, {})["jugee"] = texte == "oui"
            else:
                refus[cle] = "Choisissez oui ou non."
        elif (lu := _nombre(texte, refus, cle)) is None:
            continue
        elif lettre:
            fiches.setdefault(pk, {})[_CHAMPS[lettre]] = lu
        elif 0 <= lu <= POIDS_MAX:
            poids[niveau, pk] = lu
        else:
            refus[cle] = "Un poids va de 0 à 10\u00a0000."
    suppositions = Suppositions({pk: Hypothese(**champs) for pk, champs in fiches.items()}, poids)
    return Lues(textes, suppositions, refus)


def _nombre(texte: str, refus: dict[str, str], cle: str) -> Decimal | None:
    try:
        lu = lire_nombre(texte.removesuffix("%").strip())
    except NombreRefuse as raison:
        refus[cle] = raison.raison
        return None
    if lu.nature != Nature.NOMBRE or lu.valeur is None:
        refus[cle] = "Écrivez un nombre, ou laissez le champ vide."
        return None
    return lu.valeur
