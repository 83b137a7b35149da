"""The calculation of a node by one method, line by line: components, weights, inputs, indicators and why each counts.

Numbers are written with all their decimals: a reader recomputes the score with them.
"""

from collections.abc import Mapping
from typing import Any

from ecosysteme.enums import Statut
from ecosysteme.format import nombre
from ecosysteme.models import Personne

from ..enums import Niveau
from ..methodes import pointage_2022
from ..models import Bilan, MethodeNotation
from . import calculs_2019, methodes, publies
from . import calculs_noeuds as noeuds
from .calculs import exacte, scores, url_calcul
from .calculs_tableaux import ParMethode, Rangee, Tableau
from .lignes_indicateurs import sous
from .resume import Resume, resumer

TUILES = {methodes.SCT_2022: ("taux", "note"), methodes.PONDEREE: ("progression",)}
POINTAGES = {
    "a_venir": "pas encore due",
    "sans_objet": "sans objet cette année-là",
    "non_disponible": "pas de résultat : ne peut être jugée",
    "non_atteinte": "manquée, sans point de départ : pas de pointage",
    "": "ni cible ni résultat",
}


def choix(lues: Mapping[str, MethodeNotation], exercice: int) -> list[tuple[str, str]]:
    """The choices of the page; a method that is not of this year says so."""
    noms = [
        (code, m.libelle + ("" if methodes.applicable(m, exercice) else f" (celle de {methodes.exercices_de(m)})"))
        for code, m in lues.items()
    ]
    return [("", "Progression pondérée et SCT 2022"), *noms]


def lire(
    personne: Personne, methode: MethodeNotation, niveau: Niveau, noeud: noeuds.Noeud, exercice: int
) -> ParMethode:
    """The calculation of a node by a method; `noeud` was looked up with its right."""
    par = ParMethode(
        code=methode.code,
        nom=methodes.nom(methode),
        exercices=methodes.exercices_de(methode),
        description=methode.description,
        source=methode.source,
        avis=methodes.avis(methode, exercice),
    )
    if methode.code == methodes.SCT_2019:
        return calculs_2019.completer(personne, methode, niveau, noeud, exercice, par)
    deux = publies.lire(personne, niveau, [noeud.pk], [exercice - 1, exercice])
    bilan, avant = (deux.get((noeud.pk, annee)) for annee in (exercice, exercice - 1))
    par.tuiles.extend(_tuiles(resumer(bilan, avant, exercice=exercice, niveau=niveau), methode))
    if methode.code == methodes.SCT_2022:
        par.parties.extend(scores(bilan))
        _pointages(personne, methode, niveau, noeud, exercice, par)
    return par


def _tuiles(resume: Resume, methode: MethodeNotation) -> list[dict[str, Any]]:
    lues = [getattr(resume, champ) for champ in TUILES.get(methode.code, ())]
    return [lue.tuile(periode=resume.periode) | {"methode": methodes.nom(methode)} for lue in lues]


def _pointages(
    personne: Personne, methode: MethodeNotation, niveau: Niveau, noeud: noeuds.Noeud, exercice: int, par: ParMethode
) -> None:
    """SCT 2022: the indicators one by one; over an organisation, what each child brings too."""
    fiches = sous(personne, niveau, noeud.pk, exercice)
    bilans = publies.lire(personne, Niveau.INDICATEUR, [i.pk for i in fiches], [exercice])
    if niveau == Niveau.ORGANISATION:
        par.tableaux.append(_enfants(personne, niveau, noeud, exercice))
    if fiches or niveau != Niveau.ORGANISATION:
        rangees = [_pointage(methode, noeuds.noeud_indicateur(i), bilans.get((i.pk, exercice))) for i in fiches]
        compte = sum(rangee.compte for rangee in rangees)
        par.tableaux.append(
            Tableau(
                f"Indicateurs : {nombre(compte)} sur {nombre(len(rangees))} ont un pointage",
                (("Indicateur", False), ("Statut", False), ("Progression", True), ("Pointage", True)),
                rangees,
            )
        )


def _pointage(methode: MethodeNotation, noeud: noeuds.Noeud, bilan: Bilan | None) -> Rangee:
    statut = bilan.statut if bilan else ""
    valeur = pointage_2022(statut, bilan.progression if bilan else None, methode.parametres)
    regle = "" if valeur is None else "atteinte : 100" if statut == "atteinte" else "manquée : sa progression"
    return Rangee(
        noeud.nom,
        noeud.url,
        [Statut(statut).label if statut else "–", exacte(bilan.progression if bilan else None), exacte(valeur)],
        valeur is not None,
        regle or POINTAGES[statut],
    )


def _enfants(personne: Personne, niveau: Niveau, noeud: noeuds.Noeud, exercice: int) -> Tableau:
    dessous = noeuds.enfants(personne, niveau, noeud.pk)
    lus: dict[tuple[Niveau, int], Bilan] = {}
    for rang in sorted({enfant.niveau for enfant in dessous}):
        pks = [e.pk for e in dessous if e.niveau == rang]
        lus |= {(rang, pk): b for (pk, _), b in publies.lire(personne, rang, pks, [exercice]).items()}
    rangees = []
    for enfant in dessous:
        if (bilan := lus.get((enfant.niveau, enfant.pk))) is not None:
            cellules = [nombre(bilan.nb_atteinte), nombre(bilan.nb_non_atteinte), exacte(bilan.pointage_somme),
                        nombre(bilan.pointage_n)]  # fmt: skip
            compte = bilan.nb_atteinte + bilan.nb_non_atteinte > 0
            url = f"{url_calcul(enfant.niveau, enfant.pk, exercice)}&methode={methodes.SCT_2022}"
            rangees.append(Rangee(enfant.nom, url, cellules, compte, "" if compte else "aucune cible jugée"))
    entetes = (("Plans et organisations", False), ("Atteintes", True), ("Non atteintes", True),
               ("Somme des pointages", True), ("Pointages", True))  # fmt: skip
    return Tableau("Ce qui s'additionne", entetes, rangees)
