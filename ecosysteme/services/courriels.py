"""From what people must know to the e-mails that will tell them: one message a person, made once, in the outbox.

A message is due when something immediate waits and the person's hours are not quiet, or when the hour of her digest
has come. Only the notifications a message holds are marked as in it; whoever reads them first takes them out again.
"""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from email.utils import parseaddr

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Min
from django.utils import timezone

from ..enums import CanalNotification, canal_par_defaut
from ..horaires import Horaire
from ..models import Courriel, Notification, Personne, PreferenceNotification, ReglageCourriel
from .redaction import rediger

RECENTES = timedelta(days=7)
PAR_MESSAGE = 50


@dataclass(frozen=True)
class Attente:
    """What waits for a person: her hours, the last date that had a digest, and the oldest of each type."""

    personne: int
    horaire: Horaire
    dernier: date | None
    premieres: dict[str, datetime]
    canaux: dict[str, str]

    def types(self, canal: CanalNotification) -> list[str]:
        return [type for type in self.premieres if self.canaux.get(type, canal_par_defaut(type)) == canal]


def preparer(maintenant: datetime | None = None) -> int:
    """Write the messages that are due; how many. Two at once write each of them once."""
    maintenant = maintenant or timezone.now()
    faits = 0
    for attente in _attentes(maintenant):
        immediats = attente.types(CanalNotification.IMMEDIAT)
        if immediats and not attente.horaire.au_calme(attente.horaire.local(maintenant).time()):
            faits += _ecrire_immediat(attente.personne, immediats, maintenant)
        quotidiens = attente.types(CanalNotification.QUOTIDIEN)
        if quotidiens:
            plus_ancienne = min(attente.premieres[type] for type in quotidiens)
            jour = attente.horaire.resume_attendu(maintenant, plus_ancienne, attente.dernier)
            faits += _ecrire_resume(attente.personne, quotidiens, jour, maintenant) if jour else 0
    return faits


def _attentes(maintenant: datetime) -> list[Attente]:
    """Three queries, whatever the number of people."""
    premieres: dict[int, dict[str, datetime]] = {}
    groupes = Notification.objects.sans_courriel(maintenant - RECENTES).order_by("personne_id", "type")
    for personne, type, premiere in groupes.values_list("personne_id", "type").annotate(Min("cree_le")):
        premieres.setdefault(personne, {})[type] = premiere
    reglages = ReglageCourriel.objects.in_bulk(premieres)
    canaux = canaux_choisis(premieres)
    return [Attente(pk, *_horaire(reglages.get(pk)), types, canaux.get(pk, {})) for pk, types in premieres.items()]


def canaux_choisis(personnes: Iterable[int]) -> dict[int, dict[str, str]]:
    """The channels people chose, by type; what they left as it is is not there."""
    choisis: dict[int, dict[str, str]] = {}
    lignes = PreferenceNotification.objects.filter(personne__in=personnes)
    for personne, type, canal in lignes.values_list("personne_id", "type", "canal"):
        choisis.setdefault(personne, {})[type] = canal
    return choisis


def _horaire(reglage: ReglageCourriel | None) -> tuple[Horaire, date | None]:
    if reglage is None:
        return Horaire(), None
    return Horaire(reglage.fuseau, reglage.calme_de, reglage.calme_a, reglage.resume_a), reglage.dernier_resume


def horaire_de(personne: Personne) -> Horaire:
    return _horaire(ReglageCourriel.objects.filter(personne=personne).first())[0]


def _ecrire_immediat(personne: int, types: list[str], maintenant: datetime) -> int:
    with transaction.atomic():
        lignes = _prendre(personne, types, maintenant)
        return _deposer(f"immediat:{lignes[0].pk}", lignes, maintenant) if lignes else 0


def _ecrire_resume(personne: int, types: list[str], jour: date, maintenant: datetime) -> int:
    with transaction.atomic():
        lignes = _prendre(personne, types, maintenant)
        if not (lignes and _deposer(f"resume:{personne}:{jour.isoformat()}", lignes, maintenant, jour)):
            return 0
        ReglageCourriel.objects.update_or_create(personne_id=personne, defaults={"dernier_resume": jour})
        return 1


def _prendre(personne: int, types: list[str], maintenant: datetime) -> list[Notification]:
    """The first that wait, held until the message is written; what another holds is being written or read."""
    lignes = Notification.objects.sans_courriel(maintenant - RECENTES).filter(personne=personne, type__in=types)
    tenues = lignes.select_for_update(skip_locked=True, of=("self",)).select_related("personne")
    return list(tenues.order_by("cree_le", "pk")[:PAR_MESSAGE])


def _deposer(cle: str, lignes: list[Notification], maintenant: datetime, jour: date | None = None) -> int:
    """Put a message in the outbox, unless it was put there by another at the same moment."""
    courriel = Courriel(
        personne=lignes[0].personne,
        cle=cle,
        message_id=nouveau_message_id(),
        cree_le=maintenant,
        pas_avant=maintenant,
    )
    rediger(courriel, lignes, jour)
    try:
        with transaction.atomic():
            courriel.save(force_insert=True)
    except IntegrityError:
        return 0
    Notification.objects.filter(pk__in=[ligne.pk for ligne in lignes]).update(courriel=courriel)
    return 1


def nouveau_message_id() -> str:
    """Chosen once, when the message is written: whoever gets it twice sees one message."""
    domaine = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    return f"<{uuid.uuid4().hex}@{domaine}>"
