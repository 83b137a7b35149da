"""The life of a report: asked for, made by a worker that can die at any time, read for thirty days, removed."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from typing import Any

from django.db import DatabaseError, connection, transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from ecosysteme.ecriture import after_commit, ecriture, envoyer
from ecosysteme.enums import TypeNotification
from ecosysteme.format import compte, nombre
from ecosysteme.models import Personne
from ecosysteme.pdf import indisponible, pdf
from ecosysteme.permissions import droits
from ecosysteme.services.notifications import avertir

from ..enums import EtatRapport, GenreRapport
from ..models import Rapport
from ..selectors import rapport_lecture, rapport_sections
from ..selectors.rapport_selection import Choix, Selection, choisir_organisations
from . import rapports_depot as depot

TACHE = "pilotage.tasks.preparer_rapport"
VERROU = 7303
TENTATIVES_MAX = 3
EN_COURS = (EtatRapport.DEMANDE, EtatRapport.EN_COURS)
REPRISE = timedelta(seconds=60)
CONSERVATION = timedelta(days=30)
INDICATEURS_MAX = 2500
LOT = 5
PART_LECTURE, PART_PDF = 60, 65
TROP = "Cette sélection compte {} : un rapport en détaille {} au plus. Choisissez une organisation, ou la synthèse."
VIDE = "Aucune organisation de cette sélection n'a d'indicateur suivi pour cet exercice."
journal = logging.getLogger(__name__)


class RapportRetire(Exception):
    """Its author took it back while it was being made."""


class RapportImpossible(Exception):
    """`str()` says why in French."""


def verifier(choix: Choix) -> None:
    """Raises RapportImpossible when there is nothing to tell, or far too much."""
    total = rapport_sections.nombre_d_indicateurs(choix.racines)
    if not total:
        raise RapportImpossible(VIDE)
    if total > INDICATEURS_MAX and choix.selection.detail != "synthese":
        raise RapportImpossible(TROP.format(compte(total, "indicateur"), nombre(INDICATEURS_MAX)))


@ecriture
def demander_rapport(*, par: Personne, choix: Choix) -> Rapport:
    """Have a detailed report made; the selection is kept with its fiscal year as it was understood."""
    selection = choix.selection.a_garder() | {"exercice": str(choix.exercice)}
    rapport = Rapport.objects.create(
        par=par,
        genre=GenreRapport.DETAILLE,
        titre=choix.titre,
        selection=selection,
        etape="En attente d'un calculateur",
    )
    after_commit(TACHE, rapport.pk)
    return rapport


@ecriture
def retirer_rapport(*, par: Personne, rapport: Rapport) -> None:
    """Remove a report, or stop the one being made: the worker sees that its row is gone."""
    rapport.delete()
    transaction.on_commit(partial(depot.retirer, rapport.chemin))


@contextmanager
def _seul(rapport_id: int) -> Iterator[bool]:
    """Hold the report's lock for as long as the connection lives; False when somebody else has it."""
    with connection.cursor() as curseur:
        curseur.execute("SELECT pg_try_advisory_lock(%s, %s)", [VERROU, rapport_id])
        pris = curseur.fetchone()[0]
    try:
        yield pris
    finally:
        if pris and connection.connection is not None:
            with connection.cursor() as curseur:
                curseur.execute("SELECT pg_advisory_unlock(%s, %s)", [VERROU, rapport_id])


def preparer(rapport_id: int) -> None:
    """Make a report from the start. Safe to call twice, from two workers, after a crash."""
    with _seul(rapport_id) as pris:
        rapport = Rapport.objects.select_related("par").filter(pk=rapport_id, etat__in=EN_COURS).first()
        if not pris or rapport is None:
            return
        if rapport.tentatives >= TENTATIVES_MAX:
            _echouer(rapport, "Le travail s'est interrompu trois fois. Réduisez la sélection ou réessayez plus tard.")
            return
        try:
            _preparer(rapport)
        except RapportRetire:
            depot.retirer(rapport.chemin)
        except RapportImpossible as refus:
            _echouer(rapport, str(refus))
        except DatabaseError:
            raise  # the sweeper tries again, three times at most
        except Exception:
            journal.exception("Rapport %s", rapport_id)
            _echouer(rapport, "Une erreur inattendue a arrêté le travail.")


