"""The counting engine: from rules, options, a frozen roll and current ballots, to an outcome anybody can recount.

Pure: plain values in, plain values out, integers only; a shape that `canonique.octets` writes in one way. The
outcomes are those of the ecosystem's rules: adoptée, rejetée, égalité (reputed negative: Code municipal du Québec,
art. 590), sans quorum, objection maintenue, ordre, consultatif. An abstention counts for the quorum and is not a vote
cast.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from . import scrutin_classement as rangements
from .scrutin_contenu import ContenuInvalide, Option, Regles, verifier

__all__ = [
    "ContenuInvalide",
    "DepouillementImpossible",
    "Inscrit",
    "Option",
    "Regles",
    "Voix",
    "depouiller",
    "verifier",
]

COLLEGES = ("public", "prive")
CONSULTATIVES = ("sondage", "avis")


@dataclass(frozen=True, slots=True)
class Inscrit:
    """A line of the roll: its rank, the college, whether it is the presidency (whose vote may break a tie)."""

    rang: int
    college: str
    presidence: bool = False


@dataclass(frozen=True, slots=True)
class Voix:
    """A current ballot. `rang` is the voter's line; None in a secret vote, which keeps at most the college."""

    contenu: Mapping[str, Any]
    rang: int | None = None
    college: str = ""


class DepouillementImpossible(ValueError):
    """Rows that no vote can have produced: an empty roll, two ballots of one line, a ballot from outside the roll."""


@dataclass(frozen=True, slots=True)
class _Partie:
    """What is counted together: everybody, or a college."""

    nom: str
    inscrits: int
    voix: tuple[Voix, ...]


def _parties(regles: Regles, inscrits: Sequence[Inscrit], voix: Sequence[Voix]) -> list[_Partie]:
    college = {i.rang: i.college for i in inscrits}
    parties = [_Partie("", len(inscrits), tuple(voix))]
    if regles.par_college:
        par_college: dict[str, list[Voix]] = {nom: [] for nom in COLLEGES}
        for v in voix:
            par_college[v.college if v.rang is None else college[v.rang]].append(v)
        nombres = Counter(college.values())
        parties += [_Partie(nom, nombres[nom], tuple(par_college[nom])) for nom in COLLEGES]
    return parties


def _controler(
    regles: Regles, options: Sequence[Option], inscrits: Sequence[Inscrit], voix: Sequence[Voix], emarges: int | None
) -> None:
    if not inscrits:
        raise DepouillementImpossible("Le registre est vide : rien ne se compte.")
    rangs = {i.rang for i in inscrits}
    if len(rangs) != len(inscrits):
        raise DepouillementImpossible("Deux lignes du registre ont le même rang.")
    if any(i.college not in COLLEGES for i in inscrits):
        raise DepouillementImpossible("Une ligne du registre est d'un collège inconnu.")
    if regles.secret != (emarges is not None):
        raise DepouillementImpossible("Le nombre d'émargements se donne pour un vote secret, et pour lui seul.")
    if regles.secret:
        if any(v.rang is not None for v in voix):
            raise DepouillementImpossible("Un bulletin secret porte le rang d'une personne.")
        if emarges != len(voix) or len(voix) > len(inscrits):
            raise DepouillementImpossible(f"Il y a {emarges} émargements et {len(voix)} bulletins.")
        if regles.par_college and any(v.college not in COLLEGES for v in voix):
            raise DepouillementImpossible("Un bulletin secret ne dit pas son collège.")
    else:
        votants = [v.rang for v in voix]
        if not set(votants) <= rangs:
            raise DepouillementImpossible("Un bulletin ne vient de personne qui soit inscrit au registre.")
        if len(set(votants)) != len(votants):
            raise DepouillementImpossible("Une personne a deux bulletins courants.")
    for v in voix:
        try:
            verifier(regles, options, v.contenu)
        except ContenuInvalide as faute:
            raise DepouillementImpossible(f"Un bulletin n'est pas de ce scrutin. {faute}") from faute


def _compter_choix(options: Sequence[Option], voix: Sequence[Voix]) -> dict[str, int]:
    comptes = {o.cle: 0 for o in options}
    for v in voix:
        for cle in v.contenu["choix"]:
            comptes[cle] += 1
    return comptes


