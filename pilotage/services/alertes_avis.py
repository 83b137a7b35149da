"""Owners are told of an alert once: the person responsible, else the managers of the organisation."""

from collections import defaultdict
from typing import Any

from django.db import connection
from django.utils import timezone

from ecosysteme.ecriture import ecriture
from ecosysteme.enums import RoleAdhesion, TypeNotification
from ecosysteme.models import Adhesion, Personne
from ecosysteme.services.notifications import avertir

from ..enums import TypeAlerte
from ..selectors.alertes_mots import NOMS
from ..selectors.exercices import exercice_voulu
from ..selectors.gouvernement import ensemble

HEURE = 5  # in the morning: an hour that every night has once, those when the clock changes too
# Those of late results with a person responsible are told by their own reminder (fraicheur.py).
_NOUVELLES = """
    SELECT * FROM (
        SELECT a.type, a.indicateur_id, i.code || ' ' || i.nom, i.responsable_id, i.organisation_id,
               'alerte:' || a.type || ':indicateur:' || a.indicateur_id || ':'
               || coalesce(a.depuis::text, a.exercice::text) AS cle
          FROM pilotage_alertes(%(exercice)s, %(jour)s) a JOIN ecosysteme_indicateur i ON i.id = a.indicateur_id
         WHERE a.acquittement_id IS NULL AND NOT (a.type = 'retard' AND i.responsable_id IS NOT NULL)) n
     WHERE NOT EXISTS (SELECT FROM ecosysteme_notification v WHERE v.cle = n.cle)"""


def avertir_le_matin() -> int:
    """Every ten minutes between five and six in Québec; what was told is not told again."""
    return avertir_proprietaires() if timezone.localtime().hour == HEURE else 0


@ecriture
def avertir_proprietaires() -> int:
    """How many notifications are new."""
    exercice = exercice_voulu(None, None)
    gestionnaires = _gestionnaires()
    total = 0
    with connection.cursor() as curseur:
        curseur.execute(_NOUVELLES, {"exercice": exercice, "jour": timezone.localdate()})
        nouvelles = curseur.fetchall()
    for type_alerte, pk, nom, responsable, organisation, cle in nouvelles:
        personnes = [Personne(pk=responsable)] if responsable else gestionnaires[organisation]
        total += _dire(personnes, type_alerte, cle, nom, f"/pilotage/indicateurs/{pk}/", f"indicateur:{pk}")
    for ligne in ensemble(None, exercice).lignes:
        for type_alerte in sorted(ligne.siennes):
            cle, sujet = f"alerte:{type_alerte}:organisation:{ligne.pk}:{exercice}", f"organisation:{ligne.pk}"
            total += _dire(gestionnaires[ligne.pk], type_alerte, cle, ligne.nom, ligne.url, sujet)
    return total


def _gestionnaires() -> dict[int, list[Personne]]:
    par_organisation: dict[int, list[Personne]] = defaultdict(list)
    for adhesion in Adhesion.objects.en_vigueur().filter(role=RoleAdhesion.GESTIONNAIRE).select_related("personne"):
        par_organisation[adhesion.organisation_id].append(adhesion.personne)
    return par_organisation


def _dire(personnes: list[Any], type_alerte: str, cle: str, nom: str, url: str, sujet: str) -> int:
    titre = f"{NOMS[TypeAlerte(type_alerte)]} : {nom}"
    return avertir(personnes=personnes, type=TypeNotification.ALERTE, cle=cle, titre=titre, url=url, sujet=sujet)
