"""How the result, the statut and the progression of an indicator come out, step by step, in a fiscal year."""

from collections.abc import Sequence
from decimal import Decimal

from ecosysteme.enums import AgregationOrganisations, AgregationTemps
from ecosysteme.format import arrondir, nombre, periode_texte, pourcentage, unite_courte
from ecosysteme.models import Cible, Indicateur, Mesure, Personne
from ecosysteme.periodes import periodes_exercice

from ..enums import Niveau
from ..explications import expliquer_progression, expliquer_statut
from ..models import Bilan
from ..notation import CibleVue, MesureVue
from . import publies
from .calculs import Etapes, etapes, exacte
from .resume import PONDEREE, SCT_2022

SANS_PROGRESSION = {"sans_objet", "non_disponible"}


def vue(cible: Cible | None) -> CibleVue | None:
    if cible is None:
        return None
    return CibleVue(cible.forme, cible.valeur_min, cible.valeur_max, cible.echeance, cible.jugee_atteinte)


def parties(
    personne: Personne | None,
    indicateur: Indicateur,
    mesures: Sequence[Mesure],
    cibles: dict[int, Cible],
    bilan: Bilan | None,
    exercice: int,
    territoire: str = "",
) -> list[Etapes]:
    """Result, statut, progression and pointage; `mesures` and `cibles` are those of the territory shown."""
    siennes = [mesure for mesure in mesures if mesure.exercice == exercice]
    cible = cibles.get(exercice)
    resultat = bilan.resultat if bilan else None
    unite = unite_courte(indicateur.unite)
    reglages = {"strict": indicateur.strict, "tolerance": indicateur.tolerance}
    statut = expliquer_statut(
        vue(cible),
        _mesure_vue(siennes, resultat),
        exercice=exercice,
        cible_future=any(annee > exercice for annee in cibles),
        unite=unite,
        decimales=indicateur.decimales,
        **reglages,
    )
    faites = [
        Etapes(
            "Résultat de l'exercice",
            "",
            _des_enfants(personne, indicateur, bilan, exercice, territoire)
            if indicateur.agregation_organisations != AgregationOrganisations.SAISIE
            else _resultat(indicateur, siennes, bilan, exercice),
            exacte(resultat),
        ),
        Etapes("Statut", "", etapes(*statut), statut[-1][1]),
    ]
    if cible is not None and (bilan is None or bilan.statut not in SANS_PROGRESSION):
        faites.append(_progression(indicateur, cible, bilan))
    if bilan is not None and bilan.pointage_n:
        faites.append(_pointage(bilan))
    return faites


def _progression(indicateur: Indicateur, cible: Cible, bilan: Bilan | None) -> Etapes:
    lignes = expliquer_progression(
        indicateur.valeur_depart,
        CibleVue(cible.forme, cible.valeur_min, cible.valeur_max, jugee_atteinte=cible.jugee_atteinte),
        bilan.resultat if bilan else None,
        indicateur.sens,
        strict=indicateur.strict,
        tolerance=indicateur.tolerance,
        unite=unite_courte(indicateur.unite),
        decimales=indicateur.decimales,
    )
    return Etapes("Progression", PONDEREE, _avec_exacte(lignes, bilan), lignes[-1][1])


def _avec_exacte(lignes: list[tuple[str, str]], bilan: Bilan | None) -> list[dict[str, str]]:
    """The steps, and the figure kept in the bilan with all its decimals when rounding hides some."""
    if bilan is None or bilan.progression is None or bilan.progression == arrondir(bilan.progression, 1):
        return etapes(*lignes)
    return etapes(*lignes[:-1], ("Quotient exact", exacte(bilan.progression)), lignes[-1])


def _mesure_vue(siennes: Sequence[Mesure], resultat: Decimal | None) -> MesureVue | None:
    """What the year comes to, as the rules of `notation` see it."""
    if resultat is not None:
        return MesureVue(resultat)
    if not siennes:
        return None
    if siennes[-1].sans_objet:
        return MesureVue(sans_objet=True)
    motifs = [mesure.motif_absence for mesure in siennes if mesure.motif_absence]
    return MesureVue(motif_absence=motifs[-1] if motifs else "non_saisi")


