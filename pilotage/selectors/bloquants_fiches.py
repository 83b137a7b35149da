"""What blockers add to other pages: the sheets of an indicator, an organisation, an initiative; « Mon travail »."""

from typing import Any

from django.db.models import Case, CharField, F, Q, Value, When, Window
from django.db.models.functions import RowNumber
from django.urls import reverse
from django.utils import timezone

from ecosysteme.enums import TypeOrganisation
from ecosysteme.models import Indicateur, Initiative, Organisation, Personne
from ecosysteme.permissions import ROLES, droits

from ..enums import EtatBloquant, Palier
from ..models import Bloquant
from ..permissions_bloquants import signale
from .bloquants import ligne, lire
from .bloquants_filtre import aidables

MONTRES = 5
ATTENDUS = 8


def _bloc(bloquants: Any, *, lien: str, tous: str) -> dict[str, Any]:
    """The open ones, the most urgent first: one query."""
    lus = list(lire(bloquants.ouverts())[: MONTRES + 1])
    maintenant = timezone.now()
    return {
        "lignes": [ligne(b, maintenant) for b in lus[:MONTRES]],
        "plus": len(lus) > MONTRES,
        "url_tous": tous,
        "url_signaler": lien,
    }


def _signaler(personne: Personne, organisation: Organisation | None, suite: str) -> str:
    return f"{reverse('pilotage:bloquant_signaler')}?{suite}" if signale(personne, organisation) else ""


def de_l_indicateur(*, personne: Personne, objet: Indicateur, exercice: int | None) -> dict[str, Any]:
    """Open blockers of an indicator, and where to raise one; nothing for a private partner."""
    if not droits(personne).lit_interne:
        return {}
    return _bloc(
        Bloquant.objects.filter(indicateur=objet),
        lien=_signaler(personne, objet.organisation, f"indicateur={objet.pk}"),
        tous=f"{reverse('pilotage:bloquants')}?organisation={objet.organisation_id}",
    )


def de_l_initiative(*, personne: Personne, objet: Initiative, exercice: int | None) -> dict[str, Any]:
    if not droits(personne).lit_interne:
        return {}
    return _bloc(
        Bloquant.objects.filter(initiative=objet),
        lien=_signaler(personne, None, f"initiative={objet.pk}"),
        tous=reverse("pilotage:bloquants"),
    )


def de_l_organisation(*, personne: Personne, objet: Organisation, exercice: int | None) -> dict[str, Any]:
    """No query on the page of the organisation, which has no room left for one: the list comes after it."""
    if not droits(personne).lit_interne or objet.type == TypeOrganisation.PARTENAIRE_PRIVE:
        return {}
    return {
        "url_liste": reverse("pilotage:bloquants_organisation", args=[objet.pk]),
        "url_tous": f"{reverse('pilotage:bloquants')}?organisation={objet.pk}",
        "url_signaler": _signaler(personne, objet, f"organisation={objet.pk}"),
    }


def liste_organisation(personne: Personne, organisation: Organisation) -> dict[str, Any]:
    return _bloc(
        Bloquant.objects.filter(organisation__chemin__contains=[organisation.pk]),
        lien=_signaler(personne, organisation, f"organisation={organisation.pk}"),
        tous=f"{reverse('pilotage:bloquants')}?organisation={organisation.pk}",
    )


def _de_mes_paliers(personne: Personne) -> Q:
    """Those at a tier that the person holds (`permissions_bloquants.tient_palier`, as a condition)."""
    acces = droits(personne)
    tenues = [a.organisation for a in acces.adhesions if "valider" in ROLES[a.role].verbes]
    hautes = [o.pk for o in tenues if o.type != TypeOrganisation.DIRECTION]
    condition = Q(pk__in=[])
    if tenues:
        condition |= Q(palier__lt=Palier.MINISTERE, organisation__chemin__overlap=[o.pk for o in tenues])
    if hautes:
        condition |= Q(palier=Palier.MINISTERE, organisation__chemin__overlap=hautes)
    if acces.peut("coordonner"):
        condition |= Q(palier=Palier.GOUVERNEMENT)
    return condition


REPONSE, MIEN, AIDABLE = "reponse", "mien", "aidable"


def _travail(personne: Personne) -> dict[str, list[Any]]:
    """What « Mon travail » shows of blockers, by part, one more than it shows: one query for both of its questions.

    Answers due from a tier the person holds, blockers in the person's charge, those of others that could be helped.
    """
    if not hasattr(personne, "_bloquants"):
        du = Q(etat=EtatBloquant.ESCALADE) & _de_mes_paliers(personne)
        part = Case(
            When(Q(responsable=personne), then=Value(MIEN)),
            When(du, then=Value(REPONSE)),
            When(aidables(personne), then=Value(AIDABLE)),
            default=None,
            output_field=CharField(),
        )
        ordre = [F("gravite").desc(), F("signale_le").asc(), F("pk").asc()]
        siens = Bloquant.objects.ouverts().annotate(part=part).filter(part__isnull=False)
        rang = Window(RowNumber(), partition_by=F("part"), order_by=ordre)
        personne._bloquants = {}
        for b in lire(siens.annotate(rang=rang).filter(rang__lte=ATTENDUS + 1)):
            personne._bloquants.setdefault(b.part, []).append(b)
    return personne._bloquants


def attendu(*, personne: Personne) -> dict[str, Any]:
    """Answers due from a tier the person holds, and the blockers in the person's charge."""
    if not droits(personne).lit_interne:
        return {}
    maintenant, lus = timezone.now(), _travail(personne)
    reponses, miens = (lus.get(part, []) for part in (REPONSE, MIEN))
    if not reponses and not miens:
        return {}
    return {
        "reponses": [ligne(b, maintenant) for b in reponses[:ATTENDUS]],
        "miens": [ligne(b, maintenant) for b in miens[:ATTENDUS]],
        "plus": max(len(reponses), len(miens)) > ATTENDUS,
        "url_tous": reverse("pilotage:bloquants"),
        "sujets": ["bloquants"],
    }


def pres(*, personne: Personne) -> dict[str, Any]:
    """Blockers of others that the person's organisation could help with."""
    if not droits(personne).lit_interne:
        return {}
    lus = _travail(personne).get(AIDABLE, [])
    if not lus:
        return {}
    maintenant = timezone.now()
    return {
        "lignes": [ligne(b, maintenant) for b in lus[:MONTRES]],
        "plus": len(lus) > MONTRES,
        "url_tous": reverse("pilotage:bloquants") + "?voir=aider",
        "sujets": ["bloquants"],
    }