def _seuil_atteint(regles: Regles, pour: int, base: int) -> bool:
    """`pour / base` exceeds (or reaches, when not strict) the threshold; never with nobody for."""
    gauche, droite = pour * regles.seuil_den, regles.seuil_num * base
    return pour > 0 and (gauche > droite if regles.seuil_strict else gauche >= droite)


def _moitie(regles: Regles) -> bool:
    return 2 * regles.seuil_num == regles.seuil_den


def _majorite(regles: Regles, options: Sequence[Option], partie: _Partie, retenue: str | None) -> dict[str, Any]:
    """One part's figures and verdict: « atteint », « non_atteint », « egalite », « sans_objet » (an empty college).

    Among options of the kind « choix », the one with most votes is put to the threshold (`retenue` names that of the
    whole assembly, which each college is asked about).
    """
    comptes = _compter_choix(options, partie.voix)
    somme = {genre: sum(comptes[o.cle] for o in options if o.genre == genre) for genre in ("pour", "contre")}
    choix = {o.cle: comptes[o.cle] for o in options if o.genre == "choix"}
    exprimes = sum(somme.values()) + sum(choix.values())
    base = exprimes if regles.seuil_base == "exprimes" else partie.inscrits
    if choix:
        tete = max(choix.values())
        premiers = sorted(c for c in choix if choix[c] == tete)
        candidate = retenue if retenue is not None else (premiers[0] if len(premiers) == 1 else "")
        pour = choix.get(candidate, 0)
        egalite = retenue is None and len(premiers) > 1
    else:
        candidate, pour = "", somme["pour"]
        egalite = somme["pour"] == somme["contre"] and _moitie(regles)
    if partie.inscrits == 0:
        verdict = "sans_objet"
    elif egalite:
        verdict = "egalite"
    else:
        verdict = "atteint" if _seuil_atteint(regles, pour, base) else "non_atteint"
    return {
        "inscrits": partie.inscrits,
        "votants": len(partie.voix),
        "exprimes": exprimes,
        "base": base,
        "pour": pour,
        "contre": somme["contre"] if not choix else exprimes - pour,
        "verdict": verdict,
        "retenue": candidate,
        "par_option": comptes,
    }


def _preponderance(
    regles: Regles, options: Sequence[Option], inscrits: Sequence[Inscrit], voix: Sequence[Voix], egales: Sequence[str]
) -> str:
    """What the presidency breaks a tie for: « pour », « contre », or the key of a tied option; empty when it cannot."""
    presidences = {i.rang for i in inscrits if i.presidence}
    if not regles.voix_preponderante or regles.secret or len(presidences) != 1:
        return ""
    genres = {o.cle: o.genre for o in options}
    for v in voix:
        if v.rang in presidences:
            cle = v.contenu["choix"][0]
            if genres[cle] in ("pour", "contre"):
                return genres[cle]
            return cle if cle in egales else ""
    return ""


def _voter(
    regles: Regles, options: Sequence[Option], inscrits: Sequence[Inscrit], parties: list[_Partie]
) -> dict[str, Any]:
    """Majority: overall, then in each college; a tie overall goes to the presidency when the charter says so."""
    ensemble = _majorite(regles, options, parties[0], None)
    tranche = ""
    if ensemble["verdict"] == "egalite":
        choix = {o.cle: ensemble["par_option"][o.cle] for o in options if o.genre == "choix"}
        egales = [c for c in choix if choix[c] == max(choix.values())] if choix else []
        tranche = _preponderance(regles, options, inscrits, parties[0].voix, egales)
        if tranche:
            ensemble["verdict"] = "non_atteint" if tranche == "contre" else "atteint"
            ensemble["retenue"] = tranche if tranche in egales else ""
    retenue = ensemble["retenue"] or None
    if any(o.genre == "choix" for o in options) and retenue is None:
        retenue = ""
    colleges = {p.nom: _majorite(regles, options, p, retenue) for p in parties[1:]}
    verdicts = [ensemble["verdict"], *(c["verdict"] for c in colleges.values() if c["verdict"] != "sans_objet")]
    issue = "adoptee"
    if "non_atteint" in verdicts:
        issue = "rejetee"
    if ensemble["verdict"] == "egalite" or (issue == "adoptee" and "egalite" in verdicts):
        issue = "egalite"
    return {"issue": issue, "ensemble": ensemble, "par_college": colleges, "voix_preponderante": tranche}


