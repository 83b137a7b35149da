"""Who may do what: roles as prose, lookup and right in one gesture.

A role holds in the subtree of the organisation of a dated membership. 404 for what must not be known to exist,
403 with a reason for what may.
"""

from dataclasses import dataclass
from typing import ClassVar

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property

from .enums import RoleAdhesion, TypeOrganisation, Visibilite
from .models import Adhesion, Indicateur, Initiative, Invitation, Organisation, Personne


@dataclass(frozen=True)
class Role:
    """A role and its verbs. Verbs are what the code asks; the label is what people read."""

    libelle: ClassVar[str]
    description: ClassVar[str]
    verbes: ClassVar[frozenset[str]]


class Gestionnaire(Role):
    libelle = RoleAdhesion.GESTIONNAIRE.label
    description = "Lit tout le gouvernement, saisit et importe dans les organisations qui lui sont confiées."
    verbes = frozenset({"lire_interne", "saisir", "valider", "importer", "ouvrir_initiative"})


class ResponsableIndicateur(Role):
    libelle = RoleAdhesion.RESPONSABLE_INDICATEUR.label
    description = "Lit tout le gouvernement, saisit les résultats des indicateurs dont la personne est responsable."
    verbes = frozenset({"lire_interne", "saisir_les_siens"})


class Coordination(Role):
    libelle = RoleAdhesion.COORDINATION.label
    description = (
        "Tient la salle de pilotage : lit, saisit, valide, importe partout, invite et approuve les partenaires."
    )
    verbes = frozenset(
        {"lire_interne", "saisir", "valider", "importer", "coordonner", "inviter", "ouvrir_initiative", "animer_forum"}
    )


class MembrePublic(Role):
    libelle = RoleAdhesion.MEMBRE_PUBLIC.label
    description = "Membre du forum venu du secteur public : lit tout le gouvernement, ouvre des initiatives."
    verbes = frozenset({"lire_interne", "ouvrir_initiative"})


class MembrePrive(Role):
    libelle = RoleAdhesion.MEMBRE_PRIVE.label
    description = "Membre du forum venu du secteur privé : lit les seuls chiffres publiés."
    verbes: ClassVar[frozenset[str]] = frozenset()


class Animation(Role):
    libelle = RoleAdhesion.ANIMATION.label
    description = "Anime les rencontres, les groupes et le forum : lit tout le gouvernement."
    verbes = frozenset({"lire_interne", "animer_forum"})


class Formation(Role):
    libelle = RoleAdhesion.FORMATION.label
    description = "Prépare et donne les formations : lit tout le gouvernement."
    verbes = frozenset({"lire_interne"})


class Administration(Role):
    libelle = RoleAdhesion.ADMINISTRATION.label
    description = "Administre les comptes et les invitations, sans toucher aux résultats."
    verbes = frozenset({"lire_interne", "inviter", "administrer"})


ROLES: dict[str, type[Role]] = {
    RoleAdhesion.GESTIONNAIRE: Gestionnaire,
    RoleAdhesion.RESPONSABLE_INDICATEUR: ResponsableIndicateur,
    RoleAdhesion.COORDINATION: Coordination,
    RoleAdhesion.MEMBRE_PUBLIC: MembrePublic,
    RoleAdhesion.MEMBRE_PRIVE: MembrePrive,
    RoleAdhesion.ANIMATION: Animation,
    RoleAdhesion.FORMATION: Formation,
    RoleAdhesion.ADMINISTRATION: Administration,
}


class Droits:
    """The rights of a person today, read from the database once (one query) and asked many times."""

    def __init__(self, personne: Personne) -> None:
        self.personne = personne

    @cached_property
    def adhesions(self) -> list[Adhesion]:
        if not self.personne.is_authenticated or not self.personne.is_active:
            return []
        return list(Adhesion.objects.filter(personne=self.personne).en_vigueur().select_related("organisation"))

    def peut(self, verbe: str, organisation: Organisation | None = None) -> bool:
        """Whether some role in force has the verb, in that organisation's line of ancestors when one is given."""
        return any(
            verbe in ROLES[a.role].verbes and (organisation is None or a.organisation_id in organisation.chemin)
            for a in self.adhesions
        )

    def organisations(self, verbe: str) -> list[int]:
        """Roots of the subtrees where the person has the verb."""
        return [a.organisation_id for a in self.adhesions if verbe in ROLES[a.role].verbes]

    @property
    def lit_interne(self) -> bool:
        return self.peut("lire_interne")

    @property
    def est_membre(self) -> bool:
        return bool(self.adhesions)

    def peut_saisir(self, indicateur: Indicateur) -> bool:
        if self.peut("saisir", indicateur.organisation):
            return True
        return indicateur.responsable_id == self.personne.pk and self.peut("saisir_les_siens", indicateur.organisation)


def droits(personne: Personne) -> Droits:
    """The rights of a person, kept on the instance for the length of a request."""
    if not hasattr(personne, "_droits"):
        personne._droits = Droits(personne)
    return personne._droits


def exiger(personne: Personne, verbe: str, organisation: Organisation | None = None, *, raison: str = "") -> None:
    """Raise PermissionDenied with a French reason unless the person has the verb."""
    if not droits(personne).peut(verbe, organisation):
        raise PermissionDenied(raison or "Votre rôle ne permet pas cette action.")


def exiger_membre(personne: Personne) -> Droits:
    """The rights of a person who has at least one role in force; otherwise 403 with the reason."""
    acces = droits(personne)
    if not acces.est_membre:
        raise PermissionDenied(
            "Votre compte n'a pas encore de rôle dans l'écosystème : adressez-vous à la coordination."
        )
    return acces


