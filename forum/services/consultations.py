"""Consultations: statements people agree with or not, and the map computed from their answers.

A new map waits until K people have answered anew: two maps one answer apart would tell whose answer it was.
"""

import secrets
from collections.abc import Iterable
from functools import partial

import numpy as np
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils import timezone

from ecosysteme import live
from ecosysteme.ecriture import ecriture
from ecosysteme.models import Personne
from ecosysteme.textes import une_ligne

from ..carte_opinion import ABSENT, K, calculer
from ..enums import AvisEnonce
from ..models import AvisSurEnonce, CarteOpinion, Consultation, Enonce, Sujet
from ..permissions_opinion import exiger_tenir_consultation
from ..selectors.scrutins_etat import horloge

FERMEE = "Cette consultation est fermée : on la lit, on n'y répond plus."
RETIRE = "Cet énoncé est retiré."
QUESTION = "Posez la question."
TROP_PEU = "Écrivez au moins trois énoncés, un par ligne : les gens en ajouteront."
ENONCE = "Écrivez l'énoncé."
TROP_LONG = "Un énoncé a 200 caractères au plus : une seule idée. Trop long : «\u00a0{debut}…\u00a0»"
EN_DOUBLE = "Deux énoncés sont pareils : «\u00a0{texte}\u00a0»"
DEJA_OUVERTE = "Cette question est déjà posée sur ce sujet : répondez-y."
DEJA = "Cet énoncé est déjà proposé."
MOTIF = "Dites pourquoi l'énoncé est retiré."
AVIS = "Répondez d'accord, en désaccord, ou passez."
ENONCE_MAX, ENONCES_MIN = 200, 3
# Who answers holds the consultation open; who closes it or maps it waits, then sees every answer given before.
TENIR_OUVERT = "SELECT ferme_le IS NOT NULL FROM forum_consultation WHERE id = %s FOR SHARE"
REPONDRE = """
INSERT INTO forum_avissurenonce (enonce_id, personne_id, avis, maj_le) VALUES (%s, %s, %s, clock_timestamp())
ON CONFLICT (enonce_id, personne_id) DO UPDATE SET avis = excluded.avis, maj_le = excluded.maj_le
WHERE forum_avissurenonce.avis <> excluded.avis
"""


@ecriture
def ouvrir_consultation(*, par: Personne, sujet: Sujet, question: str, enonces: Iterable[str]) -> Consultation:
    """Ask a question with its first statements. Raises PermissionDenied, ValidationError."""
    exiger_tenir_consultation(par, sujet)
    nets = [texte for texte in map(une_ligne, enonces) if texte]
    if not une_ligne(question):
        raise ValidationError({"question": QUESTION})
    if len(nets) < ENONCES_MIN:
        raise ValidationError({"enonces": TROP_PEU})
    for n, texte in enumerate(nets):
        if len(texte) > ENONCE_MAX:
            raise ValidationError({"enonces": TROP_LONG.format(debut=texte[:60])})
        if texte in nets[:n]:
            raise ValidationError({"enonces": EN_DOUBLE.format(texte=texte)})
    Sujet.objects.select_for_update().only("pk").get(pk=sujet.pk)
    if sujet.consultations.filter(question=une_ligne(question), ferme_le__isnull=True).exists():
        raise ValidationError({"question": DEJA_OUVERTE})
    consultation = Consultation(sujet=sujet, question=une_ligne(question), ouverte_par=par)
    consultation.full_clean()
    consultation.save(force_insert=True)
    Enonce.objects.bulk_create(Enonce(consultation=consultation, texte=texte, auteur=par) for texte in nets)
    return consultation


def _ouverte(consultation: Consultation) -> Consultation:
    tenue = Consultation.objects.select_for_update().get(pk=consultation.pk)
    if tenue.ferme_le is not None:
        raise ValidationError(FERMEE)
    return tenue


@ecriture
def proposer_enonce(*, par: Personne, consultation: Consultation, texte: str) -> Enonce:
    """Add a statement; the person agrees with what she writes. Raises ValidationError."""
    tenue, net = _ouverte(consultation), une_ligne(texte)
    if not net:
        raise ValidationError({"texte": ENONCE})
    if len(net) > ENONCE_MAX:
        raise ValidationError({"texte": TROP_LONG.format(debut=net[:60])})
    if tenue.enonces.filter(texte__iexact=net).exists():
        raise ValidationError({"texte": DEJA})
    enonce = Enonce.objects.create(consultation=tenue, texte=net, auteur=par)
    donner_avis(par=par, enonce=enonce, avis=AvisEnonce.D_ACCORD)
    return enonce


