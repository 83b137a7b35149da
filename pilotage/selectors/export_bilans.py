"""Every bilan with the node it stands on, one after the other: what `manage.py bilans` prints."""

from collections.abc import Iterator
from typing import Any

from django.db import connection, transaction

from ecosysteme.format import exercice_texte
from ecosysteme.models import Organisation

from ..enums import Niveau
from ..notation import note_moyenne, taux_atteinte
from .meteo_repartitions import Cle, Repartition, repartitions
from .notes_export import NotesOfficielles

PAGE = 2000
STATUTS = ("atteinte", "non_atteinte", "a_venir", "non_disponible", "sans_objet")

# What private partners read (publies.sql), for the years there are.
_PUBLIES = """(
    SELECT * FROM pilotage_publies(
        ARRAY(SELECT id FROM ecosysteme_planstrategique WHERE etat <> 'brouillon'), {annees}, '')
    UNION ALL
    SELECT * FROM pilotage_publies_organisations(
        ARRAY(SELECT id FROM ecosysteme_organisation WHERE parent_id IS NULL AND type <> 'partenaire_prive'),
        {annees}, ''))"""
_ANNEES = "ARRAY(SELECT DISTINCT exercice FROM pilotage_bilan WHERE %(exercice)s IN (0, exercice))"

_REQUETE = """
    SELECT b.niveau, b.noeud_id, h.sigle AS organisation,
           CASE b.niveau WHEN 5 THEN h.sigle WHEN 3 THEN r.numero WHEN 2 THEN o.numero WHEN 1 THEN i.code ELSE '' END
               AS code,
           CASE b.niveau WHEN 5 THEN h.nom WHEN 4 THEN p.titre WHEN 3 THEN r.titre WHEN 2 THEN o.titre ELSE i.nom END
               AS nom,
           b.exercice, b.territoire, b.statut, b.motif, b.provisoire, b.resultat, b.nb_atteinte, b.nb_non_atteinte,
           b.nb_a_venir, b.nb_non_disponible, b.nb_sans_objet, b.progression, b.progression_n, b.progression_m,
           b.pointage_somme, b.pointage_n, b.derniere_mesure, b.methode, b.calcule_le
      FROM {source} b
      LEFT JOIN ecosysteme_indicateur i ON b.niveau = 1 AND i.id = b.noeud_id
      LEFT JOIN ecosysteme_objectif o ON o.id = CASE b.niveau WHEN 2 THEN b.noeud_id ELSE i.objectif_id END
      LEFT JOIN ecosysteme_orientation r ON r.id = CASE b.niveau WHEN 3 THEN b.noeud_id ELSE o.orientation_id END
      LEFT JOIN ecosysteme_planstrategique p ON p.id = CASE b.niveau WHEN 4 THEN b.noeud_id ELSE r.plan_id END
      JOIN ecosysteme_organisation h ON h.id = CASE b.niveau WHEN 5 THEN b.noeud_id ELSE p.organisation_id END
     WHERE %(exercice)s IN (0, b.exercice) AND (%(organisation)s IS NULL OR h.chemin @> ARRAY[%(organisation)s::bigint])
     ORDER BY b.exercice, b.territoire, h.chemin, b.niveau DESC, p.id, r.numero, o.numero, i.code, b.noeud_id"""


def bilans(
    organisation: Organisation | None = None, exercice: int | None = None, *, publics: bool = False
) -> Iterator[dict[str, Any]]:
    """Bilans of an organisation and of all it holds, top down; read by pages from the server. Decimals stay exact.

    `publics`: published figures only, for the whole of Québec.
    """
    source = _PUBLIES.format(annees=_ANNEES) if publics else "pilotage_bilan"
    parametres = {"exercice": exercice or 0, "organisation": organisation and organisation.pk}
    with transaction.atomic():
        with connection.cursor() as curseur:
            curseur.execute("SET LOCAL statement_timeout = 0; SET LOCAL enable_nestloop = off")
        with connection.chunked_cursor() as curseur:
            curseur.execute(_REQUETE.format(source=source), parametres)
            noms, officielles = None, NotesOfficielles(publics=publics)
            while lignes := curseur.fetchmany(PAGE):
                noms = noms or [colonne.name for colonne in curseur.description]
                lues = [dict(zip(noms, ligne, strict=True)) for ligne in lignes]
                ciels = repartitions([] if publics else [_cle(b) for b in lues])
                for lue in lues:
                    dites = {"notes_officielles": officielles.de(lue), "meteos": _meteos(lue, ciels)}
                    yield _dire(lue) | dites


def _cle(b: dict[str, Any]) -> tuple[int, int, int, str]:
    return b["niveau"], b["noeud_id"], b["exercice"], b["territoire"]


def _meteos(b: dict[str, Any], ciels: dict[Cle, Repartition]) -> Repartition | None:
    *cle, region = _cle(b)
    return None if region else ciels.get(tuple(cle))


def _dire(b: dict[str, Any]) -> dict[str, Any]:
    return {
        "niveau": Niveau(b["niveau"]).name.lower(),
        "id": b["noeud_id"],
        "code": b["code"],
        "nom": b["nom"],
        "organisation": b["organisation"],
        "exercice": exercice_texte(b["exercice"]),
        "territoire": b["territoire"],
        "statut": b["statut"] or None,
        "motif": b["motif"] or None,
        "provisoire": b["provisoire"],
        "resultat": b["resultat"],
        "statuts": {statut: b[f"nb_{statut}"] for statut in STATUTS},
        "progression": b["progression"],
        "couverture": {"n": b["progression_n"], "m": b["progression_m"]},
        "taux_atteinte": taux_atteinte(b["nb_atteinte"], b["nb_non_atteinte"]),
        "note_moyenne": note_moyenne(b["pointage_somme"], b["pointage_n"]),
        "derniere_mesure": b["derniere_mesure"],
        "methode": b["methode"],
        "calcule_le": b["calcule_le"],
    }
