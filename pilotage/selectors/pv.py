"""Minutes of a meeting, made from its rows: items, what was said, decisions, actions, presences, consensus, times.

`contenu` is only texts and lists: what is shown before publication is what is kept after.
"""

from collections import defaultdict
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone

from ecosysteme.adresses import si_elle_existe
from ecosysteme.format import compte, date_heure, date_longue, heure, nombre, pourcentage
from ecosysteme.models import Personne

from ..enums import EtatPoint
from ..models import (
    Accord,
    Action,
    DecisionRencontre,
    EvenementRencontre,
    NoteRencontre,
    PointOrdreDuJour,
    Presence,
    ProcesVerbal,
    Rencontre,
)
from ..permissions_actions import tient_pv

ACCORD_VOULU = 75


def page(personne: Personne, rencontre: Rencontre) -> dict[str, Any]:
    """The context of the page and of the PDF: the frozen text once published, the rows before."""
    pv = getattr(rencontre, "proces_verbal", None)
    publie = pv is not None and pv.publie_le is not None
    pk = rencontre.pk
    return {
        "rencontre": rencontre,
        "pv": pv.contenu if publie else contenu(rencontre, pv.corrections if pv else {}),
        "publie": f"Publié le {date_heure(pv.publie_le)} par {pv.publie_par}." if publie else "",
        "tient": tient_pv(personne, rencontre) and not publie,
        "fil": [
            {"libelle": "Rencontres", "url": si_elle_existe("pilotage:rencontres")},
            {"libelle": rencontre.titre, "url": si_elle_existe("pilotage:rencontre", pk)},
            {"libelle": "Procès-verbal", "url": ""},
        ],
    }


def contenu(rencontre: Rencontre, corrections: dict[str, str]) -> dict[str, Any]:
    """The minutes as texts: seven queries whatever the meeting."""
    points = list(PointOrdreDuJour.objects.filter(rencontre=rencontre))
    par_point = _par_point(rencontre, corrections)
    durees = _durees(rencontre)
    accords = _accords(rencontre)
    dits = [
        _point(rang, point, par_point[point.pk], durees.get(point.pk, 0), accords.get(point.pk, ""), corrections)
        for rang, point in enumerate(points, 1)
    ]
    tous = [*par_point.values()]
    return {
        "titre": rencontre.titre,
        "organisation": rencontre.organisation.nom,
        "palier": rencontre.get_palier_display(),
        "quand": _quand(rencontre),
        "lieu": rencontre.lieu,
        "animation": str(rencontre.animation),
        "preambule": corrections.get("preambule", ""),
        "presences": _presences(rencontre),
        "points": [p for p in dits if p["etat"] != EtatPoint.REPORTE.label],
        "reportes": [p["titre"] for p in dits if p["etat"] == EtatPoint.REPORTE.label],
        "hors": par_point[None],
        "decisions": [d for p in tous for d in p["decisions"]],
        "actions": [a for p in tous for a in p["actions"]],
    }


def _vide() -> dict[str, list[dict[str, str]]]:
    return {"notes": [], "decisions": [], "actions": []}


def _par_point(rencontre: Rencontre, corrections: dict[str, str]) -> dict[int | None, dict[str, list[dict[str, str]]]]:
    """What was said, decided and entrusted, by item; None is what belongs to no item."""
    par_point: dict[int | None, dict[str, list[dict[str, str]]]] = defaultdict(_vide)
    for note in NoteRencontre.objects.filter(rencontre=rencontre).select_related("auteur"):
        if dit := _note(note, corrections):
            par_point[note.point_id]["notes"].append(dit)
    decisions = DecisionRencontre.objects.filter(rencontre=rencontre).select_related("decision__responsable")
    for lien in decisions:
        par_point[lien.point_id]["decisions"].append(_decision(lien))
    for action in Action.objects.filter(rencontre=rencontre).select_related("responsable").order_by("confiee_le", "pk"):
        par_point[action.point_id]["actions"].append(
            {
                "quoi": action.quoi,
                "qui": str(action.responsable),
                "quand": date_longue(action.echeance),
                "url": reverse("pilotage:action", args=[action.pk]),
            }
        )
    return par_point


def _note(note: NoteRencontre, corrections: dict[str, str]) -> dict[str, str] | None:
    """A note as its author wrote it, or as the facilitator corrected it; « - » leaves it out."""
    corrigee = corrections.get(f"note-{note.pk}", "")
    if corrigee == "-":
        return None
    return {
        "auteur": str(note.auteur),
        "heure": heure(note.cree_le),
        "texte": corrigee or note.texte,
        "corrigee": "corrigée par l'animation" if corrigee else "",
    }


def _decision(lien: DecisionRencontre) -> dict[str, str]:
    d = lien.decision
    return {
        "texte": d.texte,
        "qui": str(d.responsable or ""),
        "revision": date_longue(d.revision_le) if d.revision_le else "",
        "url": reverse("decision", args=[d.pk]),
    }


