"""Page-shaped reads of members, invitations and personal tokens."""

from dataclasses import dataclass
from datetime import date

from django.core.paginator import Page, Paginator
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from ..enums import PorteeJeton
from ..format import date_longue
from ..models import Adhesion, Invitation, JetonApi, Personne
from ..permissions import droits, organisations_tenues, peut_inviter

PAR_PAGE = 100
PORTEES = {PorteeJeton.LECTURE: "Lecture", PorteeJeton.ECRITURE: "Écriture"}


@dataclass(frozen=True)
class LigneMembre:
    pk: int
    nom: str
    courriel: str
    role: str
    niveau: str
    organisation: str
    debut: str
    fin: str
    peut_terminer: bool


@dataclass(frozen=True)
class LigneInvitation:
    pk: int
    courriel: str
    role: str
    organisation: str
    invite_par: str
    envoyee: str
    etat: str
    ouverte: bool
    gerable: bool


@dataclass(frozen=True)
class LignePartenaire:
    pk: int
    nom: str
    courriel: str
    organisation: str
    acceptee: str
    invite_par: str


@dataclass(frozen=True)
class LigneJeton:
    pk: int
    nom: str
    prefixe: str
    portees: str
    cree: str
    usage: str
    etat: str
    valide: bool


def jour(moment) -> str:
    return date_longue(timezone.localtime(moment).date()) if moment else ""


def membres(par: Personne, *, q: str = "", role: str = "", passes: bool = False, page: int | str = 1) -> Page:
    """Who has what role where, in what the person holds; the page's rows are formatted."""
    adhesions = Adhesion.objects.filter(organisation__in=organisations_tenues(par)).select_related(
        "personne", "organisation"
    )
    if not passes:
        adhesions = adhesions.filter(Q(fin__isnull=True) | Q(fin__gte=timezone.localdate()))
    if role:
        adhesions = adhesions.filter(role=role)
    for mot in q.split():
        adhesions = adhesions.filter(_contient(mot))
    ordre = ("personne__nom", "personne__prenom", "personne_id", "-debut", "pk")
    feuille = Paginator(adhesions.order_by(*ordre), PAR_PAGE).get_page(page)
    feuille.object_list = [_ligne_membre(par, a) for a in feuille.object_list]
    return feuille


def _contient(mot: str) -> Q:
    champs = ("personne__nom", "personne__prenom", "personne__email", "organisation__nom", "organisation__sigle")
    condition = Q()
    for champ in champs:
        condition |= Q(**{f"{champ}__icontains": mot})
    return condition


def _ligne_membre(par: Personne, adhesion: Adhesion) -> LigneMembre:
    en_cours = adhesion.fin is None or adhesion.fin >= timezone.localdate()
    return LigneMembre(
        pk=adhesion.pk,
        nom=str(adhesion.personne),
        courriel=adhesion.personne.email,
        role=adhesion.get_role_display(),
        niveau=adhesion.niveau_gestion,
        organisation=f"{adhesion.organisation.sigle} – {adhesion.organisation.nom}",
        debut=date_longue(adhesion.debut),
        fin=_fin(adhesion.fin),
        peut_terminer=en_cours and peut_inviter(par, adhesion.organisation, adhesion.role),
    )


def _fin(fin: date | None) -> str:
    return date_longue(fin) if fin else ""


def invitations(par: Personne, *, page: int | str = 1) -> Page:
    """Invitations of the organisations the person holds, latest first, with their state."""
    toutes = Invitation.objects.filter(organisation__in=organisations_tenues(par)).select_related(
        "organisation", "invite_par"
    )
    feuille = Paginator(toutes.order_by("-cree_le", "-pk"), PAR_PAGE).get_page(page)
    feuille.object_list = [_ligne_invitation(par, i) for i in feuille.object_list]
    return feuille


def etat_invitation(invitation: Invitation) -> str:
    """The state in words."""
    if invitation.acceptee_le and invitation.refusee_le:
        return f"Partenaire refusé le {jour(invitation.refusee_le)}"
    if invitation.refusee_le:
        return f"Révoquée le {jour(invitation.refusee_le)}"
    if invitation.acceptee_le and invitation.role == "membre_prive" and not invitation.approuvee_le:
        return "Acceptée, à approuver"
    if invitation.acceptee_le:
        return f"Acceptée le {jour(invitation.acceptee_le)}"
    if invitation.expire_le <= timezone.now():
        return f"Expirée le {jour(invitation.expire_le)}"
    return f"En attente, expire le {jour(invitation.expire_le)}"


def _ligne_invitation(par: Personne, invitation: Invitation) -> LigneInvitation:
    return LigneInvitation(
        pk=invitation.pk,
        courriel=invitation.courriel,
        role=invitation.get_role_display(),
        organisation=f"{invitation.organisation.sigle} – {invitation.organisation.nom}",
        invite_par=str(invitation.invite_par),
        envoyee=jour(invitation.cree_le),
        etat=etat_invitation(invitation),
        ouverte=invitation.acceptee_le is None and invitation.refusee_le is None,
        gerable=peut_inviter(par, invitation.organisation, invitation.role),
    )


def partenaires_a_approuver(par: Personne) -> QuerySet[Invitation]:
    return (
        Invitation.objects.filter(organisation__in=organisations_tenues(par, "coordonner"), role="membre_prive")
        .filter(acceptee_le__isnull=False, approuvee_le__isnull=True, refusee_le__isnull=True)
        .select_related("organisation", "acceptee_par", "invite_par")
        .order_by("acceptee_le")
    )


def lignes_partenaires(par: Personne) -> list[LignePartenaire]:
    return [
        LignePartenaire(
            pk=i.pk,
            nom=str(i.acceptee_par),
            courriel=i.courriel,
            organisation=i.organisation.nom,
            acceptee=jour(i.acceptee_le),
            invite_par=str(i.invite_par),
        )
        for i in partenaires_a_approuver(par)[:500]
    ]


def onglets(par: Personne, actif: str) -> list[dict[str, str | bool]]:
    """Tabs of the pages kept by coordination and administration."""
    noms = [("Membres", "membres"), ("Invitations", "invitations")]
    if droits(par).peut("coordonner"):
        noms.append(("Partenaires à approuver", "partenaires"))
    return [{"libelle": libelle, "url": reverse(nom), "actif": nom == actif} for libelle, nom in noms]


def jetons(personne: Personne) -> list[LigneJeton]:
    valides = set(JetonApi.objects.valides().filter(personne=personne).values_list("pk", flat=True))
    return [
        LigneJeton(
            pk=j.pk,
            nom=j.nom,
            prefixe=f"{j.prefixe}…",
            portees=", ".join(mot for portee, mot in PORTEES.items() if portee in j.portees),
            cree=jour(j.cree_le),
            usage=jour(j.dernier_usage) or "Jamais",
            etat=_etat_jeton(j, j.pk in valides),
            valide=j.pk in valides,
        )
        for j in JetonApi.objects.filter(personne=personne)[:100]
    ]


def _etat_jeton(jeton: JetonApi, valide: bool) -> str:
    if valide:
        return f"Valide jusqu'au {jour(jeton.expire_le)}"
    return f"Révoqué le {jour(jeton.revoque_le)}" if jeton.revoque_le else f"Expiré le {jour(jeton.expire_le)}"
