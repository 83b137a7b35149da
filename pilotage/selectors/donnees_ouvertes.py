"""The open data: published figures only, streamed, decimals exact, in the columns of the dictionary."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import connection
from django.db.models import Count, F, Value
from django.db.models.functions import Coalesce, NullIf
from django.urls import reverse

from ecosysteme.exports import TYPE_CSV
from ecosysteme.format import compte, date_longue
from ecosysteme.models import Cible
from ecosysteme.nombres import epurer
from ecosysteme.periodes import lire_exercice

from . import export_bilans, publies
from .donnees_dictionnaire import LICENCE, TABLES, Table
from .publies import PUBLIC

LOT = 2000
STATUTS = ("atteinte", "non_atteinte", "a_venir", "non_disponible", "sans_objet")
PLAN = "objectif__orientation__plan"
OGL = ("Licence du gouvernement ouvert – Canada", "https://ouvert.canada.ca/fr/licence-du-gouvernement-ouvert-canada")
# What a source is named by, and the licence its figures keep.
LICENCES_CONNUES = (("gouvernement ouvert", OGL), ("statistique canada", OGL), ("infobase", OGL))

# The latest of: a bilan computed, a sheet, a target or a result changed.
_MODIFICATION = """
    SELECT greatest((SELECT max(calcule_le) FROM pilotage_bilan),
                    (SELECT max(pgh_created_at) FROM ecosysteme_indicateurevent),
                    (SELECT max(pgh_created_at) FROM ecosysteme_cibleevent),
                    (SELECT max(pgh_created_at) FROM ecosysteme_organisationevent))"""


def lignes(table: Table) -> Iterator[tuple[Any, ...]]:
    """The rows of a table, read by pages from the server."""
    return LECTURES[table.nom]()


def derniere_modification() -> datetime | None:
    with connection.cursor() as curseur:
        curseur.execute(_MODIFICATION)
        return curseur.fetchone()[0]


def _nettes(rangees: Iterable[tuple[Any, ...]]) -> Iterator[tuple[Any, ...]]:
    """Decimals without the zeros of their column."""
    for rangee in rangees:
        yield tuple(epurer(valeur) if isinstance(valeur, Decimal) else valeur for valeur in rangee)


def _organisations() -> Iterator[tuple[Any, ...]]:
    champs = ("pk", "sigle", "nom", "type", "parent_id", "debut", "fin", "illustratif")
    return publies.organisations().order_by("pk").values_list(*champs).iterator(LOT)


def _indicateurs() -> Iterator[tuple[Any, ...]]:
    nomme = Coalesce(NullIf("nom_public", Value("")), F("nom"))
    rangees = publies.indicateurs(PUBLIC).order_by("pk").annotate(nomme=nomme).values_list(
        "pk", "organisation_id", f"{PLAN}_id", f"{PLAN}__titre", f"{PLAN}__exercice_debut", f"{PLAN}__exercice_fin",
        "objectif__orientation_id", "objectif__orientation__titre", "objectif_id", "objectif__numero",
        "objectif__titre", "code", "nomme", "definition", "type", "sens", "unite", "methode_calcul", "source",
        "source_url", "frequence", "valeur_depart", "date_depart", "poids", "illustratif",
    )  # fmt: skip
    return _nettes(rangees.iterator(LOT))


def _cibles() -> Iterator[tuple[Any, ...]]:
    rangees = Cible.objects.filter(indicateur__in=publies.indicateurs(PUBLIC)).order_by(
        "indicateur_id", "exercice", "pk"
    )
    champs = (
        "indicateur_id", "exercice", "territoire", "forme", "valeur_min", "valeur_max", "texte", "echeance",
        "illustratif",
    )  # fmt: skip
    return _nettes(rangees.values_list(*champs).iterator(LOT))


def _resultats() -> Iterator[tuple[Any, ...]]:
    rangees = publies.mesures(PUBLIC).order_by("indicateur_id", "fin", "territoire")
    champs = (
        "indicateur_id", "debut", "fin", "exercice", "territoire", "valeur", "motif_absence", "sans_objet", "source",
    )  # fmt: skip
    return _nettes(rangees.values_list(*champs).iterator(LOT))


def _bilans() -> Iterator[tuple[Any, ...]]:
    return _nettes(_bilan(b) for b in export_bilans.bilans(publics=True))


def _bilan(b: dict[str, Any]) -> tuple[Any, ...]:
    feuille = b["niveau"] == "indicateur"
    return (
        b["niveau"], b["id"], b["organisation"], lire_exercice(b["exercice"]),
        b["statut"] if feuille else None, b["motif"] if feuille else None, b["resultat"] if feuille else None,
        *(b["statuts"][statut] for statut in STATUTS), b["taux_atteinte"], b["note_moyenne"], b["progression"],
        b["couverture"]["n"], b["couverture"]["m"], b["derniere_mesure"], b["methode"], b["calcule_le"],
    )  # fmt: skip


LECTURES = {
    "organisations": _organisations,
    "indicateurs": _indicateurs,
    "cibles": _cibles,
    "resultats": _resultats,
    "bilans": _bilans,
}


def page() -> dict[str, Any]:
    modifie = derniere_modification()
    return {
        "tables": [{"t": table, **_adresses(table)} for table in TABLES],
        "dictionnaire": reverse("barometre:dictionnaire"),
        "modifie": date_longue(modifie) if modifie else "",
        "licence": LICENCE,
    }


def _adresses(table: Table) -> dict[str, str]:
    csv = reverse("barometre:csv", args=[table.nom])
    return {"csv": csv, "tableur": f"{csv}?pour=tableur", "json": reverse("barometre:json", args=[table.nom])}


def sources() -> dict[str, Any]:
    """The sources of the published indicators, each with the licence its figures keep: one query."""
    comptes = (
        publies.indicateurs(PUBLIC).exclude(source="").order_by("source").values_list("source").annotate(n=Count("pk"))
    )
    return {
        "licence": LICENCE,
        "sources": [
            {"nom": source, "compte": compte(n, "indicateur"), "licence": nom, "url": url}
            for source, n in comptes
            for nom, url in [_licence(source)]
        ],
    }


def _licence(source: str) -> tuple[str, str]:
    minuscule = source.lower()
    return next((licence for mot, licence in LICENCES_CONNUES if mot in minuscule), ("", ""))


def datapackage(racine: str) -> dict[str, Any]:
    """Frictionless Data Package: what a machine needs to read the files. `racine`: the address of the site."""
    connues = [(source["nom"], source["url"]) for source in sources()["sources"]]
    return {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "barometre-performance-quebec",
        "title": "Baromètre de la performance : cibles et résultats publiés",
        "description": "Indicateurs publics des plans stratégiques publiés et leurs résultats validés.",
        "homepage": f"{racine}{reverse('barometre:accueil')}",
        "licenses": [LICENCE],
        "sources": [{"title": nom, **({"path": url} if url else {})} for nom, url in connues],
        "resources": [_ressource(table, racine) for table in TABLES],
    }


def _ressource(table: Table, racine: str) -> dict[str, Any]:
    return {
        "name": table.nom,
        "title": table.titre,
        "description": table.sens,
        "path": f"{racine}{reverse('barometre:csv', args=[table.nom])}",
        "format": "csv",
        "mediatype": TYPE_CSV,
        "encoding": "utf-8",
        "dialect": {"delimiter": ",", "lineTerminator": "\r\n", "quoteChar": '"', "header": True},
        "schema": {"fields": [colonne.schema() for colonne in table.colonnes], "missingValues": [""]},
    }
