"""The adoption path in words: one organisation's nine steps, and the coordinator's table of all of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from django.urls import reverse
from django.utils import timezone

from ecosysteme import adresses, registries
from ecosysteme.format import compte, date_longue, nombre
from ecosysteme.models import Organisation, Personne
from ecosysteme.permissions import droits

from .demande import fil
from .lignes import normaliser
from .parcours_faits import Parcours, lire


@dataclass(frozen=True, slots=True)
class Etape:
    """A step and what proves it; no proof: the pillar that gives it is not open, `ouvrira` says which."""

    rang: int
    libelle: str
    court: str
    preuve: str = ""
    ouvrira: str = ""


_ETAPES = (
    Etape(1, "Inviter les personnes", "Inviter", "une personne y a un rôle"),
    Etape(2, "Désigner les responsables", "Responsables", "un indicateur a son responsable"),
    Etape(3, "Importer le plan", "Plan", "un plan porte des indicateurs"),
    Etape(4, "Saisir une première période", "Saisie", "un résultat est saisi dans le portail"),
    Etape(5, "Tenir une première rencontre", "Rencontre", "une rencontre est close"),
    Etape(6, "Lever un premier bloquant", "Bloquant levé", "un bloquant est résolu"),
    Etape(7, "Participer au forum", "Forum", ouvrira="quand le forum ouvrira"),
    Etape(8, "Mener une expérience", "Expérience", ouvrira="quand les incubateurs ouvriront"),
    Etape(9, "Partager une pratique", "Pratique", ouvrira="quand la communauté ouvrira"),
)


@cache
def etapes() -> list[Etape]:
    """The nine steps; those of other pillars have the proof these gave (registries.Preuve)."""
    preuves = registries.preuves_adoption()
    return [replace(e, preuve=preuves[e.rang].mots) if e.rang in preuves else e for e in _ETAPES]


def ouvertes() -> list[Etape]:
    """Those that a fact can prove today."""
    return [etape for etape in etapes() if etape.preuve]


def entetes() -> tuple[str, ...]:
    return ("Organisation", "Sigle", *(etape.libelle for etape in ouvertes()), "Leaders", "Attend", "Demandes d'aide")


def suivante(p: Parcours) -> Etape | None:
    """The first step, in order, that no fact shows yet."""
    return next((etape for etape in ouvertes() if etape.rang not in p.faits), None)


@dataclass(frozen=True, slots=True)
class Demande:
    attend: str = ""
    q: str = ""

    @classmethod
    def lire(cls, parametres: Mapping[str, str]) -> "Demande":
        attend = parametres.get("attend", "")
        permis = {"rien", *(str(etape.rang) for etape in ouvertes())}
        q = parametres.get("q", "").strip()[:100].replace("\x00", "")
        return cls(attend=attend if attend in permis else "", q=q)

    @property
    def parametres(self) -> dict[str, str]:
        return {"attend": self.attend, "q": self.q}

    def adresse(self, **changements: str) -> str:
        return adresses.avec(self.parametres, **changements)


def page(demande: Demande) -> dict[str, Any]:
    """One query, whatever the number of organisations."""
    trouves = [p for p in lire() if _repond(p, demande.q)]
    montres = [p for p in trouves if not demande.attend or _attend(p) == demande.attend]
    return {
        "fil": fil("Parcours d'adoption"),
        "etapes": ouvertes(),
        "a_venir": ", ".join(f"{etape.court.lower()}, {etape.ouvrira}" for etape in etapes() if not etape.preuve),
        "lignes": [_ligne(p) for p in montres],
        "montres": f"{nombre(len(montres))} sur {compte(len(trouves), 'organisation')}",
        "compteurs": _compteurs(trouves, demande),
        "url_effacer": demande.adresse(q="") if demande.q else "",
        "exports": [
            {"libelle": "CSV", "url": demande.adresse(format="csv")},
            {"libelle": "Excel (XLSX)", "url": demande.adresse(format="xlsx")},
        ],
    }


def _repond(p: Parcours, q: str) -> bool:
    return not q or normaliser(q) in f"{p.cle} {p.sigle.lower()}"


def _attend(p: Parcours) -> str:
    etape = suivante(p)
    return str(etape.rang) if etape else "rien"


def _compteurs(trouves: Sequence[Parcours], demande: Demande) -> list[dict[str, Any]]:
    """How many organisations wait for each step: the counter filters."""
    mots = [("", "organisations", len(trouves))]
    mots += [
        (str(etape.rang), f"attendent : {etape.court.lower()}", sum(_attend(p) == str(etape.rang) for p in trouves))
        for etape in ouvertes()
    ]
    mots.append(("rien", "ont tout fait", sum(_attend(p) == "rien" for p in trouves)))
    return [
        {
            "id": f"attend-{valeur or 'tout'}",
            "nombre": nombre(n),
            "libelle": libelle,
            "url": demande.adresse(attend="" if demande.attend == valeur else valeur),
            "actif": demande.attend == valeur,
        }
        for valeur, libelle, n in mots
    ]


def _ligne(p: Parcours) -> dict[str, Any]:
    prochaine = suivante(p)
    return {
        "pk": p.pk,
        "nom": p.nom,
        "sigle": p.sigle,
        "url": reverse("pilotage:parcours_organisation", args=[p.pk]),
        "cases": [_case(p, etape, prochaine) for etape in ouvertes()],
        "faites": f"{sum(etape.rang in p.faits for etape in ouvertes())} sur {len(ouvertes())}",
        "leaders": ", ".join(p.leaders),
        "attend": prochaine.libelle if prochaine else "",
        "demandes": f"{compte(p.demandes, 'demande')} d'aide en attente" if p.demandes else "",
    }


def _case(p: Parcours, etape: Etape, prochaine: Etape | None) -> dict[str, Any]:
    quand, qui = p.faits.get(etape.rang, (None, ""))
    return {"quand": date_longue(quand) if quand else "", "qui": qui, "attendue": etape is prochaine}


def export(demande: Demande) -> tuple[str, list[tuple[Any, ...]]]:
    trouves = [p for p in lire() if _repond(p, demande.q) and (not demande.attend or _attend(p) == demande.attend)]
    return "parcours-d-adoption", [_a_exporter(p) for p in trouves]


def _a_exporter(p: Parcours) -> tuple[Any, ...]:
    dates = [timezone.localdate(p.faits[etape.rang][0]) if etape.rang in p.faits else None for etape in ouvertes()]
    prochaine = suivante(p)
    return (p.nom, p.sigle, *dates, ", ".join(p.leaders), prochaine.libelle if prochaine else "", p.demandes)


def organisation(personne: Personne, objet: Organisation) -> dict[str, Any]:
    """The nine steps of one organisation: done when and by whom, awaited next, or still to open."""
    p = lire(objet.pk)[0]
    prochaine = suivante(p)
    return {
        "organisation": objet,
        "fil": fil(f"Parcours de {objet.sigle}"),
        "etapes": [_en_mots(p, etape, prochaine) for etape in etapes()],
        "leaders": p.leaders,
        "demandes": f"{compte(p.demandes, 'demande')} d'aide en attente" if p.demandes else "",
        "url_organisation": reverse("pilotage:organisation", args=[objet.pk]),
        "url_tous": reverse("pilotage:parcours") if droits(personne).peut("coordonner") else "",
    }


def _en_mots(p: Parcours, etape: Etape, prochaine: Etape | None) -> dict[str, Any]:
    quand, qui = p.faits.get(etape.rang, (None, ""))
    etat = "faite" if quand else "attendue" if etape is prochaine else "a_venir"
    if quand:
        suite = f"le {date_longue(quand)}" + (f", {qui}" if qui else "")
    elif not etape.preuve:
        suite = etape.ouvrira
    else:
        suite = f"reconnue dès qu'{etape.preuve}" if etape.preuve[0] in "aeiou" else f"reconnue dès que {etape.preuve}"
    return {"libelle": etape.libelle, "etat": etat, "suite": suite}


def bloc(*, personne: Personne, objet: Organisation, exercice: int | None) -> dict[str, Any]:
    """On the organisation's sheet: the way to its path, which the page fetches for itself. No query."""
    if not droits(personne).lit_interne:
        return {}
    return {"url": reverse("pilotage:parcours_organisation", args=[objet.pk])}
