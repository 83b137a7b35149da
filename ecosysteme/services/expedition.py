"""The outbox leaves: each message is claimed, handed to the mail server, then marked as sent.

What a kill can do, honestly. The claim is committed before the mail server is spoken to. Killed before the server has
said yes, nothing left: the message is taken up again after `REPRISE`. Killed between that yes and our commit, the
message has left and the row still says « en cours »: it is taken up again after `REPRISE` and sent once more **under
the same Message-ID**, by which a receiver drops what it already has. No protocol does better: SMTP has no two-phase
commit. So: never lost, never told twice under two names.
"""

import logging
import time
from datetime import datetime, timedelta
from smtplib import SMTPException, SMTPRecipientsRefused, SMTPResponseException

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.utils import timezone

from ..enums import CanalNotification, EtatCourriel, canal_par_defaut
from ..models import Courriel, Notification
from .courriels import canaux_choisis, horaire_de
from .redaction import adresse_desabonnement, rediger

journal = logging.getLogger(__name__)
REPRISE = timedelta(minutes=10)  # far longer than a mail server may keep us waiting (EMAIL_TIMEOUT at each step)
ATTENTES = [timedelta(minutes=m) for m in (1, 5, 15, 60, 180, 360, 720)]
PAR_TOUR, SECONDES = 200, 20.0
PREFIXE = "Écosystème de la performance – "


def expedier(maintenant: datetime | None = None) -> bool:
    """Send what is due; True when more is left for another turn. Stops at once when the mail server is away."""
    depart = time.monotonic()
    connexion = get_connection()
    try:
        for _ in range(PAR_TOUR):
            courriel = prendre(maintenant or timezone.now())
            if courriel is None or not remettre(courriel, connexion):
                return False
            if time.monotonic() - depart > SECONDES:
                return True
    finally:
        connexion.close()
    return True


def prendre(maintenant: datetime) -> Courriel | None:
    """Claim the next message that still has something to say; what has nothing left becomes useless on the way."""
    while True:
        with transaction.atomic():
            libres = Courriel.objects.a_prendre(maintenant).select_for_update(skip_locked=True, of=("self",))
            courriel = libres.select_related("personne").order_by("pas_avant", "pk").first()
            if courriel is None:
                return None
            if _tenir(courriel, maintenant):
                return courriel


def _tenir(courriel: Courriel, maintenant: datetime) -> bool:
    """Mark a message as being sent, by us, now; False when it must not leave."""
    if courriel.tentatives > len(ATTENTES):
        _clore(courriel, EtatCourriel.ECHEC, courriel.erreur or "L'envoi a été interrompu trop de fois.")
        return False
    if not _alleger(courriel):
        _clore(courriel, EtatCourriel.INUTILE, "")
        return False
    courriel.etat, courriel.pris_le, courriel.pas_avant = EtatCourriel.EN_COURS, maintenant, maintenant + REPRISE
    courriel.tentatives += 1
    courriel.save()
    return True


def _clore(courriel: Courriel, etat: EtatCourriel, erreur: str) -> None:
    courriel.etat, courriel.erreur = etat, erreur[:500]
    courriel.save(update_fields=["etat", "erreur"])


def _alleger(courriel: Courriel) -> bool:
    """Take out the lines read or no longer wanted since the message was written; False when none is left.

    One whose sender did not come back may have left: it keeps its words while anything in it is unread, so that the
    same Message-ID says the same thing.
    """
    lignes = list(courriel.notifications.order_by("cree_le", "pk"))
    choisis = canaux_choisis([courriel.personne_id]).get(courriel.personne_id, {})
    restent = [
        ligne
        for ligne in lignes
        if ligne.lue_le is None and choisis.get(ligne.type, canal_par_defaut(ligne.type)) != CanalNotification.PORTAIL
    ]
    if not restent or not courriel.personne.is_active:
        return False
    if len(restent) < len(lignes) and courriel.etat == EtatCourriel.A_ENVOYER:
        otees = {ligne.pk for ligne in lignes} - {ligne.pk for ligne in restent}
        Notification.objects.filter(pk__in=otees).update(courriel=None)
        rediger(courriel, restent, courriel.jour_du_resume)
    return True


def remettre(courriel: Courriel, connexion: BaseEmailBackend) -> bool:
    """Hand a claimed message to the mail server; False when the server is not to be asked for more for now."""
    try:
        connexion.open()
        connexion.send_messages([message(courriel)])
    except SMTPRecipientsRefused as erreur:
        definitif = all(code >= 500 for code, _ in erreur.recipients.values())
        _rater(courriel, erreur, definitif=definitif)
        return True
    except SMTPResponseException as erreur:
        _rater(courriel, erreur, definitif=False)
        return False
    except (SMTPException, OSError) as erreur:
        _rater(courriel, erreur, definitif=False)
        return False
    except ValueError as erreur:  # an address or a subject no message can carry
        _rater(courriel, erreur, definitif=True)
        return True
    _le_mien(courriel).update(etat=EtatCourriel.ENVOYE, envoye_le=timezone.now(), erreur="")
    return True


def _le_mien(courriel: Courriel):
    """The row, as long as nobody took it up again meanwhile."""
    return Courriel.objects.filter(pk=courriel.pk, etat=EtatCourriel.EN_COURS, pris_le=courriel.pris_le)


def _rater(courriel: Courriel, erreur: Exception, *, definitif: bool) -> None:
    """Put it back for later, outside quiet hours; or give up, saying why. The reason names no address."""
    journal.warning("Courriel %s non remis : %s", courriel.pk, type(erreur).__name__)
    raison = f"{type(erreur).__name__} {getattr(erreur, 'smtp_code', '')}".strip()
    if definitif or courriel.tentatives > len(ATTENTES):
        _le_mien(courriel).update(etat=EtatCourriel.ECHEC, erreur=raison)
        return
    suite = timezone.now() + ATTENTES[courriel.tentatives - 1]
    libre = horaire_de(courriel.personne).libre_a(suite)
    _le_mien(courriel).update(etat=EtatCourriel.A_ENVOYER, pas_avant=libre, erreur=raison)


def message(courriel: Courriel) -> EmailMultiAlternatives:
    """The message, always the same for a row: Message-ID, one-click unsubscribe (RFC 8058), never an auto-reply."""
    desabonnement = adresse_desabonnement(courriel.personne_id, courriel.types)
    lettre = EmailMultiAlternatives(
        f"{PREFIXE}{courriel.objet}",
        courriel.texte,
        settings.DEFAULT_FROM_EMAIL,
        [courriel.personne.email],
        headers={
            "Message-ID": courriel.message_id,
            "List-Unsubscribe": f"<{desabonnement}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            "Auto-Submitted": "auto-generated",
        },
    )
    lettre.attach_alternative(courriel.html, "text/html")
    return lettre
