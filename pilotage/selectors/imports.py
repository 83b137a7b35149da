"""What the pages of the imports show, formatted once."""

from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.urls import reverse

from ecosysteme import format as ecrire
from ecosysteme.enums import FormeCible, MotifAbsence, Territoire
from ecosysteme.models import Personne
from ecosysteme.permissions import droits, exiger

from ..enums import ActionLigne, EtatImport, Gravite
from ..importation import apercu, lecture
from ..importation.profils import PROFILS
from ..importation.publication import LIBELLES
from ..models import Importation

TAILLE_PAGE = 50
EXEMPLES = 3
RAISON = "L'importation est réservée aux gestionnaires et à la coordination."
FILTRES = {
    "creees": (ActionLigne.CREEE, "créées", "nb_creees"),
    "changees": (ActionLigne.CHANGEE, "changées", "nb_changees"),
    "inchangees": (ActionLigne.INCHANGEE, "inchangées", "nb_inchangees"),
    "refusees": (Gravite.REFUS, "refusées", "nb_refusees"),
    "avertissements": (Gravite.AVERTISSEMENT, "avertissements", "nb_avertissements"),
}


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


def liste(personne: Personne, page: int) -> dict[str, Any]:
    """Past imports, the latest first."""
    visibles = imports_visibles(personne)
    total, debut = visibles.count(), (page - 1) * TAILLE_PAGE
    return {
        "lignes": [_resume(i) for i in visibles[debut : debut + TAILLE_PAGE]],
        "pagination": pagination(page, total, reverse("pilotage:imports"), "importations"),
    }


