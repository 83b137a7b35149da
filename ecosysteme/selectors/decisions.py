"""The register of decisions: the table with its filters, and one decision."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from .. import adresses
from ..format import date_longue, nombre
from ..models import Decision, Personne
from ..permissions_decisions import a_moi, decisions_lisibles
from .comptee import Comptee

PAR_PAGE = 50
BIENTOT = timedelta(days=30)
ORGANES_MAX = 200
TRIS = {"prise": "prise_le", "revision": "revision_le", "organe": "organe"}
VUES = ("a_reviser", "bientot", "miennes", "portees")
ENTETES = (
    "décision", "organe", "organisation", "prise le", "inscrite par", "responsable", "niveau de délégation",
    "à réviser le", "révisée le", "constat", "initiative",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class DemandeDecisions:
    """What the address asks for; nonsense counts as nothing."""

    voir: str = ""
    organe: str = ""
    q: str = ""
    tri: str = ""

    @classmethod
    def lire(cls, parametres: Mapping[str, str]) -> "DemandeDecisions":
        voir, tri = parametres.get("voir", ""), parametres.get("tri", "")
        return cls(
            voir=voir if voir in VUES else "",
            organe=_net(parametres.get("organe", ""), 300),
            q=_net(parametres.get("q", ""), 100),
            tri=tri if tri.removeprefix("-") in TRIS else "",
        )

    def adresse(self, **changements: str) -> str:
        return adresses.avec({champ: getattr(self, champ) for champ in self.__slots__}, **changements)

    @property
    def filtree(self) -> bool:
        return bool(self.voir or self.organe or self.q)


def _net(texte: str, longueur: int) -> str:
    return texte.strip()[:longueur].replace("\x00", "")


def _vues(personne: Personne, jour: date) -> dict[str, Q]:
    return {
        "a_reviser": Q(revision_le__lte=jour),
        "bientot": Q(revision_le__gt=jour, revision_le__lte=jour + BIENTOT),
        "miennes": a_moi(personne),
        "portees": Q(responsable=personne),
    }


def _choisies(personne: Personne, demande: DemandeDecisions) -> QuerySet[Decision]:
    """Those of the body and the words, whatever the counter."""
    decisions = decisions_lisibles(personne)
    if demande.organe:
        decisions = decisions.filter(organe=demande.organe)
    for mot in demande.q.split():
        decisions = decisions.filter(
            Q(texte__unaccent__icontains=mot)
            | Q(organe__unaccent__icontains=mot)
            | Q(organisation__nom__unaccent__icontains=mot)
            | Q(responsable__nom__unaccent__icontains=mot)
        )
    return decisions


def _vue(personne: Personne, demande: DemandeDecisions) -> QuerySet[Decision]:
    decisions = _choisies(personne, demande)
    if demande.voir:
        decisions = decisions.filter(_vues(personne, timezone.localdate())[demande.voir])
    tri = TRIS.get(demande.tri.removeprefix("-"), "")
    sens = "-" if demande.tri.startswith("-") else ""
    return decisions.order_by(*([f"{sens}{tri}"] if tri else ["-prise_le"]), "pk")


def page(personne: Personne, demande: DemandeDecisions, numero: str) -> tuple[dict[str, Any], Page]:
    """The context of the table and its page of rows: rights, counters, bodies, rows."""
    jour = timezone.localdate()
    decisions = _vue(personne, demande)
    comptes = _compter(personne, demande, jour)
    total = comptes[demande.voir or "toutes"]
    lues = Paginator(Comptee(decisions, total), PAR_PAGE).get_page(numero)
    organes = Decision.objects.order_by("organe").values_list("organe", flat=True).distinct()[:ORGANES_MAX]
    return {
        "lignes": [ligne(decision, jour) for decision in lues.object_list],
        "compteurs": _compteurs(demande, comptes),
        "organes": [(organe, organe) for organe in organes],
        "entetes": _entetes(demande),
        "demande": demande,
        "url_effacer": reverse("decisions"),
        "exports": [{"libelle": g.upper(), "url": demande.adresse(format=g)} for g in ("csv", "xlsx")],
    }, lues


def _compter(personne: Personne, demande: DemandeDecisions, jour: date) -> dict[str, int]:
    par_vue = {vue: Count("pk", filter=condition) for vue, condition in _vues(personne, jour).items()}
    return _choisies(personne, demande).aggregate(toutes=Count("pk"), **par_vue)


def _compteurs(demande: DemandeDecisions, comptes: dict[str, int]) -> list[dict[str, Any]]:
    mots = {
        "": "décisions", "a_reviser": "à réviser", "bientot": "à réviser d'ici 30\u00a0jours",
        "miennes": "de mes organisations", "portees": "que je porte",
    }  # fmt: skip
    return [
        {
            "nombre": nombre(comptes[vue or "toutes"]),
            "libelle": mot,
            "url": demande.adresse(voir="" if demande.voir == vue else vue),
            "actif": demande.voir == vue,
            "id": f"voir-{vue or 'toutes'}",
        }
        for vue, mot in mots.items()
    ]


def _entetes(demande: DemandeDecisions) -> list[dict[str, str]]:
    """Headings; three of them sort."""
    entetes = [{"libelle": "Décision", "url": ""}]
    for cle, libelle in (("organe", "Organe"), ("", "Organisation"), ("prise", "Prise le"), ("", "Responsable"),
                         ("revision", "À réviser le")):  # fmt: skip
        suivant = {cle: f"-{cle}", f"-{cle}": ""}.get(demande.tri, cle)
        ordre = {cle: "croissant", f"-{cle}": "decroissant"}.get(demande.tri, "") if cle else ""
        url = demande.adresse(tri=suivant) if cle else ""
        entetes.append({"libelle": libelle, "url": url, "ordre": ordre, "id": f"tri-{cle}"})
    return entetes


def ligne(decision: Decision, jour: date) -> dict[str, Any]:
    return {
        "pk": decision.pk,
        "texte": abrege(decision.texte),
        "url": reverse("decision", args=[decision.pk]),
        "organe": decision.organe,
        "organisation": decision.organisation.sigle if decision.organisation else "",
        "prise_le": date_longue(decision.prise_le),
        "responsable": str(decision.responsable or ""),
        "revision": date_longue(decision.revision_le) if decision.revision_le else "",
        "a_reviser": bool(decision.revision_le and decision.revision_le <= jour),
        "revisee": f"révisée le {date_longue(decision.revisee_le)}" if decision.revisee_le else "",
    }


def abrege(texte: str, longueur: int = 180) -> str:
    net = " ".join(texte.split())
    return f"{net[: longueur - 1].rstrip()}…" if len(net) > longueur else net


def export(personne: Personne, demande: DemandeDecisions):
    """Rows of the files, as the filters and the order have them."""
    for d in _vue(personne, demande).iterator(chunk_size=500):
        yield (
            d.texte, d.organe, d.organisation.nom if d.organisation else "", timezone.localdate(d.prise_le),
            str(d.prise_par), str(d.responsable or ""), d.get_niveau_delegation_display() or "", d.revision_le,
            d.revisee_le, d.constat, d.initiative.titre if d.initiative else "",
        )  # fmt: skip
