"""Corrections proposed beside the official value: proposed, accepted as a result, refused with a reason, taken back."""

import functools
from datetime import date
from decimal import Decimal

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from ecosysteme.ecriture import ecriture
from ecosysteme.enums import EtatMesure, RoleAdhesion, TypeNotification
from ecosysteme.live import publier
from ecosysteme.models import Adhesion, Indicateur, Mesure, Personne
from ecosysteme.permissions import droits
from ecosysteme.services.mesures import ConflitVersion, Saisie, enregistrer_mesure
from ecosysteme.services.notifications import avertir

from ..enums import EtatCorrection
from ..models import CorrectionProposee

DEJA = "Vous proposez déjà une correction pour cette période."


class DejaDecidee(Exception):
    """The proposal is no longer waiting; `str()` says so."""


def officielle(indicateur: Indicateur, fin: date, territoire: str) -> Mesure | None:
    return Mesure.objects.filter(indicateur=indicateur, fin=fin, territoire=territoire).first()


@ecriture
def proposer(
    *,
    par: Personne,
    indicateur: Indicateur,
    debut: date,
    fin: date,
    territoire: str,
    valeur: Decimal,
    motif: str,
    source: str,
) -> CorrectionProposee:
    """Propose a value for a period; the official one is kept as it is read now. Raises ValidationError."""
    actuelle = officielle(indicateur, fin, territoire)
    if actuelle is not None and actuelle.valeur == valeur:
        raise ValidationError({"valeur": "C'est déjà la valeur officielle."})
    correction = CorrectionProposee(
        indicateur=indicateur,
        debut=actuelle.debut if actuelle else debut,
        fin=fin,
        territoire=territoire,
        officielle=actuelle.valeur if actuelle else None,
        version_lue=actuelle.version if actuelle else 0,
        valeur=valeur,
        motif=motif.strip(),
        source=source.strip(),
        par=par,
    )
    correction.full_clean()
    try:
        with transaction.atomic():
            correction.save(force_insert=True)
    except IntegrityError as double:
        raise ValidationError(DEJA) from double
    _avertir(correction, decideurs(indicateur).exclude(pk=par.pk), "proposee", "Correction proposée")
    return correction


def decideurs(indicateur: Indicateur):
    """Who is told of a proposal: the person responsible, and the managers of the organisation that owns it."""
    gestionnaires = Adhesion.objects.en_vigueur().filter(
        organisation=indicateur.organisation, role=RoleAdhesion.GESTIONNAIRE
    )
    return Personne.objects.filter(
        Q(pk=indicateur.responsable_id) | Q(pk__in=gestionnaires.values("personne")), is_active=True
    )


@ecriture
def accepter(*, par: Personne, correction: CorrectionProposee, version_lue: int, raison: str = "") -> Mesure:
    """Write the value as the official result, in the same transaction.

    `version_lue`: the version of the official result the decider saw (0: none). Raises ConflitVersion when it changed,
    DejaDecidee, PermissionDenied when the official result is validated and the person does not validate.
    """
    attente = _verrouiller(correction)
    actuelle = officielle(attente.indicateur, attente.fin, attente.territoire)
    if (actuelle.version if actuelle else 0) != version_lue:
        raise ConflitVersion(actuelle)
    etat = actuelle.etat if actuelle else EtatMesure.PROVISOIRE
    if etat == EtatMesure.VALIDEE and not droits(par).peut("valider", attente.indicateur.organisation):
        raise PermissionDenied("Ce résultat est validé : qui valide peut accepter sa correction.")
    saisie = Saisie(
        debut=attente.debut,
        fin=attente.fin,
        valeur=attente.valeur,
        territoire=attente.territoire,
        etat=etat,
        commentaire=f"Correction proposée par {attente.par} : {attente.motif}"[:2000],
    )
    mesure = enregistrer_mesure(par=par, indicateur=attente.indicateur, saisie=saisie, version_lue=version_lue)
    _decider(attente, par, EtatCorrection.ACCEPTEE, raison)
    return mesure


@ecriture
def refuser(*, par: Personne, correction: CorrectionProposee, raison: str) -> None:
    """Raises ValidationError without a reason, DejaDecidee."""
    if not raison.strip():
        raise ValidationError({"raison": "Dites pourquoi la correction est refusée."})
    _decider(_verrouiller(correction), par, EtatCorrection.REFUSEE, raison)


@ecriture
def retirer(*, par: Personne, correction: CorrectionProposee) -> None:
    _decider(_verrouiller(correction), par, EtatCorrection.RETIREE, "")


def _verrouiller(correction: CorrectionProposee) -> CorrectionProposee:
    lues = CorrectionProposee.objects.select_related("indicateur__organisation", "par")
    attente = lues.select_for_update(of=("self",)).get(pk=correction.pk)
    if attente.etat != EtatCorrection.PROPOSEE:
        raise DejaDecidee(f"Cette correction n'attend plus de décision : {attente.get_etat_display().lower()}.")
    return attente


def _decider(correction: CorrectionProposee, par: Personne, etat: EtatCorrection, raison: str) -> None:
    correction.etat, correction.raison = etat, raison.strip()
    correction.decidee_par, correction.decidee_le = par, timezone.now()
    correction.save(update_fields=["etat", "raison", "decidee_par", "decidee_le"])
    personnes = Personne.objects.filter(pk=correction.par_id).exclude(pk=par.pk)
    _avertir(correction, personnes, "decidee", f"Correction {etat.label.lower()}")


def _avertir(correction: CorrectionProposee, personnes, quoi: str, titre: str) -> None:
    indicateur = correction.indicateur
    avertir(
        personnes=personnes,
        type=TypeNotification.CORRECTION,
        cle=f"correction:{correction.pk}:{quoi}",
        titre=f"{titre} : {indicateur.code} {indicateur.nom}"[:300],
        url=f"/pilotage/corrections/{correction.pk}/",
        sujet=f"indicateur:{indicateur.pk}",
    )
    transaction.on_commit(functools.partial(publier, [f"indicateur:{indicateur.pk}"]))
