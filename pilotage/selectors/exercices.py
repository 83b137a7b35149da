"""The fiscal year a page shows: the one asked for, else the latest in which most indicators have their verdict.

A year that has only begun holds a few results: it can be chosen, it is not where one lands.
"""

from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.utils import timezone

from ecosysteme.format import date_longue, exercice_texte
from ecosysteme.memoire import garder
from ecosysteme.models import Personne
from ecosysteme.periodes import ANNEE_MAX, ANNEE_MIN, PeriodeIllisible, exercice_de, lire_exercice

from . import publies

_AVEC_RESULTATS = """
    SELECT exercice, 2 * sum(nb_atteinte + nb_non_atteinte)
                     >= nullif(sum(nb_atteinte + nb_non_atteinte + nb_a_venir + nb_non_disponible), 0) AS juge
      FROM pilotage_bilan
     WHERE niveau = 5 AND territoire = ''
       AND noeud_id IN (SELECT id FROM ecosysteme_organisation WHERE parent_id IS NULL)
     GROUP BY exercice HAVING max(derniere_mesure) IS NOT NULL"""
_PUBLIES = f"""
    SELECT a.exercice, a.juge AND EXISTS (
               SELECT FROM pilotage_publies_indicateurs(NULL, NULL, ARRAY[a.exercice], '') p
                WHERE p.statut IN ('atteinte', 'non_atteinte'))
      FROM ({_AVEC_RESULTATS}) a
     WHERE EXISTS (SELECT FROM pilotage_publies_indicateurs(NULL, NULL, ARRAY[a.exercice], '') p
                    WHERE p.derniere_mesure IS NOT NULL)"""  # noqa: S608


@dataclass(frozen=True, slots=True)
class Exercices:
    """The fiscal year shown, and those that have results, the latest first."""

    voulu: int
    connus: tuple[int, ...]

    @property
    def precedent(self) -> int:
        return self.voulu - 1

    @property
    def texte(self) -> str:
        return exercice_texte(self.voulu)

    @property
    def avis(self) -> str:
        """What a verdict is worth while its year still runs; empty once the year is over."""
        fin = date(self.voulu + 1, 3, 31)
        if timezone.localdate() > fin:
            return ""
        return (
            "Exercice en cours : les statuts disent où l'on en est,"
            f" le verdict viendra à l'échéance, le {date_longue(fin)}."
        )

    @property
    def derniers(self) -> list[int]:
        """The years of a sparkline: the eight up to the one shown, in time order."""
        return list(range(self.voulu - 7, self.voulu + 1))

    def choix(self) -> list[tuple[str, str]]:
        """Choices of the period selector: years with results, today's, and the one shown."""
        annees = {*self.connus, self.voulu, exercice_de(timezone.localdate())}
        return [(str(annee), exercice_texte(annee)) for annee in sorted(annees, reverse=True)]


def exercices(valeur: str | None, personne: Personne | None) -> Exercices:
    """One query. `valeur` is what the address says (« 2025 » or « 2025-2026 »); nonsense counts as nothing."""
    complet = publies.complet(personne)
    connus = garder(("exercices", complet), lambda: _connus(complet))
    juges = [annee for annee, juge in connus if juge] or [annee for annee, _ in connus]
    defaut = juges[0] if juges else exercice_de(timezone.localdate())
    return Exercices(_lire(valeur) or defaut, tuple(annee for annee, _ in connus))


def _connus(complet: bool) -> list[tuple[int, bool]]:
    """Years with results, the latest first, and whether most indicators have their verdict."""
    with connection.cursor() as curseur:
        curseur.execute(_AVEC_RESULTATS if complet else _PUBLIES)
        return sorted(curseur.fetchall(), reverse=True)


def exercice_voulu(valeur: str | None, personne: Personne | None) -> int:
    return exercices(valeur, personne).voulu


def _lire(valeur: str | None) -> int | None:
    texte = (valeur or "").strip()
    if texte.isascii() and texte.isdigit() and len(texte) == 4:
        annee = int(texte)
        return annee if ANNEE_MIN < annee < ANNEE_MAX else None
    try:
        return lire_exercice(texte)
    except PeriodeIllisible:
        return None
