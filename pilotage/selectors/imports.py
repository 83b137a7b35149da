"""What the pages of the imports show, formatted once."""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.urls import reverse

from ecosysteme import format as ecrire
from ecosysteme.models import Indicateur, Personne
from ecosysteme.permissions import droits, exiger

from ..importation.correspondance import manquants
from ..importation.profils import PROFILS
from ..models import Importation

TAILLE_PAGE = 50
RAISON = "L'importation est réservée aux gestionnaires et à la coordination."
COMPTES = {"Créées": "nb_creees", "Changées": "nb_changees", "Inchangées": "nb_inchangees", "Refusées": "nb_refusees"}


def imports_visibles(personne: Personne):
    """One's own imports; all of them for the coordination. 403 without the right to import."""
    exiger(personne, "importer", raison=RAISON)
    tous = Importation.objects.select_related("par")
    return tous if droits(personne).peut("coordonner") else tous.filter(par=personne)


def import_visible_ou_404(personne: Personne, pk: int) -> Importation:
    return get_object_or_404(imports_visibles(personne), pk=pk)


def import_modifiable_ou_404(personne: Personne, pk: int) -> Importation:
    """Its author continues it; the coordination may see it and undo it, not publish in someone else's name."""
    importation = import_visible_ou_404(personne, pk)
    if importation.par_id != personne.pk:
        raise PermissionDenied("Cette importation est celle d'une autre personne : elle seule peut la poursuivre.")
    return importation


def a_exporter(personne: Personne) -> QuerySet[Indicateur]:
    """The indicators a person may import: what the file of the portal's own format holds."""
    exiger(personne, "importer", raison=RAISON)
    racines = droits(personne).organisations("importer")
    return Indicateur.objects.filter(organisation__chemin__overlap=racines).order_by(
        "organisation__nom_cle", "code", "pk"
    )


def liste(personne: Personne, page: int) -> dict[str, Any]:
    """Past imports, the latest first."""
    visibles = imports_visibles(personne)
    total, debut = visibles.count(), (page - 1) * TAILLE_PAGE
    return {
        "lignes": [resume(i) for i in visibles[debut : debut + TAILLE_PAGE]],
        "pagination": pagination(page, total, reverse("pilotage:imports"), "importations"),
    }


def resume(importation: Importation) -> dict[str, Any]:
    return {
        "url": reverse("pilotage:import_detail", args=[importation.pk]),
        "nom": importation.nom_fichier,
        "profil": PROFILS[importation.profil].libelle if importation.profil in PROFILS else importation.profil,
        "par": str(importation.par or "Ligne de commande"),
        "quand": ecrire.date_heure(importation.cree_le),
        "etat": importation.get_etat_display(),
        "comptes": [(nom, ecrire.nombre(getattr(importation, champ))) for nom, champ in COMPTES.items()],
    }


def pagination(page: int, total: int, url: str, nom: str, requete: str = "") -> dict[str, Any]:
    """The parameters of composants/pagination.html."""
    debut = (page - 1) * TAILLE_PAGE
    fin = min(debut + TAILLE_PAGE, total)
    lien = f"{url}?{requete}page="
    return {
        "debut": ecrire.nombre(debut + 1 if total else 0),
        "fin": ecrire.nombre(fin),
        "total": ecrire.nombre(total),
        "nom": nom,
        "precedente": f"{lien}{page - 1}" if page > 1 else "",
        "suivante": f"{lien}{page + 1}" if fin < total else "",
        "filtre": bool(requete),
    }


@dataclass(frozen=True)
class Colonne:
    """A column of the file, with what its first cells hold."""

    position: int
    lettre: str
    entete: str
    exemples: str


def correspondance(importation: Importation) -> dict[str, str]:
    """What the proposed match leaves to do, in two sentences."""
    profil = PROFILS[importation.profil]
    trouvees = len(importation.correspondance)
    absents = manquants(profil, importation.correspondance)
    mots = ("colonne reconnue", "colonnes reconnues")
    manque = f"Sans colonne : {', '.join(absents)}." if absents else "Tous les champs requis ont leur colonne."
    return {
        "reconnues": f"{ecrire.compte(trouvees, mots[0], mots[1])} sur {ecrire.nombre(len(importation.entetes))}.",
        "manque": manque,
        "genre": "attention" if absents else "succes",
    }


def colonnes(importation: Importation) -> list[Colonne]:
    """The columns of the file, for the person to match."""
    extraits = importation.extraits
    return [
        Colonne(
            position,
            _lettre(position),
            entete or "(sans en-tête)",
            " · ".join(dict.fromkeys(e[position] for e in extraits if position < len(e) and e[position])),
        )
        for position, entete in enumerate(importation.entetes)
    ]


def _lettre(position: int) -> str:
    """A, B… AA, as a spreadsheet names it."""
    lettres, reste = "", position + 1
    while reste:
        reste, rang = divmod(reste - 1, 26)
        lettres = chr(65 + rang) + lettres
    return lettres
