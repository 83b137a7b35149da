"""The page of alerts: counters that filter, rows, downloads; one alert to answer for; thresholds and their history."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from django.http import Http404

from ecosysteme.format import compte, date_heure, exercice_texte, nombre
from ecosysteme.models import Personne

from ..enums import TypeAlerte
from ..models import SeuilAlerte
from . import alertes_lignes as lire
from . import alertes_mots as mots
from .alertes_demande import DemandeAlertes
from .alertes_lignes import Levee
from .exercices import exercices
from .gouvernement import Ensemble, ensemble
from .meteo_ensemble import SEUILS

TAILLE = 50
VARIATIONS = {TypeAlerte.SIGNAL: "defavorable"}
STATUTS = {TypeAlerte.NON_CALCULE: "non_disponible"}
ENTETES = ("exercice", "alerte", "porte sur", "nom", "organisation", "constat", "acquittée par", "motif", "jusqu'au")


def page(personne: Personne, demande: DemandeAlertes) -> dict[str, Any]:
    annees = exercices(demande.exercice, personne)
    tout = ensemble(personne, annees.voulu)
    siennes, repondues = lire.sur_organisations(personne, tout, demande, annees.voulu)
    voulues = repondues if demande.acquittees else siennes
    organisations = [a for a in voulues if not demande.type or a.type == demande.type]
    debut = (int(demande.page or 1) - 1) * TAILLE
    reste = organisations[debut : debut + TAILLE]
    indicateurs = lire.sur_indicateurs(
        personne, demande, annees.voulu, max(0, debut - len(organisations)), TAILLE - len(reste)
    )
    comptes = _comptes(indicateurs.comptes, siennes, repondues)
    montre = sum(n for (t, a), n in comptes.items() if a == demande.acquittees and demande.type in ("", t))
    return {
        "exercices": annees,
        "demande": demande,
        "lignes": [*reste, *indicateurs.rangees],
        "compteurs": _compteurs(comptes, demande),
        "onglets": _onglets(comptes, demande),
        "nombre_montre": f"{nombre(montre)} sur {nombre(sum(comptes.values()))}",
        "pagination": _pagination(demande, debut, montre),
        "organisations": _organisations(tout),
        "url_effacer": demande.adresse(organisation="", type="", tenues=""),
        "exports": [
            {"libelle": "CSV", "url": demande.adresse(format="csv")},
            {"libelle": "Excel (XLSX)", "url": demande.adresse(format="xlsx")},
        ],
    }


def _comptes(
    indicateurs: dict[tuple[str, bool], int], siennes: list[Levee], repondues: list[Levee]
) -> Counter[tuple[str, bool]]:
    """Numbers of alerts by type and whether somebody answered for them."""
    comptes = Counter(indicateurs)
    comptes.update((a.type, False) for a in siennes)
    comptes.update((a.type, True) for a in repondues)
    return comptes


def _compteurs(comptes: Counter[tuple[str, bool]], demande: DemandeAlertes) -> list[dict[str, Any]]:
    """« 14 résultats en retard »: each counter filters, and the one in force takes its filter off."""
    tous = sum(n for (_, acquittee), n in comptes.items() if acquittee == demande.acquittees)
    toutes = {"nombre": nombre(tous), "libelle": "toutes", "url": demande.adresse(type=""),
              "actif": not demande.type, "id": "type-toutes"}  # fmt: skip
    return [
        toutes,
        *(
            {
                "nombre": nombre(comptes[t, demande.acquittees]),
                "libelle": mots.NOMS[t].lower(),
                "url": demande.adresse(type="" if demande.type == t else t),
                "actif": demande.type == t,
                "variation": VARIATIONS.get(t, ""),
                "statut": STATUTS.get(t, ""),
                "id": f"type-{t}",
            }
            for t in TypeAlerte
        ),
    ]


def miennes(personne: Personne) -> list[dict[str, Any]]:
    """The alerts on what the person holds that nobody answered for, counted by type; nothing for a type without any."""
    compteurs = page(personne, DemandeAlertes(tenues="oui"))["compteurs"]
    return [c for c in compteurs[1:] if c["nombre"] != "0"]


def _onglets(comptes: Counter[tuple[str, bool]], demande: DemandeAlertes) -> list[dict[str, Any]]:
    nombres = [sum(n for (_, a), n in comptes.items() if a is acquittee) for acquittee in (False, True)]
    return [
        {"libelle": f"À traiter ({nombre(nombres[0])})", "url": demande.adresse(etat=""),
         "actif": not demande.acquittees},
        {"libelle": f"Acquittées ({nombre(nombres[1])})", "url": demande.adresse(etat="acquittees"),
         "actif": demande.acquittees},
    ]  # fmt: skip


def _pagination(demande: DemandeAlertes, debut: int, total: int) -> dict[str, Any]:
    """The parameters of composants/pagination.html."""
    numero, fin = debut // TAILLE + 1, min(debut + TAILLE, total)
    return {
        "debut": nombre(min(debut + 1, total)),
        "fin": nombre(fin),
        "total": nombre(total),
        "precedente": demande.adresse(page=str(numero - 1)) if numero > 1 else "",
        "suivante": demande.adresse(page=str(numero + 1)) if fin < total else "",
        "filtre": demande.filtree,
    }


def _organisations(tout: Ensemble) -> list[tuple[str, str]]:
    """Choices of the filter, in the order of the tree."""
    return [(str(ligne.pk), f"{'– ' * (ligne.rang > 1)}{ligne.nom}") for ligne in tout.lignes]


def export(personne: Personne, demande: DemandeAlertes) -> tuple[str, Iterator[tuple[Any, ...]]]:
    """The name of the file and its rows: all those that the filters show."""
    annees = exercices(demande.exercice, personne)
    tout = ensemble(personne, annees.voulu)
    paire = lire.sur_organisations(personne, tout, demande, annees.voulu)
    organisations = [a for a in paire[demande.acquittees] if not demande.type or a.type == demande.type]
    toutes = [*organisations, *lire.sur_indicateurs(personne, demande, annees.voulu).rangees]
    return f"alertes-{annees.texte}", (_a_exporter(a, annees.voulu) for a in toutes)


def _a_exporter(a: Levee, exercice: int) -> tuple[Any, ...]:
    dit = a.reponse or dict.fromkeys(("qui", "motif", "jusqu_au"), "")
    return (exercice_texte(exercice), a.libelle, a.genre, a.nom, a.organisation, a.detail, dit["qui"], dit["motif"],
            dit["jusqu_au"])  # fmt: skip


def alerte_levee_ou_404(personne: Personne, type_alerte: str, genre: str, pk: int, exercice: int) -> Levee:
    """The alert as it stands today, answered for or not; 404 when it does not."""
    if type_alerte not in TypeAlerte.values:
        raise Http404
    demande = DemandeAlertes(type=type_alerte)
    if genre == "organisation":
        candidates = [
            alerte
            for paire in lire.sur_organisations(personne, ensemble(personne, exercice), demande, exercice)
            for alerte in paire
        ]
    else:
        deux = (demande, replace(demande, etat="acquittees"))
        candidates = [a for d in deux for a in lire.sur_indicateurs(personne, d, exercice).rangees]
    trouvee = next((a for a in candidates if (a.type, a.genre, a.pk) == (type_alerte, genre, pk)), None)
    if trouvee is None:
        raise Http404
    return trouvee


def seuils_en_vigueur() -> dict[str, dict[str, Any]]:
    """Value and version of each threshold; version 0 for the published default."""
    poses = {s.type: s for s in SeuilAlerte.objects.select_related("par")}
    return {
        str(t): {
            "valeur": poses[t].valeur.normalize() if t in poses else defaut,
            "version": poses[t].version if t in poses else 0,
            "par_defaut": compte(defaut, mots.UNITES[t].removesuffix("s")),
            "nom": mots.NOMS[t],
            "unite": mots.UNITES[t],
            "par": f"{poses[t].par}, {date_heure(poses[t].maj_le)}" if t in poses else "",
        }
        for t, defaut in SEUILS.items()
    }


def historique_des_seuils() -> list[dict[str, Any]]:
    """What each threshold was, and who changed it."""
    evenements = SeuilAlerte.pgh_event_model.objects.select_related("par", "pgh_context").order_by("-pgh_id")[:50]
    return [
        {
            "quand": date_heure(e.pgh_created_at),
            "qui": (e.pgh_context.metadata.get("par_nom") if e.pgh_context else "") or str(e.par),
            "quoi": mots.NOMS[TypeAlerte(e.type)],
            "avant": nombre(e.valeur) if e.pgh_label != "insert" else "",
            "apres": "remplacé" if e.pgh_label != "insert" else nombre(e.valeur),
        }
        for e in evenements
    ]


def regles_publiees() -> list[dict[str, str]]:
    """Rules with the thresholds in force, for the method page."""
    return mots.regles({t: seuil["valeur"] for t, seuil in seuils_en_vigueur().items()})
