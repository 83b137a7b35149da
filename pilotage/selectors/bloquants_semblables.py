"""« Qui a déjà réglé un bloquant semblable »: solved ones of every organisation, by French full text and by likeness.

One query, in bounded time: the words of a text are looked for in the index `bloquant_texte`, the title's likeness in
`bloquant_titre_trigramme`, and at most `CANDIDATS` of what is found are ranked.
"""

from typing import Any

from django.db import connection
from django.urls import reverse

from ecosysteme.enums import CauseBloquant
from ecosysteme.format import compte, date_longue

MONTRES = 5
CANDIDATS = 400
MOTS = 40
COURT = 2  # « les » and « à » leave « le » and « a », which the French dictionary keeps
TEXTE_MAX = 2000
TITRE_MAX = 200
_MEME_CAUSE = 0.1
_MEME_INDICATEUR = 0.2
_SEUIL_MOTS = 0.008  # one word out of seven
_SEUIL_TITRE = 0.3

# The expression of the index `bloquant_texte`, as Django wrote it.
_VECTEUR = (
    "to_tsvector('francais'::regconfig, COALESCE(b.titre, '') || ' ' || COALESCE(b.description, '')"
    " || ' ' || COALESCE(b.denouement, ''))"
)
_SQL = f"""
    WITH mots AS (
        SELECT string_agg(quote_literal(m), ' | ')::tsquery AS requete
          FROM (SELECT m FROM unnest(tsvector_to_array(to_tsvector('francais'::regconfig, %(texte)s))) m
                 WHERE length(m) > {COURT} LIMIT {MOTS}) pris
    ), candidats AS (
        SELECT b.id, b.titre, b.cause, b.indicateur_id, {_VECTEUR} AS vecteur
          FROM pilotage_bloquant b
         WHERE b.etat = 'resolu' AND b.id <> %(sauf)s
           AND ({_VECTEUR} @@ (SELECT requete FROM mots) OR b.titre %% %(titre)s)
         ORDER BY b.titre %% %(titre)s DESC, b.clos_le DESC
         LIMIT {CANDIDATS}
    ), notes AS (
        SELECT c.id, coalesce(ts_rank(c.vecteur, (SELECT requete FROM mots)), 0) AS mots,
               similarity(c.titre, %(titre)s) AS titre,
               CASE WHEN c.cause = %(cause)s THEN {_MEME_CAUSE} ELSE 0 END
                 + CASE WHEN c.indicateur_id = %(indicateur)s THEN {_MEME_INDICATEUR} ELSE 0 END AS proche
          FROM candidats c
    )
    SELECT b.id, b.titre, b.cause, b.denouement, b.signale_le, b.clos_le, o.nom, o.sigle, o.id,
           p.prenom, p.nom, p.email, p.is_active
      FROM notes n
      JOIN pilotage_bloquant b USING (id)
      JOIN ecosysteme_organisation o ON o.id = b.organisation_id
      LEFT JOIN ecosysteme_personne p ON p.id = b.responsable_id
     WHERE n.mots > {_SEUIL_MOTS} OR n.titre > {_SEUIL_TITRE}
     ORDER BY 3 * n.mots + n.titre + n.proche DESC, b.clos_le DESC, b.id
     LIMIT {MONTRES}"""  # noqa: S608


def semblables(
    titre: str, description: str = "", *, cause: str = "", indicateur: int | None = None, sauf: int | None = None
) -> list[dict[str, Any]]:
    """Solved blockers that look like this one, the likeliest first, with what solved them and whom to ask."""
    titre, description = (texte.replace("\x00", "").strip() for texte in (titre, description))
    if len(titre) + len(description) < 3:
        return []
    parametres = {
        "texte": f"{titre} {description}"[:TEXTE_MAX],
        "titre": titre[:TITRE_MAX],
        "cause": cause,
        "indicateur": indicateur or 0,
        "sauf": sauf or 0,
    }
    with connection.cursor() as curseur:
        curseur.execute(_SQL, parametres)
        return [_ligne(*ligne) for ligne in curseur.fetchall()]


def _ligne(pk, titre, cause, denouement, debut, fin, nom, sigle, organisation, prenom, nom_famille, email, actif):
    return {
        "pk": pk,
        "titre": titre,
        "url": reverse("pilotage:bloquant", args=[pk]),
        "cause": CauseBloquant(cause).label,
        "denouement": denouement,
        "organisation": nom,
        "organisation_url": reverse("pilotage:organisation", args=[organisation]),
        "sigle": sigle,
        "qui": f"{prenom} {nom_famille}".strip() if prenom is not None else "",
        "courriel": email if actif else "",
        "quand": f"résolu le {date_longue(fin)}, en {compte(max((fin - debut).days, 1), 'jour')}",
    }