def _preparer(rapport: Rapport) -> None:
    depot.retirer(rapport.chemin)
    rapport.chemin, debut = depot.ouvrir(), timezone.now()
    _noter(rapport, "Lecture de la sélection", 1, tentatives=rapport.tentatives + 1, etat=EtatRapport.EN_COURS)
    if not droits(rapport.par).lit_interne:
        raise RapportImpossible("Votre rôle ne permet plus de préparer ce rapport.")
    choix = choisir_organisations(rapport.par, Selection.lire(rapport.selection))
    verifier(choix)
    couverture = rapport_sections.couverture(choix, str(rapport.par), debut)
    sections = _sections(rapport, choix)
    entete = render_to_string("pilotage/rapports/_couverture.html", couverture)
    depot.ecrire(rapport.chemin, depot.COUVERTURE, entete.encode())
    if not indisponible():
        _noter(rapport, "Mise en page du PDF", PART_PDF)
        contexte = {"couverture": entete, "sections": sections, "titre": choix.titre, **couverture}
        depot.ecrire(rapport.chemin, depot.PDF, pdf(render_to_string("pilotage/rapports/pdf.html", contexte)))
    _terminer(rapport, choix)


def _sections(rapport: Rapport, choix: Choix) -> list[str]:
    """Each organisation read with a few others, written to its own file."""
    rendues: list[str] = []
    for rang in range(0, len(choix.lignes), LOT):
        lot = choix.lignes[rang : rang + LOT]
        lues = rapport_lecture.lire(rapport.par, [ligne.pk for ligne in lot], choix.exercice)
        for ligne in lot:
            vue = rapport_sections.section(ligne, choix, lues)
            rendu = render_to_string("pilotage/rapports/_section.html", vue)
            depot.ecrire(rapport.chemin, depot.section(ligne.pk), rendu.encode())
            if rapport_sections.abrege(choix):
                vue["figures"] = rapport_sections.figures_abregees(vue)
                rendu = render_to_string("pilotage/rapports/_section_abregee.html", vue)
            rendues.append(rendu)
        faites = f"{nombre(len(rendues))} sur {compte(len(choix.lignes), 'organisation')}"
        _noter(rapport, faites, 1 + PART_LECTURE * len(rendues) // len(choix.lignes))
    return rendues


def _noter(rapport: Rapport, etape: str, avancement: int, **champs: Any) -> None:
    """Tell how far it is; a row that is gone stops the work."""
    rapport.tentatives = champs.get("tentatives", rapport.tentatives)
    champs |= {"etape": etape, "avancement": avancement, "maj_le": timezone.now(), "chemin": rapport.chemin}
    if not Rapport.objects.filter(pk=rapport.pk).update(**champs):
        raise RapportRetire


def _echouer(rapport: Rapport, phrase: str) -> None:
    Rapport.objects.filter(pk=rapport.pk).update(etat=EtatRapport.ECHEC, erreur=phrase[:500], maj_le=timezone.now())
    depot.retirer(rapport.chemin)


def _terminer(rapport: Rapport, choix: Choix) -> None:
    contenu = {
        "organisations": [{"pk": ligne.pk, "nom": ligne.nom, "rang": min(ligne.rang, 3)} for ligne in choix.lignes],
        "pdf": not indisponible(),
        "abrege": rapport_sections.abrege(choix),
    }
    faits = {"contenu": contenu, "titre": choix.titre, "erreur": "", "pret_le": timezone.now()}
    with transaction.atomic():
        _noter(rapport, "Prêt", 100, etat=EtatRapport.PRET, **faits)
        avertir(
            personnes=[rapport.par],
            type=TypeNotification.SUIVI,
            cle=f"rapport:{rapport.pk}",
            titre=f"Votre rapport est prêt\u00a0: {choix.titre}",
            url=reverse("pilotage:rapport", args=[rapport.pk]),
        )


def relancer() -> int:
    """Send again what nobody makes any more (lost task, killed worker)."""
    limite = timezone.now() - REPRISE
    bloques = list(Rapport.objects.filter(etat__in=EN_COURS, maj_le__lt=limite).values_list("pk", flat=True))
    relances = 0
    for pk in bloques:
        with _seul(pk) as libre:
            if libre:
                Rapport.objects.filter(pk=pk).update(maj_le=timezone.now())
        if libre:
            relances += envoyer(TACHE, pk)
    return relances


def purger() -> int:
    """Reports older than thirty days go, with their files."""
    anciens = list(Rapport.objects.filter(demande_le__lt=timezone.now() - CONSERVATION).select_related("par"))
    for rapport in anciens:
        retirer_rapport(par=rapport.par, rapport=rapport)
    return len(anciens)