def organisation_lisible_ou_404(personne: Personne, pk: int, organisations=None) -> Organisation:
    """An organisation of the State: any member may read its page, figures follow each one's rights."""
    exiger_membre(personne)
    connues = Organisation.objects.all() if organisations is None else organisations
    return get_object_or_404(connues.publiques(), pk=pk)


def indicateurs_lisibles(personne: Personne):
    """Indicators the person may read: published ones for a private partner, all for the others."""
    acces = exiger_membre(personne)
    return Indicateur.objects.all() if acces.lit_interne else Indicateur.objects.publics()


def indicateur_lisible_ou_404(personne: Personne, pk: int) -> Indicateur:
    lisibles = indicateurs_lisibles(personne).select_related(
        "organisation", "responsable", "objectif__orientation__plan__organisation"
    )
    return get_object_or_404(lisibles, pk=pk)


def initiatives_lisibles(personne: Personne):
    """Initiatives the person may read: for a private partner, those in which he takes part."""
    acces = exiger_membre(personne)
    toutes = Initiative.objects.all()
    return toutes if acces.lit_interne else toutes.filter(participations__personne=personne)


def initiative_lisible_ou_404(personne: Personne, pk: int) -> Initiative:
    return get_object_or_404(initiatives_lisibles(personne), pk=pk)


def sujet_lisible_ou_404(personne: Personne, sujet: str) -> Organisation | Indicateur | Initiative:
    """What a subject names (« organisation:12 », « indicateur:3 », « initiative:7 »), if the person may read it."""
    genre, _, numero = sujet.partition(":")
    if genre not in _SUJETS or not (numero.isascii() and numero.isdigit() and len(numero) < 19):
        raise Http404
    return _SUJETS[genre](personne, int(numero))


def indicateur_modifiable_ou_404(personne: Personne, pk: int) -> Indicateur:
    """The indicator, if the person may enter its results; 404 when unreadable, 403 when only readable."""
    indicateur = indicateur_lisible_ou_404(personne, pk)
    if not droits(personne).peut_saisir(indicateur):
        raise PermissionDenied(f"Les résultats de cet indicateur sont saisis par {indicateur.organisation.nom}.")
    return indicateur


def indicateurs_modifiables(personne: Personne):
    """Indicators whose results the person may enter."""
    acces = exiger_membre(personne)
    tous = Indicateur.objects.filter(organisation__chemin__overlap=acces.organisations("saisir"))
    siens = Indicateur.objects.filter(
        responsable=personne, organisation__chemin__overlap=acces.organisations("saisir_les_siens")
    )
    return (tous | siens).distinct()


_SUJETS = {
    "organisation": organisation_lisible_ou_404,
    "indicateur": indicateur_lisible_ou_404,
    "initiative": initiative_lisible_ou_404,
}


def est_public(indicateur: Indicateur) -> bool:
    return indicateur.visibilite == Visibilite.PUBLIQUE


def _tient(personne: Personne, verbe: str, organisation: Organisation) -> bool:
    """The verb in the organisation's line; private partners stand apart, whoever holds the government holds them."""
    acces = droits(personne)
    if organisation.type != TypeOrganisation.PARTENAIRE_PRIVE:
        return acces.peut(verbe, organisation)
    return acces.peut(verbe, organisation) or _tient_gouvernement(acces, verbe)


def _tient_gouvernement(acces: Droits, verbe: str) -> bool:
    return any(
        a.organisation.type == TypeOrganisation.GOUVERNEMENT and verbe in ROLES[a.role].verbes for a in acces.adhesions
    )


def peut_inviter(personne: Personne, organisation: Organisation, role: str) -> bool:
    """Only who administers an organisation may give or end the role of administration there."""
    verbe = "administrer" if role == RoleAdhesion.ADMINISTRATION else "inviter"
    return _tient(personne, verbe, organisation)


def peut_approuver(personne: Personne, organisation: Organisation) -> bool:
    return _tient(personne, "coordonner", organisation)


def exiger_inviter(personne: Personne) -> Droits:
    raison = "Les invitations et les rôles sont tenus par la coordination et l'administration."
    exiger(personne, "inviter", raison=raison)
    return droits(personne)


def organisations_tenues(personne: Personne, verbe: str = "inviter"):
    """Organisations where the person has the verb, private partners included for who holds the government."""
    acces = droits(personne)
    tenues = Organisation.objects.filter(chemin__overlap=acces.organisations(verbe))
    if _tient_gouvernement(acces, verbe):
        tenues |= Organisation.objects.filter(type=TypeOrganisation.PARTENAIRE_PRIVE)
    return tenues


def invitation_tenue_ou_404(personne: Personne, pk: int, verbe: str = "inviter") -> Invitation:
    """An invitation of an organisation the person holds; what lies elsewhere is not known to exist."""
    exiger(personne, verbe, raison="Cette page est tenue par la coordination.")
    tenues = Invitation.objects.filter(organisation__in=organisations_tenues(personne, verbe))
    invitation = get_object_or_404(tenues.select_related("organisation", "acceptee_par", "invite_par"), pk=pk)
    if verbe == "inviter" and not peut_inviter(personne, invitation.organisation, invitation.role):
        raise PermissionDenied("Seule l'administration gère les invitations au rôle d'administration.")
    return invitation


def adhesion_tenue_ou_404(personne: Personne, pk: int) -> Adhesion:
    """A membership the person may end."""
    exiger_inviter(personne)
    tenues = Adhesion.objects.filter(organisation__in=organisations_tenues(personne))
    adhesion = get_object_or_404(tenues.select_related("organisation", "personne"), pk=pk)
    if not peut_inviter(personne, adhesion.organisation, adhesion.role):
        raise PermissionDenied("Seule l'administration met fin à un rôle d'administration.")
    return adhesion
