"""Announcements as their pages show them: the archive, one of them, whom it will reach, how far it reached."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, F, Q, QuerySet
from django.urls import reverse

from ecosysteme import adresses
from ecosysteme.enums import NiveauGestion, RoleAdhesion
from ecosysteme.format import compte, date_longue, nombre, pourcentage
from ecosysteme.models import Personne

from ..models import Annonce, LectureAnnonce
from ..permissions_annonces import annonces_lisibles, redige
from ..portee import Groupe, K, portee

PAR_PAGE = 50
PEU = f"moins de {K}"
ENTETES = ("Titre", "État", "Publiée le", "Destinataires", "Lectures")
ETATS = ("a_lire", "brouillons")
LIBELLES = dict(NiveauGestion.choices)


@dataclass(frozen=True)
class Demande:
    etat: str = ""

    @classmethod
    def lire(cls, parametres: Any) -> "Demande":
        etat = parametres.get("etat", "")
        return cls(etat if etat in ETATS else "")


def _comptees(personne: Personne) -> QuerySet[Annonce]:
    """What the person may read, with its counts and whether she has read it; published ones after drafts."""
    sienne = Q(lectures__personne=personne)
    lisibles = Annonce.objects.filter(pk__in=annonces_lisibles(personne).values("pk")).select_related("par")
    return lisibles.annotate(
        destinataires=Count("lectures"),
        lus=Count("lectures__lue_le"),
        recue=Count("lectures", filter=sienne),
        lue=Count("lectures__lue_le", filter=sienne),
    ).order_by(F("publiee_le").desc(nulls_first=True), "-pk")


def _voulues(personne: Personne, demande: Demande) -> QuerySet[Annonce]:
    voulues = _comptees(personne)
    if demande.etat == "a_lire":
        return voulues.filter(recue=1, lue=0)
    return voulues.filter(publiee_le__isnull=True) if demande.etat == "brouillons" else voulues


def liste(personne: Personne, demande: Demande, page: int | str = 1) -> Page:
    feuille = Paginator(_voulues(personne, demande), PAR_PAGE).get_page(page)
    tient = redige(personne)
    feuille.object_list = [_ligne(annonce, tient) for annonce in feuille.object_list]
    return feuille


def _ligne(annonce: Annonce, tient: bool) -> dict[str, Any]:
    return {
        "titre": annonce.titre,
        "url": reverse("pilotage:annonce", args=[annonce.pk]),
        "etat": _etat(annonce),
        "a_lire": bool(annonce.recue and not annonce.lue),
        "publiee": date_longue(annonce.publiee_le),
        "destinataires": nombre(annonce.destinataires) if tient and annonce.publiee_le else "",
        "lectures": mots_total(Groupe("", annonce.destinataires, annonce.lus)) if tient and annonce.publiee_le else "",
    }


def _etat(annonce: Annonce) -> str:
    if annonce.publiee_le is None:
        return "Brouillon"
    if not annonce.recue:
        return "Publiée"
    return "Lue" if annonce.lue else "À lire"


def export(personne: Personne, demande: Demande) -> Iterator[tuple]:
    """Rows of the file; counts as the page words them, so that the file tells no more than the page."""
    tient = redige(personne)
    for annonce in _voulues(personne, demande):
        ligne = _ligne(annonce, tient)
        yield annonce.titre, ligne["etat"], annonce.publiee_le, ligne["destinataires"], ligne["lectures"]


def compteurs(personne: Personne, demande: Demande) -> list[dict[str, Any]]:
    """All, to read, drafts (for who writes them): one query."""
    lues = LectureAnnonce.objects.filter(personne=personne, lue_le__isnull=True)
    lisibles = annonces_lisibles(personne).order_by()
    comptes = lisibles.aggregate(
        total=Count("pk", distinct=True),
        a_lire=Count("pk", distinct=True, filter=Q(pk__in=lues.values("annonce"))),
        brouillons=Count("pk", distinct=True, filter=Q(publiee_le__isnull=True)),
    )
    voulus = [("", "total", "en tout"), ("a_lire", "a_lire", "à lire")]
    voulus += [("brouillons", "brouillons", "en brouillon")] if redige(personne) else []
    return [
        {
            "nombre": nombre(comptes[cle]),
            "libelle": libelle,
            "url": adresses.avec({}, etat=etat),
            "actif": demande.etat == etat,
        }
        for etat, cle, libelle in voulus
    ]


def page(personne: Personne, annonce: Annonce) -> dict[str, Any]:
    """One announcement; for the coordination, how far it reached."""
    tient = redige(personne)
    lectures = annonce.lectures.order_by()
    sienne = lectures.filter(personne=personne).values_list("lue_le", flat=True)
    recue = list(sienne) if annonce.publiee_le else []
    return {
        "annonce": annonce,
        "publiee": date_longue(annonce.publiee_le) if annonce.publiee_le else "",
        "a_lire": recue == [None],
        "lue": date_longue(recue[0]) if recue and recue[0] else "",
        "tient": tient,
        "portee": lire_portee(annonce) if tient and annonce.publiee_le else None,
    }


def lire_portee(annonce: Annonce) -> dict[str, Any]:
    """The reach by level, what may not be shown said so."""
    comptes = annonce.lectures.order_by().values_list("niveau_gestion").annotate(Count("pk"), Count("lue_le"))
    connus = {niveau: Groupe(niveau, tous, lus) for niveau, tous, lus in comptes}
    ordre = [*NiveauGestion.values[1:], NiveauGestion.NON_PRECISE.value]
    vue = portee([connus[niveau] for niveau in ordre if niveau in connus])
    montres = {groupe.niveau: groupe for groupe in vue.montres}
    presents = [niveau for niveau in ordre if niveau in montres or niveau in vue.caches]
    return {
        "lignes": [_niveau(niveau, montres.get(niveau)) for niveau in presents],
        "total": {
            "destinataires": nombre(vue.total.destinataires),
            "lus": mots_total(vue.total),
            "part": _part(vue.total) if vue.total_sur else "",
        },
        "cache": bool(vue.caches),
        "seuil": nombre(K),
    }


def _niveau(niveau: str, groupe: Groupe | None) -> dict[str, str]:
    libelle = LIBELLES[niveau]
    if groupe is None:
        return {"niveau": libelle, "destinataires": PEU, "lus": PEU, "part": ""}
    return {
        "niveau": libelle,
        "destinataires": nombre(groupe.destinataires),
        "lus": nombre(groupe.lus),
        "part": _part(groupe),
    }


def _part(groupe: Groupe) -> str:
    return pourcentage(100 * groupe.lus / groupe.destinataires, 0)


def mots_total(groupe: Groupe) -> str:
    """How many have read, as far as it may be said."""
    if groupe.sur:
        return nombre(groupe.lus)
    if groupe.lus < K:
        return PEU
    return f"{nombre(groupe.destinataires - K + 1)} ou plus"


def destinataires(visee: Any) -> dict[str, Any]:
    """Before publishing: how many, by role and by level."""
    ordre = [*NiveauGestion.values[1:], NiveauGestion.NON_PRECISE.value]
    prives = visee.par_role.get(RoleAdhesion.MEMBRE_PRIVE, 0)
    return {
        "total": compte(len(visee.niveaux), "personne"),
        "combien": len(visee.niveaux),
        "roles": [
            {"libelle": libelle, "nombre": nombre(visee.par_role[role])}
            for role, libelle in RoleAdhesion.choices
            if visee.par_role.get(role)
        ],
        "niveaux": [
            {"libelle": LIBELLES[niveau], "nombre": nombre(visee.par_niveau[niveau])}
            for niveau in ordre
            if visee.par_niveau.get(niveau)
        ],
        "prives": compte(prives, "partenaire privé", "partenaires privés") if prives else "",
    }
