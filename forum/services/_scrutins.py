"""What the acts of a vote share: the lock, the journal, who is told."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.urls import reverse

from ecosysteme.enums import TypeNotification
from ecosysteme.models import Journal, Personne
from ecosysteme.services.notifications import avertir

from ..enums import EtatScrutin, ModeSuivi
from ..models import Scrutin
from ..selectors.scrutins_etat import etat

ACTES = {
    EtatScrutin.PREPARATION: "Ce scrutin est encore en préparation.",
    EtatScrutin.ANNONCE: "Ce scrutin est annoncé, pas encore ouvert.",
    EtatScrutin.OUVERT: "Ce scrutin est ouvert.",
    EtatScrutin.CLOS: "Ce scrutin est fermé.",
    EtatScrutin.PROCLAME: "Ce scrutin est proclamé.",
    EtatScrutin.RETIRE: "Ce scrutin est retiré.",
}


def verrouiller(scrutin: Scrutin) -> Scrutin:
    """The vote, locked: voters in flight (`FOR SHARE`) have finished, later ones wait."""
    return (
        Scrutin.objects.select_for_update(of=("self",))
        .select_related("sujet__espace", "instance", "animation", "registraire", "version_visee__proposition")
        .get(pk=scrutin.pk)
    )


def exiger_etat(scrutin: Scrutin, *permis: EtatScrutin) -> EtatScrutin:
    """The state on the database clock, read under the lock; ValidationError with a sentence when it is another."""
    lu = etat(scrutin)
    if lu not in permis:
        raise ValidationError(ACTES[lu])
    return lu


def adresse(scrutin: Scrutin) -> str:
    return reverse("forum:scrutin", args=[scrutin.pk])


def consigner(par: Personne | None, acte: str, scrutin: Scrutin, **contenu: Any) -> Journal:
    """Write in the journal, whose trigger chains it; the entry comes back with its seal."""
    entree = Journal.objects.create(acteur=par, acte=acte, objet=f"scrutin:{scrutin.pk}", contenu=contenu)
    entree.refresh_from_db(fields=["empreinte", "precedent", "horodatage"])
    return entree


def inscrits(scrutin: Scrutin) -> list[Personne]:
    return list(Personne.objects.filter(inscriptions__scrutin=scrutin).only("pk"))


def interesses(scrutin: Scrutin) -> list[Personne]:
    """On the roll, following the topic, or keeping the vote."""
    suivent = Q(suivis_forum__sujet=scrutin.sujet_id, suivis_forum__mode=ModeSuivi.SUIVRE)
    tenants = Q(pk__in=[scrutin.animation_id, scrutin.registraire_id])
    return list(Personne.objects.filter(Q(inscriptions__scrutin=scrutin) | suivent | tenants).only("pk").distinct())


def dire(
    scrutin: Scrutin, personnes: Iterable[Personne], moment: str, phrase: str, par: Personne | None = None,
    sceaux: str = "",
) -> int:  # fmt: skip
    """Tell these people once of this moment of the vote; whoever acted is left out. `sceaux` are told in full only."""
    auteur = par.pk if par else None
    return avertir(
        personnes=[p for p in personnes if p.pk != auteur],
        type=TypeNotification.VOTE,
        cle=f"scrutin:{scrutin.pk}:{moment}",
        titre=phrase,
        url=adresse(scrutin),
        sujet=f"scrutin:{scrutin.pk}",
        precision=sceaux,
    )


def dire_intervention(par: Personne, scrutin: Scrutin, quoi: str, cle: str) -> None:
    """Whoever acts on an open vote without being its facilitator is told of to every voter."""
    if par.pk != scrutin.animation_id and scrutin.registre_fige_le is not None:
        phrase = f"{par}, qui n'anime pas le vote {nom_court(scrutin)}, y a agi\u00a0: {quoi}."
        dire(scrutin, inscrits(scrutin), f"intervention:{cle}", phrase, par)


def nom_court(scrutin: Scrutin) -> str:
    question = scrutin.question
    return f"«\u00a0{question if len(question) <= 80 else question[:79] + '…'}\u00a0»"
