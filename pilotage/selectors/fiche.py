"""The page of an indicator: place in the hierarchy, three readings, chart, table, calculation, history."""

from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, Value
from django.db.models.functions import Concat
from django.shortcuts import get_object_or_404
from django.urls import reverse

from ecosysteme.enums import EtatPlan, MotifAbsence, Statut, Territoire
from ecosysteme.format import avec_unite, date_heure, exercice_texte, nombre, pourcentage, unite_courte
from ecosysteme.models import Abonnement, Indicateur, Mesure, Personne
from ecosysteme.permissions import droits, indicateurs_lisibles

from ..enums import Niveau, Variation
from ..models import Bilan, CleSale
from . import calculs, calculs_indicateur, fiche_textes, historique, meteo, publies, resultats, serie
from .corrections import ouvertes
from .exercices import Exercices, exercices
from .fil import fil_indicateur

HISTORIQUE_MONTRE = 6
RAISONS = {
    "sans_resultat": "Aucun résultat pour cet exercice.",
    "sans_depart": "Sans valeur de départ, le chemin parcouru ne se calcule pas.",
    "sans_cible": "Aucune cible chiffrée vers laquelle progresser.",
}


@dataclass(frozen=True)
class Vue:
    """What the page was asked to show, and what it read for it."""

    personne: Personne
    indicateur: Indicateur
    serie: serie.Serie
    exercices: Exercices
    bilans: dict[int, Bilan]

    @property
    def exercice(self) -> int:
        return self.exercices.voulu

    @property
    def bilan(self) -> Bilan | None:
        return self.bilans.get(self.exercice)


def indicateur_ou_404(personne: Personne, pk: int, exercice: int) -> Indicateur:
    """The indicator with all the page needs of it, in one query."""
    territoires = (
        Mesure.objects.filter(indicateur=OuterRef("pk")).order_by("territoire").values("territoire").distinct()
    )
    sujet = Concat(Value("indicateur:"), OuterRef("pk"))
    lisibles = indicateurs_lisibles(personne).select_related(
        "organisation", "responsable", "parent", "objectif__orientation__plan__organisation", "etat_courant"
    )
    annotes = lisibles.annotate(
        territoires=ArraySubquery(territoires),
        suivi=Exists(Abonnement.objects.filter(personne=personne, sujet=sujet)),
        corrections_ouvertes=ouvertes(),
        meteo_objectif=meteo.ciel_de_l_objectif(exercice),
        en_attente=Exists(CleSale.objects.filter(niveau=Niveau.INDICATEUR, noeud_id=OuterRef("pk"))),
    )
    return get_object_or_404(annotes, pk=pk)


def ouvrir(personne: Personne, pk: int, exercice: str | None, territoire: str) -> Vue:
    """Look up the indicator with its right and read its figures; an unknown territory counts as the whole of Québec."""
    annees = exercices(exercice, personne)
    indicateur = indicateur_ou_404(personne, pk, annees.voulu)
    voulu = territoire if territoire in indicateur.territoires else ""
    lue = serie.lire(personne, indicateur, voulu)
    voulues = {*resultats.exercices_de(lue), annees.voulu}
    lus = publies.lire(personne, Niveau.INDICATEUR, [pk], voulues, voulu)
    return Vue(personne, indicateur, lue, annees, {annee: bilan for (_, annee), bilan in lus.items()})


def contexte(vue: Vue, tout: bool = False) -> dict[str, Any]:
    """Everything the page shows, formatted once."""
    i, lue = vue.indicateur, vue.serie
    annees = resultats.exercices_de(lue)
    montrees = annees if tout else annees[: resultats.MONTRES]
    lignes = resultats.lignes(lue, vue.bilans, montrees, vue.exercice, tout)
    return {
        "indicateur": i,
        "sujet": f"indicateur:{i.pk}",
        "fil": fil_indicateur(i),
        "exercices": vue.exercices,
        "periode": vue.exercices.texte,
        "territoire": Territoire(lue.territoire).label if lue.territoire else "",
        "lectures": lectures(vue),
        "meteo": meteo.de_l_objectif(i, vue.exercice) if lue.complete else meteo.AUCUNE,
        "graphique": graphique(lue),
        "lignes": lignes,
        "colonnes": colonnes(lignes),
        "source_commune": resultats.source_commune(lignes),
        "abregee": not tout and (len(montrees) < len(annees) or resultats.repliees(lue, montrees, vue.exercice)),
        "calcul": calculs_indicateur.parties(
            vue.personne, i, lue.mesures, lue.cibles, vue.bilan, vue.exercice, lue.territoire
        ),
        "url_calcul": calculs.url_calcul(Niveau.INDICATEUR, i.pk, vue.exercice),
        "calcule_le": date_heure(vue.bilan.calcule_le) if vue.bilan else "",
        "fiche": fiche_textes.fiche(i, lue.complete),
        "fraicheur": fiche_textes.fraicheur(lue),
        "cibles_illustratives": any(cible.illustratif for cible in lue.cibles.values()),
        "brouillon": i.objectif.orientation.plan.etat == EtatPlan.BROUILLON,
        "droits": droits_sur(vue.personne, i),
        **historique_de(vue),
    }


