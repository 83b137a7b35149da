"""Where one raises a blocker from: an indicator's sheet, an organisation's, an initiative's thread, or the board."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse

from ecosysteme.models import Indicateur, Initiative, Organisation, Personne

from ..permissions_bloquants import objet_signalable_ou_404, organisations_signalantes, signale
from .bloquants_semblables import semblables


def url(personne: Personne) -> str:
    """Where to raise one, for who may."""
    return reverse("pilotage:bloquant_signaler") if signale(personne) else ""


@dataclass(frozen=True)
class Depart:
    """What is already known when the form opens, and what is left to choose."""

    indicateur: Indicateur | None = None
    initiative: Initiative | None = None
    organisation: Organisation | None = None
    indicateurs: list[Indicateur] = field(default_factory=list)
    organisations: list[Organisation] = field(default_factory=list)

    @property
    def choisir(self) -> bool:
        """Nothing is known yet: first the organisation."""
        return not (self.indicateur or self.initiative or self.organisation)

    @property
    def sujet(self) -> str:
        if self.indicateur:
            return f"{self.indicateur.code} {self.indicateur.nom}"
        return self.initiative.titre if self.initiative else ""

    @property
    def retour(self) -> str:
        if self.indicateur:
            return reverse("pilotage:indicateur", args=[self.indicateur.pk])
        if self.organisation:
            return reverse("pilotage:organisation", args=[self.organisation.pk])
        return reverse("pilotage:bloquants")


def depart(personne: Personne, parametres: Mapping[str, str]) -> Depart:
    """From the address. 404 for what is unknown, 403 where the person may not raise one."""
    numeros = {cle: _numero(parametres.get(cle, "")) for cle in ("indicateur", "initiative", "organisation")}
    indicateur, initiative, lieu = objet_signalable_ou_404(personne, **numeros)
    if indicateur:
        return Depart(indicateur, None, lieu)
    siennes = [] if lieu else list(organisations_signalantes(personne))
    if len(siennes) == 1:
        lieu = siennes[0]
    if initiative or lieu is None:
        return Depart(None, initiative, lieu, [], [] if lieu else siennes)
    dessous = Indicateur.objects.filter(organisation__chemin__contains=[lieu.pk]).select_related("organisation")
    return Depart(None, None, lieu, list(dessous.order_by("organisation__nom_cle", "code", "pk")))


def _numero(texte: str) -> int | None:
    return int(texte) if texte.isascii() and texte.isdigit() and len(texte) < 19 else None


def page(depart: Depart, donnees: Mapping[str, str]) -> dict[str, Any]:
    """The context around the form, with who already solved the like once something is typed."""
    titre, description = donnees.get("titre", ""), donnees.get("description", "")
    indicateur = depart.indicateur.pk if depart.indicateur else None
    return {
        "depart": depart,
        "fil": [{"libelle": "Bloquants", "url": reverse("pilotage:bloquants")}, {"libelle": "Signaler", "url": ""}],
        "semblables": semblables(titre, description, cause=donnees.get("cause", ""), indicateur=indicateur),
        "cherche": bool(titre.strip() or description.strip()),
    }
