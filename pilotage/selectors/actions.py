"""The action log: the table with its counters and filters, and its files."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from ecosysteme import adresses
from ecosysteme.format import compte, date_longue, nombre
from ecosysteme.models import Organisation, Personne
from ecosysteme.selectors.comptee import Comptee

from ..enums import EtatAction
from ..models import Action
from ..permissions_actions import actions_lisibles, tient_action
from .actions_mots import ORIGINES, etat_en_mots, origine

PAR_PAGE = 50
SEMAINE = timedelta(days=7)
RECEMMENT = timedelta(days=30)
TRIS = {"echeance": ("echeance",), "responsable": ("responsable__nom", "responsable__prenom")}
VUES = {
    "": "à faire",
    "miennes": "à moi",
    "retard": "en retard",
    "semaine": "dues d'ici 7\u00a0jours",
    "faites": "closes depuis 30\u00a0jours",
    "toutes": "en tout",
}
ENTETES = (
    "action", "responsable", "échéance", "état", "retard (jours)", "organisation", "origine", "confiée par",
    "confiée le", "close le", "constat",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class DemandeActions:
    """What the address asks for; nonsense counts as nothing."""

    voir: str = ""
    organisation: str = ""
    qui: str = ""
    origine: str = ""
    q: str = ""
    tri: str = ""

    @classmethod
    def lire(cls, parametres: Mapping[str, str]) -> "DemandeActions":
        voir, tri = parametres.get("voir", ""), parametres.get("tri", "")
        organisation, origine = parametres.get("organisation", ""), parametres.get("origine", "")
        numero = organisation.isascii() and organisation.isdigit() and len(organisation) < 19
        return cls(
            voir=voir if voir in VUES else "",
            organisation=organisation if numero else "",
            qui=parametres.get("qui", "").strip()[:100].replace("\x00", ""),
            origine=origine if origine in ORIGINES else "",
            q=parametres.get("q", "").strip()[:100].replace("\x00", ""),
            tri=tri if tri.removeprefix("-") in TRIS else "",
        )

    def adresse(self, **changements: str) -> str:
        return adresses.avec({champ: getattr(self, champ) for champ in self.__slots__}, **changements)

    @property
    def filtres(self) -> dict[str, str]:
        return {champ: getattr(self, champ) for champ in ("organisation", "qui", "origine", "q")}

    @property
    def filtree(self) -> bool:
        return bool(self.organisation or self.qui or self.origine or self.q or self.voir)


def _vues(personne: Personne, jour: date) -> dict[str, Q]:
    ouverte = Q(etat=EtatAction.A_FAIRE)
    return {
        "": ouverte,
        "miennes": ouverte & Q(responsable=personne),
        "retard": ouverte & Q(echeance__lt=jour),
        "semaine": ouverte & Q(echeance__gte=jour, echeance__lte=jour + SEMAINE),
        "faites": ~ouverte & Q(close_le__gte=timezone.now() - RECEMMENT),
        "toutes": Q(),
    }


def _choisies(personne: Personne, demande: DemandeActions) -> QuerySet[Action]:
    """Those of the filters, whatever the counter."""
    actions = actions_lisibles(personne)
    if demande.organisation:
        actions = actions.filter(organisation__chemin__contains=[int(demande.organisation)])
    if demande.origine:
        actions = actions.filter(ORIGINES[demande.origine].condition)
    for mot in demande.qui.split():
        nom, prenom = Q(responsable__nom__unaccent__icontains=mot), Q(responsable__prenom__unaccent__icontains=mot)
        actions = actions.filter(nom | prenom | Q(responsable__email__icontains=mot))
    for mot in demande.q.split():
        actions = actions.filter(Q(quoi__unaccent__icontains=mot) | Q(constat__unaccent__icontains=mot))
    return actions


def _vue(personne: Personne, demande: DemandeActions) -> QuerySet[Action]:
    actions = _choisies(personne, demande).filter(_vues(personne, timezone.localdate())[demande.voir])
    actions = actions.select_related("rencontre", "bloquant", "initiative", "indicateur", "fiche_a3")
    sens = "-" if demande.tri.startswith("-") else ""
    champs = TRIS.get(demande.tri.removeprefix("-"))
    if champs:
        return actions.order_by(*(f"{sens}{champ}" for champ in champs), "echeance", "pk")
    return actions.order_by(*(["-close_le"] if demande.voir == "faites" else []), "echeance", "pk")


def page(personne: Personne, demande: DemandeActions, numero: str) -> tuple[dict[str, Any], Page]:
    """The context of the table, and its page of rows: counters, rows, organisations."""
    jour = timezone.localdate()
    comptes = _compter(personne, demande, jour)
    lues = Paginator(Comptee(_vue(personne, demande), comptes[demande.voir or "ouvertes"]), PAR_PAGE).get_page(numero)
    return {
        "lignes": [ligne(action, jour, personne) for action in lues.object_list],
        "compteurs": _compteurs(demande, comptes),
        "organisations": organisations(),
        "entetes": _entetes(demande),
        "demande": demande,
        "vierge": comptes["toutes"] == 0 and not demande.filtree,
        "exports": [{"libelle": g.upper(), "url": demande.adresse(format=g)} for g in ("csv", "xlsx")],
    }, lues


def _compter(personne: Personne, demande: DemandeActions, jour: date) -> dict[str, int]:
    par_vue = {vue or "ouvertes": Count("pk", filter=q) for vue, q in _vues(personne, jour).items() if vue != "toutes"}
    return _choisies(personne, demande).aggregate(toutes=Count("pk"), **par_vue)


def _compteurs(demande: DemandeActions, comptes: dict[str, int]) -> list[dict[str, Any]]:
    return [
        {
            "nombre": nombre(comptes[vue or "ouvertes"]),
            "libelle": mot,
            "url": demande.adresse(voir="" if demande.voir == vue else vue),
            "actif": demande.voir == vue,
            "id": f"voir-{vue or 'ouvertes'}",
            "statut": "non_atteinte" if vue == "retard" else "",
        }
        for vue, mot in VUES.items()
    ]


def organisations() -> list[tuple[str, str]]:
    """Whose actions may be asked for, those below included."""
    lues = Organisation.objects.publiques().exclude(type="direction").values_list("pk", "nom")
    return [(str(pk), nom) for pk, nom in lues.order_by("nom_cle", "pk")]


def _entetes(demande: DemandeActions) -> list[dict[str, str]]:
    entetes = []
    for cle, libelle in (("", "Action"), ("responsable", "Responsable"), ("echeance", "Échéance"), ("", "État"),
                         ("", "Organisation"), ("", "D'où elle vient")):  # fmt: skip
        suivant = {cle: f"-{cle}", f"-{cle}": ""}.get(demande.tri, cle)
        ordre = {cle: "croissant", f"-{cle}": "decroissant"}.get(demande.tri, "") if cle else ""
        url = demande.adresse(tri=suivant) if cle else ""
        entetes.append({"libelle": libelle, "url": url, "ordre": ordre, "id": f"tri-{cle}"})
    return entetes


def ligne(action: Action, jour: date, personne: Personne) -> dict[str, Any]:
    """A row: what, who, when, done?, where it comes from, and whether the person may say it is done."""
    statut, etat = etat_en_mots(action, jour)
    return {
        "pk": action.pk,
        "quoi": action.quoi,
        "url": reverse("pilotage:action", args=[action.pk]),
        "responsable": str(action.responsable),
        "echeance": date_longue(action.echeance),
        "statut": statut,
        "etat": etat,
        "retard": compte((jour - action.echeance).days, "jour") if statut == "non_atteinte" else "",
        "organisation": action.organisation.sigle,
        "origine": origine(action),
        "version": action.version,
        "ouverte": action.etat == EtatAction.A_FAIRE,
        "tient": tient_action(personne, action),
    }


def export(personne: Personne, demande: DemandeActions) -> Iterator[tuple[Any, ...]]:
    """Rows of the files, as the filters and the order have them."""
    jour = timezone.localdate()
    for a in _vue(personne, demande).select_related("confiee_par").iterator(chunk_size=500):
        retard = (jour - a.echeance).days if a.etat == EtatAction.A_FAIRE and a.echeance < jour else None
        yield (
            a.quoi, str(a.responsable), a.echeance, a.get_etat_display(), retard, a.organisation.nom,
            (origine(a) or {}).get("libelle", ""), str(a.confiee_par), timezone.localdate(a.confiee_le),
            timezone.localdate(a.close_le) if a.close_le else None, a.constat,
        )  # fmt: skip
