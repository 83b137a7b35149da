"""Blockers of the small world of the site-wide tests (`tests/monde.py`), and many more (`tests/peuplement.py`)."""

from types import SimpleNamespace

from pilotage.services import bloquants
from tests import fabriques

CHAMPS = {"titre": "Données en attente", "cause": "donnees", "gravite": 2}


def batir(m: SimpleNamespace) -> None:
    """One at home, escalated, helped; two at home without anything; one elsewhere, helped by home."""
    for suffixe, par, indicateur, aidant in (
        ("", "ges", m.indicateur, "ailleurs"),
        ("_ailleurs", "ail", m.indicateur_ailleurs, "ministere"),
    ):
        b = bloquants.signaler_bloquant(par=m.roles[par], indicateur=indicateur, **CHAMPS)
        bloquants.prendre_en_charge(par=m.roles[par], bloquant=b)
        offreur = m.roles["ail" if par == "ges" else "ges"]
        offre = bloquants.offrir_aide(par=offreur, bloquant=b, organisation=getattr(m, aidant))
        bloquants.escalader(par=m.roles[par], bloquant=b, aide_demandee="Un accès.")
        setattr(m, f"bloquant{suffixe}", b)
        setattr(m, f"offre{suffixe}", offre)
    m.bloquant_libre = bloquants.signaler_bloquant(par=m.roles["ges"], indicateur=m.indicateur, **CHAMPS)
    m.bloquant_pris = bloquants.signaler_bloquant(par=m.roles["ges"], indicateur=m.indicateur, **CHAMPS)
    bloquants.prendre_en_charge(par=m.roles["ges"], bloquant=m.bloquant_pris)


def peupler(m: SimpleNamespace, n: int) -> None:
    """One open at home and in charge, one solved, one more offer and event on that of home."""
    coo = m.roles["coo"]
    for resolu in (False, True):
        b = bloquants.signaler_bloquant(par=coo, indicateur=m.indicateur, **CHAMPS)
        bloquants.prendre_en_charge(par=coo, bloquant=b)
        if resolu:
            bloquants.resoudre(par=coo, bloquant=b, ce_qui_a_regle="Un export de nuit.")
    aidant = fabriques.organisation(parent=m.gouvernement)
    bloquants.offrir_aide(par=coo, bloquant=m.bloquant, organisation=aidant, texte="Essai.")
