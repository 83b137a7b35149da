"""The rows of the page of alerts: those on organisations from the figures of the whole, those on indicators in SQL."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.urls import reverse
from django.utils import timezone

from ecosysteme.format import date_longue
from ecosysteme.models import Personne
from ecosysteme.permissions import Droits, droits

from ..enums import TypeAlerte
from ..models import Acquittement
from . import alertes_mots as mots
from .alertes_demande import DemandeAlertes
from .alertes_organisations import levees
from .gouvernement import Ensemble

# All the alerts on indicators that the filters keep but for their type, counted; and a page of those of that type.
_REQUETE = """
    WITH toutes AS MATERIALIZED (
        SELECT a.*, po.chemin AS lignee
          FROM pilotage_alertes(%(exercice)s, %(jour)s) a
          JOIN ecosysteme_organisation po ON po.id = a.plan_organisation_id
          JOIN ecosysteme_indicateur i ON i.id = a.indicateur_id
         WHERE (%(organisation)s IS NULL OR po.chemin @> ARRAY[%(organisation)s::bigint])
           AND (%(tenues)s::bigint[] IS NULL OR po.chemin && %(tenues)s::bigint[] OR i.responsable_id = %(personne)s)),
    comptes AS (
        SELECT coalesce(jsonb_agg(jsonb_build_array(type, acquittee, n)), '[]') AS tous
          FROM (SELECT type, acquittement_id IS NOT NULL AS acquittee, count(*) AS n FROM toutes GROUP BY 1, 2) c),
    rangees AS (
        SELECT t.type, t.exercice, t.indicateur_id, t.depuis, i.code, i.nom, i.responsable_id, o.nom AS organisation,
               o.chemin, q.id AS acquittement, q.motif, q.jusqu_au, q.cree_le, p.prenom || ' ' || p.nom AS qui
          FROM toutes t JOIN ecosysteme_indicateur i ON i.id = t.indicateur_id
          JOIN ecosysteme_organisation o ON o.id = i.organisation_id
          LEFT JOIN pilotage_acquittement q ON q.id = t.acquittement_id
          LEFT JOIN ecosysteme_personne p ON p.id = q.par_id
         WHERE (%(type)s = '' OR t.type = %(type)s) AND (t.acquittement_id IS NOT NULL) = %(acquittees)s
         ORDER BY array_position(ARRAY['signal', 'retard', 'non_calcule', 'depart'], t.type), t.depuis, o.nom_cle,
                  i.code, i.id
         LIMIT %(limite)s OFFSET %(debut)s)
    SELECT c.tous, r.* FROM comptes c LEFT JOIN rangees r ON true"""


@dataclass(frozen=True, slots=True)
class Levee:
    """An alert that stands, as a row; `reponse`: who answered for it, why, until when."""

    type: str
    genre: str
    pk: int
    nom: str
    organisation: str
    detail: str
    exercice: int
    peut: bool
    reponse: dict[str, Any]

    @property
    def libelle(self) -> str:
        return mots.NOMS[TypeAlerte(self.type)]

    @property
    def url(self) -> str:
        return reverse(f"pilotage:{self.genre}", args=[self.pk])

    @property
    def cle(self) -> str:
        return f"{self.type}-{self.genre}-{self.pk}"


@dataclass(frozen=True, slots=True)
class Indicateurs:
    comptes: dict[tuple[str, bool], int]
    rangees: list[Levee]


def sur_organisations(
    personne: Personne, tout: Ensemble, demande: DemandeAlertes, exercice: int
) -> tuple[list[Levee], list[Levee]]:
    """Those that stand, then those answered for; one query, and only if there is an answer to tell."""
    acces, tenues = droits(personne), _tenues(personne, demande)
    voulue = int(demande.organisation) if demande.organisation else None
    a_traiter: list[Levee] = []
    repondues: list[Levee] = []
    mediane, toutes = levees(tout.lignes, tout.dires, exercice)
    reponses = _reponses(exercice) if tout.dires.acquittees else {}
    for type_alerte, ligne in toutes:
        if voulue not in (None, *ligne.chemin) or (tenues is not None and not set(ligne.chemin) & set(tenues)):
            continue
        repondue = type_alerte not in ligne.siennes
        levee = Levee(
            type=type_alerte,
            genre="organisation",
            pk=ligne.pk,
            nom=ligne.nom,
            organisation=ligne.groupe,
            detail=mots.d_une_organisation(type_alerte, ligne, mediane, exercice),
            exercice=exercice,
            peut=_tient(acces, "valider", ligne.chemin),
            reponse=reponses.get((type_alerte, ligne.pk), {}) if repondue else {},
        )
        (repondues if repondue else a_traiter).append(levee)
    return a_traiter, repondues


def _reponses(exercice: int) -> dict[tuple[str, int], dict[str, Any]]:
    lus = Acquittement.objects.en_vigueur().filter(organisation__isnull=False, exercice=exercice).select_related("par")
    return {(a.type, a.organisation_id): reponse(a.pk, a.motif, a.jusqu_au, str(a.par), a.cree_le) for a in lus}


def reponse(pk: int, motif: str, jusqu_au: Any, qui: str, quand: Any) -> dict[str, Any]:
    return {"pk": pk, "motif": motif, "jusqu_au": date_longue(jusqu_au), "qui": qui, "quand": date_longue(quand)}


def sur_indicateurs(
    personne: Personne, demande: DemandeAlertes, exercice: int, debut: int = 0, limite: int | None = None
) -> Indicateurs:
    """Counts by type and answer, and a page of rows: one query, whatever there is."""
    acces = droits(personne)
    parametres = {
        "exercice": exercice,
        "jour": timezone.localdate(),
        "organisation": int(demande.organisation) if demande.organisation else None,
        "tenues": _tenues(personne, demande),
        "personne": personne.pk,
        "type": demande.type,
        "acquittees": demande.acquittees,
        "debut": debut,
        "limite": limite,
    }
    with connection.cursor() as curseur:
        curseur.execute(_REQUETE, parametres)
        lignes = curseur.fetchall()
    comptes = {(mot, acquittee): n for mot, acquittee, n in json.loads(lignes[0][0])}
    return Indicateurs(comptes, list(_rangees(acces, (ligne[1:] for ligne in lignes if ligne[1]))))


def _rangees(acces: Droits, lignes: Iterable[tuple]) -> Iterator[Levee]:
    for type_alerte, exercice, pk, depuis, code, nom, responsable, organisation, chemin, *dit in lignes:
        acquittement, motif, jusqu_au, cree_le, qui = dit
        sien = responsable == acces.personne.pk and _tient(acces, "saisir_les_siens", chemin)
        yield Levee(
            type=type_alerte,
            genre="indicateur",
            pk=pk,
            nom=f"{code} {nom}",
            organisation=organisation,
            detail=mots.d_un_indicateur(type_alerte, depuis),
            exercice=exercice,
            peut=sien or _tient(acces, "saisir", chemin),
            reponse=reponse(acquittement, motif, jusqu_au, qui, cree_le) if acquittement else {},
        )


def _tient(acces: Droits, verbe: str, chemin: Iterable[int]) -> bool:
    return bool(set(acces.organisations(verbe)) & set(chemin))


def _tenues(personne: Personne, demande: DemandeAlertes) -> list[int] | None:
    """Roots of what the person holds, when the filter asks for it."""
    return droits(personne).organisations("saisir") if demande.tenues else None
