"""What an author does with a message afterwards: correct it, take it back with a reason; who answers a question."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from ecosysteme.ecriture import ecriture
from ecosysteme.models import Personne
from ecosysteme.services.lignes import modifier_ligne
from ecosysteme.textes import TEXTE_MAX

from ..models import Message, Sujet
from ..permissions import anime_forum
from .moderation import consigner_retrait
from .sujets import TROP_LONG, VIDE

SON_AUTEUR = "Un message se corrige par la personne qui l'a écrit."
RETIRE = "Ce message est retiré : il ne change plus."
MOTIF = "Dites pourquoi ce message est retiré : la raison reste à sa place."
POUR_LA_QUESTION = "La personne qui a posé la question, ou qui anime le forum, dit quel message y répond."


def exiger_auteur(personne: Personne, message: Message, *, ou_animation: bool = False) -> None:
    """Raise PermissionDenied unless the person wrote the message, or holds the forum where that is enough."""
    if message.auteur_id != personne.pk and not (ou_animation and anime_forum(personne)):
        raise PermissionDenied(SON_AUTEUR)


@ecriture
def corriger_message(*, par: Personne, message: Message, corps: str, version_lue: int) -> Message:
    """Write one's own message better; each former text stays readable. Raises ConflitFiche, ValidationError."""
    exiger_auteur(par, message)
    if message.retire_le is not None:
        raise ValidationError(RETIRE)
    if not corps.strip():
        raise ValidationError({"corps": VIDE})
    if len(corps) > TEXTE_MAX:
        raise ValidationError({"corps": TROP_LONG})
    if corps.strip() == message.corps:
        return message
    champs = {"corps": corps.strip(), "modifie_le": timezone.now()}
    return modifier_ligne(message, version_lue=version_lue, champs=champs)


@ecriture
def retirer_message(*, par: Personne, message: Message, motif: str, version_lue: int) -> Message:
    """Take a message out of sight; who did it and why stay in its place. Its author, or whoever holds the forum."""
    exiger_auteur(par, message, ou_animation=True)
    if message.retire_le is not None:
        raise ValidationError(RETIRE)
    if not motif.strip():
        raise ValidationError({"motif": MOTIF})
    champs = {"retire_le": timezone.now(), "retire_par": par, "retire_motif": motif.strip()}
    retire = modifier_ligne(message, version_lue=version_lue, champs=champs)
    if par.pk != retire.auteur_id:
        consigner_retrait(par=par, message=retire, motif=motif.strip())
    return retire


@ecriture
def marquer_reponse(*, par: Personne, message: Message, reponse: bool) -> Message:
    """Say that a message answers the question of its topic, or no more."""
    sujet = Sujet.objects.select_for_update().get(pk=message.sujet_id)
    if par.pk != sujet.auteur_id and not anime_forum(par):
        raise PermissionDenied(POUR_LA_QUESTION)
    if not sujet.question:
        raise ValidationError("Ce sujet n'attend pas de réponse.")
    return modifier_ligne(message, version_lue=message.version, champs={"reponse": reponse})
