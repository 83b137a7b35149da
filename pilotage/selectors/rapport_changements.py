"""« Qu'est-ce qui a changé depuis… »: results, targets, sheets by their history; what the room said, decided, did."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from django.db import connection
from django.db.models import CharField, DateTimeField, F, Q, Value
from django.utils import timezone
from django.utils.dateparse import parse_date

from ecosysteme import adresses
from ecosysteme.format import FUSEAU, compte, date_longue
from ecosysteme.models import Decision, Organisation, Personne

from ..enums import EtatAction, EtatBloquant
from ..models import Action, Bloquant, Meteo
from . import historique, publies
from .historique import Changement
from .rapport_dits import SALLE, dit
from .rapport_figures import bougees

LIMITE = 1000
DEFAUT = timedelta(days=30)
GENRES = {"mesure": "Résultats", "cible": "Cibles", "indicateur": "Fiches"}

# By the indexes on the indicator; a result's creation is its row, or its event, at version 1.
_HISTOIRE = """
    SELECT objet, objet_id, quand, geste, contexte, par_nom, note, avant, apres
      FROM pilotage_dire_changements(ARRAY(
        SELECT ROW(h.*)::pilotage_changement FROM (
            SELECT * FROM pilotage_changements_indicateur_pgh_obj_id(%(ids)s::bigint[])
            UNION ALL SELECT * FROM pilotage_changements_cible_indicateur_id(%(ids)s::bigint[])
            UNION ALL SELECT * FROM pilotage_changements_mesure_indicateur_id(%(ids)s::bigint[])
            UNION ALL SELECT 'mesure'::varchar, id, 0::bigint, saisie_le, 'insert'::varchar, NULL::uuid, saisie_par_id,
                             NULL::jsonb, ligne
              FROM (SELECT id, version, saisie_le, saisie_par_id, indicateur_id, to_jsonb(m) AS ligne
                      FROM ecosysteme_mesure m WHERE indicateur_id = ANY (%(ids)s::bigint[])
                    UNION ALL
                    SELECT pgh_obj_id, version, saisie_le, saisie_par_id, indicateur_id, to_jsonb(e)
                      FROM ecosysteme_mesureevent e WHERE indicateur_id = ANY (%(ids)s::bigint[])) v
             WHERE version = 1
        ) h
        WHERE quand >= %(debut)s AND quand < %(fin)s AND (%(genre)s = '' OR objet = %(genre)s)
        ORDER BY quand DESC LIMIT %(limite)s))"""


@dataclass(frozen=True, slots=True)
class Periode:
    """What the address asks for: two days, both included; an organisation with its subtree; one kind of change."""

    depuis: date
    jusqu_a: date
    organisation: str = ""
    genre: str = ""

    @classmethod
    def lire(cls, parametres: Mapping[str, str]) -> "Periode":
        aujourdhui = timezone.localdate()
        depuis = _jour(parametres.get("depuis", "")) or aujourdhui - DEFAUT
        jusqu_a = _jour(parametres.get("jusqu_a", "")) or aujourdhui
        organisation, genre = parametres.get("organisation", ""), parametres.get("genre", "")
        return cls(
            min(depuis, jusqu_a),
            max(depuis, jusqu_a),
            organisation if organisation.isascii() and organisation.isdigit() and len(organisation) < 19 else "",
            genre if genre in {**GENRES, **SALLE} else "",
        )

    @property
    def parametres(self) -> dict[str, str]:
        return {
            "depuis": self.depuis.isoformat(),
            "jusqu_a": self.jusqu_a.isoformat(),
            "organisation": self.organisation,
            "genre": self.genre,
        }

    def adresse(self, **plus: str) -> str:
        return adresses.avec(self.parametres, **plus)

    @property
    def bornes(self) -> tuple[datetime, datetime]:
        """Midnight to midnight in Québec, whatever the night of the change of time."""
        fin = self.jusqu_a + timedelta(days=1)
        return datetime.combine(self.depuis, time.min, FUSEAU), datetime.combine(fin, time.min, FUSEAU)

    @property
    def texte(self) -> str:
        return f"du {date_longue(self.depuis)} au {date_longue(self.jusqu_a)}"


def _jour(brut: str) -> date | None:
    try:
        lu = parse_date(brut)
    except ValueError:
        return None
    return lu if lu and 1900 < lu.year < 2200 else None


def lire(personne: Personne, periode: Periode) -> dict[str, Any]:
    """Everything that changed, latest first, in six queries at most."""
    fiches = publies.indicateurs(personne).select_related("organisation")
    if periode.organisation:
        fiches = fiches.filter(organisation__chemin__contains=[int(periode.organisation)])
    connues = {i.pk: i for i in fiches.only("pk", "code", "nom", "unite", "decimales", "organisation__sigle")}
    codes = {pk: f"{i.organisation.sigle} {i.code}" for pk, i in connues.items()}
    changements = _histoire(list(connues), periode) if connues and periode.genre not in SALLE else []
    figures = bougees(connues, periode.bornes, (periode.depuis, periode.jusqu_a), periode.genre, LIMITE)
    salle = [*figures, *_meteos(periode), *_suivi(periode)]
    return {
        "codes": codes,
        "changements": changements,
        "entrees": historique.entrees(changements, codes=codes),
        "salle": sorted(salle, key=lambda ligne: ligne["instant"], reverse=True),
        "tronque": max(len(changements), len(salle)) >= LIMITE,
    }


def _histoire(ids: list[int], periode: Periode) -> list[Changement]:
    debut, fin = periode.bornes
    voulus = {"ids": ids, "debut": debut, "fin": fin, "genre": periode.genre, "limite": LIMITE}
    with connection.cursor() as curseur:
        curseur.execute(_HISTOIRE, voulus)
        return [Changement(*ligne[:7], _exact(ligne[7]), _exact(ligne[8])) for ligne in curseur.fetchall()]


def _exact(brut: Any) -> dict[str, Any] | None:
    return json.loads(brut, parse_float=Decimal, parse_int=Decimal) if isinstance(brut, str) else brut


def _meteos(periode: Periode) -> list[dict[str, Any]]:
    if periode.genre not in ("", "meteo"):
        return []
    lues = Meteo.objects.publiees().filter(publiee_le__gte=periode.bornes[0], publiee_le__lt=periode.bornes[1])
    lues = lues.filter(organisation__isnull=False).select_related("organisation", "auteur")
    if periode.organisation:
        lues = lues.filter(organisation__chemin__contains=[int(periode.organisation)])
    return [
        dit(
            "meteo",
            m.publiee_le,
            m.organisation.nom,
            f"Météo : {m.get_ciel_display()}",
            pk=m.organisation_id,
            qui=str(m.auteur),
        )
        for m in lues.order_by("-publiee_le")[:LIMITE]
    ]


def _suivi(periode: Periode) -> list[dict[str, Any]]:
    """Blockers and actions opened or closed in the period, decisions taken: one query."""
    voulus = [(genre, lus) for genre, lus in _SUIVIS.items() if periode.genre in ("", genre)]
    if not voulus:
        return []
    debut, fin = periode.bornes
    faits = []
    for genre, (modele, ouvert, clos, sujet, par, note) in voulus:
        fin_ou_rien = F(clos) if clos else Value(None, output_field=DateTimeField())
        lus = modele.objects.annotate(fini=fin_ou_rien)
        lus = lus.filter(Q(**{f"{ouvert}__gte": debut, f"{ouvert}__lt": fin}) | Q(fini__gte=debut, fini__lt=fin))
        if periode.organisation:
            lus = lus.filter(organisation__chemin__contains=[int(periode.organisation)])
        etat = F("etat") if clos else Value("", output_field=CharField())
        faits.append(
            lus.order_by().values_list(
                Value(genre),
                "pk",
                ouvert,
                "fini",
                sujet,
                "organisation__nom",
                f"{par}__prenom",
                f"{par}__nom",
                etat,
                note,
            )
        )
    lignes = faits[0].union(*faits[1:], all=True) if len(faits) > 1 else faits[0]
    return [vu for ligne in lignes[:LIMITE] for vu in _suivi_dit(periode, *ligne)]


def _suivi_dit(
    periode: Periode, genre: str, pk: int, ouvert: datetime, clos: datetime | None, sujet: str, ou: str | None,
    prenom: str, nom: str, etat: str, note: str,
) -> Iterable[dict[str, Any]]:  # fmt: skip
    debut, fin = periode.bornes
    lieu = f", {ou}" if ou else ""
    if debut <= ouvert < fin:
        suite = note if genre == "decision" else ""
        qui = f"{prenom} {nom}".strip()
        yield dit(genre, ouvert, sujet, f"{_OUVERTS[genre]}{lieu}", pk=pk, qui=qui, note=suite)
    if clos and debut <= clos < fin:
        libelle = (EtatBloquant if genre == "bloquant" else EtatAction)(etat).label
        yield dit(genre, clos, sujet, f"{libelle}{lieu}", pk=pk, note=note)


_SUIVIS: dict[str, tuple[Any, str, str, str, str, str]] = {
    "bloquant": (Bloquant, "signale_le", "clos_le", "titre", "signale_par", "denouement"),
    "decision": (Decision, "prise_le", "", "texte", "prise_par", "organe"),
    "action": (Action, "confiee_le", "close_le", "quoi", "confiee_par", "constat"),
}
_OUVERTS = {"bloquant": "Signalé", "decision": "Décidé", "action": "Action confiée"}


ENTETES = ("Quand", "Qui", "Genre", "Quoi", "Champ", "Avant", "Après", "Note")


def lignes_csv(lu: Mapping[str, Any]) -> Iterable[tuple[Any, ...]]:
    """One row a field that changed; what the room said after."""
    for changement in lu["changements"]:
        for entree in historique.entrees([changement], codes=lu["codes"]):
            genre = GENRES[changement.objet]
            for c in entree["changements"] or [{}]:
                yield (
                    changement.quand, entree["qui"], genre, entree["quoi"], c.get("champ", ""), c.get("avant", ""),
                    c.get("apres", ""), entree["note"],
                )  # fmt: skip
    for ligne in lu["salle"]:
        quoi = f"{ligne['sujet']} : {ligne['quoi']}"
        yield (ligne["instant"], ligne["qui"], ligne["genre"], quoi, "", "", "", ligne["note"])


def page(personne: Personne, periode: Periode) -> dict[str, Any]:
    lu = lire(personne, periode)
    choisie = Organisation.objects.filter(pk=int(periode.organisation)).first() if periode.organisation else None
    return {
        **lu,
        "periode": periode,
        "ou": choisie.nom if choisie else "Tout le gouvernement",
        "nombre": compte(len(lu["changements"]) + len(lu["salle"]), "changement"),
        "limite": compte(LIMITE, "changement"),
        "url_csv": periode.adresse(format="csv"),
        "url_pdf": periode.adresse(format="pdf"),
    }
