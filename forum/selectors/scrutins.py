"""Votes in lists: the table, what is left to vote, the blocks of other pages. One query each."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.urls import reverse

from ecosysteme import adresses
from ecosysteme.format import date_heure, nombre
from ecosysteme.models import Personne
from ecosysteme.permissions import droits

from ..enums import EtatScrutin, Issue, Methode
from ..models import Emargement, Inscription, Scrutin, VoixCourante
from ..permissions import anime_forum
from ..permissions_scrutins import scrutins_lisibles
from .scrutins_etat import ETAT

PAR_PAGE = 50
VOIRS = {"": "Tous", "a_voter": "Il me reste à voter", "ouverts": "Ouverts", "a_venir": "À venir", "clos": "Fermés"}
ETATS = {
    "ouverts": (EtatScrutin.OUVERT,),
    "a_venir": (EtatScrutin.PREPARATION, EtatScrutin.ANNONCE),
    "clos": (EtatScrutin.CLOS, EtatScrutin.PROCLAME, EtatScrutin.RETIRE),
}
STATUTS = {
    EtatScrutin.OUVERT: "atteinte",
    EtatScrutin.ANNONCE: "a_venir",
    EtatScrutin.PREPARATION: "a_venir",
    EtatScrutin.RETIRE: "sans_objet",
}
ENTETES = ("Question", "Sujet", "Méthode", "État", "Ouverture", "Fermeture", "Inscrits", "Votants", "Issue")


@dataclass(frozen=True, slots=True)
class Demande:
    voir: str = ""
    q: str = ""

    @classmethod
    def lire(cls, parametres: Mapping[str, str]) -> "Demande":
        voir = parametres.get("voir", "")
        return cls(voir if voir in VOIRS else "", parametres.get("q", "").replace("\x00", "").strip()[:200])

    def adresse(self, **plus: str) -> str:
        return adresses.avec({"voir": self.voir, "q": self.q}, **plus)


def _avec_etat(scrutins: QuerySet[Scrutin], personne: Personne) -> QuerySet[Scrutin]:
    sienne = Inscription.objects.filter(scrutin=OuterRef("pk"), personne=personne)
    vote = VoixCourante.objects.filter(scrutin=OuterRef("pk"), inscription__personne=personne)
    signe = Emargement.objects.filter(scrutin=OuterRef("pk"), inscription__personne=personne)
    return scrutins.annotate(
        etat=ETAT, inscrite=Exists(sienne), a_vote=Exists(vote) | Exists(signe)
    ).select_related("sujet", "instance")  # fmt: skip


A_VOTER = Q(etat=EtatScrutin.OUVERT, inscrite=True, a_vote=False)


def page(personne: Personne, demande: Demande, numero: str) -> tuple[dict[str, Any], Page]:
    lus = _avec_etat(scrutins_lisibles(personne), personne)
    if demande.q:
        lus = lus.filter(Q(question__icontains=demande.q) | Q(sujet__titre__icontains=demande.q))
    filtres = {"": Q(), "a_voter": A_VOTER} | {v: Q(etat__in=etats) for v, etats in ETATS.items()}
    comptes = lus.aggregate(**{v or "tous": Count("pk", filter=f) for v, f in filtres.items()})
    choisis = lus.filter(filtres[demande.voir]).annotate(
        nb_inscrits=Count("inscriptions", distinct=True),
        nb_voix=Count("voix", distinct=True) + Count("emargements", distinct=True),
    )
    feuille = Paginator(choisis.order_by("-ouvre_le", "-pk"), PAR_PAGE).get_page(numero)
    contexte = {
        "demande": demande,
        "lignes": [ligne(s) for s in feuille],
        "compteurs": [
            {"libelle": libelle, "nombre": nombre(comptes[voir or "tous"]), "actif": voir == demande.voir,
             "url": Demande(voir, demande.q).adresse()}
            for voir, libelle in VOIRS.items()
        ],
        "url_csv": demande.adresse(format="csv"),
    }  # fmt: skip
    return contexte, feuille


def ligne(s: Scrutin) -> dict[str, Any]:
    etat_lu = EtatScrutin(s.etat)
    return {
        "pk": s.pk,
        "question": s.question,
        "url": reverse("forum:scrutin", args=[s.pk]),
        "sujet": s.sujet.titre,
        "ou": str(s.instance) if s.instance else "",
        "methode": Methode(s.methode).label,
        "etat": etat_lu.label,
        "statut": STATUTS.get(etat_lu, "non_disponible"),
        "ouvre_le": date_heure(s.ouvre_le),
        "ferme_le": date_heure(s.ferme_le),
        "participation": f"{nombre(s.nb_voix)} sur {nombre(s.nb_inscrits)}" if s.registre_fige_le else "",
        "moi": _moi(s, etat_lu),
        "issue": Issue(s.issue).label if s.issue else "",
    }


def _moi(s: Scrutin, etat_lu: EtatScrutin) -> str:
    if not s.inscrite:
        return ""
    if s.a_vote:
        return "J'ai voté"
    return "Il me reste à voter" if etat_lu == EtatScrutin.OUVERT else "Je n'ai pas voté"


def export(personne: Personne, demande: Demande) -> list[tuple[Any, ...]]:
    contexte, feuille = page(personne, demande, "1")
    lignes = contexte["lignes"]
    for numero in range(2, feuille.paginator.num_pages + 1):
        lignes += page(personne, demande, str(numero))[0]["lignes"]
    return [
        (x["question"], x["sujet"], x["methode"], x["etat"], x["ouvre_le"], x["ferme_le"],
         *(x["participation"].split(" sur ")[::-1] if x["participation"] else ("", "")), x["issue"])
        for x in lignes
    ]  # fmt: skip


def a_voter(*, personne: Personne) -> dict[str, Any]:
    """« Ce qu'il me reste à voter »: one query."""
    miens = Scrutin.objects.filter(inscriptions__personne=personne).annotate(etat=ETAT)
    vote = VoixCourante.objects.filter(inscription__scrutin=OuterRef("pk"), inscription__personne=personne)
    signe = Emargement.objects.filter(inscription__scrutin=OuterRef("pk"), inscription__personne=personne)
    restants = miens.filter(~Exists(vote), ~Exists(signe), etat=EtatScrutin.OUVERT).order_by("ferme_le")[:8]
    lignes = [
        {"question": s.question, "url": reverse("forum:voter", args=[s.pk]), "ferme_le": date_heure(s.ferme_le)}
        for s in restants
    ]
    return {"lignes": lignes}


