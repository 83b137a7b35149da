"""Accounts: opening one, ending a role, ending sessions."""

from datetime import timedelta

import pghistory
from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.utils import timezone

from ..ecriture import ecriture
from ..enums import NiveauGestion
from ..models import Adhesion, Invitation, Personne
from .invitations import accepter, verrouiller_ouverte


@ecriture
def ouvrir_compte(*, par: Personne | None = None, email: str, mot_de_passe: str | None, **champs) -> Personne:
    """Create an account whose address is already proven (by an invitation, or by who opens it)."""
    personne = Personne.objects.create_user(email, mot_de_passe, **champs)
    confirmer_courriel(personne)
    return personne


def confirmer_courriel(personne: Personne) -> None:
    EmailAddress.objects.update_or_create(
        user=personne, email=personne.email, defaults={"verified": True, "primary": True}
    )


@ecriture
def ouvrir_compte_invite(*, invitation: Invitation, prenom: str, nom: str, mot_de_passe: str) -> Personne:
    """Create the account of an invited person and use the invitation, both or neither."""
    invitation = verrouiller_ouverte(invitation)
    personne = ouvrir_compte(email=invitation.courriel, mot_de_passe=mot_de_passe, prenom=prenom, nom=nom)
    with pghistory.context(par=personne.pk, par_nom=str(personne)):
        accepter(par=personne, invitation=invitation)
    return personne


@ecriture
def terminer_adhesion(*, par: Personne, adhesion: Adhesion, tout_de_suite: bool) -> None:
    """End a role tonight, or at once. A role that began today and ends at once is removed (history keeps it)."""
    aujourdhui = timezone.localdate()
    dernier_jour = aujourdhui - timedelta(days=1) if tout_de_suite else aujourdhui
    if dernier_jour < adhesion.debut:
        adhesion.delete()
        return
    adhesion.fin = dernier_jour
    adhesion.save(update_fields=["fin"])


@ecriture
def preciser_niveau(*, par: Personne, adhesion: Adhesion, niveau: NiveauGestion) -> None:
    """Say at what level of management a role is held (history keeps who said so)."""
    if adhesion.niveau_gestion != niveau:
        adhesion.niveau_gestion = niveau
        adhesion.save(update_fields=["niveau_gestion"])


def fermer_sessions(personne: Personne) -> None:
    """End every session of a person."""
    for session in UserSession.objects.filter(user=personne):
        session.end()
