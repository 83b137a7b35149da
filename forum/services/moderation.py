"""Flags and appeals: a message is looked at with a reason, removed or left; its author may appeal once, to another."""

from collections.abc import Iterable

from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from ecosysteme.ecriture import ecriture
from ecosysteme.enums import TypeNotification
from ecosysteme.models import Personne
from ecosysteme.services.notifications import avertir

from ..enums import EtatSignalement, IssueAppel
from ..models import Message, Signalement
from ..permissions_moderation import animateurs, exiger_moderer

SIEN = "Vous avez écrit ce message : vous pouvez le corriger ou le retirer."
RETIRE = "Ce message est déjà retiré."
MOTIF = "Dites ce qui ne va pas dans ce message."
RAISON = "Dites la raison : elle est lue par la personne qui a écrit le message et par celle qui l'a signalé."
TRAITE = "Ce signalement est déjà traité."
PAS_JUGE_ET_PARTIE = "Une personne ne traite pas le signalement d'un message qu'elle a écrit."
PAS_RETIRE = "Ce message n'est pas retiré par la modération : il n'y a pas d'appel à faire."
SON_APPEL = "L'appel revient à la personne qui a écrit le message."
DEJA_APPEL = "Un appel est déjà fait : il n'y en a qu'un."
APPEL = "Dites pourquoi le message devrait être rétabli."
AUTRE = "Un appel est traité par une autre personne que celle qui a retiré le message."
PAS_D_APPEL = "Aucun appel n'attend ici."


@ecriture
def signaler(*, par: Personne, message: Message, motif: str) -> Signalement:
    """Ask that a message be looked at; who holds the forum is told. Raises ValidationError."""
    lu = Message.objects.select_for_update(of=("self",)).get(pk=message.pk)
    if lu.auteur_id == par.pk:
        raise ValidationError(SIEN)
    if lu.retire_le is not None:
        raise ValidationError(RETIRE)
    if not motif.strip():
        raise ValidationError({"raison": MOTIF})
    signalement = Signalement(message=lu, par=par, motif=motif.strip()[:300])
    signalement.full_clean()
    signalement.save(force_insert=True)
    _dire(animateurs(), par, signalement, "", TypeNotification.ACTION, "Un message est signalé", _file())
    return signalement


@ecriture
def traiter_signalement(*, par: Personne, signalement: Signalement, retirer: bool, raison: str) -> Signalement:
    """Remove the message, settling every open flag on it, or leave it. Raises PermissionDenied, ValidationError."""
    exiger_moderer(par)
    message, lu = _tenir(signalement)
    if lu.etat != EtatSignalement.A_TRAITER:
        raise ValidationError(TRAITE)
    if message.auteur_id == par.pk:
        raise PermissionDenied(PAS_JUGE_ET_PARTIE)
    if not raison.strip():
        raise ValidationError({"raison": RAISON})
    ouverts = Signalement.objects.filter(message=message, etat=EtatSignalement.A_TRAITER)
    traites = list(ouverts.select_for_update() if retirer else [lu])
    for s in traites:
        s.etat = EtatSignalement.RETENU if retirer else EtatSignalement.ECARTE
        s.traite_par, s.traite_le, s.raison = par, timezone.now(), raison.strip()
        s.save(update_fields=["etat", "traite_par", "traite_le", "raison"])
        dit = "retiré" if retirer else "laissé en place"
        _dire([s.par], par, s, ":issue", TypeNotification.SUIVI, f"Le message que vous avez signalé est {dit}")
    if retirer:
        message.retire_le, message.retire_par, message.retire_motif = timezone.now(), par, raison.strip()
        message.version += 1
        message.save(update_fields=["retire_le", "retire_par", "retire_motif", "version"])
        dire_retrait(traites[0], par)
    return lu if not retirer else traites[0]


