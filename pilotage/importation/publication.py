"""Publishing an import: everything it announced in one transaction, or nothing."""

from django.db import connection

from ..models import Importation
from . import statistiques, tampon
from .apercu import differe, perimetre
from .tampon import ATTRIBUTS

LIBELLES = {
    "organisations_parentes": "portefeuilles créés",
    "organisations": "organisations créées",
    "plans": "plans créés",
    "plans_changes": "plans changés",
    "orientations": "orientations créées",
    "orientations_changees": "orientations changées",
    "objectifs": "objectifs créés",
    "objectifs_changes": "objectifs changés",
    "indicateurs": "indicateurs créés",
    "indicateurs_changes": "indicateurs changés",
    "cibles": "cibles écrites",
    "mesures": "résultats écrits",
}


def publier(importation: Importation) -> dict[str, int]:
    """Write structures, targets and measures; to be called in a transaction. Returns the rows written by kind."""
    t = importation.tampon
    with connection.cursor() as curseur:
        curseur.execute("SET LOCAL statement_timeout = 0; SET LOCAL work_mem = '128MB'")
    statistiques.verifier()
    tampon.executer("reperes", t=t)
    _retirer_interdits(importation)
    ecrites = tampon.executer(
        "publier",
        {
            "importation": importation.pk,
            "par": importation.par_id,
            "note": f"Importation {importation.pk} : {importation.nom_fichier}",
        },
        t=t,
        differe=differe(),
        affectations=", ".join(f"{c} = coalesce(n.{c}, i.{c})" for c in ATTRIBUTS),
        attributs=", ".join(ATTRIBUTS),
        defauts=", ".join(f"coalesce({c}, {defaut})" for c, (_, defaut) in ATTRIBUTS.items()),
    )
    if _announcees(t) != (ecrites["mesures"], ecrites["cibles"]):
        tampon.executer("laissees", {"importation": importation.pk}, t=t)
    return {cle: ecrites[cle] for cle in LIBELLES if ecrites.get(cle)}


def _retirer_interdits(importation: Importation) -> None:
    """A right may have been lost since the preview."""
    acces = perimetre(importation.par)
    if acces["tout"]:
        return
    with connection.cursor() as curseur:
        curseur.execute(
            f"DELETE FROM {importation.tampon}_noeud n WHERE n.organisation_id IS NULL OR NOT EXISTS"
            " (SELECT FROM ecosysteme_organisation o"
            " WHERE o.id = n.organisation_id AND o.chemin && %(racines)s::bigint[])",
            acces,
        )


def _announcees(t: str) -> tuple[int, int]:
    with connection.cursor() as curseur:
        curseur.execute(
            "SELECT count(*) FILTER (WHERE mesure IN (1, 2)), count(*) FILTER (WHERE cible IN (1, 2))"
            f" FROM {t}_ligne WHERE action IN (1, 2)"
        )
        mesures, cibles = curseur.fetchone()
    return int(mesures), int(cibles)
