"""Practices that answer a text: a blocker being told, a request, a practice about to be published. One query.

French words are looked for in the index `pratique_texte`, the title's likeness in `pratique_titre_trigramme`; what
shares the cause or the indicator comes closer, what is stale or was never verified goes down (fraicheur.POIDS).
"""

from typing import Any

from django.db import connection
from django.urls import reverse
from django.utils import timezone

from ecosysteme.models import Personne

from ..enums import EtatPratique, Fraicheur, NiveauPreuve
from ..fraicheur import POIDS, fraicheur
from ..permissions import portees

MONTREES, CANDIDATES, MOTS, TEXTE_MAX, TITRE_MAX = 5, 400, 40, 2000, 200
_SEUIL_MOTS, _SEUIL_TITRE = 0.008, 0.3  # those of « qui a déjà réglé un bloquant semblable »

# The expression of the index `pratique_texte`, as Django wrote it.
_VECTEUR = (
    "to_tsvector('francais'::regconfig, COALESCE(p.titre, '') || ' ' || COALESCE(p.contexte, '') || ' ' ||"
    " COALESCE(p.etapes, '') || ' ' || COALESCE(p.conditions, '') || ' ' || COALESCE(p.effet, ''))"
)
_SQL = f"""
    WITH mots AS (
        SELECT string_agg(quote_literal(m), ' | ')::tsquery AS requete
          FROM (SELECT m FROM unnest(tsvector_to_array(to_tsvector('francais'::regconfig, %(texte)s))) m
                 WHERE length(m) > 2 LIMIT {MOTS}) pris
    ), candidates AS (
        SELECT p.id, p.titre, p.effet, p.preuve, p.verifiee_jusqu, p.organisation_id, p.publiee_le,
               coalesce(ts_rank({_VECTEUR}, (SELECT requete FROM mots)), 0) AS mots,
               similarity(p.titre, %(titre)s) AS likeness,
               CASE WHEN %(cause)s <> '' AND p.causes @> ARRAY[%(cause)s]::varchar[] THEN 0.1 ELSE 0 END
                 + CASE WHEN p.indicateur_id = %(indicateur)s THEN 0.2 ELSE 0 END AS proche
          FROM communaute_pratique p
         WHERE p.etat = '{EtatPratique.PUBLIEE}' AND p.id <> %(sauf)s AND p.portee = ANY (%(portees)s)
           AND ({_VECTEUR} @@ (SELECT requete FROM mots) OR p.titre %% %(titre)s
                OR p.indicateur_id = %(indicateur)s)
         ORDER BY p.titre %% %(titre)s DESC, p.publiee_le DESC
         LIMIT {CANDIDATES}
    )
    SELECT c.id, c.titre, c.effet, c.preuve, c.verifiee_jusqu, o.nom
      FROM candidates c JOIN ecosysteme_organisation o ON o.id = c.organisation_id
     WHERE c.mots > {_SEUIL_MOTS} OR c.likeness > {_SEUIL_TITRE} OR c.proche >= 0.2
     ORDER BY (3 * c.mots + c.likeness + c.proche)
              * CASE WHEN c.verifiee_jusqu >= %(jour)s THEN {POIDS[Fraicheur.A_JOUR]}
                     WHEN c.verifiee_jusqu < %(jour)s THEN {POIDS[Fraicheur.PERIMEE]}
                     ELSE {POIDS[Fraicheur.NON_VERIFIEE]} END DESC, c.publiee_le DESC, c.id
     LIMIT {MONTREES}"""  # noqa: S608


def semblables(
    personne: Personne, titre: str, texte: str = "", *, cause: str = "", indicateur: int | None = None, sauf: int = 0
) -> list[dict[str, Any]]:
    """The nearest published practices the person reads, the likeliest and surest first."""
    titre, texte = (mots.replace("\x00", "").strip() for mots in (titre, texte))
    if len(titre) + len(texte) < 3:
        return []
    parametres = {
        "texte": f"{titre} {texte}"[:TEXTE_MAX], "titre": titre[:TITRE_MAX], "cause": cause,
        "indicateur": indicateur or 0, "sauf": sauf, "portees": portees(personne), "jour": timezone.localdate(),
    }  # fmt: skip
    with connection.cursor() as curseur:
        curseur.execute(_SQL, parametres)
        return [_ligne(*trouvee) for trouvee in curseur.fetchall()]


def _ligne(pk: int, titre: str, effet: str, preuve: int, jusqu: Any, organisation: str) -> dict[str, Any]:
    preuve_mots, tampon = NiveauPreuve(preuve).label[3:].lower(), fraicheur(jusqu, timezone.localdate()).label.lower()
    return {
        "pk": pk,
        "titre": titre,
        "url": reverse("communaute:pratique", args=[pk]),
        "effet": effet,
        "precision": f"{organisation}, {preuve_mots}, {tampon}",
    }
