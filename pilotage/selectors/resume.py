"""The readings of a bilan, formatted once: every page that shows a node shows the same words.

A score never goes without its method, its coverage and the previous period.
"""

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from ecosysteme.enums import MotifAbsence, Statut
from ecosysteme.format import ABSENT, date_longue, ecart, exercice_texte, nombre, pourcentage

from ..enums import Niveau
from ..models import Bilan
from ..notation import note_moyenne, taux_atteinte

SCT_2022 = "SCT 2022"
PONDEREE = "Progression pondérée, version 1"
ENFANTS = {
    Niveau.INDICATEUR: ("indicateur", "indicateurs"),
    Niveau.OBJECTIF: ("indicateur", "indicateurs"),
    Niveau.ORIENTATION: ("objectif", "objectifs"),
    Niveau.PLAN: ("orientation", "orientations"),
    Niveau.ORGANISATION: ("plan ou organisation", "plans et organisations"),
}


@dataclass(frozen=True, slots=True)
class Lecture:
    """One figure with what it must never go without; the parameters of composants/tuile.html."""

    libelle: str
    brut: Decimal | None
    valeur: str
    unite: str
    couverture: str
    methode: str
    precedent: str
    ecart: str

    def tuile(self, *, periode: str = "", url: str = "", url_methode: str = "") -> dict[str, Any]:
        return {
            "libelle": self.libelle,
            "valeur": self.valeur,
            "unite": self.unite if self.brut is not None else "",
            "couverture": self.couverture,
            "methode": self.methode,
            "precedent": self.precedent,
            "ecart": self.ecart,
            "periode": periode,
            "url": url,
            "url_methode": url_methode,
        }

    @property
    def texte(self) -> str:
        """« 58,2 % », « 58,2 », « – »."""
        return self.valeur if self.brut is None or not self.unite else f"{self.valeur}\u00a0{self.unite}"


@dataclass(frozen=True, slots=True)
class Resume:
    """A node in a fiscal year."""

    exercice: int
    periode: str
    existe: bool
    statuts: dict[str, int]
    total: int
    taux: Lecture
    note: Lecture
    progression: Lecture
    provisoire: bool
    derniere_mesure: str
    calcule_le: Any
    statut: str
    statut_libelle: str
    motif: str

    def tuiles(self, *, url_methode: str = "") -> list[dict[str, Any]]:
        return [lecture.tuile(url_methode=url_methode) for lecture in (self.taux, self.note, self.progression)]


def statuts(bilan: Bilan | None) -> dict[str, int]:
    """Numbers of indicators by statut, in the order they are shown."""
    return {str(s): getattr(bilan, f"nb_{s}") if bilan else 0 for s in Statut.values}


def taux(bilan: Bilan | None) -> Decimal | None:
    return taux_atteinte(bilan.nb_atteinte, bilan.nb_non_atteinte) if bilan else None


def note(bilan: Bilan | None) -> Decimal | None:
    return note_moyenne(bilan.pointage_somme, bilan.pointage_n) if bilan else None


def echues(bilan: Bilan | None) -> int:
    """Targets whose deadline has come, judged or not."""
    return bilan.nb_atteinte + bilan.nb_non_atteinte + bilan.nb_non_disponible if bilan else 0


def sur(n: int, m: int) -> str:
    """« 12 sur 15 »."""
    return f"{nombre(n)} sur {nombre(m)}"


def difference(maintenant: Decimal | None, avant: Decimal | None) -> str:
    """« +3,1 points », or nothing when one of the two is missing."""
    if maintenant is None or avant is None:
        return ""
    arrondie = ecart(maintenant - avant, 1)
    return f"{arrondie}\u00a0point{'s' if abs(maintenant - avant) >= 2 else ''}"


def resumer(
    bilan: Bilan | None, precedent: Bilan | None = None, *, exercice: int, niveau: Niveau = Niveau.ORGANISATION
) -> Resume:
    """The readings of a node in `exercice`, against the year before; `bilan` is None when there is nothing to show."""
    avant = exercice_texte(exercice - 1)
    comptes = statuts(bilan)
    return Resume(
        exercice=exercice,
        periode=exercice_texte(exercice),
        existe=bilan is not None,
        statuts=comptes,
        total=sum(comptes.values()),
        taux=_taux(bilan, precedent, avant),
        note=_note(bilan, precedent, avant),
        progression=_progression(bilan, precedent, avant, niveau),
        provisoire=bool(bilan and bilan.provisoire),
        derniere_mesure=date_longue(bilan.derniere_mesure) if bilan else ABSENT,
        calcule_le=bilan.calcule_le if bilan else None,
        statut=bilan.statut if bilan else "",
        statut_libelle=Statut(bilan.statut).label if bilan and bilan.statut else "",
        motif=MotifAbsence(bilan.motif).label if bilan and bilan.motif else "",
    )


def _lecture(
    libelle: str, unite: str, methode: str, couverture: str, valeurs: tuple[Decimal | None, Decimal | None], avant: str
) -> Lecture:
    brut, ancienne = valeurs
    ancienne_ecrite = pourcentage(ancienne) if unite else nombre(ancienne, 1)
    return Lecture(
        libelle=libelle,
        brut=brut,
        valeur=nombre(brut, 1),
        unite=unite,
        couverture=couverture,
        methode=methode,
        precedent=f"{ancienne_ecrite} en {avant}" if ancienne is not None else f"Rien à comparer en {avant}",
        ecart=difference(brut, ancienne),
    )


def _taux(bilan: Bilan | None, precedent: Bilan | None, avant: str) -> Lecture:
    jugees = bilan.nb_atteinte + bilan.nb_non_atteinte if bilan else 0
    couverture = f"{sur(jugees, echues(bilan))} cibles échues"
    return _lecture("Taux d'atteinte", "%", SCT_2022, couverture, (taux(bilan), taux(precedent)), avant)


def _note(bilan: Bilan | None, precedent: Bilan | None, avant: str) -> Lecture:
    couverture = f"{sur(bilan.pointage_n if bilan else 0, echues(bilan))} cibles échues"
    return _lecture("Pointage moyen", "", SCT_2022, couverture, (note(bilan), note(precedent)), avant)


def _progression(bilan: Bilan | None, precedent: Bilan | None, avant: str, niveau: Niveau) -> Lecture:
    n, m = (bilan.progression_n, bilan.progression_m) if bilan else (0, 0)
    couverture = f"{sur(n, m)} {ENFANTS[niveau][m > 1]}"
    valeurs = (bilan.progression if bilan else None, precedent.progression if precedent else None)
    lue = _lecture("Progression pondérée", "%", PONDEREE, couverture, valeurs, avant)
    if valeurs[0] is None and m > n:
        return replace(lue, precedent=f"Pas de moyenne tant qu'il en manque {nombre(m - n)}")
    return lue
