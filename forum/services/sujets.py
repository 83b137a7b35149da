"""Topics and messages: opened, written, numbered without a hole under the topic's lock."""

from collections.abc import Iterable
from functools import partial
from uuid import UUID, uuid4

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from ecosysteme import live
from ecosysteme.ecriture import ecriture
from ecosysteme.models import Initiative, Personne
from ecosysteme.textes import TEXTE_MAX, une_ligne

from ..enums import ModeSuivi
from ..models import Espace, Message, PieceJointe, Sujet
from .messages_avis import prevenir, suivre
from .pieces import rattacher

VIDE = "Écrivez votre message."
TROP_LONG = f"Un message a {TEXTE_MAX:,} caractères au plus.".replace(",", "\u00a0")


@ecriture
def ouvrir_sujet(
    *,
    par: Personne,
    espace: Espace,
    titre: str,
    corps: str = "",
    initiative: Initiative | None = None,
    niveau_delegation: int | None = None,
    question: bool = False,
    uuid: UUID | None = None,
    pieces: Iterable[PieceJointe] = (),
) -> Sujet:
    """Open a topic, with its first message when there is one. Raises ValidationError in French."""
    sujet = Sujet(
        espace=espace,
        titre=une_ligne(titre),
        auteur=par,
        initiative=initiative,
        niveau_delegation=niveau_delegation,
        question=question,
    )
    sujet.full_clean()
    sujet.save(force_insert=True)
    suivre(par=par, sujet=sujet.pk, mode=ModeSuivi.SUIVRE)
    if corps.strip():
        ecrire_message(par=par, sujet=sujet, corps=corps, uuid=uuid, pieces=pieces)
    return sujet


@ecriture
def ecrire_message(
    *, par: Personne, sujet: Sujet, corps: str, uuid: UUID | None = None, cite: Message | None = None,
    pieces: Iterable[PieceJointe] = (),
) -> Message:  # fmt: skip
    """Write at the end of a topic. Sent again with the same `uuid`, it is the same message. Raises ValidationError."""
    if not corps.strip():
        raise ValidationError({"corps": VIDE})
    if len(corps) > TEXTE_MAX:
        raise ValidationError({"corps": TROP_LONG})
    verrou = Sujet.objects.select_for_update().only("pk", "dernier_numero").get(pk=sujet.pk)
    uuid = uuid or uuid4()
    if deja := Message.objects.filter(uuid=uuid, auteur=par).first():
        return deja
    maintenant = timezone.now()
    message = Message.objects.create(
        sujet=sujet,
        numero=verrou.dernier_numero + 1,
        auteur=par,
        uuid=uuid,
        corps=corps.strip(),
        cite=cite if cite is not None and cite.sujet_id == sujet.pk else None,
        cree_le=maintenant,
    )
    Sujet.objects.filter(pk=sujet.pk).update(
        dernier_numero=message.numero, nb_messages=F("nb_messages") + 1, dernier_le=maintenant
    )
    rattacher(par=par, message=message, pieces=pieces)
    prevenir(message)
    transaction.on_commit(partial(live.publier, [f"sujet:{sujet.pk}"], chiffres=False))
    return message