def _consentir(options: Sequence[Option], parties: list[_Partie], objections_vives: int) -> dict[str, Any]:
    """Consent: adopted with no objection left alive; what a ballot said counts only through its objection object."""
    return {
        "issue": "objection_maintenue" if objections_vives else "adoptee",
        "objections_vives": objections_vives,
        "par_option": _compter_choix(options, parties[0].voix),
    }


def _prioriser(options: Sequence[Option], parties: list[_Partie]) -> dict[str, Any]:
    """Sum of points; equal sums share a rank."""
    sommes = {o.cle: 0 for o in options}
    for v in parties[0].voix:
        for cle, points in v.contenu["points"].items():
            sommes[cle] += points
    classement = [sorted(c for c in sommes if sommes[c] == s) for s in sorted(set(sommes.values()), reverse=True)]
    return {
        "issue": "egalite" if len(classement[0]) > 1 else "ordre",
        "par_option": sommes,
        "blancs": sum(1 for v in parties[0].voix if not any(v.contenu["points"].values())),
        "classement": classement,
    }


def _classer(regles: Regles, options: Sequence[Option], parties: list[_Partie]) -> dict[str, Any]:
    """Schulze's ranking with its duels, or IRV's rounds; several winners are a tie, told."""
    cles = sorted(o.cle for o in options)
    urne = rangements.grouper(tuple(map(tuple, v.contenu["rangs"])) for v in parties[0].voix)
    if regles.compte == "irv":
        gagnantes, tours = rangements.irv(cles, urne)
        etapes = [{"voix": t.voix, "epuises": t.epuises, "derniers": list(t.derniers)} for t in tours]
        return {
            "issue": "ordre" if len(gagnantes) == 1 else "egalite",
            "classement": [gagnantes, sorted(set(cles) - set(gagnantes))] if gagnantes else [cles],
            "tours": etapes,
        }
    classement, chemins = rangements.schulze(cles, urne)
    d = rangements.duels(cles, urne)
    return {
        "issue": "egalite" if len(classement[0]) > 1 else "ordre",
        "classement": classement,
        "duels": [{"a": a, "b": b, "voix": d[a, b], "chemin": chemins[a, b]} for a in cles for b in cles if a != b],
    }


def depouiller(
    regles: Regles,
    options: Sequence[Option],
    inscrits: Sequence[Inscrit],
    voix: Sequence[Voix],
    *,
    emarges: int | None = None,
    objections_vives: int = 0,
) -> dict[str, Any]:
    """Count a vote.

    `voix` holds one current ballot a voter, in any order; `emarges` is how many signed a secret vote;
    `objections_vives` how many objections are open, retained or maintained. Gives `methode`, `issue`, `participation`
    (inscrits, votants), `quorum` (pct, requis in persons, atteint) and the figures of the method. A consultative vote
    has no quorum; one that decides needs a ballot, even where the charter's quorum is nil.
    Raises DepouillementImpossible on rows no vote can have produced.
    """
    _controler(regles, options, inscrits, voix, emarges)
    parties = _parties(regles, inscrits, voix)
    if regles.methode in CONSULTATIVES:
        compte: dict[str, Any] = {"issue": "consultatif", "par_option": _compter_choix(options, voix)}
    elif regles.methode == "consentement":
        compte = _consentir(options, parties, objections_vives)
    elif regles.methode == "majorite":
        compte = _voter(regles, options, inscrits, parties)
        compte["par_option"] = compte["ensemble"]["par_option"]
    elif regles.methode == "priorisation":
        compte = _prioriser(options, parties)
    elif regles.methode == "classement":
        compte = _classer(regles, options, parties)
    else:
        raise DepouillementImpossible(f"Méthode inconnue : {regles.methode}")
    atteint = len(voix) > 0 and len(voix) * 100 >= regles.quorum_pct * len(inscrits)
    requis = -(-regles.quorum_pct * len(inscrits) // 100)
    if not atteint and regles.methode not in CONSULTATIVES:
        compte["issue"] = "sans_quorum"
    return {
        "methode": regles.methode,
        "participation": {"inscrits": len(inscrits), "votants": len(voix)},
        "quorum": {"pct": regles.quorum_pct, "requis": requis, "atteint": atteint},
        **compte,
    }
