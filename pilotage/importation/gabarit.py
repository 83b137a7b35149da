"""The template of the standard format, and the export of what stands in that same format."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import Prefetch, QuerySet

from ecosysteme.enums import TypeOrganisation
from ecosysteme.format import exercice_texte
from ecosysteme.models import Cible, Indicateur, Mesure
from ecosysteme.periodes import bornes_exercice

from .profils.champs_standard import CHAMPS
from .tampon import ATTRIBUTS

_EXEMPLE = {
    "organisation": "MEX", "plan": "Plan stratégique 2023-2027", "plan_debut": "2023-2024", "plan_fin": "2026-2027",
    "orientation": "1", "orientation_titre": "Simplifier les services", "enjeu": "L'accès aux services",
    "objectif": "1.2", "objectif_titre": "Répondre plus vite", "code": "1.2.1", "type": "effet",
    "nom": "Part des demandes traitées en 10 jours", "sens": "hausse", "unite": "%", "frequence": "annuelle",
    "valeur_depart": "62,5", "date_depart": "2023-03-31", "cible_forme": "au_moins",
}  # fmt: skip
_SUITE = ("organisation", "code", "cible_forme")
_PERIODES = (
    {"periode": "2023-2024", "resultat": "66,1", "etat": "validee", "cible": "68"},
    {
        "periode": "2024-2025",
        "resultat": "71,4",
        "etat": "provisoire",
        "cible": "72",
        "commentaire": "Données préliminaires",
    },
    {"periode": "2025-2026", "cible": "76"},
)


def entetes() -> list[str]:
    return [champ.libelle for champ in CHAMPS]


def exemples() -> Iterator[list[str]]:
    """An indicator over three years: the sheet once, then its code is enough."""
    for rang, periode in enumerate(_PERIODES):
        fiche = _EXEMPLE if rang == 0 else {cle: _EXEMPLE[cle] for cle in _SUITE}
        ligne = {**fiche, **periode}
        yield [ligne.get(champ.nom, "") for champ in CHAMPS]


def exporter(indicateurs: QuerySet[Indicateur]) -> Iterator[list[Any]]:
    """Every sheet, target and result of these indicators, in the standard format: importing it back changes nothing."""
    lus = indicateurs.select_related("organisation__parent", "objectif__orientation__plan").prefetch_related(
        Prefetch("mesures", Mesure.objects.order_by("fin", "territoire")),
        Prefetch("cibles", Cible.objects.order_by("exercice", "territoire")),
    )
    for indicateur in lus.iterator(chunk_size=200):
        fiche = _fiche(indicateur)
        lignes: Iterable[dict[str, Any]] = [
            *(_cible(c) for c in indicateur.cibles.all()),
            *(_mesure(m) for m in indicateur.mesures.all()),
        ]
        for ligne in lignes or [{}]:
            complete = {**fiche, **ligne}
            yield [complete.get(champ.nom, "") for champ in CHAMPS]


def _fiche(i: Indicateur) -> dict[str, Any]:
    objectif = i.objectif
    orientation, plan = objectif.orientation, objectif.orientation.plan
    fiche = {colonne: getattr(i, colonne) for colonne in ATTRIBUTS}
    return fiche | {
        "organisation": i.organisation.sigle,
        "organisation_nom": i.organisation.nom,
        "organisation_type": "" if i.organisation.type == TypeOrganisation.GOUVERNEMENT else i.organisation.type,
        "releve_de": i.organisation.parent.sigle if i.organisation.parent else "",
        "plan": plan.titre,
        "plan_debut": exercice_texte(plan.exercice_debut),
        "plan_fin": exercice_texte(plan.exercice_fin),
        "plan_etat": plan.etat,
        "plan_illustratif": plan.illustratif,
        "orientation": orientation.numero,
        "orientation_titre": orientation.titre,
        "enjeu": orientation.enjeu,
        "objectif": objectif.numero,
        "objectif_titre": objectif.titre,
        "code": i.code,
    }


def _mesure(m: Mesure) -> dict[str, Any]:
    return {
        "debut": m.debut,
        "fin": m.fin,
        "territoire": m.territoire,
        "resultat": "s.o." if m.sans_objet else m.valeur,
        "motif_absence": m.motif_absence,
        "etat": m.etat,
        "commentaire": m.commentaire,
        "source_resultat": m.source,
    }


def _cible(c: Cible) -> dict[str, Any]:
    periode = bornes_exercice(c.exercice)
    return {
        "debut": periode.debut,
        "fin": periode.fin,
        "territoire": c.territoire,
        "cible_forme": c.forme,
        "cible_min": c.valeur_min,
        "cible_max": c.valeur_max,
        "cible_texte": c.texte,
        "echeance": c.echeance,
        "jugee_atteinte": c.jugee_atteinte,
        "cible_illustrative": c.illustratif,
    }
