"""What tests of votes do to the clock and the roll: a vote opened now, closed now, by the rows."""

from datetime import timedelta

from django.db import connection
from django.utils import timezone

from forum.enums import College, Fonction
from forum.models import Inscription, Scrutin
from forum.services.scrutins_ouvrir import ouvrir_scrutin
from tests import fabriques
from tests import fabriques_forum as forum


def annoncer(scrutin: Scrutin, **champs) -> Scrutin:
    """Announced, its roll not frozen yet."""
    Scrutin.objects.filter(pk=scrutin.pk).update(annonce_le=timezone.now() - timedelta(minutes=5), **champs)
    return relu(scrutin)


def ouvert(sujet, instance, **champs) -> Scrutin:
    """An open vote with its frozen roll."""
    scrutin = annoncer(forum.scrutin(sujet, instance, **champs))
    assert ouvrir_scrutin(scrutin=scrutin)
    return relu(scrutin)


def sans_gardes(table: str, ordre: str, parametres: list) -> None:
    """Run what the triggers of a table refuse, as somebody who holds the database could."""
    with connection.cursor() as curseur:
        curseur.execute("SET CONSTRAINTS ALL IMMEDIATE")
        curseur.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        curseur.execute(ordre, parametres)
        curseur.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
        curseur.execute("SET CONSTRAINTS ALL DEFERRED")


def fermer(scrutin: Scrutin) -> Scrutin:
    """As if its hour had passed: only a test may go round the trigger."""
    sans_gardes(
        "forum_scrutin",
        "UPDATE forum_scrutin SET ouvre_le = clock_timestamp() - interval '2 hours', "
        "ferme_le = clock_timestamp() - interval '1 hour' WHERE id = %s",
        [scrutin.pk],
    )
    return relu(scrutin)


def relu(scrutin: Scrutin) -> Scrutin:
    return Scrutin.objects.select_related("sujet__espace", "instance").get(pk=scrutin.pk)


def ligne(scrutin: Scrutin, personne) -> Inscription:
    return Inscription.objects.get(scrutin=scrutin, personne=personne)


def assemblee(n: int, *, prives: int = 0, **champs):
    """An instance of n members, the first in the chair; and its space's topic."""
    instance = forum.instance(**champs)
    public, prive = fabriques.organisation(), fabriques.organisation()
    membres = []
    for rang in range(n):
        est_prive = rang >= n - prives
        mandat = forum.mandat(
            instance, organisation=prive if est_prive else public,
            college=College.PRIVE if est_prive else College.PUBLIC,
            fonction=Fonction.PRESIDENCE if rang == 0 else Fonction.MEMBRE,
        )  # fmt: skip
        membres.append(mandat.personne)
    return instance, membres, forum.sujet(forum.espace(instance), membres[0])


CHOIX = {nom: {"choix": [nom]} for nom in ("pour", "contre", "abstention")}