def _point(
    rang: int, point: PointOrdreDuJour, dits: dict[str, Any], secondes: int, accord: str, corrections: dict[str, str]
) -> dict[str, Any]:
    prevu = compte(point.minutes, "minute")
    passe = f"{compte(max(1, round(secondes / 60)), 'minute')}, {prevu} prévues" if secondes else f"{prevu} prévues"
    return dits | {
        "rang": nombre(rang),
        "titre": point.titre,
        "genre": point.get_genre_display(),
        "detail": point.detail,
        "etat": point.get_etat_display(),
        "temps": passe if point.minutes > 1 else passe.replace("prévues", "prévue"),
        "accord": accord,
        "precision": corrections.get(f"point-{point.pk}", ""),
    }


def _durees(rencontre: Rencontre) -> dict[int, int]:
    """Seconds spent on each item, from the events that moved everybody's screen."""
    evenements = EvenementRencontre.objects.filter(rencontre=rencontre, genre__in=("ouverte", "point", "close"))
    durees: dict[int, int] = defaultdict(int)
    courant: int | None = None
    depuis: datetime | None = None
    for point, quand in evenements.order_by("rang").values_list("point_id", "quand"):
        if courant is not None and depuis is not None:
            durees[courant] += int((quand - depuis).total_seconds())
        courant, depuis = point, quand
    return durees


def _accords(rencontre: Rencontre) -> dict[int, str]:
    """« 82 % d'accord en moyenne, 7 personnes sur 7 prêtes à vivre avec la décision : consensus. »"""
    dits: dict[int, list[tuple[int, bool]]] = defaultdict(list)
    lus = Accord.objects.filter(point__rencontre=rencontre).values_list("point_id", "accord", "prete_a_vivre")
    for point, accord, prete in lus.order_by("pk"):
        dits[point].append((accord, prete))
    return {point: _consensus(accords) for point, accords in dits.items()}


def _consensus(accords: list[tuple[int, bool]]) -> str:
    moyenne = sum(accord for accord, _ in accords) / len(accords)
    pretes = sum(prete for _, prete in accords)
    atteint = moyenne >= ACCORD_VOULU and pretes == len(accords)
    issue = "consensus" if atteint else "pas encore de consensus (75 % d'accord, 100 % prêts à vivre avec la décision)"
    return (
        f"{pourcentage(moyenne, 0)} d'accord en moyenne, {nombre(pretes)} sur {nombre(len(accords))} "
        f"prêts à vivre avec la décision : {issue}."
    )


def _quand(rencontre: Rencontre) -> str:
    """« 3 mars 2026, de 9 h à 9 h 32 (32 minutes, 30 prévues) »: the hours are those of Québec."""
    prevues = compte(rencontre.duree, "minute")
    if not rencontre.ouverte_le or not rencontre.close_le:
        return f"{date_heure(rencontre.prevue_le)} ({prevues} prévues)"
    minutes = max(1, round((rencontre.close_le - rencontre.ouverte_le).total_seconds() / 60))
    jour, fin = date_longue(rencontre.ouverte_le), heure(rencontre.close_le)
    if timezone.localdate(rencontre.ouverte_le) != timezone.localdate(rencontre.close_le):
        fin = f"{heure(rencontre.close_le)} le {date_longue(rencontre.close_le)}"
    duree = f"{compte(minutes, 'minute')}, {nombre(rencontre.duree)} prévues"
    return f"{jour}, de {heure(rencontre.ouverte_le)} à {fin} ({duree})"


def _presences(rencontre: Rencontre) -> dict[str, list[str]]:
    """Who came and who was expected, in alphabetical order."""
    presents, absents = [], []
    for p in Presence.objects.filter(rencontre=rencontre).select_related("personne").order_by(
        "personne__nom", "personne__prenom", "pk"
    ):  # fmt: skip
        if p.arrivee_le:
            presents.append(f"{p.personne}{'' if p.attendue else ' (de passage)'}")
        elif p.attendue:
            absents.append(f"{p.personne}{f' ({p.absence})' if p.absence else ''}")
    return {"presents": presents, "absents": absents}


def a_corriger(rencontre: Rencontre) -> list[dict[str, Any]]:
    """What the facilitator may say otherwise: for each item a precision, for each note its text. Two queries."""
    notes: dict[int | None, list[NoteRencontre]] = defaultdict(list)
    for note in NoteRencontre.objects.filter(rencontre=rencontre).select_related("auteur"):
        notes[note.point_id].append(note)
    points = PointOrdreDuJour.objects.filter(rencontre=rencontre)
    groupes = [{"pk": p.pk, "titre": p.titre, "notes": notes[p.pk]} for p in points if p.etat != EtatPoint.REPORTE]
    return groupes + ([{"pk": None, "titre": "Hors de l'ordre du jour", "notes": notes[None]}] if notes[None] else [])


def brouillon(rencontre: Rencontre) -> ProcesVerbal:
    """Its minutes as they stand, or those to come."""
    return ProcesVerbal.objects.filter(rencontre=rencontre).first() or ProcesVerbal(rencontre=rencontre)
