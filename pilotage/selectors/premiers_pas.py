"""Three first things to do in the portal, by role: recognised by what was done, skippable, never seen again."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from allauth.mfa.models import Authenticator
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse

from ecosysteme.enums import RoleAdhesion
from ecosysteme.models import Abonnement, Invitation, Mesure, Personne, PreferenceNotification
from ecosysteme.permissions import droits
from ecosysteme.selectors.accueil import retenir_suivis

from ..models import Annonce, PremierPas

MOI = OuterRef("pk")


@dataclass(frozen=True)
class Pas:
    """A step: what to do, why, where; `fait`: the rows that show it was done."""

    libelle: str
    aide: str
    url_name: str
    fait: Callable[[], QuerySet]


PAS = {
    "saisir": Pas(
        "Enregistrer un résultat",
        "La grille s'ouvre sur ce que vous tenez ; un brouillon suffit.",
        "pilotage:saisie",
        lambda: Mesure.objects.filter(saisie_par=MOI),
    ),
    "suivre_organisation": Pas(
        "Suivre une organisation",
        "« Suivre », sur sa page : ce qui y change paraît ensuite ici.",
        "pilotage:gouvernement",
        lambda: Abonnement.objects.filter(personne=MOI, sujet__startswith="organisation:"),
    ),
    "suivre_indicateur": Pas(
        "Ouvrir la fiche d'un indicateur et la suivre",
        "Choisissez une organisation, puis l'indicateur qui vous importe.",
        "pilotage:gouvernement",
        lambda: Abonnement.objects.filter(personne=MOI, sujet__startswith="indicateur:"),
    ),
    "regler": Pas(
        "Choisir ce qui vous est écrit",
        "Par genre d'avis, et à vos heures.",
        "preferences_notification",
        lambda: PreferenceNotification.objects.filter(personne=MOI),
    ),
    "inviter": Pas(
        "Inviter une personne",
        "Elle reçoit un lien personnel, avec le rôle que vous lui donnez.",
        "inviter",
        lambda: Invitation.objects.filter(invite_par=MOI),
    ),
    "annoncer": Pas(
        "Publier une annonce",
        "Un mot à certains rôles, niveaux ou organisations.",
        "pilotage:annonce_ajouter",
        lambda: Annonce.objects.filter(par=MOI, publiee_le__isnull=False),
    ),
    "second_facteur": Pas(
        "Protéger votre compte par un second facteur",
        "Une application ou une clé, en plus du mot de passe.",
        "mfa_index",
        lambda: Authenticator.objects.filter(user=MOI),
    ),
}
_LIRE = ("suivre_organisation", "suivre_indicateur", "regler")
# The first role a person has, in this order, says her steps.
PAR_ROLE = {
    RoleAdhesion.COORDINATION: ("annoncer", "inviter", "regler"),
    RoleAdhesion.ADMINISTRATION: ("inviter", "second_facteur", "regler"),
    RoleAdhesion.GESTIONNAIRE: ("saisir", "suivre_indicateur", "regler"),
    RoleAdhesion.RESPONSABLE_INDICATEUR: ("saisir", "suivre_indicateur", "regler"),
    RoleAdhesion.ANIMATION: _LIRE,
    RoleAdhesion.FORMATION: _LIRE,
    RoleAdhesion.MEMBRE_PUBLIC: _LIRE,
    RoleAdhesion.MEMBRE_PRIVE: _LIRE,
}


@dataclass(frozen=True)
class Etat:
    """Steps of a person: already written down (done or skipped), skipped, and seen to be done."""

    cles: tuple[str, ...]
    ecrits: frozenset[str]
    passes: frozenset[str]
    faits: frozenset[str]
    suivis: tuple[str, ...] = ()

    @property
    def finis(self) -> bool:
        return set(self.cles) <= self.ecrits | self.faits

    @property
    def a_constater(self) -> list[str]:
        return [cle for cle in self.cles if cle in self.faits - self.ecrits]


def etat(personne: Personne) -> Etat:
    """One query, which reads what the person follows along the way."""
    roles = {adhesion.role for adhesion in droits(personne).adhesions}
    cles = next((pas for role, pas in PAR_ROLE.items() if role in roles), ())
    notes = PremierPas.objects.filter(personne=MOI).values("cle")
    listes = {"ecrits": ArraySubquery(notes), "passes": ArraySubquery(notes.filter(passe=True))}
    listes["suivis"] = ArraySubquery(Abonnement.objects.filter(personne=MOI).values("sujet"))
    faits = {f"fait_{cle}": Exists(PAS[cle].fait()) for cle in cles}
    lue = Personne.objects.filter(pk=personne.pk).annotate(**listes, **faits).values(*listes, *faits).get()
    vus = frozenset(cle for cle in cles if lue[f"fait_{cle}"])
    return Etat(cles, frozenset(lue["ecrits"]), frozenset(lue["passes"]), vus, tuple(lue["suivis"]))


def bloc(*, personne: Personne) -> dict[str, Any]:
    """The block of « Mon travail »; nothing once all is done, skipped, or both."""
    ou = etat(personne)
    retenir_suivis(personne, ou.suivis)
    if not ou.cles or (ou.finis and not ou.a_constater):
        return {}
    return {
        "pas": [_ligne(cle, fait=cle in ou.faits | ou.ecrits) for cle in ou.cles if cle not in ou.passes],
        "finis": ou.finis,
        "constater": bool(ou.a_constater),
    }


def _ligne(cle: str, *, fait: bool) -> dict[str, Any]:
    pas = PAS[cle]
    return {"cle": cle, "libelle": pas.libelle, "aide": pas.aide, "url": reverse(pas.url_name), "fait": fait}
