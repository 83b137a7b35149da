"""Invitations: a one-time link by e-mail opens a role; a private partner's also waits for a coordinator."""

import hashlib
import logging
import secrets
from datetime import timedelta
from smtplib import SMTPException

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.utils import timezone

from ..ecriture import ecriture
from ..enums import RoleAdhesion, TypeOrganisation
from ..models import Adhesion, Invitation, Journal, Organisation, Personne
from ..permissions import peut_approuver, peut_inviter

journal = logging.getLogger(__name__)
DUREE = timedelta(days=14)


class InvitationFermee(Exception):
    """The link was used, withdrawn, replaced, or its time is over."""


def empreinte(jeton: str) -> str:
    return hashlib.sha256(jeton.encode()).hexdigest()


def _jeton_neuf(invitation: Invitation) -> str:
    """A fresh link and a fresh delay; the former link dies. Only the hash is kept."""
    jeton = secrets.token_urlsafe(32)
    invitation.empreinte_jeton = empreinte(jeton)
    invitation.expire_le = timezone.now() + DUREE
    return jeton


def verifier_role(organisation: Organisation, role: str) -> None:
    prive = organisation.type == TypeOrganisation.PARTENAIRE_PRIVE
    if prive != (role == RoleAdhesion.MEMBRE_PRIVE):
        raise ValidationError(
            "Un partenaire privé ne reçoit que le rôle « Membre du forum, secteur privé », et lui seul le reçoit."
        )


@ecriture
def inviter(
    *, par: Personne, courriel: str, organisation: Organisation, role: str, niveau_gestion: str = ""
) -> tuple[Invitation, str]:
    """Invite an address to a role in an organisation; returns the invitation and its link's secret."""
    if not peut_inviter(par, organisation, role):
        raise PermissionDenied("Vous ne pouvez pas donner ce rôle dans cette organisation.")
    verifier_role(organisation, role)
    courriel = courriel.strip().lower()
    memes = {"organisation": organisation, "role": role}
    if Adhesion.objects.en_vigueur().filter(personne__email=courriel, **memes).exists():
        raise ValidationError("Cette personne a déjà ce rôle dans cette organisation.")
    if Invitation.objects.ouvertes().filter(courriel=courriel, **memes).exists():
        raise ValidationError("Une invitation est déjà ouverte pour ce courriel et ce rôle : renvoyez-la plutôt.")
    invitation = Invitation(courriel=courriel, invite_par=par, niveau_gestion=niveau_gestion, **memes)
    jeton = _jeton_neuf(invitation)
    invitation.save()
    return invitation, jeton


@ecriture
def renvoyer(*, par: Personne, invitation: Invitation) -> str:
    """A new link for an invitation not yet accepted."""
    invitation = _verrouiller(invitation)
    if invitation.acceptee_le is not None or invitation.refusee_le is not None:
        raise InvitationFermee
    jeton = _jeton_neuf(invitation)
    invitation.save(update_fields=["empreinte_jeton", "expire_le"])
    return jeton


@ecriture
def revoquer(*, par: Personne, invitation: Invitation) -> None:
    """Withdraw an invitation: its link opens nothing any more."""
    invitation = _verrouiller(invitation)
    if invitation.acceptee_le is not None:
        raise InvitationFermee
    invitation.refusee_le = invitation.expire_le = timezone.now()
    invitation.save(update_fields=["refusee_le", "expire_le"])


@ecriture
def accepter(*, par: Personne, invitation: Invitation) -> Adhesion | None:
    """Use an invitation once; the role opens at once, or waits for approval for a private partner (None)."""
    invitation = verrouiller_ouverte(invitation)
    if par.email.lower() != invitation.courriel.lower():
        raise PermissionDenied("Cette invitation est adressée à un autre courriel que celui de votre compte.")
    invitation.acceptee_le, invitation.acceptee_par = timezone.now(), par
    invitation.save(update_fields=["acceptee_le", "acceptee_par"])
    if invitation.role == RoleAdhesion.MEMBRE_PRIVE:
        return None
    return _ouvrir_role(par, invitation)


@ecriture
def approuver(*, par: Personne, invitation: Invitation) -> Adhesion:
    """Open the role of a private partner who accepted."""
    invitation = _a_decider(par, invitation)
    invitation.approuvee_le, invitation.approuvee_par = timezone.now(), par
    invitation.save(update_fields=["approuvee_le", "approuvee_par"])
    adhesion = _ouvrir_role(invitation.acceptee_par, invitation)
    _consigner(par, "partenaire.approuve", invitation)
    return adhesion


@ecriture
def refuser(*, par: Personne, invitation: Invitation, raison: str) -> None:
    """Refuse a private partner, with the reason kept in the journal."""
    invitation = _a_decider(par, invitation)
    invitation.refusee_le = timezone.now()
    invitation.save(update_fields=["refusee_le"])
    _consigner(par, "partenaire.refuse", invitation, raison=raison)


def _verrouiller(invitation: Invitation) -> Invitation:
    return Invitation.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=invitation.pk)


def verrouiller_ouverte(invitation: Invitation) -> Invitation:
    """The invitation, locked, or InvitationFermee: two people following one link do not both enter."""
    invitation = _verrouiller(invitation)
    if invitation.acceptee_le is not None or invitation.expire_le <= timezone.now():
        raise InvitationFermee
    return invitation


def _a_decider(par: Personne, invitation: Invitation) -> Invitation:
    invitation = _verrouiller(invitation)
    if not peut_approuver(par, invitation.organisation):
        raise PermissionDenied("Les partenaires privés sont approuvés par la coordination.")
    if invitation.acceptee_le is None or invitation.approuvee_le is not None or invitation.refusee_le is not None:
        raise InvitationFermee
    return invitation


def _ouvrir_role(personne: Personne, invitation: Invitation) -> Adhesion:
    memes = {"personne": personne, "organisation": invitation.organisation, "role": invitation.role}
    ouverte = Adhesion.objects.en_vigueur().filter(**memes).first()
    return ouverte or Adhesion.objects.create(**memes, niveau_gestion=invitation.niveau_gestion)


def _consigner(par: Personne, acte: str, invitation: Invitation, **contenu: str) -> None:
    Journal.objects.create(
        acteur=par,
        acte=acte,
        objet=f"invitation:{invitation.pk}",
        contenu={"organisation": invitation.organisation.sigle, "courriel": invitation.courriel, **contenu},
    )


def ecrire(destinataire: str, sujet: str, gabarit: str, contexte: dict) -> bool:
    """Send a plain text e-mail; False when it could not leave (the page says so, nothing else fails)."""
    texte = render_to_string(f"ecosysteme/invitations/courriels/{gabarit}.txt", contexte)
    try:
        send_mail(f"Écosystème de la performance – {sujet}", texte, None, [destinataire])
    except (SMTPException, OSError) as erreur:
        journal.error("Courriel « %s » non envoyé : %s", gabarit, type(erreur).__name__)
        return False
    return True
