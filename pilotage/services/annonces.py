"""Announcements of the coordination: a draft that several may write, then a publication that freezes who it is for."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from ecosysteme.ecriture import ecriture
from ecosysteme.enums import NiveauGestion, TypeNotification
from ecosysteme.models import Adhesion, Journal, Notification, Organisation, Personne
from ecosysteme.services.notifications import avertir, marquer_lues

from ..models import Annonce, LectureAnnonce

# From the top: a person of several levels counts at the highest one the announcement is for.
RANGS = {niveau: rang for rang, niveau in enumerate([*NiveauGestion.values[1:], NiveauGestion.NON_PRECISE.value])}


class ConflitAnnonce(Exception):
    """Somebody wrote, or published, since the page was read: `annonce` is what is there now."""

    def __init__(self, annonce: Annonce) -> None:
        super().__init__("Cette annonce a changé depuis que vous l'avez ouverte.")
        self.annonce = annonce


@dataclass
class Audience:
    """Who an announcement is for: each person with her level, and how many of each role."""

    niveaux: dict[int, str] = field(default_factory=dict)
    par_role: Counter[str] = field(default_factory=Counter)

    @property
    def par_niveau(self) -> Counter[str]:
        return Counter(self.niveaux.values())


def adhesions_visees(roles: Sequence[str], niveaux: Sequence[str], organisations: Iterable[int]) -> QuerySet[Adhesion]:
    """Roles in force of open accounts; an empty list excludes nobody; an organisation stands for its whole subtree."""
    visees = Adhesion.objects.en_vigueur().filter(personne__is_active=True)
    if roles:
        visees = visees.filter(role__in=roles)
    if niveaux:
        visees = visees.filter(niveau_gestion__in=niveaux)
    if racines := list(organisations):
        visees = visees.filter(organisation__chemin__overlap=racines)
    return visees


def audience(annonce: Annonce) -> Audience:
    """Today's audience, its author left out."""
    racines = annonce.organisations.values_list("pk", flat=True)
    visees = adhesions_visees(annonce.roles, annonce.niveaux, racines).exclude(personne=annonce.par_id)
    trouvee, vus = Audience(), set()
    for personne, role, niveau in visees.values_list("personne_id", "role", "niveau_gestion"):
        actuel = trouvee.niveaux.get(personne)
        if actuel is None or RANGS[niveau] < RANGS[actuel]:
            trouvee.niveaux[personne] = niveau
        if (personne, role) not in vus:
            vus.add((personne, role))
            trouvee.par_role[role] += 1
    return trouvee


def empreinte(annonce: Annonce) -> str:
    """A mark of what a draft says and whom it is for: it changes when somebody writes."""
    racines = sorted(annonce.organisations.values_list("pk", flat=True)) if annonce.pk else []
    dit = [annonce.titre, annonce.texte, sorted(annonce.roles), sorted(annonce.niveaux), racines]
    return hashlib.sha256(json.dumps(dit).encode()).hexdigest()[:32]


@ecriture
def rediger_annonce(*, par: Personne, champs: dict[str, Any], organisations: Iterable[Organisation]) -> Annonce:
    """A new draft."""
    annonce = Annonce.objects.create(par=par, **champs)
    annonce.organisations.set(organisations)
    return annonce


@ecriture
def modifier_annonce(
    *, par: Personne, annonce: Annonce, champs: dict[str, Any], organisations: Iterable[Organisation], lue: str
) -> Annonce:
    """Write a draft again; refused when it changed, or was published, since it was read."""
    tenue = _tenir(annonce, lue)
    for nom, valeur in champs.items():
        setattr(tenue, nom, valeur)
    tenue.save()
    tenue.organisations.set(organisations)
    return tenue


@ecriture
def supprimer_annonce(*, par: Personne, annonce: Annonce) -> None:
    """Throw a draft away; what is published stays."""
    tenue = Annonce.objects.select_for_update().get(pk=annonce.pk)
    if tenue.publiee_le is not None:
        raise ConflitAnnonce(tenue)
    tenue.delete()


@ecriture
def publier_annonce(*, par: Personne, annonce: Annonce, lue: str) -> int:
    """Freeze the audience, tell everyone in it; how many. What is published is what was read before publishing."""
    tenue = _tenir(annonce, lue)
    visee = audience(tenue)
    if not visee.niveaux:
        raise ValidationError("Personne ne recevrait cette annonce : élargissez les rôles, niveaux ou organisations.")
    tenue.publiee_le = timezone.now()
    tenue.save(update_fields=["publiee_le"])
    LectureAnnonce.objects.bulk_create(
        LectureAnnonce(annonce=tenue, personne_id=pk, niveau_gestion=niveau) for pk, niveau in visee.niveaux.items()
    )
    contenu = {"titre": tenue.titre, "destinataires": len(visee.niveaux), "roles": dict(visee.par_role)}
    Journal.objects.create(acteur=par, acte="annonce.publiee", objet=f"annonce:{tenue.pk}", contenu=contenu)
    avertir(
        personnes=[Personne(pk=pk) for pk in visee.niveaux if pk != par.pk],
        type=TypeNotification.ANNONCE,
        cle=cle_notification(tenue),
        titre=f"Annonce\u00a0: {tenue.titre}",
        url=reverse("pilotage:annonce", args=[tenue.pk]),
    )
    return len(visee.niveaux)


def cle_notification(annonce: Annonce) -> str:
    return f"annonce:{annonce.pk}"


@ecriture
def noter_lecture(*, par: Personne, annonce: Annonce) -> None:
    """The person has read it: once is enough; the notification about it is read too."""
    LectureAnnonce.objects.filter(annonce=annonce, personne=par, lue_le__isnull=True).update(lue_le=timezone.now())
    avis = Notification.objects.filter(personne=par, cle=cle_notification(annonce)).values_list("pk", flat=True)
    marquer_lues(par=par, ids=avis)


def _tenir(annonce: Annonce, lue: str) -> Annonce:
    tenue = Annonce.objects.select_for_update().get(pk=annonce.pk)
    if tenue.publiee_le is not None or empreinte(tenue) != lue:
        raise ConflitAnnonce(tenue)
    return tenue
