"""What a person has been told. Everything goes through `avertir`, however many pillars have something to say."""

from collections.abc import Iterable
from functools import partial

from django.db import connection, transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from .. import live
from ..ecriture import after_commit, ecriture
from ..enums import IMMEDIATS, EtatCourriel, TypeNotification
from ..models import Courriel, Notification, Personne

TITRE_MAX, SUJETS_PAR_ENVOI = 300, 250
INSERER = """
INSERT INTO ecosysteme_notification (personne_id, type, cle, titre, url, sujet, cree_le, precision)
SELECT id, %s, %s, %s, %s, %s, %s, %s FROM ecosysteme_personne WHERE id = ANY(%s) AND is_active ORDER BY id
ON CONFLICT (personne_id, cle) DO NOTHING RETURNING personne_id
"""


def avertir(
    *, personnes: Iterable[Personne], type: TypeNotification, cle: str, titre: str, url: str, sujet: str = "",
    precision: str = "",
) -> int:  # fmt: skip
    """Tell these people once, whatever the number of calls with that key; how many are newly told.

    To be called inside the transaction of what happened: told if and only if it happened. Leave out of `personnes` who
    did it herself. Accounts that are closed are skipped. `url` is a path of the portal. The e-mail, if the person wants
    one, is made later from the rows: here only a hint to look. `precision` goes with the title in the e-mail and on the
    page of notifications, and nowhere shorter.
    """
    if url and (url[0] != "/" or url[:2] in ("//", "/\\")):
        raise ValueError("L'adresse d'une notification est un chemin du portail.")
    court = titre if len(titre) <= TITRE_MAX else f"{titre[: TITRE_MAX - 1]}…"
    averti = sorted({p.pk for p in personnes})
    parametres = [str(type), cle, court, url, sujet, timezone.now(), precision[:TITRE_MAX], averti]
    with transaction.atomic(), connection.cursor() as curseur:
        curseur.execute(INSERER, parametres)
        averties = [pk for (pk,) in curseur.fetchall()]
        if averties:
            transaction.on_commit(partial(sonner, averties))
            if type in IMMEDIATS:
                after_commit("ecosysteme.tasks.ecrire_courriels")
    return len(averties)


def sonner(personnes: list[int]) -> None:
    """Have the bells of these people look again, on whatever pages they have open."""
    for debut in range(0, len(personnes), SUJETS_PAR_ENVOI):
        lot = personnes[debut : debut + SUJETS_PAR_ENVOI]
        live.publier((live.sujet_personne(pk) for pk in lot), "notification", chiffres=False)


@ecriture
def marquer_lues(*, par: Personne, ids: Iterable[int]) -> int:
    """Mark one's own notifications as read; how many were not. An e-mail about nothing else becomes useless."""
    lues = Notification.objects.filter(personne=par, pk__in=list(ids), lue_le__isnull=True).update(
        lue_le=timezone.now()
    )
    if lues:
        a_lire = Notification.objects.filter(courriel=OuterRef("pk"), lue_le__isnull=True)
        en_attente = Courriel.objects.filter(~Exists(a_lire), personne=par, etat=EtatCourriel.A_ENVOYER)
        en_attente.update(etat=EtatCourriel.INUTILE)
        transaction.on_commit(partial(sonner, [par.pk]))
    return lues
