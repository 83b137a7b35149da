"""What a meeting could discuss: set-based reads of the board of an organisation and all below it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import CharField, Exists, F, OuterRef, Q, Subquery, TextField, Value
from django.db.models.functions import Cast, Concat
from django.urls import reverse
from django.utils import timezone

from ecosysteme.adresses import si_elle_existe
from ecosysteme.enums import EtatPlan, Statut
from ecosysteme.format import date_longue, pourcentage
from ecosysteme.models import Decision, Indicateur, Mesure

from ..enums import EtatBloquant, EtatRencontre, GenrePoint, IssueEscalade, Niveau, Palier, Variation
from ..models import Action, Bilan, Bloquant, Escalade, EvenementRencontre, Rencontre
from ..ordre_du_jour import Candidat
from .alertes import PLAN
from .exercices import exercices

PAR_GENRE = 60  # a meeting never goes through more of one kind
PREMIERE_FOIS = timedelta(days=90)
SIGNALEES = (Variation.FAVORABLE, Variation.DEFAVORABLE, Variation.NEUTRE)


@dataclass(frozen=True)
class Reperes:
    """What the past of a meeting says: when its series met last, and the keys somebody took off its agenda."""

    depuis: datetime
    ecartes: frozenset[str]


def reperes(rencontre: Rencontre) -> Reperes:
    """One query; ninety days before a first meeting."""
    retraits = EvenementRencontre.objects.filter(rencontre=OuterRef("pk"), genre="point_retire")
    closes = Rencontre.objects.filter(serie=rencontre.serie_id or 0, etat=EtatRencontre.CLOSE).exclude(pk=rencontre.pk)
    lus = (
        Rencontre.objects.filter(pk=rencontre.pk)
        .annotate(
            ecartes=ArraySubquery(retraits.values("texte")),
            derniere=Subquery(closes.order_by("-close_le").values("close_le")[:1]),
        )
        .values_list("ecartes", "derniere")
        .get()
    )
    return Reperes(lus[1] or rencontre.prevue_le - PREMIERE_FOIS, frozenset(lus[0]))


def candidats(rencontre: Rencontre, vus: Reperes | None = None) -> list[Candidat]:
    """Five queries, whatever the number of indicators."""
    lus = vus or reperes(rencontre)
    jour, racine = timezone.localtime(rencontre.prevue_le).date(), rencontre.organisation_id
    return [
        *_bloquants(racine, rencontre, jour),
        *_indicateurs(racine, lus.depuis),
        *_engagements(racine, jour),
    ]


def _indicateurs(racine: int, depuis: datetime) -> Iterator[Candidat]:
    """New special causes, targets missed in the latest judged year, results overdue."""
    jour, exercice = timezone.localdate(), exercices(None, None).voulu
    bilan = Bilan.objects.filter(niveau=Niveau.INDICATEUR, noeud_id=OuterRef("pk"), exercice=exercice, territoire="")
    recente = Mesure.objects.filter(
        indicateur=OuterRef("pk"), territoire="", fin=OuterRef("etat_courant__derniere_mesure"), saisie_le__gt=depuis
    )
    lignes = (
        Indicateur.objects.filter(
            **{f"{PLAN}__organisation__chemin__contains": [racine], f"{PLAN}__etat": EtatPlan.PUBLIE}
        )
        .annotate(
            nouveau=Exists(recente),
            statut=Subquery(bilan.values("statut")[:1]),
            progression=Subquery(bilan.values("progression")[:1]),
        )
        .filter(
            Q(nouveau=True, etat_courant__variation__in=SIGNALEES)
            | Q(statut=Statut.NON_ATTEINTE)
            | Q(etat_courant__prochaine_maj__lt=jour)
        )
        .order_by("code", "pk")
        .values_list(
            "pk", "code", "nom", "organisation__sigle", "poids", "nouveau", "statut", "progression",
            "etat_courant__variation", "etat_courant__signal_depuis", "etat_courant__prochaine_maj",
        )
    )  # fmt: skip
    comptes: dict[str, int] = {}
    for candidat in sorted((c for ligne in lignes for c in _raisons(ligne, jour)), key=lambda c: -c.poids):
        comptes[candidat.genre] = comptes.get(candidat.genre, 0) + 1
        if comptes[candidat.genre] <= PAR_GENRE:
            yield candidat


def _raisons(ligne: tuple[Any, ...], jour: date) -> Iterator[Candidat]:
    """One candidate for each reason to speak of an indicator."""
    pk, code, nom, sigle, importance, nouveau, statut, progression, variation, depuis, prochaine = ligne
    commun = {"titre": f"{code} {nom} ({sigle})", "indicateur": pk, "url": reverse("pilotage:indicateur", args=[pk])}
    if nouveau and variation in SIGNALEES:
        debut = f" depuis le {date_longue(depuis)}" if depuis else ""
        fort = {Variation.DEFAVORABLE: 1000, Variation.NEUTRE: 500}.get(variation, 0)
        yield Candidat(
            GenrePoint.SIGNAL.value, f"indicateur:{pk}:signal",
            detail=f"{Variation(variation).label}{debut}", poids=fort + float(importance), **commun,
        )  # fmt: skip
    if statut == Statut.NON_ATTEINTE:
        dit = "Cible non atteinte" + (f", progression de {pourcentage(progression)}" if progression is not None else "")
        ecart = 100 - float(progression if progression is not None else 50)
        yield Candidat(
            GenrePoint.HORS_CIBLE.value, f"indicateur:{pk}:hors_cible",
            detail=dit, poids=ecart * float(importance), **commun,
        )  # fmt: skip
    if prochaine is not None and prochaine < jour:
        yield Candidat(
            GenrePoint.RETARD.value, f"indicateur:{pk}:retard",
            detail=f"Résultat attendu le {date_longue(prochaine)}", poids=(jour - prochaine).days, **commun,
        )  # fmt: skip


def _bloquants(racine: int, rencontre: Rencontre, jour: date) -> Iterator[Candidat]:
    """Escalated ones, those that stand at this tier, and those whose answer is due by the meeting."""
    dues = Escalade.objects.filter(
        bloquant=OuterRef("pk"), issue=IssueEscalade.EN_ATTENTE, repondre_avant__date__lte=jour
    )
    lignes = (
        Bloquant.objects.ouverts()
        .filter(organisation__chemin__contains=[racine])
        .annotate(due=Exists(dues))
        .filter(Q(due=True) | Q(etat=EtatBloquant.ESCALADE) | Q(palier=rencontre.palier))
        .order_by("-gravite", "signale_le")
        .values_list("pk", "titre", "gravite", "etat", "palier", "due", "organisation__sigle", "indicateur")[:PAR_GENRE]
    )
    for pk, titre, gravite, etat, palier, due, sigle, indicateur in lignes:
        dits = [EtatBloquant(etat).label, f"palier {Palier(palier).label.lower()}"]
        dits += ["réponse attendue"] if due else []
        poids = gravite * 10 + (100 if due else 0) + (50 if etat == EtatBloquant.ESCALADE else 0)
        yield Candidat(
            GenrePoint.BLOQUANT.value, f"bloquant:{pk}", f"{titre} ({sigle})", ", ".join(dits),
            si_elle_existe("pilotage:bloquant", pk), poids, indicateur, pk,
        )  # fmt: skip


def _engagements(racine: int, jour: date) -> Iterator[Candidat]:
    """Actions overdue and decisions to review by the meeting, in one query."""
    qui = Concat("responsable__prenom", Value(" "), "responsable__nom", output_field=TextField())
    actions = Action.objects.en_retard(jour).filter(organisation__chemin__contains=[racine])
    decisions = Decision.objects.filter(
        organisation__chemin__contains=[racine], revision_le__lte=jour, revisee_le__isnull=True
    )
    lignes = [
        _engagement(actions, GenrePoint.ACTION, "quoi", "echeance", qui),
        _engagement(decisions, GenrePoint.DECISION, "texte", "revision_le", Value("", TextField())),
    ]
    for genre, pk, texte, echeance, nom in lignes[0].union(lignes[1], all=True):
        delai = f"pour le {date_longue(echeance)}"
        action = genre == GenrePoint.ACTION
        yield Candidat(
            genre, f"{genre}:{pk}", texte[:300],
            f"{nom.strip()}, {delai}" if action else f"À réviser depuis le {date_longue(echeance)}",
            si_elle_existe("pilotage:action" if action else "decision", pk), (jour - echeance).days,
        )  # fmt: skip


def _engagement(lignes: Any, genre: GenrePoint, texte: str, echeance: str, qui: Any) -> Any:
    """The oldest ones, in the columns both kinds share."""
    return (
        lignes.order_by(echeance, "pk")
        .annotate(genre_=Value(genre.value, CharField()), texte_=Cast(texte, TextField()), jour_=F(echeance), qui_=qui)
        .values_list("genre_", "pk", "texte_", "jour_", "qui_")[:PAR_GENRE]
    )
