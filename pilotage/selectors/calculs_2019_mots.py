"""SCT 2019 in words and figures: tiles, the table of components, the halves step by step, each indicator."""

from django.urls import reverse

from ecosysteme.enums import Statut, TypeIndicateur
from ecosysteme.format import ABSENT, exercice_texte, nombre, pourcentage

from ..methodes import Note2019, NoteComposante, Parametres2019, est_vert
from ..models import MethodeNotation
from . import methodes, notes
from .calculs import Etapes, etapes, exacte
from .calculs_tableaux import Rangee, Tableau
from .resume import difference, sur

RAISONS = {
    "absent": "aucun résultat : compte comme non atteinte",
    "en_retard": "le résultat porte sur une période finie après l'échéance : compte comme non atteinte",
    "partiel": "des périodes manquent au 31 mars : compte comme non atteinte",
    "processus": "indicateur de moyens ou d'activité : compte comme non atteinte",
    "manquee": "la cible est manquée",
    "a_venir": "pas encore due au 31 mars",
    "sans_objet": "pas de cible cette année-là",
    "": "la cible est atteinte",
}


def couverture(lue: notes.NotePlan) -> tuple[str, str, str]:
    """What the note, the quality and the attainment stand on."""
    comptees = sum(n.compte and n.note is not None for n in lue.composantes)
    qualite = f"{sur(comptees, len(lue.composantes))} composantes"
    atteinte = f"{sur(lue.dues, len(lue.vus))} indicateurs dus au 31 mars"
    return f"{qualite}, {atteinte}", qualite, atteinte


def tuiles(
    methode: MethodeNotation,
    p: Parametres2019,
    note: Note2019,
    avant: Note2019 | None,
    exercice: int,
    couvertures: tuple[str, str, str],
) -> list[dict]:
    """The note, then its two halves: never without method, coverage and previous period."""
    noms = (("Note globale", "note"), ("Qualité du plan", "qualite"), ("Atteinte au 31 mars", "atteinte"))
    faites = []
    for (libelle, champ), couverture in zip(noms, couvertures, strict=True):
        valeur, ancienne = getattr(note, champ), getattr(avant, champ) if avant else None
        annee = exercice_texte(exercice - 1)
        vert = "vert : au-dessus de" if est_vert(valeur, p) else "pas au-dessus de"
        faites.append(
            {
                "libelle": libelle,
                "valeur": nombre(valeur, 1),
                "unite": "%" if valeur is not None else "",
                "couverture": couverture if valeur is None else f"{couverture} ; {vert} {nombre(p.vert)}\u00a0%",
                "methode": methodes.nom(methode),
                "precedent": f"{pourcentage(ancienne)} en {annee}" if ancienne is not None
                else f"Rien à comparer en {annee}",
                "ecart": difference(valeur, ancienne),
                "periode": exercice_texte(exercice),
                "url": "",
                "url_methode": "",
            }
        )  # fmt: skip
    return faites


def entrees(n: NoteComposante, lue: notes.NotePlan) -> str:
    """What a component is made of, in figures."""
    c = lue.compte
    dits = {
        "plan": f"{'plan en vigueur' if c.en_vigueur else 'aucun plan en vigueur'} ; "
        f"{sur(c.avec_cible, c.indicateurs)} indicateurs avec cible",
        "annuelles": f"{sur(c.avec_annuelles, c.indicateurs)} indicateurs avec une cible chaque année du plan",
        "part": f"{sur(c.de_resultat, c.indicateurs)} indicateurs d'effet, d'efficience ou de qualité de service",
        "jugee": "jugée par la coordination" if c.qualite is not None else "à juger par la coordination",
        "facultative": "inscrite par la coordination" if c.non_documentee is not None
        else "composante non documentée publiquement",
    }  # fmt: skip
    return dits[n.composante.regle]


