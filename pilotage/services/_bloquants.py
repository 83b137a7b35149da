"""What every act on a blocker shares: the row locked, the rule asked, the event kept, those concerned told."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.urls import reverse

from ecosysteme.enums import RoleAdhesion, TypeNotification, TypeOrganisation
from ecosysteme.live import publier
from ecosysteme.models import Abonnement, Adhesion, Organisation, Personne
from ecosysteme.permissions import ROLES
from ecosysteme.services._versions import verrouiller
from ecosysteme.services.notifications import avertir

from ..enums import EtatBloquant, IssueEscalade, Palier
from ..models import Bloquant, EvenementBloquant
from ..models.bloquant import CLOS
from ..vie_bloquant import Geste, GesteRefuse, Situation, appliquer

INTERNES = [role for role, description in ROLES.items() if "lire_interne" in description.verbes]
TOUS = "bloquants"


def sujet(bloquant: int) -> str:
    return f"bloquant:{bloquant}"


_passe: ContextVar[datetime | None] = ContextVar("passe", default=None)


@contextmanager
def a_la_date(instant: datetime) -> Iterator[None]:
    """Act as at that instant: the demonstration tells an invented past, and nobody is told of it."""
    jeton = _passe.set(instant)
    try:
        yield
    finally:
        _passe.reset(jeton)


def horloge() -> datetime:
    """Now by the database: workers and pages share one clock."""
    if (invente := _passe.get()) is not None:
        return invente
    with connection.cursor() as curseur:
        curseur.execute("SELECT clock_timestamp()")
        return curseur.fetchone()[0]


def situation(bloquant: Bloquant) -> Situation:
    return Situation(
        prise=bloquant.responsable_id is not None,
        escaladee=bloquant.escalades.filter(issue=IssueEscalade.EN_ATTENTE).exists(),
        offres=bloquant.offres.filter(retiree_le=None).count(),
        issue=EtatBloquant(bloquant.etat) if bloquant.etat in CLOS else None,
    )


def verrouiller_bloquant(bloquant: Bloquant, version_lue: int | None) -> Bloquant:
    """The row as it stands, locked; ConflitFiche unless it is the one that was read (None: as it stands will do)."""
    if version_lue is None:
        return Bloquant.objects.select_for_update().get(pk=bloquant.pk)
    return verrouiller(bloquant, version_lue)


@dataclass
class Acte:
    """An act under way on a locked blocker."""

    bloquant: Bloquant
    suite: Situation

    @classmethod
    def commencer(cls, bloquant: Bloquant, geste: Geste, version_lue: int | None = None) -> "Acte":
        """Lock it and ask the rule. Raises ConflitFiche, ValidationError."""
        actuel = verrouiller_bloquant(bloquant, version_lue)
        try:
            return cls(actuel, appliquer(situation(actuel), geste))
        except GesteRefuse as refus:
            raise ValidationError(str(refus)) from refus

    def conclure(
        self, *, par: Personne | None, genre: str, texte: str = "", quand: datetime | None = None, **champs: Any
    ) -> EvenementBloquant:
        """Write the new state and what happened; open pages are told once it is committed."""
        b = self.bloquant
        for champ, valeur in {**champs, "etat": self.suite.etat, "version": b.version + 1}.items():
            setattr(b, champ, valeur)
        b.save(update_fields=[*champs, "etat", "version"])
        return noter(b, par=par, genre=genre, texte=texte, quand=quand)


def noter(
    bloquant: Bloquant, *, par: Personne | None, genre: str, texte: str = "", quand: datetime | None = None
) -> EvenementBloquant:
    """Keep what happened, for good."""
    transaction.on_commit(lambda: publier([TOUS, sujet(bloquant.pk)]))
    return EvenementBloquant.objects.create(
        bloquant=bloquant, par=par, genre=genre, palier=bloquant.palier, texte=texte, quand=quand or horloge()
    )


def texte_requis(texte: str, champ: str, phrase: str) -> str:
    """The text, trimmed. Raises ValidationError when there is none."""
    net = texte.strip().replace("\x00", "")
    if not net:
        raise ValidationError({champ: phrase})
    return net


def tenants(organisation: Organisation, palier: int) -> set[int]:
    """Who answers for a tier: the managers nearest to the organisation; the coordination when there are none."""
    coordination = RoleAdhesion.COORDINATION
    adhesions = Adhesion.objects.en_vigueur().filter(personne__is_active=True)
    if palier < Palier.GOUVERNEMENT:
        ici = adhesions.filter(role=RoleAdhesion.GESTIONNAIRE, organisation__in=organisation.chemin)
        if palier >= Palier.MINISTERE:
            ici = ici.exclude(organisation__type=TypeOrganisation.DIRECTION)
        par_lieu: dict[int, set[int]] = {}
        for personne, lieu in ici.values_list("personne", "organisation"):
            par_lieu.setdefault(lieu, set()).add(personne)
        for lieu in reversed(organisation.chemin):
            if lieu in par_lieu:
                return par_lieu[lieu]
    return set(adhesions.filter(role=coordination).values_list("personne", flat=True))


def abonnes(bloquant: Bloquant) -> set[int]:
    """Who follows it, its indicator or its organisation."""
    suivis = [sujet(bloquant.pk), f"organisation:{bloquant.organisation_id}", f"indicateur:{bloquant.indicateur_id}"]
    return set(Abonnement.objects.filter(sujet__in=suivis).values_list("personne", flat=True))


def prevenir(
    evenement: EvenementBloquant,
    titre: str,
    personnes: Iterable[int | None],
    *,
    type: TypeNotification = TypeNotification.BLOQUANT,
) -> None:
    """Tell these people, once for each event, its author apart, and only who reads the inside of the State."""
    voulues = {pk for pk in personnes if pk} - {evenement.par_id}
    if not voulues or _passe.get() is not None:
        return
    internes = Adhesion.objects.en_vigueur().filter(personne__in=voulues, role__in=INTERNES)
    avertir(
        personnes=Personne.objects.filter(pk__in=internes.values("personne"), is_active=True),
        type=type,
        cle=f"bloquant:{evenement.bloquant_id}:{evenement.pk}",
        titre=f"{titre} : {evenement.bloquant.titre}"[:300],
        url=reverse("pilotage:bloquant", args=[evenement.bloquant_id]),
        sujet=sujet(evenement.bloquant_id),
    )


def concernes(bloquant: Bloquant) -> set[int | None]:
    """Who raised it, who has it in charge, who helps, who follows."""
    aidants = bloquant.offres.filter(retiree_le=None).values_list("par", flat=True)
    return {bloquant.signale_par_id, bloquant.responsable_id, *aidants} | abonnes(bloquant)
