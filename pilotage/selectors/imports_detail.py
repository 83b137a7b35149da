"""The preview of an import and its report: counters that filter, lines or remarks, and what comes back most often."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Count, Min
from django.urls import reverse

from ecosysteme import format as ecrire
from ecosysteme.enums import FormeCible, MotifAbsence, Territoire

from ..enums import ActionLigne, EtatImport, Gravite
from ..importation import apercu
from ..importation.publication import LIBELLES
from ..models import Importation, Remarque
from .imports import TAILLE_PAGE, pagination, resume

RAISONS_MAX = 8
LIGNES = {
    "creees": (ActionLigne.CREEE, "créée", "nb_creees"),
    "changees": (ActionLigne.CHANGEE, "changée", "nb_changees"),
    "inchangees": (ActionLigne.INCHANGEE, "inchangée", "nb_inchangees"),
}
REMARQUES = {
    "refusees": (Gravite.REFUS, "refusée", "nb_refusees"),
    "avertissements": (Gravite.AVERTISSEMENT, "avertissement", "nb_avertissements"),
}
ANNULATION = {
    "retirees": "retirés à l'annulation",
    "retablies": "rétablis à l'annulation",
    "laissees": "laissés tels quels",
}


def detail(importation: Importation, filtre: str, page: int, raison: str = "") -> dict[str, Any]:
    """What the page of an import needs, whatever its stage."""
    pret = importation.etat == EtatImport.PRET
    filtres = (LIGNES | REMARQUES) if pret else REMARQUES
    filtre = filtre if filtre in filtres else ""
    a_ecrire = importation.nb_creees + importation.nb_changees
    contexte: dict[str, Any] = {
        "importation": importation,
        "resume": resume(importation),
        "taille": _taille(importation.taille),
        "total": ecrire.compte(importation.nb_lignes, "ligne"),
        "a_ecrire": ecrire.compte(a_ecrire, "ligne") if a_ecrire else "",
        "filtre": filtre,
        "compteurs": _compteurs(importation, filtres, filtre),
        "bilan": bilan(importation),
    }
    if filtre in REMARQUES or not pret:
        return contexte | _remarques(importation, filtre, page, raison)
    return contexte | _lignes(importation, filtre, page)


def bilan(importation: Importation) -> list[dict[str, str]]:
    """The lines of the file by what became of them, those that are none aside."""
    comptes = [(mot, getattr(importation, champ), cle) for cle, (_, mot, champ) in (LIGNES | REMARQUES).items()]
    return [
        {
            "terme": "Avertissements" if cle == "avertissements" else f"Lignes {mot}s",
            "valeur": ecrire.nombre(n),
        }
        for mot, n, cle in comptes
        if n
    ]


def _compteurs(importation: Importation, filtres: dict, filtre: str) -> list[dict[str, Any]]:
    url = reverse("pilotage:import_detail", args=[importation.pk])
    return [
        {
            "libelle": ecrire.pluriel(getattr(importation, champ), mot),
            "nombre": ecrire.nombre(getattr(importation, champ)),
            "url": url if cle == filtre else f"{url}?voir={cle}",
            "actif": cle == filtre,
        }
        for cle, (_, mot, champ) in filtres.items()
        if getattr(importation, champ) or cle in (filtre, "refusees")
    ]


def _lignes(importation: Importation, filtre: str, page: int) -> dict[str, Any]:
    if filtre:
        action, _, champ = LIGNES[filtre]
        total = getattr(importation, champ)
    else:
        action, total = None, importation.nb_lignes - importation.nb_refusees
    lignes = apercu.page(importation, action, (page - 1) * TAILLE_PAGE, TAILLE_PAGE)
    url = reverse("pilotage:import_detail", args=[importation.pk])
    requete = f"voir={filtre}&" if filtre else ""
    return {
        "lignes": [_ligne(ligne) for ligne in lignes],
        "remarques": None,
        "pagination": pagination(page, total, url, "lignes", requete),
    }


def _remarques(importation: Importation, filtre: str, page: int, raison: str) -> dict[str, Any]:
    """Remarks of one kind, or what was refused and left alone; perhaps those of one reason only."""
    url = reverse("pilotage:import_detail", args=[importation.pk])
    remarques = importation.remarques.all()
    remarques = (
        remarques.filter(gravite=REMARQUES[filtre][0]) if filtre else remarques.exclude(gravite=Gravite.AVERTISSEMENT)
    )
    requete = f"voir={filtre}&" if filtre else ""
    raisons = _raisons(remarques, f"{url}?{requete}")
    choisie = Remarque.objects.filter(importation=importation, pk=raison).first() if _est_cle(raison) else None
    if choisie:
        remarques = remarques.filter(champ=choisie.champ, raison=choisie.raison)
        requete += f"raison={choisie.pk}&"
    total, debut = remarques.count(), (page - 1) * TAILLE_PAGE
    return {
        "lignes": None,
        "remarques": [_remarque(r) for r in remarques[debut : debut + TAILLE_PAGE]],
        "raisons": raisons if len(raisons) > 1 and (choisie or total > TAILLE_PAGE) else [],
        "choisie": choisie.raison if choisie else "",
        "pagination": pagination(page, total, url, "remarques", requete),
    }


def _est_cle(texte: str) -> bool:
    return texte.isascii() and texte.isdigit() and len(texte) < 18


def _raisons(remarques, url: str) -> list[dict[str, str]]:
    """What comes back most often, with where to read its lines."""
    groupes = remarques.order_by().values("champ", "raison").annotate(n=Count("pk"), cle=Min("pk"))
    return [
        {
            "nombre": ecrire.nombre(g["n"]),
            "champ": g["champ"],
            "raison": g["raison"],
            "url": f"{url}raison={g['cle']}",
        }
        for g in groupes.order_by("-n", "champ", "raison")[:RAISONS_MAX]
    ]


def _remarque(r: Remarque) -> dict[str, str]:
    return {
        "ligne": ecrire.nombre(r.ligne) if r.ligne else "–",
        "gravite": r.get_gravite_display(),
        "champ": r.champ,
        "valeur": r.valeur or "(vide)",
        "raison": r.raison,
    }


def remarques_a_telecharger(importation: Importation) -> tuple[list[str], Iterator[tuple[str, int, str, str, str]]]:
    """Headers and rows of the file of remarks."""
    lues = importation.remarques.values_list("gravite", "ligne", "champ", "valeur", "raison")
    lignes = ((str(Gravite(gravite).label), *suite) for gravite, *suite in lues.iterator(chunk_size=2000))
    return ["gravité", "ligne", "champ", "valeur", "raison"], lignes


def _ligne(ligne: dict[str, Any]) -> dict[str, Any]:
    action = ActionLigne(ligne["action"])
    nouvelle = ligne["fiche_action"] < ActionLigne.INCHANGEE
    resultat = _resultat(ligne["valeur"], ligne["motif"], ligne["sans_objet"], ligne["unite"])
    avant = _resultat(ligne["avant"], ligne["avant_motif"], ligne["avant_sans_objet"], ligne["unite"])
    return {
        "numero": ecrire.nombre(ligne["numero"]),
        "action": action.label,
        "cle": action.name.lower(),
        "organisation": ligne["organisation"],
        "code": ligne["code"],
        "nom": ligne["nom"] or "",
        "fiche": f"fiche {ActionLigne(ligne['fiche_action']).label.lower()}" if nouvelle else "",
        "periode": _periode(ligne),
        "avant": avant if ligne["mesure"] == ActionLigne.CHANGEE else "",
        "apres": resultat if ligne["mesure"] else "",
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
    annulation = rapport.get("annulation", {})
    faits = [(libelle, rapport[cle]) for cle, libelle in LIBELLES.items() if rapport.get(cle)]
    faits += [(libelle, annulation[cle]) for cle, libelle in ANNULATION.items() if annulation.get(cle)]
    return [{"terme": libelle.capitalize(), "valeur": ecrire.nombre(n)} for libelle, n in faits]


def _taille(octets: int) -> str:
    if octets < 2**20:
        return f"{ecrire.nombre(max(octets // 1024, 1))} Kio"
    return f"{ecrire.nombre(octets / 2**20, 1)} Mio"
