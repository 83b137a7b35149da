"""What everybody's screen shows of a running meeting: read once for each event, rendered once, served to all."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import (
    CharField,
    Count,
    DateField,
    DateTimeField,
    F,
    Func,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    TextField,
    Value,
)
from django.db.models.functions import Cast
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from ecosysteme.format import compte, date_longue, heure, nombre
from ecosysteme.memoire import garder
from ecosysteme.models import Indicateur, Personne

from ..consensus import Consensus
from ..enums import EtapePoint, EtatPoint, EtatRencontre, GenrePoint, Variation
from ..models import Action, DecisionRencontre, EvenementRencontre, NoteRencontre, PointOrdreDuJour, Presence, Rencontre
from . import serie

MORCEAUX = {
    "sujet": "pilotage/rencontres/_sujet.html",
    "cote": "pilotage/rencontres/_cote.html",
    "mur": "pilotage/rencontres/_mur.html",
}


def en_direct(rencontres: QuerySet[Rencontre]) -> QuerySet[Rencontre]:
    """With who last asked for the lead, when nobody got it since: in the same query."""
    passages = EvenementRencontre.objects.filter(rencontre=OuterRef("pk"), genre__in=("demande_animation", "animation"))
    dernier = passages.order_by("-rang")
    return rencontres.select_related("organisation", "animation").annotate(
        passage=Subquery(dernier.values("genre")[:1]),
        passage_par=Subquery(dernier.values("par")[:1]),
        passage_texte=Subquery(dernier.values("texte")[:1]),
        maintenant=Func(function="clock_timestamp", output_field=DateTimeField()),
    )


def rencontre_ou_404(lisibles: QuerySet[Rencontre], pk: int) -> Rencontre:
    """The meeting as of its last event, and the time on the clock of the database: one query."""
    return get_object_or_404(en_direct(lisibles), pk=pk)


def ms(rencontre: Rencontre) -> int:
    """The clock of the database when the meeting was read, in milliseconds since 1970."""
    return round(rencontre.maintenant.timestamp() * 1000)


def rang_vu(rencontre: Rencontre, personne: Personne) -> int:
    """The last event the person's screen showed; before the first one for who arrives."""
    vus = Presence.objects.filter(rencontre=rencontre, personne=personne).values_list("rang_vu", flat=True)
    return vus.first() or 0


@dataclass(frozen=True)
class Ecrit:
    """A note, a decision or an action of the meeting."""

    genre: str
    pk: int
    point: int | None
    texte: str
    qui: str
    jour: str
    heure: str


def ecrits(rencontre: Rencontre) -> list[Ecrit]:
    """All that was written, in one query, in the order it was."""
    notes = _colonnes(
        NoteRencontre.objects.filter(rencontre=rencontre), "note", contenu="texte", qui="auteur", moment="cree_le"
    )
    decisions = _colonnes(
        DecisionRencontre.objects.filter(rencontre=rencontre), "decision", contenu="decision__texte",
        qui="decision__responsable", jour="decision__revision_le", moment="decision__prise_le",
    )  # fmt: skip
    actions = _colonnes(
        Action.objects.filter(rencontre=rencontre), "action", contenu="quoi", qui="responsable", jour="echeance",
        moment="confiee_le",
    )  # fmt: skip
    return [_ecrit(ligne) for ligne in notes.union(decisions, actions, all=True).order_by("moment_", "id")]


def _colonnes(lignes: Any, genre: str, *, contenu: str, qui: str, moment: str, jour: str = "") -> Any:
    return (
        lignes.order_by()
        .annotate(
            genre_=Value(genre, CharField()),
            contenu_=Cast(contenu, TextField()),
            prenom_=F(f"{qui}__prenom"),
            nom_=F(f"{qui}__nom"),
            jour_=F(jour) if jour else Value(None, DateField()),
            moment_=F(moment),
        )
        .values_list("genre_", "id", "point_id", "contenu_", "prenom_", "nom_", "jour_", "moment_")
    )


def _ecrit(ligne: tuple[Any, ...]) -> Ecrit:
    genre, pk, point, texte, prenom, nom, jour, moment = ligne
    qui = f"{prenom or ''} {nom or ''}".strip()
    return Ecrit(genre, pk, point, texte, qui, date_longue(jour) if jour else "", heure(moment))


def points(rencontre: Rencontre) -> list[PointOrdreDuJour]:
    """The agenda with what the room thinks of each item."""
    return list(
        PointOrdreDuJour.objects.filter(rencontre=rencontre)
        .select_related("indicateur__organisation")
        .annotate(
            voix=Count("accords"),
            accord_total=Sum("accords__accord"),
            prets=Count("accords", filter=Q(accords__prete_a_vivre=True)),
        )
        .order_by("ordre", "pk")
    )


def contexte(rencontre: Rencontre) -> dict[str, Any]:
    """The meeting as of its last event: five queries, nine when an indicator is being discussed."""
    liste, ecrit = points(rencontre), ecrits(rencontre)
    courant = next((p for p in liste if p.pk == rencontre.point_courant_id), None)
    du_point = [e for e in ecrit if courant and e.point == courant.pk]
    suite = [p for p in liste if p.etat == EtatPoint.A_TRAITER and p is not courant]
    return {
        "r": rencontre,
        "en_cours": rencontre.etat == EtatRencontre.EN_COURS,
        "animation": str(rencontre.animation),
        "demande": _demande(rencontre),
        "point": _courant(courant, liste) if courant else None,
        "point_pk": courant.pk if courant else "",
        "dit": f"{courant.titre}, {EtapePoint(rencontre.etape).label}" if courant else "Ordre du jour terminé",
        "figure": _figure_gardee(courant.indicateur) if courant and courant.indicateur else None,
        "etapes": _etapes(rencontre),
        "etape": EtapePoint(rencontre.etape).label,
        "minuterie": minuterie(rencontre),
        "points": [_ligne(p, rang, courant) for rang, p in enumerate(liste, 1)],
        "suivant": suite[0].titre if suite else "",
        "reste": compte(sum(p.minutes for p in suite), "minute"),
        "notes": [e for e in du_point if e.genre == "note"],
        "notes_ailleurs": _par_point([e for e in ecrit if e.genre == "note" and e not in du_point], liste),
        "decisions": [e for e in ecrit if e.genre == "decision"],
        "actions": [e for e in ecrit if e.genre == "action"],
    }


