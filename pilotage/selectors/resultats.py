"""The table of targets and results of an indicator: one row a fiscal year, its periods under it when it has several."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from ecosysteme.enums import EtatMesure, MotifAbsence, Statut
from ecosysteme.format import ABSENT, avec_unite, date_longue, exercice_texte, periode_texte, pourcentage, unite_courte
from ecosysteme.models import Cible, Indicateur, Mesure
from ecosysteme.nombres import epurer

from ..explications import cible_en_mots
from ..models import Bilan
from ..notation import JUGEES
from .calculs_indicateur import vue
from .serie import Serie

MONTRES = 12


@dataclass(frozen=True, slots=True)
class Ligne:
    """A row, formatted; `detail` is a period under its fiscal year."""

    periode: str
    resultat: str
    cible: str
    statut: str
    statut_libelle: str
    motif: str
    progression: str
    etat: str
    provisoire: bool
    commentaire: str
    source: str
    detail: bool = False
    courante: bool = False
    cible_pk: int | None = None
    cible_note: str = ""


def repliees(serie: Serie, annees: Sequence[int], exercice: int) -> bool:
    """Whether `lignes` leaves periods out."""
    comptes = Counter(mesure.exercice for mesure in serie.mesures)
    return any(comptes[annee] > 1 for annee in annees[1:] if annee != exercice)


def exercices_de(serie: Serie) -> list[int]:
    """Fiscal years that have a result or a target, the latest first."""
    return sorted({*serie.cibles, *(mesure.exercice for mesure in serie.mesures)}, reverse=True)


def lignes(
    serie: Serie, bilans: dict[int, Bilan], annees: Sequence[int], exercice: int, tout: bool = False
) -> list[Ligne]:
    """Rows of these fiscal years, in their order; periods of the latest and of the one shown, of all with `tout`."""
    detaillees = {*annees[:1], exercice}
    par_annee: dict[int, list[Mesure]] = defaultdict(list)
    for mesure in serie.mesures:
        par_annee[mesure.exercice].append(mesure)
    faites = []
    for annee in annees:
        mesures = par_annee[annee]
        faites.append(_annee(serie, annee, mesures, bilans.get(annee), annee == exercice))
        if len(mesures) > 1 and (tout or annee in detaillees):
            faites += [_detail(serie.indicateur, mesure) for mesure in reversed(mesures)]
    return faites


def _annee(serie: Serie, annee: int, mesures: Sequence[Mesure], bilan: Bilan | None, courante: bool) -> Ligne:
    seule = mesures[0] if len(mesures) == 1 else None
    cible = serie.cibles.get(annee)
    statut = _statut(bilan, cible, mesures)
    provisoires = any(m.etat == EtatMesure.PROVISOIRE for m in mesures)
    resultat = bilan.resultat if bilan else None
    if seule is not None:
        dit = dire_resultat(serie.indicateur, seule)
    else:
        dit = avec_unite(resultat, unite_courte(serie.indicateur.unite), serie.indicateur.decimales)
    return Ligne(
        periode=periode_texte(seule.debut, seule.fin) if seule else exercice_texte(annee),
        resultat=dit,
        cible=dire_cible(serie.indicateur, cible),
        statut=statut,
        statut_libelle=Statut(statut).label if statut else "",
        motif=MotifAbsence(bilan.motif).label if bilan and bilan.motif and statut else "",
        progression=pourcentage(bilan.progression) if bilan else ABSENT,
        etat="Provisoire" if provisoires else "Validé" if mesures else "",
        provisoire=provisoires,
        commentaire=seule.commentaire if seule else "",
        source=seule.source if seule else "",
        courante=courante,
        cible_pk=cible.pk if cible else None,
        cible_note=cible.note_changement if cible else "",
    )


def _statut(bilan: Bilan | None, cible: Cible | None, mesures: Sequence[Mesure]) -> str:
    """The statut of a year that has a target; without one, only what a person declared (« sans objet »)."""
    if bilan is None or (cible is None and not any(mesure.sans_objet for mesure in mesures)):
        return ""
    return bilan.statut


def source_commune(lignes: Sequence[Ligne]) -> str:
    """The source of all the results, when they share one."""
    sources = {ligne.source for ligne in lignes if ligne.etat and (ligne.detail or ligne.source)}
    return sources.pop() if len(sources) == 1 else ""


def _detail(indicateur: Indicateur, mesure: Mesure) -> Ligne:
    return Ligne(
        periode=periode_texte(mesure.debut, mesure.fin),
        resultat=dire_resultat(indicateur, mesure),
        cible="",
        statut="",
        statut_libelle="",
        motif="",
        progression="",
        etat="Provisoire" if mesure.etat == EtatMesure.PROVISOIRE else "Validé",
        provisoire=mesure.etat == EtatMesure.PROVISOIRE,
        commentaire=mesure.commentaire,
        source=mesure.source,
        detail=True,
    )


def dire_resultat(indicateur: Indicateur, mesure: Mesure) -> str:
    if mesure.sans_objet:
        return "sans objet"
    if mesure.valeur is None:
        return MotifAbsence(mesure.motif_absence).label
    return avec_unite(mesure.valeur, unite_courte(indicateur.unite), indicateur.decimales)


def dire_cible(indicateur: Indicateur, cible: Cible | None) -> str:
    """« au moins 184 ponts », « Guide publié, d'ici le 30 juin 2026 »."""
    if cible is None:
        return ABSENT
    if cible.forme in JUGEES:
        return f"{cible.texte}, d'ici le {date_longue(cible.echeance)}"
    mots = vue(cible)
    assert mots is not None
    return cible_en_mots(mots, unite_courte(indicateur.unite), indicateur.decimales)


def pour_tableur(valeur: Decimal | None) -> Decimal | None:
    """A number without trailing zeros."""
    return None if valeur is None else epurer(valeur)


ENTETES = (
    "Exercice", "Début", "Fin", "Territoire", "Résultat", "Motif d'absence", "Sans objet", "État",
    "Cible, forme", "Cible, minimum", "Cible, maximum", "Cible, énoncé", "Statut de l'exercice",
    "Progression de l'exercice (%)", "Commentaire", "Source",
)  # fmt: skip


def lignes_export(serie: Serie, bilans: dict[int, Bilan]) -> Iterable[Sequence[Any]]:
    """One row a result (or a fiscal year without one): values as values, for a spreadsheet."""
    par_annee: dict[int, list[Mesure | None]] = defaultdict(list)
    for mesure in serie.mesures:
        par_annee[mesure.exercice].append(mesure)
    for annee in exercices_de(serie):
        cible, bilan = serie.cibles.get(annee), bilans.get(annee)
        for m in par_annee[annee] or [None]:
            yield (
                exercice_texte(annee),
                m.debut if m else None,
                m.fin if m else None,
                serie.territoire,
                pour_tableur(m.valeur) if m else None,
                m.get_motif_absence_display() if m and m.motif_absence else None,
                m.sans_objet if m else None,
                m.get_etat_display() if m else None,
                cible.get_forme_display() if cible else None,
                pour_tableur(cible.valeur_min) if cible else None,
                pour_tableur(cible.valeur_max) if cible else None,
                cible.texte if cible else None,
                Statut(bilan.statut).label if bilan and bilan.statut else None,
                pour_tableur(bilan.progression) if bilan else None,
                m.commentaire if m else None,
                m.source if m else None,
            )