def _resume(importation: Importation) -> dict[str, Any]:
    return {
        "url": reverse("pilotage:import_detail", args=[importation.pk]),
        "nom": importation.nom_fichier,
        "profil": PROFILS[importation.profil].libelle if importation.profil in PROFILS else importation.profil,
        "par": str(importation.par or "Ligne de commande"),
        "quand": ecrire.date_heure(importation.cree_le),
        "etat": importation.get_etat_display(),
        "comptes": [ecrire.nombre(getattr(importation, champ)) for _, _, champ in list(FILTRES.values())[:4]],
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


def colonnes(importation: Importation) -> list[Colonne]:
    """The columns of the file, for the person to match."""
    lignes = lecture.ouvrir(importation.chemin).lignes()
    extraits = [ligne for _, ligne in islice(lignes, 1, 1 + EXEMPLES)]
    return [
        Colonne(
            position,
            _lettre(position),
            entete or "(sans en-tête)",
            " · ".join(e[position][:40] for e in extraits if position < len(e) and e[position]),
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


def detail(importation: Importation, filtre: str, page: int) -> dict[str, Any]:
    """The preview, or the report: counters that filter, and one page of lines or of remarks."""
    url = reverse("pilotage:import_detail", args=[importation.pk])
    filtre = filtre if filtre in FILTRES else ""
    contexte: dict[str, Any] = {
        "importation": importation,
        "resume": _resume(importation),
        "taille": _taille(importation.taille),
        "total": ecrire.compte(importation.nb_lignes, "ligne"),
        "filtre": filtre,
        "lignes": None,
        "remarques": None,
        "compteurs": [
            {
                "libelle": libelle,
                "nombre": ecrire.nombre(getattr(importation, champ)),
                "url": f"{url}?voir={cle}",
                "actif": cle == filtre,
            }
            for cle, (_, libelle, champ) in FILTRES.items()
        ],
    }
    gravite = FILTRES[filtre][0] if filtre else None
    pret = importation.etat == EtatImport.PRET
    if isinstance(gravite, Gravite) or not pret:
        return contexte | _remarques(importation, gravite, page, url, filtre)
    total = getattr(importation, FILTRES[filtre][2]) if filtre else importation.nb_lignes - importation.nb_refusees
    lignes = apercu.page(importation, gravite, (page - 1) * TAILLE_PAGE, TAILLE_PAGE)
    requete = f"voir={filtre}&" if filtre else ""
    return contexte | {
        "lignes": [_ligne(ligne) for ligne in lignes],
        "pagination": pagination(page, total, url, "lignes", requete),
    }


def _remarques(importation: Importation, gravite: Gravite | None, page: int, url: str, filtre: str) -> dict[str, Any]:
    remarques = importation.remarques.all()
    remarques = remarques.filter(gravite=gravite) if gravite else remarques.exclude(gravite=Gravite.AVERTISSEMENT)
    total, debut = remarques.count(), (page - 1) * TAILLE_PAGE
    return {
        "remarques": [
            {
                "ligne": ecrire.nombre(r.ligne) if r.ligne else "",
                "gravite": r.get_gravite_display(),
                "champ": r.champ,
                "valeur": r.valeur,
                "raison": r.raison,
            }
            for r in remarques[debut : debut + TAILLE_PAGE]
        ],
        "pagination": pagination(page, total, url, "remarques", f"voir={filtre}&" if filtre else ""),
    }


def _ligne(ligne: dict[str, Any]) -> dict[str, Any]:
    action = ActionLigne(ligne["action"])
    return {
        "numero": ecrire.nombre(ligne["numero"]),
        "action": action.label,
        "cle": action.name.lower(),
        "organisation": ligne["organisation"],
        "code": ligne["code"],
        "nom": ligne["nom"] or "",
        "fiche": ActionLigne(ligne["fiche_action"]).label if ligne["fiche_action"] < ActionLigne.INCHANGEE else "",
        "periode": _periode(ligne),
        "avant": _resultat(ligne["avant"], ligne["avant_motif"], ligne["avant_sans_objet"], ligne["unite"])
        if ligne["mesure"] == ActionLigne.CHANGEE
        else "",
        "apres": _resultat(ligne["valeur"], ligne["motif"], ligne["sans_objet"], ligne["unite"])
        if ligne["mesure"]
        else "",
        "cible": _cible(ligne) if ligne["cible"] else "",
    }


def _periode(ligne: dict[str, Any]) -> str:
    territoire = f", {Territoire(ligne['territoire']).label}" if ligne["territoire"] else ""
    if ligne["fin"]:
        return ecrire.periode_texte(ligne["debut"], ligne["fin"]) + territoire
    return ecrire.exercice_texte(ligne["exercice"]) + territoire if ligne["exercice"] else ""


def _resultat(valeur, motif: str, sans_objet: bool, unite: str) -> str:
    if sans_objet:
        return "sans objet"
    return MotifAbsence(motif).label if motif else ecrire.avec_unite(valeur, unite)


def _cible(ligne: dict[str, Any]) -> str:
    forme = FormeCible(ligne["forme"])
    if forme in (FormeCible.JALON, FormeCible.TEXTE):
        return ligne["texte"]
    if forme == FormeCible.PLAGE:
        return f"de {ecrire.nombre(ligne['valeur_min'])} à {ecrire.avec_unite(ligne['valeur_max'], ligne['unite'])}"
    valeur = ligne["valeur_max"] if forme == FormeCible.AU_PLUS else ligne["valeur_min"]
    return f"{forme.label.lower()} {ecrire.avec_unite(valeur, ligne['unite'])}"


def ecritures(importation: Importation) -> list[dict[str, str]]:
    """What a publication wrote, and what its undoing did."""
    rapport = importation.rapport
    faits = [(libelle, rapport[cle]) for cle, libelle in LIBELLES.items() if rapport.get(cle)]
    annulation = rapport.get("annulation", {})
    faits += [
        (libelle, annulation[cle])
        for cle, libelle in (
            ("retirees", "retirés à l'annulation"),
            ("retablies", "rétablis à l'annulation"),
            ("laissees", "laissés tels quels"),
        )
        if annulation.get(cle)
    ]
    return [{"terme": libelle.capitalize(), "valeur": ecrire.nombre(n)} for libelle, n in faits]


def _taille(octets: int) -> str:
    if octets < 2**20:
        return f"{ecrire.nombre(max(octets // 1024, 1))} Kio"
    return f"{ecrire.nombre(octets / 2**20, 1)} Mio"
