"""The quality grid of a plan in a fiscal year: what is counted with its lines, what was judged, its former versions."""

from typing import Any

from django.urls import reverse

from ecosysteme.enums import TypeIndicateur
from ecosysteme.format import date_heure, exercice_texte, nombre, pourcentage
from ecosysteme.models import Personne, PlanStrategique
from ecosysteme.permissions import droits

from ..enums import Niveau
from ..methodes import NoteComposante, Parametres2019, lire_2019
from ..models import GrilleQualite, MethodeNotation
from . import calculs_2019_mots as mots
from . import methodes, notes
from .calculs import exacte, url_calcul
from .calculs_tableaux import Rangee, Tableau
from .exercices import Exercices, exercices
from .fil import fil_plan
from .resume import sur

CHAMPS = {"jugee": "qualite_jugee", "facultative": "non_documentee"}
AIDES = {
    "jugee": "De 0 à 100 : les indicateurs mesurent-ils l'objectif, les cibles sont-elles claires et ambitieuses ?",
    "facultative": "De 0 à 100. Laissée vide, elle est exclue et son poids est réparti entre les autres.",
}


def ouvrir(plan: PlanStrategique, personne: Personne, exercice: str | None) -> tuple[dict[str, Any], Exercices]:
    """The context of the page, its form aside."""
    annees = exercices(exercice, personne)
    methode = methodes.dernieres()[methodes.SCT_2019]
    p = lire_2019(methode.parametres)
    lues = notes.noter_plans([plan], [annees.voulu - 1, annees.voulu], p)
    lue, avant = lues[plan.pk, annees.voulu], lues[plan.pk, annees.voulu - 1]
    precedente = avant.note if avant.en_vigueur else None
    return {
        "plan": plan,
        "periode": annees.texte,
        "exercice": annees.voulu,
        "exercices": annees,
        "fil": [*fil_plan(plan), {"libelle": "Qualité", "url": ""}],
        "grille": lue.grille,
        "composantes": [_composante(n, lue) for n in lue.composantes],
        "tuiles": mots.tuiles(methode, p, lue.note, precedente, annees.voulu, mots.couverture(lue)),
        "qualite": pourcentage(lue.note.qualite),
        "etapes": mots.qualite_en_etapes(lue).etapes,
        "methode": methodes.nom(methode),
        "avis": methodes.avis(methode, annees.voulu),
        "comptes": _lignes_comptees(lue),
        "juge": droits(personne).peut("coordonner", plan.organisation),
        "url_calcul": f"{url_calcul(Niveau.PLAN, plan.pk, annees.voulu)}&methode={methodes.SCT_2019}",
        "vigueur": lue.en_vigueur,
        "historique": historique(lue.grille),
    }, annees


def _composante(n: NoteComposante, lue: notes.NotePlan) -> dict[str, Any]:
    compte = n.compte and n.note is not None
    return {
        "code": n.composante.code,
        "libelle": n.composante.libelle,
        "poids": exacte(n.composante.poids),
        "entrees": mots.entrees(n, lue),
        "note": exacte(n.note),
        "produit": exacte(n.composante.poids * n.note) if compte and n.note is not None else "–",
        "compte": compte,
        "champ": CHAMPS.get(n.composante.regle, ""),
        "aide": AIDES.get(n.composante.regle, ""),
    }


def _lignes_comptees(lue: notes.NotePlan) -> Tableau:
    """Each indicator, and the counts it enters."""
    rangees = [
        Rangee(
            f"{vu.code} {vu.nom}",
            reverse("pilotage:indicateur", args=[vu.pk]),
            [_oui(vu.a_cible), _oui(vu.annuelles), f"{_oui(vu.de_resultat)}, {TypeIndicateur(vu.type).label.lower()}"],
            vu.a_cible,
            "" if vu.a_cible else "sans cible pendant le plan",
        )
        for vu in lue.vus
    ]
    entetes = (("Indicateur", False), ("Une cible", False), ("Une cible chaque année", False), ("De résultat", False))
    return Tableau(f"Ce qui est compté : {nombre(len(rangees))} indicateurs", entetes, rangees)


