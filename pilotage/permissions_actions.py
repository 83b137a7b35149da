"""Who reads and keeps the action log, A3 sheets and minutes: lookup and right in one gesture."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from ecosysteme.models import Indicateur, Initiative, Organisation, Personne
from ecosysteme.permissions import droits
from ecosysteme.permissions_decisions import lecteur_interne_ou_404

from .enums import EtatRencontre
from .models import Action, Bloquant, FicheA3, Rencontre

RAISON_ACTION = "Une action est tenue par la personne qui en répond, qui l'a confiée, ou qui gère l'organisation."
RAISON_A3 = "Une fiche A3 est tenue par son auteur et par les gestionnaires de l'organisation."
RAISON_CONFIER = (
    "Une action se confie par les gestionnaires de l'organisation, "
    "ou par qui participe à la rencontre ou à l'initiative."
)
# What an action or an A3 sheet may come from, by the name of its parameter in the address.
ORIGINES: dict[str, Any] = {
    "indicateur": Indicateur,
    "bloquant": Bloquant,
    "initiative": Initiative,
    "fiche_a3": FicheA3,
    "rencontre": Rencontre,
}


def actions_lisibles(personne: Personne) -> QuerySet[Action]:
    lecteur_interne_ou_404(personne)
    return Action.objects.select_related("organisation", "responsable")


def action_lisible_ou_404(personne: Personne, pk: int) -> Action:
    liees = ("confiee_par", "rencontre", "bloquant", "initiative", "indicateur", "fiche_a3")
    return get_object_or_404(actions_lisibles(personne).select_related(*liees), pk=pk)


def tient_action(personne: Personne, action: Action) -> bool:
    if personne.pk in (action.responsable_id, action.confiee_par_id):
        return True
    return droits(personne).peut("saisir", action.organisation)


def action_tenue_ou_404(personne: Personne, pk: int) -> Action:
    """The action, if the person may change and close it; 403 with the reason when only readable."""
    action = action_lisible_ou_404(personne, pk)
    if not tient_action(personne, action):
        raise PermissionDenied(RAISON_ACTION)
    return action


def origine_ou_404(personne: Personne, genre: str, pk: int) -> Any:
    """What an action is about to come from."""
    lecteur_interne_ou_404(personne)
    modele = ORIGINES.get(genre)
    if modele is None:
        raise Http404
    return get_object_or_404(modele.objects.select_related(*_LIENS.get(genre, ())), pk=pk)


_LIENS = {"indicateur": ("organisation",), "bloquant": ("organisation", "indicateur", "initiative"),
          "fiche_a3": ("organisation",), "rencontre": ("organisation",)}  # fmt: skip


def participe(personne: Personne, origine: Any) -> bool:
    """Whether the person takes part in what the action comes from."""
    if isinstance(origine, Rencontre):
        return origine.animation_id == personne.pk or origine.presences.filter(personne=personne).exists()
    if isinstance(origine, Initiative):
        return origine.ouverte_par_id == personne.pk or origine.participations.filter(personne=personne).exists()
    if isinstance(origine, FicheA3):
        return origine.auteur_id == personne.pk
    if isinstance(origine, Bloquant):
        return personne.pk in (origine.responsable_id, origine.signale_par_id)
    return isinstance(origine, Indicateur) and origine.responsable_id == personne.pk


def organisations_d_origine(personne: Personne, origine: Any) -> QuerySet[Organisation]:
    """Organisations the person may entrust an action in: those she holds, and those of what she takes part in.

    403 with the reason when there is none.
    """
    acces = lecteur_interne_ou_404(personne)
    condition = Q(chemin__overlap=acces.organisations("saisir"))
    if origine is not None and participe(personne, origine):
        condition |= Q(initiatives=origine) if isinstance(origine, Initiative) else Q(pk=origine.organisation_id)
    elif not acces.peut("saisir"):
        raise PermissionDenied(RAISON_CONFIER)
    permises = Organisation.objects.publiques().filter(condition).values("pk")
    return Organisation.objects.filter(pk__in=permises).order_by("nom_cle", "pk")


def fiches_a3_lisibles(personne: Personne) -> QuerySet[FicheA3]:
    lecteur_interne_ou_404(personne)
    return FicheA3.objects.select_related("organisation", "auteur")


def fiche_a3_lisible_ou_404(personne: Personne, pk: int) -> FicheA3:
    return get_object_or_404(fiches_a3_lisibles(personne).select_related("indicateur", "bloquant", "initiative"), pk=pk)


def tient_fiche_a3(personne: Personne, fiche: FicheA3) -> bool:
    return fiche.auteur_id == personne.pk or droits(personne).peut("saisir", fiche.organisation)


def fiche_a3_tenue_ou_404(personne: Personne, pk: int) -> FicheA3:
    fiche = fiche_a3_lisible_ou_404(personne, pk)
    if not tient_fiche_a3(personne, fiche):
        raise PermissionDenied(RAISON_A3)
    return fiche


def pv_lisible_ou_404(personne: Personne, pk: int) -> Rencontre:
    """A closed meeting, for whoever reads the internal pages."""
    lecteur_interne_ou_404(personne)
    closes = Rencontre.objects.filter(etat=EtatRencontre.CLOSE).select_related(
        "organisation", "animation", "proces_verbal__publie_par"
    )
    return get_object_or_404(closes, pk=pk)


def tient_pv(personne: Personne, rencontre: Rencontre) -> bool:
    return rencontre.animation_id == personne.pk


def pv_tenu_ou_404(personne: Personne, pk: int) -> Rencontre:
    """The minutes, for the facilitator and until they are published."""
    rencontre = pv_lisible_ou_404(personne, pk)
    if not tient_pv(personne, rencontre):
        raise PermissionDenied(f"Le procès-verbal est tenu par {rencontre.animation}, qui animait la rencontre.")
    return rencontre