def _demande(rencontre: Rencontre) -> dict[str, Any]:
    """Who asks for the lead and still waits for it."""
    if rencontre.passage != "demande_animation" or rencontre.passage_par == rencontre.animation_id:
        return {}
    return {"pk": rencontre.passage_par, "texte": rencontre.passage_texte}


def _courant(p: PointOrdreDuJour, liste: list[PointOrdreDuJour]) -> dict[str, Any]:
    bilan = Consensus(p.voix, Decimal(p.accord_total or 0) / max(p.voix, 1), p.prets)
    return {
        "pk": p.pk,
        "titre": p.titre,
        "detail": p.detail,
        "url": p.url,
        "genre": GenrePoint(p.genre).label,
        "place": f"Point {nombre(liste.index(p) + 1)} sur {nombre(len(liste))}",
        "minutes": compte(p.minutes, "minute"),
        "consensus": {
            "voix": compte(p.voix, "personne s'est exprimée", "personnes se sont exprimées"),
            "accord": f"{bilan.accord_affiche}\u00a0%",
            "accord_valeur": bilan.accord_affiche,
            "prets": f"{nombre(bilan.prets)} sur {nombre(bilan.voix)}",
            "atteint": bilan.atteint,
        } if p.voix else None,
    }  # fmt: skip


def _ligne(p: PointOrdreDuJour, rang: int, courant: PointOrdreDuJour | None) -> dict[str, Any]:
    en_cours = courant is not None and p.pk == courant.pk
    return {
        "pk": p.pk, "rang": rang, "titre": p.titre, "courant": en_cours, "minutes": f"{p.minutes}\u00a0min",
        "etat": p.etat, "etat_libelle": "En discussion" if en_cours else EtatPoint(p.etat).label,
    }  # fmt: skip


def _etapes(rencontre: Rencontre) -> list[dict[str, Any]]:
    """The five steps of an item, the current one told."""
    rang = EtapePoint.values.index(rencontre.etape)
    return [
        {"valeur": valeur, "libelle": libelle, "rang": n + 1, "courante": n == rang, "passee": n < rang}
        for n, (valeur, libelle) in enumerate(EtapePoint.choices)
    ]


def minuterie(rencontre: Rencontre) -> dict[str, Any]:
    """Milliseconds since 1970 on the clock of the database, or the seconds kept while it is suspended."""
    fin, reste = rencontre.minuterie_fin, rencontre.minuterie_reste
    if reste is not None:
        return {"suspendue": True, "reste": reste, "fin": "", "texte": f"{reste // 60}:{reste % 60:02}"}
    if fin is None:
        return {}
    secondes = max(round((fin - timezone.now()).total_seconds()), 0)
    texte = f"{secondes // 60}:{secondes % 60:02}"
    return {"suspendue": False, "reste": "", "fin": str(round(fin.timestamp() * 1000)), "texte": texte}


def _figure_gardee(indicateur: Indicateur) -> dict[str, Any]:
    """Drawn once for as long as what it shows stays, through the events of a whole discussion."""
    return garder(("figure", indicateur.pk), lambda: figure(indicateur), revision=serie.empreinte(indicateur))


def figure(indicateur: Indicateur) -> dict[str, Any]:
    """The control chart of the indicator being discussed: three queries."""
    lue = serie.lire(None, indicateur)
    analyse = lue.analyse
    signal = analyse.points[-1].signal if analyse.points else None
    return {
        "titre": lue.titre,
        "svg": lue.dessiner() if lue.points else "",
        "variation": analyse.variation,
        "variation_libelle": Variation(analyse.variation).label,
        "cote": signal.cote if signal else "",
        "dernier": lue.ecrire(lue.points[-1]) if lue.points else "",
        "periode": lue.etiquettes[-1] if lue.points else "",
        "url": reverse("pilotage:indicateur", args=[indicateur.pk]),
    }


def _par_point(notes: list[Ecrit], liste: list[PointOrdreDuJour]) -> list[dict[str, Any]]:
    """Notes of the other items, under their titles; those of no item first."""
    groupes: dict[int | None, list[Ecrit]] = {}
    for note in notes:
        groupes.setdefault(note.point, []).append(note)
    titres = {p.pk: p.titre for p in liste}
    ordre = [None, *titres]
    return [
        {"titre": titres.get(pk, "Sur l'ensemble de la rencontre"), "notes": groupes[pk]}
        for pk in ordre
        if pk in groupes
    ]


def morceaux(rencontre: Rencontre) -> dict[str, bytes]:
    """The parts of the screen, as bytes: made by the first who asks after an event, kept for the others."""

    def rendre() -> dict[str, bytes]:
        lu = contexte(rencontre)
        return {nom: render_to_string(gabarit, lu).encode() for nom, gabarit in MORCEAUX.items()}

    return garder(("rencontre", rencontre.pk), rendre, revision=str(rencontre.rang))
