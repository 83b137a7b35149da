"""Who reads and writes a météo: everybody inside reads; who validates in the organisation judges.

A synthesis names risks: a private partner knows of no météo.
"""

from dataclasses import dataclass

from django.http import Http404
from django.urls import reverse

from ecosysteme.models import Objectif, Organisation, Personne, PlanStrategique
from ecosysteme.permissions import droits, exiger, exiger_membre, organisation_lisible_ou_404

from .permissions import objectif_lisible_ou_404, plan_lisible_ou_404


@dataclass(frozen=True, slots=True)
class Noeud:
    """What a météo is about: an organisation, a plan or an objective, and the organisation that answers for it."""

    genre: str
    objet: Organisation | PlanStrategique | Objectif
    organisation: Organisation

    @classmethod
    def de(cls, genre: str, objet: Organisation | PlanStrategique | Objectif) -> "Noeud":
        if isinstance(objet, Organisation):
            return cls(genre, objet, objet)
        plan = objet if isinstance(objet, PlanStrategique) else objet.orientation.plan
        return cls(genre, objet, plan.organisation)

    @property
    def pk(self) -> int:
        return self.objet.pk

    @property
    def nom(self) -> str:
        if isinstance(self.objet, Organisation):
            return self.objet.nom
        if isinstance(self.objet, PlanStrategique):
            return self.objet.titre
        return f"{self.objet.numero} {self.objet.titre}"

    @property
    def url(self) -> str:
        return reverse(f"pilotage:{self.genre}", args=[self.pk])

    @property
    def sujets(self) -> list[str]:
        """The pages that show this météo: its own and those above it."""
        dits = [f"organisation:{pk}" for pk in self.organisation.chemin]
        if isinstance(self.objet, Objectif):
            dits.append(f"plan:{self.objet.orientation.plan_id}")
        return [f"{self.genre}:{self.pk}", *dits]

    def peut_juger(self, personne: Personne) -> bool:
        return droits(personne).peut("valider", self.organisation)


LISIBLES = {
    "organisation": organisation_lisible_ou_404,
    "plan": plan_lisible_ou_404,
    "objectif": objectif_lisible_ou_404,
}


def exiger_interne(personne: Personne) -> None:
    """403 without a role, 404 for a private partner."""
    if not exiger_membre(personne).lit_interne:
        raise Http404


def noeud_lisible_ou_404(personne: Personne, genre: str, pk: int) -> Noeud:
    exiger_interne(personne)
    if genre not in LISIBLES:
        raise Http404
    return Noeud.de(genre, LISIBLES[genre](personne, pk))


def noeud_jugeable_ou_404(personne: Personne, genre: str, pk: int) -> Noeud:
    """The node, if the person may judge it; 403 with the reason when it may only be read."""
    noeud = noeud_lisible_ou_404(personne, genre, pk)
    raison = f"La météo est écrite par les gestionnaires de {noeud.organisation.nom}."
    exiger(personne, "valider", noeud.organisation, raison=raison)
    return noeud
