"""French search over titles and messages, in what the reader may read, with excerpts of the page's rows only."""

from typing import Any

from django.db import connection
from django.urls import reverse

from ecosysteme import adresses
from ecosysteme.format import date_longue
from ecosysteme.models import Personne

from ..enums import EtatProposition
from ..permissions import espaces_lisibles

PAR_PAGE, MAX, FENETRE = 20, 200, 5000
OUVRE, FERME = "\ue000", "\ue001"  # taken out of what people wrote before they mark what was found

# A word found in most messages is met among the latest ones, read backwards; a rare one by the index.
_RECENTS = """
SELECT m.id FROM (SELECT id, sujet_id, vecteur FROM forum_message WHERE retire_le IS NULL
                   ORDER BY id DESC LIMIT %(fenetre)s) m JOIN forum_sujet s ON s.id = m.sujet_id
 WHERE m.vecteur @@ websearch_to_tsquery('francais', %(mots)s) AND s.espace_id = ANY (%(espaces)s::bigint[])
 ORDER BY m.id DESC LIMIT %(max)s
"""
_TOUS = """
SELECT m.id FROM forum_message m JOIN forum_sujet s ON s.id = m.sujet_id
 WHERE m.retire_le IS NULL AND m.vecteur @@ websearch_to_tsquery('francais', %(mots)s)
   AND s.espace_id = ANY (%(espaces)s::bigint[])
 ORDER BY m.id DESC LIMIT %(max)s
"""
# Excerpts are made of the page's rows only.
_PAGE = """
SELECT m.sujet_id, m.numero, s.titre, m.cree_le, a.prenom, a.nom,
       ts_headline('francais', translate(m.corps, %(marques)s, ''), websearch_to_tsquery('francais', %(mots)s),
                   'MaxFragments=2, MinWords=8, MaxWords=24, StartSel=' || %(ouvre)s || ', StopSel=' || %(ferme)s)
  FROM forum_message m JOIN forum_sujet s ON s.id = m.sujet_id JOIN ecosysteme_personne a ON a.id = m.auteur_id
 WHERE m.id = ANY (%(page)s::bigint[]) ORDER BY m.id DESC
"""
_TITRES = """
SELECT s.id, s.titre, e.nom FROM forum_sujet s JOIN forum_espace e ON e.id = s.espace_id
 WHERE to_tsvector('francais', coalesce(s.titre, '')) @@ websearch_to_tsquery('francais', %(mots)s)
   AND s.espace_id = ANY (%(espaces)s::bigint[]) ORDER BY s.dernier_le DESC LIMIT 10
"""


# The current version of proposals: its best words, and those of drafts are their author's alone.
_PROPOSITIONS = """
SELECT p.id, v.titre, p.etat,
       ts_headline('francais', translate(concat_ws(' ', v.probleme, v.action, v.effet), %(marques)s, ''),
                   websearch_to_tsquery('francais', %(mots)s),
                   'MaxFragments=1, MinWords=8, MaxWords=24, StartSel=' || %(ouvre)s || ', StopSel=' || %(ferme)s)
  FROM forum_versionproposition v JOIN forum_proposition p ON p.id = v.proposition_id
 WHERE to_tsvector('francais', coalesce(v.titre, '') || ' ' || coalesce(v.probleme, '') || ' ' || coalesce(v.action, '')
                   || ' ' || coalesce(v.effet, '')) @@ websearch_to_tsquery('francais', %(mots)s)
   AND p.espace_id = ANY (%(espaces)s::bigint[]) AND (p.sujet_id IS NOT NULL OR p.auteur_id = %(moi)s)
   AND NOT EXISTS (SELECT 1 FROM forum_versionproposition w WHERE w.proposition_id = p.id AND w.numero > v.numero)
 ORDER BY p.etat_depuis DESC LIMIT 10
"""


def chercher(personne: Personne, mots: str, numero: int = 1) -> dict[str, Any]:
    """Topics by title, proposals by their words, then messages, latest first. Counts are of what the reader reads."""
    mots = " ".join(mots.replace("\x00", "").split())[:200]
    if not mots:
        vides = dict.fromkeys(("titres", "propositions", "lignes"), ())
        return {"mots": "", **vides, "nombre": 0, "suivante": "", "precedente": ""}
    espaces = list(espaces_lisibles(personne).values_list("pk", flat=True))
    voulus = {"mots": mots, "espaces": espaces, "max": MAX, "fenetre": FENETRE,
              "ouvre": OUVRE, "ferme": FERME, "marques": OUVRE + FERME, "moi": personne.pk}  # fmt: skip
    with connection.cursor() as curseur:
        curseur.execute(_TITRES, voulus)
        titres = [
            {"url": reverse("forum:sujet", args=[pk]), "titre": t, "espace": e} for pk, t, e in curseur.fetchall()
        ]
        curseur.execute(_PROPOSITIONS, voulus)
        propositions = [_proposition(*ligne) for ligne in curseur.fetchall()]
        trouves = _trouver(curseur, voulus)
        curseur.execute(_PAGE, voulus | {"page": trouves[(numero - 1) * PAR_PAGE : numero * PAR_PAGE]})
        lignes = curseur.fetchall()
    nombre = len(trouves)
    return {
        "mots": mots,
        "titres": titres if numero == 1 else [],
        "propositions": propositions if numero == 1 else [],
        "lignes": [_ligne(*ligne) for ligne in lignes],
        "nombre": nombre,
        "limite": nombre >= MAX,
        "precedente": adresses.avec({"q": mots, "page": str(numero - 1)}) if numero > 1 else "",
        "suivante": adresses.avec({"q": mots, "page": str(numero + 1)}) if numero * PAR_PAGE < nombre else "",
    }


def _trouver(curseur: Any, voulus: dict[str, Any]) -> list[int]:
    """The latest messages that match, two hundred at most."""
    for requete in (_RECENTS, _TOUS):
        curseur.execute(requete, voulus)
        trouves = [pk for (pk,) in curseur.fetchall()]
        if len(trouves) == MAX:
            break
    return trouves


def _proposition(pk: int, titre: str, etat: str, extrait: str) -> dict[str, Any]:
    return {
        "url": reverse("forum:proposition", args=[pk]),
        "titre": titre,
        "etat": EtatProposition(etat).label,
        "morceaux": _morceaux(extrait),
    }


def _ligne(sujet: int, numero: int, titre: str, quand: Any, prenom: str, nom: str, extrait: str) -> dict[str, Any]:
    return {
        "url": f"{reverse('forum:sujet', args=[sujet])}?message={numero}#m{numero}",
        "titre": titre,
        "auteur": f"{prenom} {nom}".strip(),
        "quand": date_longue(quand.date()),
        "morceaux": _morceaux(extrait),
    }


def _morceaux(extrait: str) -> list[dict[str, Any]]:
    """The excerpt cut at its marks: the template escapes each piece and marks the words found."""
    morceaux = []
    for n, bout in enumerate(extrait.replace(FERME, OUVRE).split(OUVRE)):
        if bout:
            morceaux.append({"texte": bout, "trouve": n % 2 == 1})
    return morceaux
