"""Casting a ballot. What guarantees it is in the database: the interval under lock, rows that nothing changes, one
current ballot a voter. What is here finds the voter's line, checks what the ballot says, and gives the receipt.
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from ecosysteme import live
from ecosysteme.ecriture import ecriture
from ecosysteme.models import Indicateur, Personne

from ..enums import EtatObjection, EtatScrutin, GenreOption, Methode, RegleRaison
from ..models import Bulletin, Emargement, Inscription, Objection, Prevision, Procuration, Scrutin, Urne
from ..permissions_scrutins import NON_INSCRIT
from ..scrutin import ContenuInvalide, verifier
from ..selectors.scrutins_etat import etat, options, recu_de, regles
from .scrutins_ouvrir import ouvrir_scrutin

FERME = "Ce scrutin est fermé : votre bulletin n'est pas déposé."
PAS_OUVERT = "Ce scrutin n'est pas ouvert : votre bulletin n'est pas déposé."
DEJA_SIGNE = "Vous avez déjà voté : un vote secret ne se change pas, car rien ne relie votre nom à votre bulletin."
RAISON = "Dites pourquoi : cette option demande une raison."
PAR_LUI_MEME = "La personne qui vous a donné procuration a voté elle-même : sa voix prévaut."
SANS_PROCURATION = "Vous n'avez pas procuration de cette personne pour ce scrutin."

# One row a voter; a proxy's ballot never takes the place of the principal's own (A20).
RETENIR = """
INSERT INTO forum_voixcourante (inscription_id, scrutin_id, bulletin_id, par_procuration) VALUES (%s, %s, %s, %s)
ON CONFLICT (inscription_id) DO UPDATE SET bulletin_id = excluded.bulletin_id,
    par_procuration = excluded.par_procuration
WHERE NOT excluded.par_procuration OR forum_voixcourante.par_procuration
"""


@dataclass(frozen=True, slots=True)
class ObjectionDonnee:
    """What makes an objection an object: the aim it harms, what supports it, the indicator that would show the harm."""

    but_lese: str = ""
    preuve: str = ""
    garde_fou: Indicateur | None = None


@dataclass(frozen=True, slots=True)
class Recu:
    """What a voter keeps. A secret ballot has neither rank nor time."""

    empreinte: str
    rang: int | None = None
    exprime_le: datetime | None = None
    sel: str = ""


@ecriture
def deposer_bulletin(
    *,
    par: Personne,
    scrutin: Scrutin,
    contenu: Mapping[str, Any],
    raison: str = "",
    pour: Inscription | None = None,
    objection: ObjectionDonnee | None = None,
    prevision: int | None = None,
) -> Recu:
    """Cast a ballot for oneself, or `pour` a principal who gave proxy.

    Raises PermissionDenied (not on the roll: A10), ValidationError in French (closed, not open, unreadable ballot, a
    reason that is asked, a secret vote already cast, a principal who voted). Nothing is written then.
    """
    if scrutin.registre_fige_le is None and etat(scrutin) == EtatScrutin.OUVERT:
        ouvrir_scrutin(scrutin=scrutin)
        scrutin.refresh_from_db()
    inscription, procuration = _ligne(par, scrutin, pour)
    contenu = dict(contenu)
    _controler(scrutin, contenu, raison)
    if prevision is not None and not scrutin.secret:
        _prevoir(inscription, prevision)
    try:
        with transaction.atomic():
            recu = _secret(inscription, contenu) if scrutin.secret else _nomme(
                par, inscription, procuration, contenu, raison.strip()
            )  # fmt: skip
    except IntegrityError as refus:
        raise ValidationError(_phrase(scrutin, refus)) from refus
    if not scrutin.secret:
        if scrutin.methode == Methode.CONSENTEMENT:
            _objecter(inscription, scrutin, contenu, raison.strip(), objection)
        if not scrutin.masque:
            transaction.on_commit(lambda: live.publier([f"scrutin:{scrutin.pk}"], chiffres=False))
    return recu


def _ligne(par: Personne, scrutin: Scrutin, pour: Inscription | None) -> tuple[Inscription, Procuration | None]:
    """The line of the roll, locked: a voter's acts come one after the other."""
    lignes = Inscription.objects.select_for_update().filter(scrutin=scrutin)
    sienne = lignes.filter(personne=par).first()
    if pour is None or pour.personne_id == par.pk:
        if sienne is None:
            raise PermissionDenied(NON_INSCRIT)
        return sienne, None
    visee = lignes.filter(pk=pour.pk).first()
    procuration = procurations_recues(par, scrutin).get(visee.personne_id) if visee and sienne else None
    if visee is None or sienne is None or procuration is None or sienne.college != visee.college:
        raise PermissionDenied(SANS_PROCURATION)
    return visee, procuration


