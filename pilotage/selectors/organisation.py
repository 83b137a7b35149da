"""The page of an organisation: its readings, its plans, its indicators, and what stands below it."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.urls import reverse

from ecosysteme import adresses
from ecosysteme.enums import EtatPlan, TypeOrganisation
from ecosysteme.format import nombre, pourcentage
from ecosysteme.models import Organisation, Personne, PlanStrategique
from ecosysteme.permissions import droits

from ..enums import Niveau
from ..models import Bilan
from . import attente, publies
from . import indicateurs as fiches
from .alertes_organisations import repartitions
from .exercices import Exercices, exercices
from .filtrage_indicateurs import Choisies, DemandeIndicateurs, choisir, entetes
from .gouvernement import Ensemble, ensemble, entetes_organisations, tuile_retards, url_calcul
from .lignes import derniers
from .meteo_ensemble import Dires
from .meteo_mots import court
from .organisation_mots import existence, fil, responsables
from .resume import note, resumer, sur, taux

SUJETS_MAX = 250
Lus = Mapping[tuple[int, int, int], Bilan]


def page(personne: Personne, organisation: Organisation, demande: DemandeIndicateurs) -> dict[str, Any]:
    """The context of the page and of its fragment."""
    annees, complet = exercices(demande.exercice, personne), publies.complet(personne)
    tout = ensemble(personne, annees.voulu)
    plans, lus, choisies = _indicateurs(personne, organisation, annees, demande)
    dits = tout.dires if complet else Dires()
    ligne = tout.toutes.get(organisation.pk)
    enfants = [autre for autre in tout.toutes.values() if _releve_de(autre.chemin, organisation)]
    contexte = {
        "organisation": organisation,
        "existence": existence(organisation),
        "fil": fil(organisation, tout),
        "exercices": annees,
        "demande": demande,
        "complet": complet,
        "provisoire": bool(ligne and ligne.provisoire),
        "tuiles": _tuiles(personne, organisation, tout, annees),
        "plans": [plan | _ciel(dits, "plan", plan["pk"]) for plan in _plans(plans, lus, annees)],
        "repartitions": repartitions(tout.dires, organisation.pk) if complet else [],
        "indicateurs": choisies,
        "groupes": [
            groupe | _ciel(dits, "objectif", groupe["pk"])
            for groupe in _groupes(choisies, lus, annees.voulu, par_objectif=not demande.tri)
        ],
        "entetes": entetes(demande),
        "enfants": enfants,
        "nombre_montre": f"{nombre(choisies.n)} sur {nombre(choisies.m)}",
        "responsables": responsables(organisation) if complet else [],
        "actes": _actes(personne, organisation, annees),
        "sujets": _sujets(organisation, enfants, plans, choisies),
        "sujet": f"organisation:{organisation.pk}",
        "url_effacer": demande.adresse(voir="", q=""),
        "exports": [
            {"libelle": "CSV", "url": demande.adresse(format="csv")},
            {"libelle": "Excel (XLSX)", "url": demande.adresse(format="xlsx")},
        ],
        "entetes_enfants": entetes_organisations(annees, complet),
    }
    return contexte | {"vide": vide(organisation, contexte), "attente": _attente(organisation)}


def _attente(organisation: Any) -> str:
    """Nearly always nothing waits, and its own query already said so."""
    if not organisation.calcul_en_attente:
        return ""
    return attente.calcul_en_attente(Niveau.ORGANISATION, organisation.pk)


def _ciel(dits: Dires, genre: str, pk: int) -> dict[str, str]:
    ciel = dits.ciel(genre, pk)
    return {"ciel": ciel, "ciel_libelle": court(ciel)}


def _releve_de(chemin: Sequence[int], organisation: Organisation) -> bool:
    return len(chemin) > 1 and chemin[-2] == organisation.pk


def _indicateurs(
    personne: Personne, organisation: Organisation, annees: Exercices, demande: DemandeIndicateurs
) -> tuple[list[PlanStrategique], Lus, Choisies]:
    """Its plans, the bilans of two years, and the rows chosen: three queries."""
    plans = list(publies.plans(personne).filter(organisation=organisation))
    liees = list(
        fiches.fiches(personne, annees.voulu).filter(objectif__orientation__plan__in=[plan.pk for plan in plans])
    )
    lus = publies.lire_plans(personne, [p.pk for p in plans], liees, [annees.precedent, annees.voulu])
    rangees = fiches.lignes(liees, lus, annees.voulu, complet=publies.complet(personne))
    return plans, lus, choisir(rangees, demande, complet=publies.complet(personne))


def _tuiles(personne: Personne, organisation: Organisation, tout: Ensemble, annees: Exercices) -> list[dict[str, Any]]:
    """Its readings; an organisation out of force that year is not in the whole and is read apart."""
    bilans = tout.bilans
    if organisation.pk not in tout.toutes:
        bilans = publies.lire(personne, Niveau.ORGANISATION, [organisation.pk], derniers(annees.voulu))
    actuel, avant = (bilans.get((organisation.pk, annee)) for annee in (annees.voulu, annees.precedent))
    resume, ligne = resumer(actuel, avant, exercice=annees.voulu), tout.toutes.get(organisation.pk)
    retards = [tuile_retards(ligne.alertes.retards, resume.total)] if ligne and publies.complet(personne) else []
    return [*resume.tuiles(url_methode=url_calcul(organisation.pk, annees.voulu)), *retards]


def _plans(plans: Sequence[PlanStrategique], lus: Lus, annees: Exercices) -> list[dict[str, Any]]:
    """Plans in force in the year first, then the others, drafts said to be so."""
    ordre = sorted(plans, key=lambda p: (not p.exercice_debut <= annees.voulu <= p.exercice_fin, -p.exercice_debut))
    return [_plan(plan, lus.get((Niveau.PLAN, plan.pk, annees.voulu)), annees) for plan in ordre]


def _plan(plan: PlanStrategique, bilan: Bilan | None, annees: Exercices) -> dict[str, Any]:
    en_vigueur = plan.exercice_debut <= annees.voulu <= plan.exercice_fin
    return {
        "pk": plan.pk,
        "titre": plan.titre,
        "url": reverse("pilotage:plan", args=[plan.pk]),
        "periode": f"{plan.exercice_debut}-{plan.exercice_fin + 1}",
        "etat": "" if plan.etat == EtatPlan.PUBLIE else plan.get_etat_display(),
        "en_vigueur": en_vigueur,
        "illustratif": plan.illustratif,
        "taux": pourcentage(taux(bilan)),
        "note": nombre(note(bilan), 1),
        "progression": pourcentage(bilan.progression if bilan else None),
        "couverture": sur(bilan.progression_n, bilan.progression_m) if bilan else "",
    }


def _groupes(choisies: Choisies, lus: Lus, exercice: int, *, par_objectif: bool) -> list[dict[str, Any]]:
    """Rows under their objective in the order of the plan; one group without a heading once sorted."""
    if not par_objectif:
        return [{"titre": "", "progression": "", "couverture": "", "pk": 0, "lignes": choisies.lignes}]
    groupes: dict[int, dict[str, Any]] = {}
    for ligne in choisies.lignes:
        if ligne.objectif not in groupes:
            bilan = lus.get((Niveau.OBJECTIF, ligne.objectif, exercice))
            groupes[ligne.objectif] = {
                "titre": f"{ligne.objectif_numero} {ligne.objectif_titre}",
                "progression": pourcentage(bilan.progression) if bilan and bilan.progression is not None else "",
                "couverture": sur(bilan.progression_n, bilan.progression_m) if bilan else "",
                "pk": ligne.objectif,
                "lignes": [],
            }
        groupes[ligne.objectif]["lignes"].append(ligne)
    return list(groupes.values())


def _actes(personne: Personne, organisation: Organisation, annees: Exercices) -> list[dict[str, str]]:
    """What the person may do here."""
    acces, actes = droits(personne), []
    saisie = reverse("pilotage:saisie")
    if acces.peut("saisir", organisation):
        adresse = adresses.avec({"organisation": str(organisation.pk), "exercice": str(annees.voulu)})
        actes.append({"libelle": "Saisir les résultats", "url": saisie + adresse, "genre": ""})
    if acces.peut("importer", organisation):
        actes.append(
            {"libelle": "Importer un fichier", "url": reverse("pilotage:import_nouveau"), "genre": "secondaire"}
        )
    return actes


def _sujets(
    organisation: Organisation, enfants: Iterable[Any], plans: Iterable[PlanStrategique], choisies: Choisies
) -> str:
    """What the page listens to."""
    sujets = [f"organisation:{organisation.pk}", *(f"organisation:{enfant.pk}" for enfant in enfants)]
    sujets += [f"plan:{plan.pk}" for plan in plans]
    sujets += [f"indicateur:{ligne.pk}" for ligne in choisies.lignes]
    return ",".join(sujets if len(sujets) <= SUJETS_MAX else ["organisation:*", "indicateur:*"])


def vide(organisation: Organisation, contexte: Mapping[str, Any]) -> dict[str, str]:
    """Why nothing is shown, and the first thing to do."""
    importer = next((acte for acte in contexte["actes"] if acte["genre"] == "secondaire"), None)
    acte = {
        "action_libelle": importer["libelle"] if importer else "",
        "action_url": importer["url"] if importer else "",
    }
    if contexte["plans"]:
        titre = f"Aucun indicateur suivi en {contexte['exercices'].texte}"
        raison = "Ses plans n'ont ni cible ni résultat pour cet exercice. Choisissez-en un autre."
        return {"titre": titre, "raison": raison, "action_libelle": "", "action_url": ""}
    if organisation.type == TypeOrganisation.PORTEFEUILLE or contexte["enfants"]:
        return {}
    raison = "Orientations, objectifs et indicateurs arrivent par l'importation de son plan stratégique"
    fin = "." if importer else ", que font ses gestionnaires."
    return {"titre": "Aucun plan stratégique", "raison": raison + fin, **acte}


def export(personne: Personne, organisation: Organisation, demande: DemandeIndicateurs) -> tuple[str, Any]:
    """The name of the file and its rows: the indicators that the filters show."""
    annees = exercices(demande.exercice, personne)
    _, _, choisies = _indicateurs(personne, organisation, annees, demande)
    return f"{organisation.sigle}-{annees.texte}", fiches.a_exporter(choisies.lignes, annees.voulu)