def _resultat(
    indicateur: Indicateur, siennes: Sequence[Mesure], bilan: Bilan | None, exercice: int
) -> list[dict[str, str]]:
    """From the results of the periods to the result of the year."""
    regle = AgregationTemps(indicateur.agregation_temps)
    lignes = [("Règle", regle.label)]
    valeurs = [mesure for mesure in siennes if mesure.valeur is not None]
    montrees = valeurs[-1:] if regle == AgregationTemps.DERNIERE else valeurs
    lignes += [(periode_texte(m.debut, m.fin), nombre(m.valeur)) for m in montrees]
    attendues = len(periodes_exercice(exercice, indicateur.frequence)) - sum(m.sans_objet for m in siennes)
    if regle != AgregationTemps.DERNIERE and len(valeurs) < attendues:
        lignes.append(("Résultat", f"aucun tant que {nombre(attendues)} périodes ne sont pas saisies"))
    elif not valeurs or bilan is None or bilan.resultat is None:
        lignes.append(("Résultat", "aucun"))
    else:
        somme = " + ".join(nombre(m.valeur) for m in valeurs)
        if regle == AgregationTemps.SOMME and len(valeurs) > 1:
            lignes.append(("Somme", somme))
        elif regle == AgregationTemps.MOYENNE and len(valeurs) > 1:
            lignes.append(("Moyenne", f"({somme}) ÷ {len(valeurs)}"))
        lignes.append(("Résultat", exacte(bilan.resultat)))
    return etapes(*lignes)


def _des_enfants(
    personne: Personne | None, indicateur: Indicateur, bilan: Bilan | None, exercice: int, territoire: str
) -> list[dict[str, str]]:
    """From the child indicators to the result of the year."""
    regle = AgregationOrganisations(indicateur.agregation_organisations)
    enfants = list(publies.indicateurs(personne).filter(parent=indicateur).order_by("code", "pk"))
    lus = publies.lire(personne, Niveau.INDICATEUR, [e.pk for e in enfants], [exercice], territoire)
    lignes = [("Règle", f"{regle.label} des indicateurs enfants")]
    comptent: list[tuple[Decimal, Decimal]] = []
    for enfant in enfants:
        sien = lus.get((enfant.pk, exercice))
        if sien is None or (sien.statut == "sans_objet" and sien.resultat is None):
            dit = "ne s'applique pas"
        elif sien.resultat is None:
            dit = "manquant"
        else:
            comptent.append((enfant.poids, sien.resultat))
            dit = exacte(sien.resultat)
        poids = f" (poids {exacte(enfant.poids)})" if regle == AgregationOrganisations.MOYENNE_PONDEREE else ""
        lignes.append((f"{enfant.code} {enfant.nom}", dit + poids))
    if bilan is None or bilan.resultat is None:
        return etapes(*lignes, ("Résultat", "aucun tant qu'il en manque"))
    lignes.append(("Calcul", _formule(regle, comptent)))
    return etapes(*lignes, ("Résultat", exacte(bilan.resultat)))


def _formule(regle: str, comptent: list[tuple[Decimal, Decimal]]) -> str:
    if regle == AgregationOrganisations.MOYENNE_PONDEREE:
        haut = " + ".join(f"{exacte(poids)} × {exacte(valeur)}" for poids, valeur in comptent)
        return f"({haut}) ÷ {exacte(sum((poids for poids, _ in comptent), Decimal(0)))}"
    somme = " + ".join(exacte(valeur) for _, valeur in comptent)
    return somme if regle == AgregationOrganisations.SOMME else f"({somme}) ÷ {len(comptent)}"


def _pointage(bilan: Bilan) -> Etapes:
    regle = "100 : la cible est atteinte" if bilan.statut == "atteinte" else "la progression : la cible est manquée"
    lignes = [("Règle", regle), ("Pointage", exacte(bilan.pointage_somme))]
    return Etapes("Pointage", SCT_2022, etapes(*lignes), pourcentage(bilan.pointage_somme))