def colonnes(lignes: list[resultats.Ligne]) -> dict[str, bool]:
    """Optional columns worth their room."""
    return {
        "commentaire": any(ligne.commentaire for ligne in lignes),
        "source": any(ligne.source for ligne in lignes) and not resultats.source_commune(lignes),
    }


def droits_sur(personne: Personne, i: Indicateur) -> dict[str, bool]:
    acces = droits(personne)
    return {"saisir": acces.peut_saisir(i), "valider": acces.peut("valider", i.organisation)}


def lectures(vue: Vue) -> dict[str, Any]:
    """The parameters of composants/lectures.html."""
    i, bilan = vue.indicateur, vue.bilan
    statut = Statut(bilan.statut) if bilan and bilan.statut else Statut.SANS_OBJET
    progression = bilan.progression if bilan else None
    return {
        "statut": statut.value,
        "statut_libelle": statut.label,
        "statut_phrase": _phrase_statut(vue, statut),
        "progression_texte": pourcentage(progression) if progression is not None else "Sans progression",
        "progression_valeur": f"{progression:.1f}" if progression is not None else "",
        "progression_phrase": _phrase_progression(vue, i),
    }


def _phrase_statut(vue: Vue, statut: Statut) -> str:
    """« 169 en 2023-2024, pour une cible d'au moins 184. »"""
    bilan, cible, i = vue.bilan, vue.serie.cibles.get(vue.exercice), vue.indicateur
    if bilan is None:
        return f"Ni cible ni résultat pour {exercice_texte(vue.exercice)}."
    dite = resultats.dire_cible(i, cible)
    debut = MotifAbsence(bilan.motif).label if bilan.motif else "Aucun résultat"
    if bilan.resultat is not None:
        debut = avec_unite(bilan.resultat, unite_courte(i.unite), i.decimales)
    suite = f"cible : {dite}" if cible else "aucune cible pour cet exercice"
    suite += ", résultat provisoire" if bilan.provisoire else ""
    return f"{debut} en {exercice_texte(vue.exercice)}\u202f; {suite}."


def _phrase_progression(vue: Vue, i: Indicateur) -> str:
    bilan, cible = vue.bilan, vue.serie.cibles.get(vue.exercice)
    if bilan is not None and bilan.progression is not None:
        if i.valeur_depart is None or cible is None:
            return "Tout ou rien : la cible est atteinte ou ne l'est pas."
        depart = avec_unite(i.valeur_depart, unite_courte(i.unite), i.decimales)
        return f"Du départ de {depart} vers la cible ({resultats.dire_cible(i, cible)})."
    if cible is None:
        return RAISONS["sans_cible"]
    if bilan is None or bilan.resultat is None:
        return RAISONS["sans_resultat"]
    return RAISONS["sans_depart"] if i.valeur_depart is None else RAISONS["sans_cible"]


def graphique(lue: serie.Serie) -> dict[str, Any]:
    """The figure with its title, its words, and the icon of its last point."""
    analyse = lue.analyse
    signal = analyse.points[-1].signal if analyse.points else None
    return {
        "titre": lue.titre,
        "sous_titre": lue.sous_titre,
        "svg": lue.dessiner() if lue.points else "",
        "lecture": lue.lecture,
        "signaux": lue.signaux,
        "variation": analyse.variation,
        "variation_libelle": Variation(analyse.variation).label,
        "cote": signal.cote if signal else "",
        "assurance": analyse.assurance,
        "explorable": len(lue.points) > 1,
    }


def historique_de(vue: Vue) -> dict[str, Any]:
    """The latest changes; nothing for who reads published figures only."""
    if not vue.serie.complete:
        return {"historique": None, "historique_total": ""}
    i = vue.indicateur
    toutes = historique.entrees(historique.lire("indicateur", i.pk), unite=i.unite, decimales=i.decimales)
    return {
        "historique": toutes[:HISTORIQUE_MONTRE],
        "historique_total": nombre(len(toutes)) if len(toutes) > HISTORIQUE_MONTRE else "",
    }


def url_fiche(pk: int) -> str:
    return reverse("pilotage:indicateur", args=[pk])
