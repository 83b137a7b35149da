"""A count put into words and bars: figures of the engine in, lines of a page out."""

from collections.abc import Mapping
from typing import Any

from ecosysteme.format import compte, pourcentage

from ..enums import College, Issue
from ..models import Scrutin

VERDICTS = {
    "atteint": "seuil atteint",
    "non_atteint": "seuil non atteint",
    "egalite": "égalité, réputée négative",
    "sans_objet": "règle non applicable : personne n'est inscrit dans ce collège",
}


def page(scrutin: Scrutin, resultat: Mapping[str, Any]) -> dict[str, Any]:
    """The lines of the options, the quorum, each college, the rounds or the duels."""
    noms = {o.cle: o.libelle for o in scrutin.options.all()}
    return {
        "issue": Issue(resultat["issue"]).label,
        "statut": "atteinte" if resultat["issue"] in (Issue.ADOPTEE, Issue.ORDRE) else "non_atteinte",
        "quorum": quorum(resultat),
        "lignes": _lignes(noms, resultat),
        "colonne": "Points" if resultat["methode"] == "priorisation" else "Voix",
        "colleges": _colleges(resultat),
        "classement": _classement(noms, resultat),
        "tours": _tours(noms, resultat),
        "duels": _duels(noms, resultat),
    }


def quorum(resultat: Mapping[str, Any]) -> str:
    p, q = resultat["participation"], resultat["quorum"]
    dit = f"{compte(p['votants'], 'personne a voté', 'personnes ont voté')} sur {p['inscrits']}"
    if resultat["methode"] in ("sondage", "avis"):
        return f"{dit}. Rien n'est décidé : aucun quorum n'est demandé."
    atteint = "atteint" if q["atteint"] else "non atteint"
    return f"{dit}. Quorum de {q['pct']}\u00a0% ({q['requis']}) {atteint}."


def _lignes(noms: Mapping[str, str], resultat: Mapping[str, Any]) -> list[dict[str, Any]]:
    comptes = resultat.get("par_option") or {}
    somme, maximum = sum(comptes.values()), max(comptes.values(), default=0)
    return [
        {
            "libelle": noms.get(cle, cle),
            "nombre": comptes[cle],
            "part": pourcentage(100 * comptes[cle] / somme) if somme else "",
            "barre": round(100 * comptes[cle] / maximum) if maximum else 0,
        }
        for cle in noms
        if cle in comptes
    ]


def _colleges(resultat: Mapping[str, Any]) -> list[dict[str, str]]:
    parties = {"": resultat["ensemble"], **resultat["par_college"]} if resultat.get("par_college") else {}
    return [
        {
            "terme": College(nom).label if nom else "Ensemble",
            "valeur": VERDICTS[p["verdict"]] if p["verdict"] == "sans_objet" else
            f"{p['pour']} pour, {p['contre']} contre, sur {p['base']} ({VERDICTS[p['verdict']]})",
        }
        for nom, p in parties.items()
    ]  # fmt: skip


def _classement(noms: Mapping[str, str], resultat: Mapping[str, Any]) -> list[str]:
    return [", ".join(noms.get(c, c) for c in rang) for rang in resultat.get("classement", ()) if rang]


def _tours(noms: Mapping[str, str], resultat: Mapping[str, Any]) -> list[dict[str, str]]:
    return [
        {
            "terme": f"Tour {n}",
            "valeur": ", ".join(f"{noms.get(c, c)} {v}" for c, v in tour["voix"].items())
            + (f". Bulletins épuisés : {tour['epuises']}" if tour["epuises"] else "")
            + (f". Sort : {', '.join(noms.get(c, c) for c in tour['derniers'])}" if tour["derniers"] else ""),
        }
        for n, tour in enumerate(resultat.get("tours", ()), 1)
    ]


def _duels(noms: Mapping[str, str], resultat: Mapping[str, Any]) -> list[dict[str, str]]:
    par_paire = {(d["a"], d["b"]): d["voix"] for d in resultat.get("duels", ())}
    return [
        {"terme": f"{noms.get(a, a)} contre {noms.get(b, b)}", "valeur": f"{v} à {par_paire[b, a]}"}
        for (a, b), v in par_paire.items()
        if (v, b) > (par_paire[b, a], a)
    ]