def tableau_composantes(notees: list[NoteComposante], lue: notes.NotePlan) -> Tableau:
    rangees = [
        Rangee(
            n.composante.libelle,
            "",
            [
                exacte(n.composante.poids),
                entrees(n, lue),
                exacte(n.note),
                exacte(n.composante.poids * n.note) if n.compte and n.note is not None else ABSENT,
            ],
            n.compte and n.note is not None,
            "" if n.compte and n.note is not None
            else "À juger : sans elle, pas de qualité." if n.manque
            else "Exclue : son poids est réparti entre les autres.",
        )
        for n in notees
    ]  # fmt: skip
    entetes = (("Composante de la qualité", False), ("Poids", True), ("Ce qui est compté ou jugé", False),
               ("Note", True), ("Poids × note", True))  # fmt: skip
    return Tableau("La qualité du plan, composante par composante", entetes, rangees)


def parties(lue: notes.NotePlan, p: Parametres2019) -> list[Etapes]:
    """Quality, attainment, note."""
    return [qualite_en_etapes(lue), atteinte_en_etapes(lue), note_en_etapes(lue.note, p)]


def qualite_en_etapes(lue: notes.NotePlan) -> Etapes:
    titre = "Qualité du plan"
    if lue.note.qualite is None:
        manquent = ", ".join(n.composante.libelle.lower() for n in lue.composantes if n.manque)
        dit = f"aucune tant qu'il reste à juger : {manquent}"
        return Etapes(titre, "", etapes(("Résultat", dit)), dit)
    comptees = [n for n in lue.composantes if n.compte and n.note is not None]
    poids = sum(n.composante.poids for n in comptees)
    produits = sum(n.composante.poids * n.note for n in comptees if n.note is not None)
    lignes = etapes(
        ("Somme des poids comptés", exacte(poids)),
        ("Somme des poids × notes", exacte(produits)),
        ("Division", f"{exacte(produits)} ÷ {exacte(poids)} = {exacte(lue.note.qualite)}"),
    )
    return Etapes(titre, "", lignes, pourcentage(lue.note.qualite))


def atteinte_en_etapes(lue: notes.NotePlan) -> Etapes:
    valeur = lue.note.atteinte
    if valeur is None:
        dit = "aucune cible n'est due au 31 mars de cet exercice"
        return Etapes("Atteinte au 31 mars", "", etapes(("Résultat", dit)), dit)
    lignes = etapes(
        ("Cibles atteintes", nombre(lue.atteintes)),
        ("Cibles dues", nombre(lue.dues)),
        ("Division", f"100 × {nombre(lue.atteintes)} ÷ {nombre(lue.dues)} = {exacte(valeur)}"),
    )
    return Etapes("Atteinte au 31 mars", "", lignes, pourcentage(valeur))


def note_en_etapes(note: Note2019, p: Parametres2019) -> Etapes:
    if note.note is None:
        dit = "aucune tant qu'une des deux parts manque"
        return Etapes("Note globale", "", etapes(("Résultat", dit)), dit)
    total = p.part_qualite + p.part_atteinte
    haut = f"{exacte(p.part_qualite)} × {exacte(note.qualite)} + {exacte(p.part_atteinte)} × {exacte(note.atteinte)}"
    lignes = etapes(
        ("Calcul", f"({haut}) ÷ {exacte(total)} = {exacte(note.note)}"),
        ("À l'affichage", pourcentage(note.note)),
        ("Vert", f"oui : {exacte(note.note)} > {exacte(p.vert)}" if est_vert(note.note, p)
         else f"non : il faut plus de {exacte(p.vert)}"),
    )  # fmt: skip
    return Etapes("Note globale", "", lignes, pourcentage(note.note))


def tableau_indicateurs(vus: list[notes.Vu]) -> Tableau:
    rangees = [
        Rangee(
            f"{vu.code} {vu.nom}",
            reverse("pilotage:indicateur", args=[vu.pk]),
            [
                TypeIndicateur(vu.type).label,
                Statut(vu.statut).label if vu.statut else ABSENT,
                ("1 sur 1" if vu.verdict.atteint else "0 sur 1") if vu.verdict.du else ABSENT,
            ],
            vu.verdict.du,
            RAISONS[vu.verdict.raison],
        )
        for vu in vus
    ]
    titre = f"Indicateurs au 31 mars : {sur(sum(vu.verdict.du for vu in vus), len(vus))} comptent"
    entetes = (("Indicateur", False), ("Type", False), ("Statut", False), ("Atteinte", True))
    return Tableau(titre, entetes, rangees)
