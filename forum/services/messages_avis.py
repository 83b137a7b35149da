"""Who is told of a message: those it names, those who follow the topic or its space, save who muted them."""

import re

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from ecosysteme.enums import TypeNotification
from ecosysteme.models import Personne
from ecosysteme.services.notifications import avertir

from ..enums import ModeSuivi
from ..models import Lecture, Mandat, Message, Suivi
from ..permissions import droits, espaces_lisibles

_MENTION = re.compile(r"@[^\W\d_]")


def prevenir(message: Message) -> None:
    """Once a message, in the transaction that wrote it. The reader's own preferences decide of the e-mail."""
    sujet, espace = message.sujet, message.sujet.espace
    url = f"{reverse('forum:sujet', args=[sujet.pk])}?message={message.numero}#m{message.numero}"
    nommees = _nommees(message) if _MENTION.search(message.corps) else []
    if nommees:
        phrase = f"{message.auteur} vous mentionne dans «\u00a0{sujet.titre}\u00a0»"
        avertir(
            personnes=nommees, type=TypeNotification.MENTION, cle=f"mention:{message.pk}", titre=phrase, url=url,
            sujet=f"sujet:{sujet.pk}",
        )  # fmt: skip
    mot_sujet = Suivi.objects.filter(personne=OuterRef("pk"), sujet=sujet)
    mot_espace = Suivi.objects.filter(personne=OuterRef("pk"), espace=espace)
    suit = Exists(mot_sujet.filter(mode=ModeSuivi.SUIVRE)) | Exists(mot_espace.filter(mode=ModeSuivi.SUIVRE)) & ~Exists(
        mot_sujet.filter(mode=ModeSuivi.MUET)
    )
    suivent = Personne.objects.filter(suit).exclude(pk__in=[message.auteur_id, *(p.pk for p in nommees)])
    avertir(
        personnes=[p for p in suivent.only("pk") if _lit(p, message)], type=TypeNotification.SUIVI,
        cle=f"sujet:{sujet.pk}:{message.pk}", url=url, sujet=f"sujet:{sujet.pk}",
        titre=f"{message.auteur} a écrit dans «\u00a0{sujet.titre}\u00a0»",
    )  # fmt: skip


def _nommees(message: Message) -> list[Personne]:
    """People of the topic or of the instance whose whole name follows an @, who still read the space."""
    instance = message.sujet.espace.instance_id
    siege = Mandat.objects.filter(personne=OuterRef("pk"), instance=instance).en_vigueur()
    lu = Lecture.objects.filter(personne=OuterRef("pk"), sujet=message.sujet_id)
    ecrit = Message.objects.filter(auteur=OuterRef("pk"), sujet=message.sujet_id)
    connues = Personne.objects.filter(Q(Exists(siege)) | Q(Exists(lu)) | Q(Exists(ecrit)), is_active=True)
    texte = message.corps.casefold()
    return [
        p for p in connues.exclude(pk=message.auteur_id)
        if f"@{p.get_full_name()}".casefold() in texte and _lit(p, message)
    ]  # fmt: skip


def _lit(personne: Personne, message: Message) -> bool:
    """Nobody is told of what she may no longer read."""
    return droits(personne).est_membre and espaces_lisibles(personne).filter(pk=message.sujet.espace_id).exists()


def suivre(*, par: Personne, sujet: int | None = None, espace: int | None = None, mode: str = "") -> None:
    """Follow or mute a topic or a space; an empty mode forgets it."""
    objet = {"sujet_id": sujet} if sujet else {"espace_id": espace}
    if mode in ModeSuivi.values:
        Suivi.objects.update_or_create(personne=par, **objet, defaults={"mode": mode})
    else:
        Suivi.objects.filter(personne=par, **objet).delete()
