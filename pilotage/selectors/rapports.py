"""The pages of the reports: mine, the form, the one being made, the one that is ready."""

from datetime import timedelta
from typing import Any

from django.urls import reverse

from ecosysteme import adresses
from ecosysteme.format import compte, date_heure, date_longue
from ecosysteme.models import Personne
from ecosysteme.pdf import indisponible

from ..enums import EtatRapport
from ..models import Rapport
from ..permissions_rapports import rapports_de
from .exercices import exercices
from .gouvernement import ensemble
from .rapport_selection import alertes

JOURS = 30
MONTRES = 50


def liste(personne: Personne) -> dict[str, Any]:
    """My reports, the latest first."""
    rapports = list(rapports_de(personne)[:MONTRES])
    return {
        "rapports": [_resume(rapport) for rapport in rapports],
        "nombre": compte(len(rapports), "rapport"),
        "jours": JOURS,
    }


def _resume(rapport: Rapport) -> dict[str, Any]:
    return {
        "titre": rapport.titre,
        "url": reverse("pilotage:rapport", args=[rapport.pk]),
        "exercice": _exercice(rapport),
        "etat": rapport.get_etat_display(),
        "demande": date_heure(rapport.demande_le),
        "jusqu_au": date_longue(rapport.demande_le + timedelta(days=JOURS)),
        "url_pdf": _url_pdf(rapport),
    }


def _exercice(rapport: Rapport) -> str:
    debut = str(rapport.selection.get("exercice", ""))
    return f"{debut}-{int(debut) + 1}" if debut.isdigit() else ""


def _url_pdf(rapport: Rapport) -> str:
    fait = rapport.etat == EtatRapport.PRET and rapport.contenu.get("pdf")
    return reverse("pilotage:rapport_pdf", args=[rapport.pk]) if fait else ""


def choix(personne: Personne, exercice: str) -> dict[str, list[tuple[str, str]]]:
    """What the form offers."""
    annees = exercices(exercice, personne)
    tout = ensemble(personne, annees.voulu)
    lignes = tout.toutes.values()
    retrait = "\u2003"
    return {
        "exercices": annees.choix(),
        "alertes": alertes(tout),
        "organisations": [
            (str(ligne.pk), f"{retrait * max(ligne.rang - 1, 0)}{ligne.nom}") for ligne in lignes if ligne.rang
        ],
    }


def detail(rapport: Rapport, courante: int | None = None) -> dict[str, Any]:
    """A report that is ready: its contents, and the part one reads."""
    adresse = reverse("pilotage:rapport", args=[rapport.pk])
    organisations = rapport.contenu.get("organisations", [])
    rang = next((n for n, o in enumerate(organisations) if o["pk"] == courante), None)
    return {
        "rapport": rapport,
        "exercice": _exercice(rapport),
        "url_couverture": adresse,
        "url_pdf": _url_pdf(rapport),
        "url_complet": _url_complet(rapport, courante) if rapport.contenu.get("abrege") and courante else "",
        "sans_pdf": "" if rapport.contenu.get("pdf") else indisponible(),
        "jusqu_au": date_longue(rapport.demande_le + timedelta(days=JOURS)),
        "sommaire": [
            {
                "nom": o["nom"],
                "rang": o["rang"],
                "url": reverse("pilotage:rapport_organisation", args=[rapport.pk, o["pk"]]),
                "courante": o["pk"] == courante,
            }
            for o in organisations
        ],
        **_voisines(rapport, organisations, rang),
    }


def _url_complet(rapport: Rapport, organisation: int) -> str:
    """The form, filled in for one organisation of an abridged report."""
    voulu = {"organisation": str(organisation), "exercice": str(rapport.selection.get("exercice", ""))}
    return f"{reverse('pilotage:rapport_nouveau')}{adresses.avec(voulu)}"


def _voisines(rapport: Rapport, organisations: list[dict[str, Any]], rang: int | None) -> dict[str, Any]:
    """The parts before and after the one read; `connue` is False for an organisation the report does not hold."""

    def lien(n: int) -> dict[str, str]:
        if not 0 <= n < len(organisations):
            return {}
        autre = organisations[n]
        url = reverse("pilotage:rapport_organisation", args=[rapport.pk, autre["pk"]])
        return {"nom": autre["nom"], "url": url}

    if rang is None:
        return {"connue": False, "precedente": {}, "suivante": lien(0)}
    return {"connue": True, "precedente": lien(rang - 1), "suivante": lien(rang + 1)}
