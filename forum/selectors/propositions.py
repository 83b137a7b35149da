"""Proposals in lists: the table, its counters, filters and export."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.aggregates import StringAgg
from django.contrib.postgres.search import SearchQuery, SearchVector
from django.core.paginator import Page, Paginator
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils import timezone

from ecosysteme import adresses
from ecosysteme.format import date_longue, nombre
from ecosysteme.models import Personne

from ..enums import EtatProposition
from ..models import Proposition, ReponseOfficielle, VersionProposition
from ..permissions_propositions import propositions_lisibles

PAR_PAGE = 40
E = EtatProposition
VOIRS = {"": "Toutes", "moi": "À moi d'agir", "miennes": "Les miennes", "discussion": "En discussion",
         "vote": "Au vote", "adoptees": "Adoptées", "retard": "En retard"}  # fmt: skip
TRIS = {"": "Les plus récentes", "echeance": "L'échéance la plus proche", "titre": "Le titre"}
ORDRES = {"": ("-etat_depuis",), "echeance": (F("echeance").asc(nulls_last=True), "-etat_depuis"), "titre": ("titre",)}
ENTETES = ("Proposition", "Espace", "État", "Depuis", "Qui doit agir", "Pour quand")
STATUTS = {E.ADOPTEE: "atteinte", E.REPONDUE: "atteinte", E.REALISEE: "atteinte", E.AU_VOTE: "a_venir",
           E.EN_DISCUSSION: "a_venir", E.BROUILLON: "sans_objet", E.RETIREE: "sans_objet"}  # fmt: skip
ENCORE = (E.EN_DISCUSSION, E.AU_VOTE, E.ADOPTEE)
VECTEUR = SearchVector("titre", "probleme", "action", "effet", config="francais")


@dataclass(frozen=True, slots=True)
class Demande:
    """What the address asks for; nonsense counts as nothing."""

    voir: str = ""
    q: str = ""
    espace: str = ""
    organisation: str = ""
    tri: str = ""

    @classmethod
    def lire(cls, parametres: Mapping[str, str]) -> "Demande":
        def numero(cle: str) -> str:
            lu = parametres.get(cle, "")
            return lu if lu.isascii() and lu.isdigit() and len(lu) < 19 else ""

        voir, tri = parametres.get("voir", ""), parametres.get("tri", "")
        q = parametres.get("q", "").strip()[:200].replace("\x00", "")
        return cls(
            voir if voir in VOIRS else "", q, numero("espace"), numero("organisation"), tri if tri in TRIS else ""
        )

    @property
    def parametres(self) -> dict[str, str]:
        return {champ: getattr(self, champ) for champ in self.__slots__}

    def adresse(self, **plus: str) -> str:
        return adresses.avec(self.parametres, **plus)


def avec_titre(lues: QuerySet[Proposition]) -> QuerySet[Proposition]:
    """With the title of the latest version, and the organisations that owe an official answer."""
    titre = VersionProposition.objects.filter(proposition=OuterRef("pk")).order_by("-numero").values("titre")[:1]
    dues = ReponseOfficielle.objects.filter(proposition=OuterRef("pk"), donnee_le__isnull=True).order_by()
    noms = dues.values("proposition").annotate(
        noms=StringAgg("organisation__nom", ", ", order_by="organisation__nom")
    ).values("noms")  # fmt: skip
    return lues.annotate(titre=Subquery(titre), attendues=Subquery(noms)).select_related(
        "espace", "attendu_de", "auteur"
    )


def _filtres(personne: Personne) -> dict[str, Q]:
    """What each counter counts."""
    return {
        "": Q(),
        "moi": Q(attendu_de=personne, etat__in=[E.BROUILLON, *ENCORE]),
        "miennes": Q(auteur=personne),
        "discussion": Q(etat=E.EN_DISCUSSION),
        "vote": Q(etat=E.AU_VOTE),
        "adoptees": Q(etat__in=[E.ADOPTEE, E.REPONDUE, E.REALISEE]),
        "retard": Q(echeance__lt=timezone.localdate(), etat__in=ENCORE),
    }


def _choisies(personne: Personne, demande: Demande) -> QuerySet[Proposition]:
    """The proposals of the filters, whatever the counter in force."""
    lues = avec_titre(propositions_lisibles(personne))
    if demande.espace:
        lues = lues.filter(espace=int(demande.espace))
    if demande.organisation:
        concernee = Q(organisations=int(demande.organisation)) | Q(reponses__organisation=int(demande.organisation))
        lues = lues.filter(pk__in=Proposition.objects.filter(concernee).values("pk"))
    if demande.q:
        mots = SearchQuery(demande.q, config="francais", search_type="websearch")
        dites = VersionProposition.objects.annotate(vecteur=VECTEUR).filter(vecteur=mots, proposition=OuterRef("pk"))
        lues = lues.filter(Q(titre__icontains=demande.q) | Exists(dites))
    return lues


def page(personne: Personne, demande: Demande, numero: str) -> tuple[dict[str, Any], Page]:
    choisies, filtres = _choisies(personne, demande), _filtres(personne)
    comptes = choisies.aggregate(**{cle or "toutes": Count("pk", filter=q) for cle, q in filtres.items()})
    ordonnees = choisies.filter(filtres[demande.voir]).order_by(*ORDRES[demande.tri], "-pk")
    feuille = Paginator(ordonnees, PAR_PAGE).get_page(numero)
    return {
        "demande": demande,
        "lignes": [ligne(p) for p in feuille],
        "compteurs": [
            {"libelle": mot, "nombre": nombre(comptes[cle or "toutes"]), "actif": cle == demande.voir,
             "url": demande.adresse(voir=cle)}
            for cle, mot in VOIRS.items()
        ],
        "url_csv": demande.adresse(format="csv"),
    }, feuille  # fmt: skip


def ligne(p: Any) -> dict[str, Any]:
    return {
        "titre": p.titre,
        "url": reverse("forum:proposition", args=[p.pk]),
        "espace": p.espace.nom,
        "etat": p.get_etat_display(),
        "statut": STATUTS.get(E(p.etat), "non_atteinte"),
        "depuis": date_longue(timezone.localdate(p.etat_depuis)),
        "attendu": p.attendues or (str(p.attendu_de) if p.attendu_de else ""),
        "echeance": date_longue(p.echeance) if p.echeance else "",
        "retard": bool(p.echeance and p.echeance < timezone.localdate() and p.etat in ENCORE),
    }


def export(personne: Personne, demande: Demande) -> list[tuple[str, ...]]:
    contexte, feuille = page(personne, demande, "1")
    lignes = contexte["lignes"]
    for numero in range(2, feuille.paginator.num_pages + 1):
        lignes += page(personne, demande, str(numero))[0]["lignes"]
    return [tuple(x[c] for c in ("titre", "espace", "etat", "depuis", "attendu", "echeance")) for x in lignes]
