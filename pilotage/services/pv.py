"""Minutes: corrected by the facilitator beside the rows, published once, then frozen and sealed in the Journal."""

import hashlib
import json
from typing import Any

from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from ecosysteme.ecriture import ecriture
from ecosysteme.enums import TypeNotification
from ecosysteme.format import date_longue
from ecosysteme.models import Journal, Personne
from ecosysteme.services.lignes import ConflitFiche
from ecosysteme.services.notifications import avertir

from ..enums import EtatRencontre
from ..models import ProcesVerbal, Rencontre
from ..selectors.pv import contenu

PUBLIE = "Ce procès-verbal est publié : il ne se corrige plus."
NON_CLOSE = "Le procès-verbal se publie une fois la rencontre close."


def _verrouiller(rencontre: Rencontre) -> tuple[Rencontre, ProcesVerbal]:
    """The meeting and its minutes, locked, in the order that notes lock them too."""
    actuelle = Rencontre.objects.select_for_update(of=("self",)).select_related("organisation", "animation").get(
        pk=rencontre.pk
    )  # fmt: skip
    if actuelle.etat != EtatRencontre.CLOSE:
        raise ValidationError(NON_CLOSE)
    ProcesVerbal.objects.bulk_create([ProcesVerbal(rencontre=actuelle)], ignore_conflicts=True)
    return actuelle, ProcesVerbal.objects.select_for_update().get(rencontre=actuelle)


@ecriture
def corriger_pv(*, par: Personne, rencontre: Rencontre, version_lue: int, corrections: dict[str, str]) -> ProcesVerbal:
    """Keep what the facilitator says otherwise; an empty correction says nothing otherwise.

    Raises ConflitFiche when somebody else corrected meanwhile, ValidationError once published.
    """
    actuelle, pv = _verrouiller(rencontre)
    if pv.publie_le or actuelle.pv_publie_le:
        raise ValidationError(PUBLIE)
    if pv.version != version_lue:
        raise ConflitFiche(pv)
    if pv.corrections != corrections:
        pv.corrections, pv.version = corrections, pv.version + 1
        pv.save(update_fields=["corrections", "version"])
    return pv


@ecriture
def publier_pv(*, par: Personne, rencontre: Rencontre) -> ProcesVerbal:
    """Freeze the minutes as they read now, seal them, tell who was expected or came. Publishing twice is once."""
    actuelle, pv = _verrouiller(rencontre)
    if pv.publie_le:
        return pv
    pv.contenu = contenu(actuelle, pv.corrections)
    pv.publie_le, pv.publie_par, pv.version = timezone.now(), par, pv.version + 1
    pv.save(update_fields=["contenu", "publie_le", "publie_par", "version"])
    Rencontre.objects.filter(pk=actuelle.pk).update(pv_publie_le=pv.publie_le)
    Journal.objects.create(
        acteur=par,
        acte="pv_publie",
        objet=f"rencontre:{actuelle.pk}",
        contenu={"titre": actuelle.titre, "empreinte": empreinte(pv.contenu)},
    )
    avertir(
        personnes=Personne.objects.filter(presences__rencontre=actuelle).exclude(pk=par.pk),
        type=TypeNotification.RENCONTRE,
        cle=f"rencontre:{actuelle.pk}:pv",
        titre=f"Procès-verbal publié : {actuelle.titre}, {date_longue(actuelle.prevue_le)}",
        url=reverse("pilotage:rencontre_pv", args=[actuelle.pk]),
        sujet=f"rencontre:{actuelle.pk}",
    )
    return pv


def empreinte(texte: dict[str, Any]) -> str:
    """The fingerprint of published minutes, as the Journal keeps it."""
    return hashlib.sha256(json.dumps(texte, ensure_ascii=False, sort_keys=True).encode()).hexdigest()