def consigner_retrait(*, par: Personne, message: Message, motif: str) -> Signalement:
    """A removal nobody had asked for is kept as a flag upheld at once: its author may appeal it all the same."""
    signalement = Signalement.objects.create(
        message=message, par=par, motif=motif[:300], etat=EtatSignalement.RETENU, traite_par=par,
        traite_le=timezone.now(), raison=motif,
    )  # fmt: skip
    dire_retrait(signalement, par)
    return signalement


def dire_retrait(signalement: Signalement, par: Personne) -> None:
    phrase = "Votre message est retiré par la modération\u00a0: vous pouvez faire appel"
    _dire([signalement.message.auteur], par, signalement, ":retrait", TypeNotification.ACTION, phrase)


@ecriture
def faire_appel(*, par: Personne, signalement: Signalement, texte: str) -> Signalement:
    """Once, by the author, to another than who removed the message. Raises PermissionDenied, ValidationError."""
    message, lu = _tenir(signalement)
    if message.auteur_id != par.pk:
        raise PermissionDenied(SON_APPEL)
    if lu.etat != EtatSignalement.RETENU or message.retire_le is None:
        raise ValidationError(PAS_RETIRE)
    if Signalement.objects.filter(message=message, appel_le__gte=message.retire_le).exists():
        raise ValidationError(DEJA_APPEL)
    if not texte.strip():
        raise ValidationError({"raison": APPEL})
    lu.appel, lu.appel_le, lu.appel_issue = texte.strip(), timezone.now(), IssueAppel.EN_ATTENTE
    lu.save(update_fields=["appel", "appel_le", "appel_issue"])
    autres = animateurs().exclude(pk=lu.traite_par_id)
    _dire(autres, par, lu, ":appel", TypeNotification.ACTION, "Un appel de modération vous attend", _file())
    return lu


@ecriture
def trancher_appel(*, par: Personne, signalement: Signalement, retablir: bool, raison: str) -> Signalement:
    """Restore the message, or not, with a reason. Raises PermissionDenied, ValidationError."""
    exiger_moderer(par)
    message, lu = _tenir(signalement)
    if lu.appel_issue != IssueAppel.EN_ATTENTE:
        raise ValidationError(PAS_D_APPEL)
    if par.pk in (lu.traite_par_id, message.auteur_id):
        raise PermissionDenied(AUTRE)
    if not raison.strip():
        raise ValidationError({"raison": RAISON})
    lu.appel_issue = IssueAppel.ACCUEILLI if retablir else IssueAppel.REJETE
    lu.appel_par, lu.appel_traite_le, lu.appel_raison = par, timezone.now(), raison.strip()
    lu.full_clean()
    lu.save()
    if retablir:
        message.retire_le, message.retire_par, message.retire_motif = None, None, ""
        message.version += 1
        message.save(update_fields=["retire_le", "retire_par", "retire_motif", "version"])
    dit = "accueilli\u00a0: votre message est rétabli" if retablir else f"rejeté\u00a0: {raison.strip()}"
    _dire([message.auteur], par, lu, ":appel-issue", TypeNotification.SUIVI, f"Votre appel est {dit}")
    return lu


def _tenir(signalement: Signalement) -> tuple[Message, Signalement]:
    """The message then its flag, locked in that order whoever acts."""
    message = Message.objects.select_for_update(of=("self",)).select_related("auteur", "sujet").get(
        pk=signalement.message_id
    )  # fmt: skip
    lu = Signalement.objects.select_for_update(of=("self",)).select_related("par", "traite_par").get(pk=signalement.pk)
    lu.message = message
    return message, lu


def _file() -> str:
    return reverse("forum:moderation")


def _dire(
    gens: Iterable[Personne], par: Personne, s: Signalement, moment: str, type: TypeNotification, phrase: str,
    url: str = "",
) -> None:  # fmt: skip
    m = s.message
    avertir(
        personnes=[p for p in gens if p.pk != par.pk], type=type, cle=f"signalement:{s.pk}{moment}", titre=phrase,
        url=url or f"{reverse('forum:sujet', args=[m.sujet_id])}?message={m.numero}#m{m.numero}",
    )  # fmt: skip
