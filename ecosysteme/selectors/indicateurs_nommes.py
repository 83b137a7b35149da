"""Indicators as people name one: « MES 1.2.1 », a code, some words of the name."""

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When

from ..models import Indicateur, Personne
from ..permissions import droits, indicateurs_lisibles

PROPOSES, CITES = 200, 3


def etiquette(indicateur: Indicateur) -> str:
    """« MES 1.2.1 Délai moyen »: what a field of an indicator shows and reads."""
    return f"{indicateur.organisation.sigle} {indicateur.code} {indicateur.nom}"


def _lus(personne: Personne) -> QuerySet[Indicateur]:
    return indicateurs_lisibles(personne).select_related("organisation")


def proposes(personne: Personne) -> list[str]:
    """Names to propose, those of the person's own organisations first: one query."""
    siennes = [a.organisation_id for a in droits(personne).adhesions]
    rang = Case(
        When(organisation__chemin__overlap=siennes, then=Value(0)), default=Value(1), output_field=IntegerField()
    )
    ranges = _lus(personne).annotate(rang=rang).order_by("rang", "organisation__sigle", "code", "pk")
    return [etiquette(i) for i in ranges[:PROPOSES]]


def designes(personne: Personne, texte: str) -> list[Indicateur]:
    """What a text names among what the person reads, `CITES` and one more at most, to know of others.

    An acronym and a code first, then a code alone, then words of the name or of the public name.
    """
    net = " ".join(texte.split())[:400]
    sigle, _, suite = net.partition(" ")
    code = suite.partition(" ")[0]
    exacts = list(_lus(personne).filter(organisation__sigle__iexact=sigle, code__iexact=code)[:2]) if code else []
    if len(exacts) == 1:
        return exacts
    voulus = Q(code__iexact=net) | Q(nom__iexact=net)
    if not (trouves := list(_lus(personne).filter(voulus).order_by("organisation__sigle", "pk")[: CITES + 1])):
        mots = Q(nom__icontains=net) | Q(nom_public__icontains=net)
        trouves = list(_lus(personne).filter(mots).order_by("organisation__sigle", "code", "pk")[: CITES + 1])
    return trouves
