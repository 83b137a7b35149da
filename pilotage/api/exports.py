"""Results and roll-ups as CSV, with the names a person needs beside the identifiers."""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Any

from django.db.models import Model, QuerySet

from ecosysteme.api.exports import ExportCsv
from ecosysteme.api.gestes import EXPORT, Geste
from ecosysteme.models import Indicateur, Mesure, Objectif, Organisation, Orientation, PlanStrategique
from ecosysteme.nombres import epurer

from ..enums import Niveau
from ..models import Bilan
from .bilans import Bilans
from .mesures import Mesures

NOMS = {
    Niveau.INDICATEUR: (Indicateur, "nom"),
    Niveau.OBJECTIF: (Objectif, "titre"),
    Niveau.ORIENTATION: (Orientation, "titre"),
    Niveau.PLAN: (PlanStrategique, "titre"),
    Niveau.ORGANISATION: (Organisation, "nom"),
}
CHAMPS_BILAN = (
    "exercice", "territoire", "statut", "motif", "provisoire", "resultat", "nb_atteinte", "nb_non_atteinte",
    "nb_a_venir", "nb_non_disponible", "nb_sans_objet", "progression", "progression_n", "progression_m",
    "pointage_somme", "pointage_n", "derniere_mesure", "methode", "calcule_le",
)  # fmt: skip
CHAMPS_MESURE = (
    "debut", "fin", "exercice", "territoire", "valeur", "motif_absence", "sans_objet", "etat", "commentaire", "source",
    "version", "saisie_le",
)  # fmt: skip


def _cellules(ligne: Model, champs: Iterable[str]) -> Iterator[Any]:
    for champ in champs:
        valeur = getattr(ligne, champ)
        yield epurer(valeur) if isinstance(valeur, Decimal) else valeur


class MesuresCsv(ExportCsv, Mesures):
    gestes = {"exporter": Geste("Exporter les résultats", EXPORT)}
    nom_fichier = "mesures"
    entetes = ("id", "organisation", "indicateur", "code", "nom", "unite", *CHAMPS_MESURE)

    def lisibles(self) -> QuerySet[Mesure]:
        return super().lisibles().select_related(None).select_related("indicateur__organisation")

    def rangees(self, lot: list[Mesure]) -> Iterable[Sequence[Any]]:
        for mesure in lot:
            fiche = mesure.indicateur
            qui = (mesure.pk, fiche.organisation.sigle, fiche.pk, fiche.code, fiche.nom, fiche.unite)
            yield (*qui, *_cellules(mesure, CHAMPS_MESURE))


class BilansCsv(ExportCsv, Bilans):
    gestes = {"exporter": Geste("Exporter les bilans", EXPORT)}
    nom_fichier = "bilans"
    entetes = ("niveau", "noeud", "nom", *CHAMPS_BILAN)

    def rangees(self, lot: list[Bilan]) -> Iterable[Sequence[Any]]:
        noms = {}
        for niveau in sorted({bilan.niveau for bilan in lot}):
            modele, champ = NOMS[niveau]
            voulus = [b.noeud_id for b in lot if b.niveau == niveau]
            paires = modele.objects.filter(pk__in=voulus).values_list("pk", champ)
            noms |= {(niveau, pk): nom for pk, nom in paires}
        for bilan in lot:
            qui = (Niveau(bilan.niveau).name.lower(), bilan.noeud_id, noms.get((bilan.niveau, bilan.noeud_id), ""))
            yield (*qui, *_cellules(bilan, CHAMPS_BILAN))