def _oui(vrai: bool) -> str:
    return "Oui" if vrai else "Non"


def historique(grille: GrilleQualite | None) -> list[dict[str, Any]]:
    """Each version of the grid, the latest first: one query. History keeps rows as they were before each change."""
    if grille is None:
        return []
    evenements = GrilleQualite.pgh_event_model.objects.filter(pgh_obj_id=grille.pk).select_related("par")
    versions = {e.version: e for e in evenements} | {grille.version: grille}
    rangs = sorted(versions)
    entrees = [_version(versions[rang], versions.get(rang - 1)) for rang in rangs]
    return entrees[::-1]


def _version(v: Any, avant: Any) -> dict[str, Any]:
    changes = [
        {"champ": libelle, "avant": nombre(getattr(avant, champ)) if avant else "", "apres": nombre(getattr(v, champ))}
        for libelle, champ in (("Qualité jugée", "qualite_jugee"), ("Composante non documentée", "non_documentee"))
        if (getattr(avant, champ) if avant else None) != getattr(v, champ)
    ]
    return {
        "quand": date_heure(v.maj_le),
        "qui": str(v.par),
        "quoi": "Grille remplie" if avant is None else "Grille revue",
        "note": v.motif,
        "changements": changes,
    }


def ligne_export(lue: notes.NotePlan) -> list[Any]:
    """A row of the list as a spreadsheet reads it."""
    c, g = lue.compte, lue.grille
    return [
        lue.plan.organisation.sigle,
        lue.plan.organisation.nom,
        lue.plan.titre,
        exercice_texte(lue.exercice),
        c.indicateurs,
        c.avec_cible,
        c.avec_annuelles,
        c.de_resultat,
        *(n.note for n in lue.composantes),
        lue.note.qualite,
        lue.note.atteinte,
        lue.note.note,
        lue.dues,
        g.motif if g else "",
        str(g.par) if g else "",
        g.maj_le if g else None,
    ]


def entetes_export(p: Parametres2019, methode: MethodeNotation) -> list[str]:
    return [
        "Sigle", "Organisation", "Plan", "Exercice", "Indicateurs", "Avec une cible", "Avec une cible chaque année",
        "De résultat", *(f"{c.libelle} (poids {exacte(c.poids)})" for c in p.composantes), "Qualité (%)",
        "Atteinte au 31 mars (%)", f"Note {methodes.nom(methode)} (%)", "Cibles dues", "Ce qui fonde le jugement",
        "Jugé par", "Jugé le",
    ]  # fmt: skip


def resume_ligne(lue: notes.NotePlan) -> dict[str, Any]:
    """A row of the list, formatted."""
    c = lue.compte
    return {
        "organisation": lue.plan.organisation.nom,
        "url_organisation": reverse("pilotage:organisation", args=[lue.plan.organisation_id]),
        "titre": lue.plan.titre,
        "url": f"{reverse('pilotage:qualite_plan', args=[lue.plan.pk])}?exercice={lue.exercice}",
        "url_calcul": f"{url_calcul(Niveau.PLAN, lue.plan.pk, lue.exercice)}&methode={methodes.SCT_2019}",
        "cibles": sur(c.avec_cible, c.indicateurs),
        "annuelles": sur(c.avec_annuelles, c.indicateurs),
        "resultat": sur(c.de_resultat, c.indicateurs),
        "jugee": nombre(c.qualite) if c.qualite is not None else "À juger",
        "a_juger": c.qualite is None,
        "par": f"{lue.grille.par}, {date_heure(lue.grille.maj_le)}" if lue.grille else "",
        "qualite": pourcentage(lue.note.qualite),
        "atteinte": pourcentage(lue.note.atteinte),
        "note": pourcentage(lue.note.note),
    }
