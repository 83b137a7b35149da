"""What a delegation level lets a group vote on (Management 3.0, seven levels): no vote is a false participation.

1 dire, 2 vendre: the decision is taken, one may only sound opinion. 3 consulter: advice. 4 convenir: consent or
majority. 5 conseiller: the group decides, the authority's advice is written before. 6 s'enquérir: the group decides
and files its reasons. 7 déléguer: the group decides.
"""

from __future__ import annotations

_DECIDER = frozenset({"consentement", "majorite", "priorisation", "classement"})
METHODES_PERMISES: dict[int, frozenset[str]] = {
    1: frozenset({"sondage"}),
    2: frozenset({"sondage"}),
    3: frozenset({"sondage", "avis"}),
    4: frozenset({"sondage", "avis", "consentement", "majorite"}),
    5: _DECIDER | {"sondage", "avis"},
    6: _DECIDER | {"sondage", "avis"},
    7: _DECIDER | {"sondage", "avis"},
}
SANS_NIVEAU = (
    "Le niveau de délégation du sujet n'est pas fixé : dites d'abord qui décide, puis vous pourrez ouvrir un scrutin."
)
DEJA_DECIDE = (
    "Au niveau {niveau}, la décision est déjà prise par l'autorité : seul un sondage d'opinion peut s'ouvrir, "
    "pour ne pas laisser croire que le groupe décide."
)
CONSULTE = "Au niveau 3, le groupe est consulté et l'autorité décide : ouvrez un sondage d'opinion ou un avis."
CONVIENT = "Au niveau 4, le groupe et l'autorité conviennent : ouvrez un consentement ou une majorité."
AVIS_MANQUE = "Au niveau 5, le groupe décide après avoir lu l'avis de l'autorité : consignez cet avis avant d'annoncer."


def decide(methode: str) -> bool:
    """Whether the method decides something (and so needs a quorum and a proclaimed outcome)."""
    return methode in _DECIDER


def raison_de_refus(niveau: int | None, methode: str, avis_autorite: str = "") -> str:
    """Why this vote may not be opened at this level; empty when it may. Raises ValueError on an unknown level."""
    if niveau is None:
        return SANS_NIVEAU
    if niveau not in METHODES_PERMISES:
        raise ValueError(f"Niveau de délégation inconnu : {niveau}")
    if methode not in METHODES_PERMISES[niveau]:
        return {3: CONSULTE, 4: CONVIENT}.get(niveau, DEJA_DECIDE.format(niveau=niveau))
    if niveau == 5 and decide(methode) and not avis_autorite.strip():
        return AVIS_MANQUE
    return ""