@ecriture
def retirer_enonce(*, par: Personne, enonce: Enonce, motif: str) -> Enonce:
    """Out of the questions and of the maps to come; its words and the reason stay. Raises ValidationError."""
    tenue = _ouverte(enonce.consultation)
    exiger_tenir_consultation(par, tenue.sujet)
    lu = Enonce.objects.select_for_update().get(pk=enonce.pk)
    if lu.retire_le is not None:
        raise ValidationError(RETIRE)
    if not motif.strip():
        raise ValidationError({"raison": MOTIF})
    lu.retire_le, lu.retire_motif = timezone.now(), motif.strip()[:300]
    lu.save(update_fields=["retire_le", "retire_motif"])
    return lu


@ecriture
def donner_avis(*, par: Personne, enonce: Enonce, avis: int) -> None:
    """Answer, or answer otherwise: the last answer counts. Raises ValidationError."""
    if avis not in AvisEnonce.values:
        raise ValidationError(AVIS)
    with connection.cursor() as curseur:
        curseur.execute(TENIR_OUVERT, [enonce.consultation_id])
        if curseur.fetchone()[0]:
            raise ValidationError(FERMEE)
        if Enonce.objects.filter(pk=enonce.pk, retire_le__isnull=False).exists():
            raise ValidationError(RETIRE)
        curseur.execute(REPONDRE, [enonce.pk, par.pk, avis])


@ecriture
def fermer_consultation(*, par: Personne, consultation: Consultation) -> Consultation:
    """Close it; a last map is computed from what was answered. Raises PermissionDenied, ValidationError."""
    tenue = _ouverte(consultation)
    exiger_tenir_consultation(par, tenue.sujet)
    tenue.ferme_le = horloge()
    tenue.version += 1
    tenue.save(update_fields=["ferme_le", "version"])
    return tenue


def matrice(consultation: Consultation) -> tuple[list[int], np.ndarray]:
    """The statements, and the answers of shape (people, statements): nobody's name leaves the database."""
    enonces = list(consultation.enonces.filter(retire_le__isnull=True).order_by("pk").values_list("pk", flat=True))
    avis = AvisSurEnonce.objects.filter(enonce__in=enonces)
    lus = np.array(list(avis.order_by("personne_id").values_list("personne_id", "enonce_id", "avis")), dtype=np.int64)
    if not len(lus):
        return enonces, np.empty((0, len(enonces)), dtype=np.int8)
    _, lignes = np.unique(lus[:, 0], return_inverse=True)
    grille = np.full((lignes.max() + 1, len(enonces)), ABSENT, dtype=np.int8)
    grille[lignes, np.searchsorted(enonces, lus[:, 1])] = lus[:, 2]
    return enonces, grille


@ecriture
def calculer_carte(*, consultation: Consultation) -> CarteOpinion | None:
    """Compute and keep a new map, when K people or more have answered since the last one; None otherwise."""
    tenue = Consultation.objects.select_for_update().get(pk=consultation.pk)
    derniere = tenue.cartes.first()
    neufs = AvisSurEnonce.objects.filter(enonce__consultation=tenue)
    if derniere is not None:
        neufs = neufs.filter(maj_le__gt=derniere.calculee_le)
    if neufs.values("personne").distinct().count() < K:
        return None
    graine = derniere.graine if derniere is not None else secrets.randbelow(2**31)
    debut = horloge()
    enonces, grille = matrice(tenue)
    resultat = calculer(grille, graine=graine)
    for pk, dit in zip(enonces, resultat["enonces"], strict=True):
        dit["enonce"] = pk
    carte = CarteOpinion.objects.create(
        consultation=tenue, numero=derniere.numero + 1 if derniere else 1, calculee_le=debut, graine=graine,
        nb_participants=resultat["participants"], nb_avis=resultat["avis"], nette=bool(resultat["groupes"]),
        resultat=resultat,
    )  # fmt: skip
    transaction.on_commit(partial(live.publier, [f"consultation:{tenue.pk}"], chiffres=False))
    return carte