def procurations_recues(personne: Personne, scrutin: Scrutin) -> dict[int, Procuration]:
    """Proxies in force for this vote, by principal; never more than the charter allows, the oldest first."""
    if not scrutin.procurations_max:
        return {}
    jour = timezone.localdate(scrutin.ouvre_le)
    recues = Procuration.objects.filter(mandataire=personne, revoquee_le__isnull=True, instance=scrutin.instance_id)
    valables = [p for p in recues.order_by("donnee_le", "pk") if p.scrutin_id == scrutin.pk
                or (p.scrutin_id is None and p.debut <= jour < p.fin)]  # fmt: skip
    return {p.mandant_id: p for p in valables[: scrutin.procurations_max]}


def _controler(scrutin: Scrutin, contenu: dict[str, Any], raison: str) -> None:
    try:
        verifier(regles(scrutin), options(scrutin), contenu)
    except ContenuInvalide as faute:
        raise ValidationError({"choix": str(faute)}) from faute
    exigeantes = {o.cle for o in scrutin.options.all() if o.raison == RegleRaison.REQUISE}
    if exigeantes & set(contenu.get("choix", ())) and not raison.strip():
        raise ValidationError({"raison": RAISON})


def _nomme(
    par: Personne, inscription: Inscription, procuration: Procuration | None, contenu: dict[str, Any], raison: str
) -> Recu:
    rang = Bulletin.objects.filter(inscription=inscription).count() + 1
    sel = secrets.token_hex(16)
    bulletin = Bulletin.objects.create(
        scrutin_id=inscription.scrutin_id, inscription=inscription, rang=rang, contenu=contenu, raison=raison,
        procuration=procuration, depose_par=par, sel=sel,
        empreinte=recu_de(inscription.scrutin_id, inscription.rang, rang, contenu, raison, sel),
    )  # fmt: skip
    with connection.cursor() as curseur:
        curseur.execute(RETENIR, [inscription.pk, inscription.scrutin_id, bulletin.pk, procuration is not None])
        if not curseur.rowcount:
            raise ValidationError(PAR_LUI_MEME)
    bulletin.refresh_from_db(fields=["exprime_le"])
    return Recu(bulletin.empreinte, rang, bulletin.exprime_le, sel)


def _secret(inscription: Inscription, contenu: dict[str, Any]) -> Recu:
    """Sign, then drop in the urn, which keeps its ballots in the order of their random receipts."""
    scrutin = Scrutin.objects.only("pk", "par_college").get(pk=inscription.scrutin_id)
    Emargement.objects.create(inscription=inscription, scrutin=scrutin)
    recu = secrets.token_hex(32)
    bulletin = {"recu": recu, "contenu": contenu} | ({"college": inscription.college} if scrutin.par_college else {})
    urne = Urne.objects.select_for_update().get(scrutin=scrutin)
    urne.bulletins = sorted([*urne.bulletins, bulletin], key=lambda b: b["recu"])
    urne.save(update_fields=["bulletins"])
    return Recu(recu)


def _prevoir(inscription: Inscription, chances: int) -> None:
    Prevision.objects.update_or_create(
        scrutin_id=inscription.scrutin_id,
        inscription=inscription,
        defaults={"probabilite": max(0, min(100, chances)), "maj_le": timezone.now()},
    )


def _objecter(
    inscription: Inscription, scrutin: Scrutin, contenu: dict[str, Any], raison: str, dite: ObjectionDonnee | None
) -> None:
    """An objecting ballot makes or rewrites the voter's open objection; a consenting one withdraws it."""
    genres = {o.cle: o.genre for o in scrutin.options.all()}
    objecte = any(genres.get(cle) == GenreOption.OBJECTION for cle in contenu.get("choix", ()))
    ouverte = Objection.objects.filter(inscription=inscription, etat=EtatObjection.OUVERTE).first()
    if not objecte:
        vivantes = Objection.objects.filter(
            inscription=inscription, etat__in=[EtatObjection.OUVERTE, EtatObjection.RETENUE, EtatObjection.MAINTENUE]
        )
        vivantes.update(etat=EtatObjection.RETIREE, raison="Son auteur consent.", traite_le=timezone.now())
        return
    dite = dite or ObjectionDonnee()
    objection = ouverte or Objection(scrutin=scrutin, inscription=inscription)
    objection.enonce, objection.but_lese = raison, dite.but_lese.strip() or raison
    objection.preuve, objection.garde_fou = dite.preuve.strip(), dite.garde_fou
    objection.full_clean()
    objection.save()


def _phrase(scrutin: Scrutin, refus: IntegrityError) -> str:
    """What the database said, in the words of the page."""
    if Emargement.objects.filter(inscription__scrutin=scrutin).exists() and "emargement" in str(refus):
        return DEJA_SIGNE
    lu = etat(scrutin)
    if lu == EtatScrutin.OUVERT:
        raise refus
    return PAS_OUVERT if lu in (EtatScrutin.PREPARATION, EtatScrutin.ANNONCE) else FERME