def annonce_travail(*, personne: Personne) -> dict[str, Any]:
    """Block of « Mon travail », which fetches itself: no query here."""
    return {"url": reverse("forum:a_voter")} if droits(personne).est_membre else {}


def du_sujet(*, personne: Personne, objet: Any, exercice: int | None = None) -> dict[str, Any]:
    """Block of a topic: its votes, and the way to prepare one."""
    lignes = _bloc(personne, Q(sujet=objet))
    preparer = reverse("forum:scrutin_preparer", args=[objet.pk]) if anime_forum(personne) else ""
    return {"lignes": lignes, "url_preparer": preparer} if lignes or preparer else {}


def de_la_proposition(*, personne: Personne, objet: Any, exercice: int | None = None) -> dict[str, Any]:
    """Block of a proposal: the votes on any of its versions, and what each became."""
    lignes = _bloc(personne, Q(version_visee__proposition=objet))
    return {"lignes": lignes, "url_preparer": ""} if lignes else {}


def de_l_instance(*, personne: Personne, objet: Any, exercice: int | None = None) -> dict[str, Any]:
    """Block of an instance: its votes, latest first."""
    lignes = _bloc(personne, Q(instance=objet))
    return {"lignes": lignes, "url_preparer": ""} if lignes else {}


def _bloc(personne: Personne, condition: Q) -> list[dict[str, Any]]:
    lus = _avec_etat(scrutins_lisibles(personne).filter(condition), personne).annotate(
        nb_inscrits=Count("inscriptions", distinct=True),
        nb_voix=Count("voix", distinct=True) + Count("emargements", distinct=True),
    )
    return [ligne(s) for s in lus.order_by("-ouvre_le", "-pk")[:20]]
