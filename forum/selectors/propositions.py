"""Proposals: the table, and one with its versions, its amendments, its answers, who must act next."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils import timezone

from ecosysteme import adresses, registries
from ecosysteme.format import date_heure, date_longue, nombre
from ecosysteme.models import Indicateur, Personne
from ecosysteme.permissions import droits

from ..differences import differences
from ..enums import EtatAmendement, EtatProposition
from ..models import Amendement, Proposition, VersionProposition
from ..permissions import anime_forum, raison_de_ne_pas_ecrire
from ..permissions_propositions import propositions_lisibles
from .semblables import semblables

PAR_PAGE = 40
E = EtatProposition
VOIRS: dict[str, tuple[str, Q]] = {
    "": ("Toutes", Q()),
    "discussion": ("En discussion", Q(etat=E.EN_DISCUSSION)),
    "vote": ("Au vote", Q(etat=E.AU_VOTE)),
    "adoptees": ("Adoptées", Q(etat__in=[E.ADOPTEE, E.REPONDUE, E.REALISEE])),
    "brouillons": ("Mes brouillons", Q(etat=E.BROUILLON)),
}
ENTETES = ("Proposition", "Espace", "État", "Depuis", "Qui doit agir", "Pour quand")
STATUTS = {E.ADOPTEE: "atteinte", E.REPONDUE: "atteinte", E.REALISEE: "atteinte", E.AU_VOTE: "a_venir",
           E.EN_DISCUSSION: "a_venir", E.BROUILLON: "sans_objet", E.RETIREE: "sans_objet"}  # fmt: skip
CHAMPS = {"titre": "Titre", "probleme": "Problème", "action": "Action proposée", "effet": "Effet attendu"}


@dataclass(frozen=True, slots=True)
class Demande:
    voir: str = ""
    q: str = ""

    @classmethod
    def lire(cls, parametres: Mapping[str, str]) -> "Demande":
        voir = parametres.get("voir", "")
        return cls(voir if voir in VOIRS or voir == "retard" else "", parametres.get("q", "").strip()[:200])

    def adresse(self, **plus: str) -> str:
        return adresses.avec({"voir": self.voir, "q": self.q}, **plus)


def _avec_titre(lues: QuerySet[Proposition]) -> QuerySet[Proposition]:
    titre = VersionProposition.objects.filter(proposition=OuterRef("pk")).order_by("-numero").values("titre")[:1]
    return lues.annotate(titre=Subquery(titre)).select_related("espace", "attendu_de", "auteur")


def page(personne: Personne, demande: Demande, numero: str) -> tuple[dict[str, Any], Page]:
    lues = _avec_titre(propositions_lisibles(personne))
    if demande.q:
        lues = lues.filter(titre__icontains=demande.q)
    retard = Q(echeance__lt=timezone.localdate(), etat__in=[E.EN_DISCUSSION, E.AU_VOTE, E.ADOPTEE])
    filtres = {**{cle: (mot, q) for cle, (mot, q) in VOIRS.items()}, "retard": ("En retard", retard)}
    comptes = lues.aggregate(**{cle or "toutes": Count("pk", filter=q) for cle, (_, q) in filtres.items()})
    choisies = lues.filter(filtres[demande.voir][1]).order_by("-etat_depuis", "-pk")
    feuille = Paginator(choisies, PAR_PAGE).get_page(numero)
    return {
        "demande": demande,
        "lignes": [ligne(p) for p in feuille],
        "compteurs": [
            {"libelle": mot, "nombre": nombre(comptes[cle or "toutes"]), "actif": cle == demande.voir,
             "url": Demande(cle, demande.q).adresse()}
            for cle, (mot, _) in filtres.items()
        ],
        "url_csv": demande.adresse(format="csv"),
    }, feuille  # fmt: skip


def ligne(p: Proposition) -> dict[str, Any]:
    return {
        "titre": p.titre,
        "url": reverse("forum:proposition", args=[p.pk]),
        "espace": p.espace.nom,
        "etat": p.get_etat_display(),
        "statut": STATUTS.get(E(p.etat), "non_atteinte"),
        "depuis": date_longue(timezone.localdate(p.etat_depuis)),
        "attendu": str(p.attendu_de) if p.attendu_de else "",
        "echeance": date_longue(p.echeance) if p.echeance else "",
        "retard": bool(p.echeance and p.echeance < timezone.localdate()),
    }


def export(personne: Personne, demande: Demande) -> list[tuple[str, ...]]:
    lignes, n = [], 1
    while True:
        contexte, feuille = page(personne, demande, str(n))
        lignes += contexte["lignes"]
        if not feuille.has_next():
            break
        n += 1
    return [tuple(x[c] for c in ("titre", "espace", "etat", "depuis", "attendu", "echeance")) for x in lignes]


def fiche(personne: Personne, p: Proposition, parametres: Mapping[str, str]) -> dict[str, Any]:
    versions = list(p.versions.select_related("auteur", "effet_indicateur"))
    actuelle = versions[-1]
    comparees = _comparees(versions, parametres)
    tient = personne.pk == p.auteur_id or anime_forum(personne)
    interne = droits(personne).lit_interne
    amendements = Amendement.objects.filter(visee__proposition=p).select_related("auteur", "visee", "traite_par")
    return {
        "proposition": p,
        "version": actuelle,
        "etat": p.get_etat_display(),
        "statut": STATUTS.get(E(p.etat), "non_atteinte"),
        "depuis": date_longue(timezone.localdate(p.etat_depuis)),
        "suite": _suite(p),
        "effet": _effet(actuelle, interne),
        "definitions": _definitions(p, actuelle, interne),
        "versions": [
            {"numero": v.numero, "quand": date_heure(v.publiee_le) if v.publiee_le else "brouillon",
             "qui": str(v.auteur),
             "note": v.note, "mineure": v.mineure, "sceau": v.empreinte,
             "url": f"?de={v.numero - 1}&a={v.numero}#titre-versions" if v.numero > 1 else ""}
            for v in versions
        ],
        "comparees": comparees,
        "amendements": [_amendement(a, personne, tient) for a in amendements],
        "reponses": [_reponse(r, personne) for r in p.reponses.select_related("organisation", "donnee_par")],
        "gestes": _gestes(p, personne, tient),
        "amendable": p.etat in (E.EN_DISCUSSION, E.AU_VOTE),
        "au_vote": p.etat == E.AU_VOTE,
        "sujets": f"sujet:{p.sujet_id}" if p.sujet_id else "",
    }  # fmt: skip


def _suite(p: Proposition) -> str:
    """Who must act next and by when."""
    quand = f" pour le {date_longue(p.echeance)}" if p.echeance else ""
    retard = ", en retard" if p.echeance and p.echeance < timezone.localdate() else ""
    if p.etat == E.BROUILLON:
        return f"{p.auteur} doit la publier ; personne d'autre ne la lit."
    if p.etat == E.ADOPTEE and p.echeance:
        return f"Une réponse officielle est attendue{quand}{retard}."
    if p.attendu_de:
        return f"La suite revient à {p.attendu_de}{quand}{retard}."
    return p.motif


def _effet(v: VersionProposition, interne: bool) -> str:
    indicateur = v.effet_indicateur
    if indicateur is None or not (interne or indicateur.visibilite == "publique"):
        return ""
    ampleur = f" de {nombre(v.effet_valeur)}" if v.effet_valeur is not None else ""
    quand = f", mesuré le {date_longue(v.effet_le)}" if v.effet_le else ""
    return f"{indicateur.nom}\u00a0: {v.get_effet_sens_display().lower()}{ampleur}{quand}."


def _definitions(p: Proposition, v: VersionProposition, interne: bool) -> list[dict[str, str]]:
    indicateurs = [i for i in p.indicateurs.all() if interne or i.visibilite == "publique"]
    lignes = [
        ("Auteur", str(p.auteur)), ("Effort", v.get_effort_display() if v.effort else ""), ("Coût", v.cout),
        ("Réversibilité", v.get_reversibilite_display()),
        ("Indicateurs", ", ".join(i.nom for i in indicateurs)),
        ("Organisations", ", ".join(o.nom for o in p.organisations.all())),
    ]  # fmt: skip
    return [{"terme": t, "valeur": valeur} for t, valeur in lignes if valeur]


def _comparees(versions: list[VersionProposition], parametres: Mapping[str, str]) -> dict[str, Any] | None:
    par_numero = {str(v.numero): v for v in versions if v.publiee_le}
    de, a = par_numero.get(parametres.get("de", "")), par_numero.get(parametres.get("a", ""))
    if de is None or a is None or de == a:
        return None
    return {"de": de.numero, "a": a.numero, "champs": champs_changes(de, {nom: getattr(a, nom) for nom in CHAMPS})}


def champs_changes(avant: VersionProposition, apres: Mapping[str, str]) -> list[dict[str, Any]]:
    """The fields that differ, each with its runs of words."""
    return [
        {"nom": libelle, "morceaux": differences(getattr(avant, nom), apres[nom])}
        for nom, libelle in CHAMPS.items()
        if nom in apres and apres[nom] != getattr(avant, nom)
    ]


def _amendement(a: Amendement, personne: Personne, tient: bool) -> dict[str, Any]:
    ouvert = a.etat == EtatAmendement.PROPOSE
    sien = a.auteur_id == personne.pk

    def lien(nom: str, si: bool) -> str:
        return reverse(f"forum:amendement_{nom}", args=[a.pk]) if si else ""

    return {
        "pk": a.pk, "auteur": str(a.auteur), "quand": date_heure(a.cree_le), "motif": a.motif, "visee": a.visee.numero,
        "etat": a.get_etat_display(), "raison": a.raison, "champs": champs_changes(a.visee, a.champs),
        "accepter": lien("accepter", ouvert and tient), "refuser": lien("refuser", ouvert and tient),
        "retirer": lien("retirer", ouvert and sien),
        "promouvoir": lien("promouvoir", sien and a.etat == EtatAmendement.REFUSE),
    }  # fmt: skip


def _reponse(r: Any, personne: Personne) -> dict[str, Any]:
    retard = r.donnee_le is None and r.due_le < timezone.localdate()
    return {
        "organisation": r.organisation.nom, "sens": r.get_sens_display(), "texte": r.texte,
        "qui": str(r.donnee_par or ""),
        "due": date_longue(r.due_le), "retard": retard, "donnee": r.donnee_le is not None,
        "url": reverse("forum:reponse_donner", args=[r.pk])
        if r.donnee_le is None and droits(personne).peut("saisir", r.organisation) else "",
    }  # fmt: skip


def _gestes(p: Proposition, personne: Personne, tient: bool) -> list[dict[str, str]]:
    def lien(nom: str, libelle: str) -> dict[str, str]:
        return {"url": reverse(f"forum:proposition_{nom}", args=[p.pk]), "libelle": libelle}

    faits = []
    if tient and p.etat == E.BROUILLON:
        faits += [lien("corriger", "Récrire le brouillon"), lien("publier", "Relire et publier")]
    if tient and p.etat in (E.EN_DISCUSSION, E.AU_VOTE):
        faits.append(lien("version", "Publier une nouvelle version"))
    if tient and p.etat in (E.BROUILLON, E.EN_DISCUSSION):
        faits.append(lien("retirer", "Retirer la proposition"))
    if anime_forum(personne) and p.etat == E.EN_DISCUSSION:
        faits.append({"url": reverse("forum:scrutin_preparer", args=[p.sujet_id]), "libelle": "Mettre au vote"})
    if anime_forum(personne) and p.etat in (E.ADOPTEE, E.REPONDUE):
        faits.append(lien("demander", "Demander une réponse officielle"))
    if tient and p.etat in (E.ADOPTEE, E.REPONDUE):
        faits.append(lien("clore", "Dire ce qu'elle est devenue"))
    return faits


def relecture(personne: Personne, p: Proposition) -> dict[str, Any]:
    """What is shown before publishing: proposals alike, and what the other pillars tried on the same indicators."""
    v = p.versions.order_by("-numero")[0]
    essais = registries.essais_passes(personne, list(Indicateur.objects.filter(propositions=p)))
    return {
        "proposition": p, "version": v, "essais": essais,
        "semblables": semblables(personne, v.titre, f"{v.probleme} {v.action}", sauf=p.pk),
    }  # fmt: skip


def d_un_espace(*, personne: Personne, objet: Any, exercice: int | None = None) -> dict[str, Any]:
    lues = _avec_titre(propositions_lisibles(personne).filter(espace=objet)).order_by("-etat_depuis", "-pk")[:8]
    ajouter = "" if raison_de_ne_pas_ecrire(personne, objet) else reverse("forum:proposition_ajouter", args=[objet.pk])
    return {"lignes": [ligne(p) for p in lues], "url_ajouter": ajouter}


def d_une_initiative(*, personne: Personne, objet: Any, exercice: int | None = None) -> dict[str, Any]:
    lues = _avec_titre(propositions_lisibles(personne).publiees().filter(initiative=objet)).order_by("-pk")[:8]
    lignes = [ligne(p) for p in lues]
    return {"lignes": lignes, "url_ajouter": ""} if lignes else {}


def du_sujet(*, personne: Personne, objet: Any, exercice: int | None = None) -> dict[str, Any]:
    """On a proposal's own topic: the way back to it."""
    lue = _avec_titre(propositions_lisibles(personne).filter(sujet=objet)).first()
    return {"lignes": [ligne(lue)], "url_ajouter": ""} if lue else {}
