"""The parts of a detailed report, in words and figures: its cover, and a section for each organisation."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from ecosysteme.enums import EtatPlan, MotifAbsence, Statut
from ecosysteme.format import (
    ABSENT,
    avec_unite,
    compte,
    date_heure,
    date_longue,
    exercice_texte,
    nombre,
    pourcentage,
    unite_courte,
)
from ecosysteme.models import Indicateur, Organisation, PlanStrategique

from ..enums import Niveau, Variation
from ..graphiques import barre_statuts, xmr
from ..graphiques.barre import STATUTS
from ..models import Bloquant, Meteo
from . import resultats
from .gouvernement import somme
from .lignes import Ligne
from .rapport_lecture import ANNEES, POINTS_MAX, Lues
from .rapport_selection import A_SURVEILLER, SYNTHESE, Choix
from .resume import resumer, sur
from .serie import Serie

LARGEUR, HAUTEUR = 460, 170
PLEIN_MAX = 300  # indicators whose figures all fit in the PDF; beyond, it is abridged and says so
FIGURES_MAX = 6  # of an organisation, in an abridged PDF
ABREGE = (
    "Abrégé, vu l'étendue\u00a0: tous les indicateurs y sont en tableau, et {} graphiques au plus par organisation, "
    "parmi les indicateurs à surveiller. La page du rapport les montre tous, et chaque organisation peut avoir son PDF "
    "complet."
)
A_REGARDER = {Statut.NON_ATTEINTE, Statut.NON_DISPONIBLE}


def couverture(choix: Choix, par: str, quand: datetime) -> dict[str, Any]:
    """What the report is about, how it was made, and the readings of the whole: one query."""
    exercice, tout = choix.exercice, choix.ensemble
    racines = choix.racines
    organisations = list(Organisation.objects.filter(pk__in=[ligne.pk for ligne in racines]))
    actuel, avant = (somme(organisations, tout.bilans, annee) for annee in (exercice, exercice - 1))
    resume = resumer(actuel, avant, exercice=exercice)
    illustratifs = sum(ligne.alertes.illustratifs for ligne in racines)
    return {
        "titre": choix.titre,
        "periode": exercice_texte(exercice),
        "tuiles": resume.tuiles(),
        "barre": barre_statuts(resume.statuts, titre=choix.titre, largeur=400),
        "statuts": _comptes(resume.statuts),
        "definitions": [
            {"terme": "Sélection", "valeur": " · ".join(choix.filtres())},
            {"terme": "Étendue", "valeur": f"{_organisations(choix)}, {compte(resume.total, 'indicateur')}"},
            {"terme": "Calculé", "valeur": f"{date_heure(quand)}, à la demande de {par}"},
            {"terme": "Méthode", "valeur": f"{resume.taux.methode} ; {resume.progression.methode}"},
            {"terme": "Couverture", "valeur": f"{resume.taux.couverture} jugées"},
            {"terme": "Provenance", "valeur": _provenance(illustratifs, resume.total, resume.provisoire)},
            *([{"terme": "PDF", "valeur": ABREGE.format(nombre(FIGURES_MAX))}] if abrege(choix) else []),
        ],
        "organisations": [_resumee(ligne) for ligne in choix.lignes],
        "precedente": exercice_texte(exercice - 1),
    }


def abrege(choix: Choix) -> bool:
    """Whether the PDF is abridged: laid out in full, a hundred organisations would take minutes."""
    return nombre_d_indicateurs(choix.racines) > PLEIN_MAX and choix.selection.detail != SYNTHESE


def figures_abregees(vue: dict[str, Any]) -> list[dict[str, Any]]:
    """The few figures of an organisation in an abridged PDF: signals first, then what is furthest from its target."""
    fiches = [i for plan in vue["plans"] for objectif in plan["objectifs"] for i in objectif["detailles"]]
    a_voir = [i for i in fiches if i["a_regarder"] and i["svg"]]
    return sorted(a_voir, key=lambda i: (i["variation"] != Variation.DEFAVORABLE, i["atteint"]))[:FIGURES_MAX]


def _organisations(choix: Choix) -> str:
    seules = sum(1 for ligne in choix.lignes if not ligne.est_portefeuille)
    return compte(seules, "organisation")


def _provenance(illustratifs: int, total: int, provisoire: bool) -> str:
    dit = f"{compte(illustratifs, 'indicateur')} sur {nombre(total)} : chiffres ou cibles illustratifs"
    dits = [dit if illustratifs else "Chiffres réels"]
    return " ; ".join([*dits, *(["comprend des résultats provisoires"] if provisoire else [])])


def _comptes(comptes: dict[str, int]) -> list[dict[str, str]]:
    return [
        {"statut": s.value, "symbole": STATUTS[s.value][0], "libelle": s.label, "nombre": nombre(comptes[s.value])}
        for s in Statut
    ]


def _resumee(ligne: Ligne) -> dict[str, Any]:
    return {
        "pk": ligne.pk,
        "nom": ligne.nom,
        "rang": min(ligne.rang, 3),
        "barre": ligne.barre,
        "total": nombre(ligne.total),
        "taux": ligne.taux_texte,
        "couverture": ligne.couverture,
        "ecart": ligne.ecart_texte,
        "note": ligne.note_texte,
        "progression": ligne.progression_texte,
    }


def section(ligne: Ligne, choix: Choix, lues: Lues) -> dict[str, Any]:
    """An organisation: readings, judgement, blockers, plans down to each indicator."""
    bilans, exercice = choix.ensemble.bilans, choix.exercice
    resume = resumer(bilans.get((ligne.pk, exercice)), bilans.get((ligne.pk, exercice - 1)), exercice=exercice)
    return {
        "pk": ligne.pk,
        "nom": ligne.nom,
        "type": ligne.type_libelle,
        "periode": exercice_texte(exercice),
        "tuiles": resume.tuiles(),
        "barre": barre_statuts(resume.statuts, titre=ligne.nom, largeur=400),
        "statuts": _comptes(resume.statuts),
        "meteo": _meteo(lues.meteos.get(ligne.pk)),
        "bloquants": [_bloquant(b) for b in lues.bloquants.get(ligne.pk, [])],
        "annees": [exercice_texte(annee) for annee in annees_montrees(exercice)],
        "plans": [_plan(plan, lues, choix.selection.detail) for plan in lues.plans.get(ligne.pk, [])],
    }


def _meteo(meteo: Meteo | None) -> dict[str, Any]:
    if meteo is None:
        return {}
    textes = (
        ("Risques et obstacles", meteo.risques),
        ("Solutions et prochaines étapes", meteo.solutions),
        ("Réussites", meteo.reussites),
    )
    return {
        "ciel": meteo.get_ciel_display(),
        "quand": date_longue(meteo.publiee_le),
        "par": str(meteo.auteur),
        "textes": [{"terme": terme, "valeur": valeur} for terme, valeur in textes if valeur],
    }


def _bloquant(b: Bloquant) -> dict[str, str]:
    return {
        "titre": b.titre,
        "etat": b.get_etat_display(),
        "gravite": b.get_gravite_display(),
        "cause": b.get_cause_display(),
        "palier": b.get_palier_display(),
        "depuis": date_longue(b.signale_le),
        "responsable": str(b.responsable) if b.responsable else "Personne encore",
    }


def _plan(plan: PlanStrategique, lues: Lues, detail: str) -> dict[str, Any]:
    objectifs: dict[int, dict[str, Any]] = {}
    for fiche in lues.indicateurs.get(plan.pk, []):
        vu = _indicateur(fiche, lues, graphique=detail != SYNTHESE)
        objectif = objectifs.setdefault(fiche.objectif_id, _objectif(fiche, lues))
        objectif["indicateurs"].append(vu)
        if detail != SYNTHESE and (detail != A_SURVEILLER or vu["a_regarder"]):
            objectif["detailles"].append(vu)
    return {
        "titre": plan.titre,
        "periode": f"{plan.exercice_debut}-{plan.exercice_fin + 1}",
        "etat": "" if plan.etat == EtatPlan.PUBLIE else plan.get_etat_display(),
        "illustratif": plan.illustratif,
        "note": plan.note_changement,
        "objectifs": list(objectifs.values()),
    }


def _objectif(fiche: Indicateur, lues: Lues) -> dict[str, Any]:
    bilan = lues.bilans.get((Niveau.OBJECTIF, fiche.objectif_id, lues.exercice))
    return {
        "titre": f"{fiche.objectif.numero} {fiche.objectif.titre}",
        "progression": pourcentage(bilan.progression if bilan else None),
        "couverture": sur(bilan.progression_n, bilan.progression_m) if bilan else "",
        "indicateurs": [],
        "detailles": [],
    }


def _indicateur(i: Indicateur, lues: Lues, *, graphique: bool) -> dict[str, Any]:
    serie, exercice = lues.series[i.pk], lues.exercice
    bilan = lues.bilans.get((Niveau.INDICATEUR, i.pk, exercice))
    statut = Statut(bilan.statut) if bilan and bilan.statut else Statut.SANS_OBJET
    variation = Variation(serie.analyse.variation) if graphique else Variation.NON_CALCULEE
    return {
        "code": i.code,
        "nom": i.nom,
        "unite": i.unite,
        "statut_libelle": statut.label,
        "motif": MotifAbsence(bilan.motif).label if bilan and bilan.motif else "",
        "progression": pourcentage(bilan.progression if bilan else None),
        "atteint": bilan.progression if bilan and bilan.progression is not None else 0,
        "interne": i.visibilite == "interne",
        "illustratif": i.illustratif,
        "variation": variation.value,
        "variation_libelle": variation.label if variation not in ("", Variation.COMMUNE) else "",
        "a_regarder": statut in A_REGARDER or variation == Variation.DEFAVORABLE,
        "notes": _notes(i, serie),
        "annees": [_annee(serie, lues, annee) for annee in annees_montrees(exercice)],
        **(_figure(serie) if graphique else {}),
    }


def _figure(serie: Serie) -> dict[str, Any]:
    """The chart, and what to see in it."""
    if not serie.points:
        return {"svg": "", "titre": "", "signaux": ""}
    dessin = xmr(
        serie.analyse,
        serie.etiquettes,
        titre=serie.titre,
        unite=serie.indicateur.unite,
        decimales=serie.indicateur.decimales,
        paliers=serie.paliers,
        noms_phases=serie.noms_phases,
        largeur=LARGEUR,
        hauteur=HAUTEUR,
    )
    coupee = f"Les {POINTS_MAX} derniers résultats." if len(serie.mesures) == POINTS_MAX else ""
    return {"svg": dessin, "titre": serie.titre, "signaux": " ".join(d for d in (serie.signaux, coupee) if d)}


def annees_montrees(exercice: int) -> range:
    return range(exercice - ANNEES + 1, exercice + 1)


def _annee(serie: Serie, lues: Lues, annee: int) -> dict[str, Any]:
    """Result over target in a fiscal year, and the shape of its statut."""
    bilan, cible = lues.bilans.get((Niveau.INDICATEUR, serie.indicateur.pk, annee)), serie.cibles.get(annee)
    statut = bilan.statut if bilan and (cible or bilan.statut == Statut.A_VENIR) else ""
    i = serie.indicateur
    return {
        "resultat": avec_unite(_lisible(bilan.resultat), unite_courte(i.unite), i.decimales) if bilan else ABSENT,
        "cible": resultats.dire_cible(i, cible) if cible else "",
        "statut": statut,
        "symbole": STATUTS[statut][0] if statut else "",
        "libelle": Statut(statut).label if statut else "",
        "provisoire": bool(bilan and bilan.provisoire),
    }


def _lisible(resultat: Decimal | None) -> Decimal | None:
    """A mean of months has no end of decimals: three are enough to read, the sheet has them all."""
    return None if resultat is None else round(resultat, 3)


def _notes(i: Indicateur, serie: Serie) -> list[str]:
    """Why the sheet or a target changed since it was published."""
    dites = [i.note_changement, *(cible.note_changement for cible in serie.cibles.values())]
    return list(dict.fromkeys(note for note in dites if note))


def nombre_d_indicateurs(lignes: Sequence[Ligne]) -> int:
    return sum(ligne.total for ligne in lignes)
