"""Attachments: kept as soon as they are sent, attached when the message is, served once the antivirus has spoken."""

import hashlib
import logging
from collections.abc import Iterable
from datetime import timedelta
from functools import partial

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone

from ecosysteme import antivirus
from ecosysteme.ecriture import ecriture
from ecosysteme.models import Personne

from ..enums import EtatAntivirus
from ..models import Message, PieceJointe
from ..pieces import TAILLE_MAX, PieceRefusee, examiner, nom_propre

journal = logging.getLogger(__name__)
PAR_MESSAGE, EN_ATTENTE_MAX, GARDE = 5, 20, timedelta(days=1)
TROP_GROS = "«\u00a0{nom}\u00a0» dépasse 10\u00a0Mo."
TROP = f"Un message porte {PAR_MESSAGE} pièces jointes au plus."
DISPARUE = "Un des fichiers n'est plus là : envoyez-le de nouveau."
TROP_EN_ATTENTE = "Vous avez trop de fichiers envoyés sans message : publiez-en, ou attendez demain."
INFECTE = "«\u00a0{nom}\u00a0» est refusé par l'antivirus."
ETATS = {
    antivirus.Verdict.SAIN: EtatAntivirus.SAINE,
    antivirus.Verdict.INFECTE: EtatAntivirus.REFUSEE,
    antivirus.Verdict.INCONNU: EtatAntivirus.NON_ANALYSE,
}


def deposer_piece(*, par: Personne, fichier: UploadedFile) -> PieceJointe:
    """Keep a file for the message being written. Raises ValidationError, in French."""
    if fichier.size > TAILLE_MAX:
        raise ValidationError(TROP_GROS.format(nom=nom_propre(fichier.name)))
    try:
        piece = examiner(fichier.name, fichier.read())
    except PieceRefusee as refus:
        raise ValidationError(str(refus)) from refus
    etat = ETATS[antivirus.analyser(piece.contenu)]
    if etat == EtatAntivirus.REFUSEE:
        raise ValidationError(INFECTE.format(nom=piece.nom))
    return _garder(par, piece, etat)


@ecriture
def _garder(par: Personne, piece, etat: str) -> PieceJointe:
    if PieceJointe.objects.filter(deposee_par=par, message__isnull=True).count() >= EN_ATTENTE_MAX:
        raise ValidationError(TROP_EN_ATTENTE)
    empreinte = hashlib.sha256(piece.contenu).hexdigest()
    gardee = PieceJointe(
        deposee_par=par, nom=piece.nom, type_mime=piece.type_mime, taille=len(piece.contenu), sha256=empreinte,
        antivirus=etat,
    )  # fmt: skip
    extension = piece.nom.rpartition(".")[2]
    gardee.fichier.save(f"{empreinte[:32]}.{extension}", ContentFile(piece.contenu), save=False)
    gardee.full_clean()
    gardee.save(force_insert=True)
    return gardee


def en_attente(personne: Personne, cles: Iterable[str]) -> list[PieceJointe]:
    """Those of these one's own files that no message carries yet, as the form sends their numbers back."""
    pks = [int(c) for c in cles if c.isascii() and c.isdigit() and len(c) < 19]
    return list(PieceJointe.objects.filter(pk__in=pks, deposee_par=personne, message__isnull=True).order_by("pk"))


def rattacher(*, par: Personne, message: Message, pieces: Iterable[PieceJointe]) -> None:
    """Attach them, inside the transaction that writes the message. Raises ValidationError beyond five."""
    voulues = [p.pk for p in pieces]
    if len(voulues) > PAR_MESSAGE:
        raise ValidationError({"fichiers": TROP})
    libres = PieceJointe.objects.filter(pk__in=voulues, deposee_par=par, message__isnull=True)
    if libres.update(message=message) != len(voulues):
        raise ValidationError({"fichiers": DISPARUE})


def entretenir_pieces() -> int:
    """Ask the antivirus again of what it has not analysed; forget files no message took. How many were dealt with."""
    return (_analyser_encore() if antivirus.branche() else 0) + _oublier()


def _analyser_encore() -> int:
    """Each file apart: what was heard stays heard if the worker is killed; one that cannot be read delays no other."""
    faites = 0
    for piece in PieceJointe.objects.filter(antivirus=EtatAntivirus.NON_ANALYSE).order_by("?")[:50]:
        try:
            with piece.fichier.open("rb") as fichier:
                etat = ETATS[antivirus.analyser(fichier.read())]
        except OSError as panne:
            journal.warning("La pièce jointe %s ne se lit pas : %s", piece.pk, panne)
            continue
        faites += PieceJointe.objects.filter(pk=piece.pk).exclude(antivirus=etat).update(antivirus=etat)
    return faites


@ecriture
def _oublier() -> int:
    faites = 0
    perdues = PieceJointe.objects.select_for_update(skip_locked=True).filter(
        message__isnull=True, deposee_le__lt=timezone.now() - GARDE
    )
    for piece in perdues[:200]:
        transaction.on_commit(partial(piece.fichier.storage.delete, piece.fichier.name))
        piece.delete()
        faites += 1
    return faites
