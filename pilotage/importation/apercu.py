"""What a file would do, line by line, computed by set-based SQL over its staging tables."""

from typing import Any

from django.db import connection

from ecosysteme.models import Personne
from ecosysteme.permissions import droits

from ..enums import ActionLigne, Gravite
from ..models import Importation
from . import statistiques, tampon
from .tampon import ATTRIBUTS, HAUT

_RANGS = {
    "organisation": ("organisation_nom", "organisation_type", "parent", "parent_nom", "parent_type"),
    "organisation, plan": ("plan_debut", "plan_fin", "plan_etat", "plan_illustratif"),
    "organisation, plan, orientation": ("orientation_titre", "enjeu"),
    "organisation, plan, orientation, objectif": ("objectif_titre",),
}
_TYPES = {"plan_debut": "::smallint", "plan_fin": "::smallint", "plan_illustratif": "::boolean"}


def differe() -> str:
    """SQL: the sheet `i` is not what the file says (`n`); what the file does not say does not count."""
    return " OR ".join(f"coalesce(n.{c}, i.{c}) IS DISTINCT FROM i.{c}" for c in ATTRIBUTS)


def perimetre(par: Personne | None) -> dict[str, Any]:
    """Where the author may import: everywhere for the coordination and the command line, else some subtrees."""
    if par is None:
        return {"tout": True, "racines": []}
    acces = droits(par)
    return {"tout": acces.peut("importer") and acces.peut("coordonner"), "racines": acces.organisations("importer")}


def comparer(importation: Importation) -> None:
    """Work out what each line does; to be called in a transaction, once the file is in the staging tables."""
    t = importation.tampon
    acces = perimetre(importation.par)
    with connection.cursor() as curseur:
        curseur.execute("SET LOCAL statement_timeout = 0; SET LOCAL work_mem = '128MB'")
    statistiques.verifier()
    tampon.executer("fiches", acces, t=t, **_contradictions())
    tampon.executer("noeuds", t=t, **_noeuds())
    tampon.executer("reperes", t=t)
    tampon.executer("nouveaux", t=t, differe=differe())
    tampon.executer("lignes", {"importation": importation.pk}, t=t)
    tampon.executer("index", t=t)
    tampon.executer("voisins", {"importation": importation.pk}, t=t)


def _contradictions() -> dict[str, str]:
    cas = [(c, f"WHEN min({c}) <> max({c}) THEN") for c in ATTRIBUTS]
    return {
        "contradictions": " ".join(f"{quand} '{c}'" for c, quand in cas),
        "valeurs": " ".join(f"{quand} left(min({c}), 140) || ' / ' || left(max({c}), 140)" for c, quand in cas),
    }


def _noeuds() -> dict[str, str]:
    fenetres = {
        c: f"first_value({c}) OVER (PARTITION BY {cle} ORDER BY ({c} IS NULL), noeud) AS {c}"
        for cle, colonnes in _RANGS.items()
        for c in colonnes
    }
    premier = "(array_agg({c} ORDER BY no) FILTER (WHERE {c} IS NOT NULL))[1]{type} AS {c}"
    return {
        "haut": ", ".join(premier.format(c=c, type=_TYPES.get(c, "")) for c in HAUT),
        "attributs": ", ".join(f"max({c})::{genre} AS {c}" for c, (genre, _) in ATTRIBUTS.items()),
        "fenetres": ", ".join(fenetres.values()),
        "premiers": ", ".join(f"{c} = p.{c}" for c in fenetres),
    }


def compter(importation: Importation) -> dict[str, int]:
    """How many lines each action has, refusals of the reading included."""
    with connection.cursor() as curseur:
        curseur.execute(f"SELECT action, count(*) FROM {importation.tampon}_ligne GROUP BY 1")
        actions = dict(curseur.fetchall())
    remarques = importation.remarques
    return {
        "nb_creees": actions.get(ActionLigne.CREEE, 0),
        "nb_changees": actions.get(ActionLigne.CHANGEE, 0),
        "nb_inchangees": actions.get(ActionLigne.INCHANGEE, 0),
        "nb_refusees": remarques.filter(gravite=Gravite.REFUS).values("ligne").distinct().count(),
        "nb_avertissements": remarques.filter(gravite=Gravite.AVERTISSEMENT).count(),
    }


def page(importation: Importation, action: int | None, debut: int, taille: int) -> list[dict[str, Any]]:
    """`taille` lines of the preview from the `debut`-th on, with what stands and what would; refusals are remarks."""
    t = importation.tampon
    filtre = "l.action = %(action)s" if action else "l.action <> 4"
    with connection.cursor() as curseur:
        curseur.execute(
            "SELECT l.numero, l.action, l.mesure, l.cible, l.fiche_action, n.organisation, n.code,"
            " coalesce(n.nom, i.nom) AS nom, coalesce(n.unite, i.unite, '') AS unite, l.debut, l.fin, l.territoire,"
            " l.valeur, l.motif, l.sans_objet, l.avant, l.avant_motif, l.avant_sans_objet, l.exercice, l.forme,"
            " l.valeur_min, l.valeur_max, l.texte"
            f" FROM (SELECT * FROM {t}_ligne l WHERE {filtre} ORDER BY l.numero LIMIT %(taille)s OFFSET %(debut)s) l"
            f" JOIN {t}_noeud n ON n.noeud = l.noeud"
            " LEFT JOIN ecosysteme_indicateur i ON i.id = n.indicateur_id ORDER BY l.numero",
            {"action": action, "debut": debut, "taille": taille},
        )
        colonnes = [c.name for c in curseur.description]
        return [dict(zip(colonnes, ligne, strict=True)) for ligne in curseur.fetchall()]
