"""What a meeting could discuss: set-based reads of the board of an organisation and all below it."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, Subquery
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


def candidats(rencontre: Rencontre) -> list[Candidat]:
    """Six queries, whatever the number of indicators."""
    depuis, jour = _depuis(rencontre), timezone.localtime(rencontre.prevue_le).date()
    racine = rencontre.organisation_id
    return [
        *_bloquants(racine, rencontre, jour),
        *_indicateurs(racine, depuis),
        *_actions(racine, jour),
        *_decisions(racine, jour),
    ]


def ecartes(rencontre: Rencontre) -> set[str]:
    """Keys that somebody took off this agenda."""
    retraits = EvenementRencontre.objects.filter(rencontre=rencontre, genre="point_retire")
    return set(retraits.values_list("texte", flat=True))


def _depuis(rencontre: Rencontre) -> datetime:
    """When the series met last; ninety days before a first meeting."""
    if rencontre.serie_id:
        closes = Rencontre.objects.filter(serie=rencontre.serie_id, etat=EtatRencontre.CLOSE).exclude(pk=rencontre.pk)
        derniere = closes.order_by("-close_le").values_list("close_le", flat=True).first()
        if derniere:
            return derniere
    return rencontre.prevue_le - PREMIERE_FOIS


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


def _actions(racine: int, jour: date) -> Iterator[Candidat]:
    lignes = (
        Action.objects.en_retard(jour)
        .filter(organisation__chemin__contains=[racine])
        .order_by("echeance", "pk")
        .values_list("pk", "quoi", "echeance", "responsable__prenom", "responsable__nom")[:PAR_GENRE]
    )
    for pk, quoi, echeance, prenom, nom in lignes:
        yield Candidat(
            GenrePoint.ACTION.value, f"action:{pk}", quoi,
            f"{f'{prenom} {nom}'.strip()}, pour le {date_longue(echeance)}",
            si_elle_existe("pilotage:action", pk), (jour - echeance).days,
        )  # fmt: skip


def _decisions(racine: int, jour: date) -> Iterator[Candidat]:
    lignes = (
        Decision.objects.filter(organisation__chemin__contains=[racine], revision_le__lte=jour, revisee_le__isnull=True)
        .order_by("revision_le", "pk")
        .values_list("pk", "texte", "revision_le")[:PAR_GENRE]
    )
    for pk, texte, revision in lignes:
        yield Candidat(
            GenrePoint.DECISION.value, f"decision:{pk}", texte[:300], f"À réviser depuis le {date_longue(revision)}",
            si_elle_existe("decision", pk), (jour - revision).days,
        )  # fmt: skip
