"""SCT 2019 for a node: its own plan, what stands under the plan, or the mean of the organisations below."""

from dataclasses import replace

from django.urls import reverse

from ecosysteme.format import exercice_texte, nombre, pourcentage
from ecosysteme.models import Objectif, Organisation, Orientation, Personne, PlanStrategique
from ecosysteme.permissions import droits

from ..enums import Niveau
from ..methodes import Note2019, Parametres2019, lire_2019, part
from ..models import MethodeNotation
from . import calculs_2019_mots as mots
from . import calculs_noeuds as noeuds
from . import methodes, notes, publies
from .calculs import Etapes, etapes, exacte, url_calcul
from .calculs_tableaux import ParMethode, Rangee, Tableau
from .resume import sur

CACHEE = (
    "La qualité d'un plan est jugée par la coordination et n'est pas publiée : cette note ne peut pas être refaite "
    "avec les seuls chiffres publiés."
)


def completer(
    personne: Personne,
    methode: MethodeNotation,
    niveau: Niveau,
    noeud: noeuds.Noeud,
    exercice: int,
    par: ParMethode,
) -> ParMethode:
    """Add to `par` the calculation of a node, or say why there is none."""
    if not publies.complet(personne):
        return replace(par, absence=CACHEE)
    p, annees = lire_2019(methode.parametres), [exercice - 1, exercice]
    if niveau == Niveau.ORGANISATION:
        return _organisation(methode, p, noeud.pk, exercice, par)
    plan = _plan_de(niveau, noeud.pk)
    lues = notes.noter_plans([plan], annees, p)
    lue, avant = lues[plan.pk, exercice], lues[plan.pk, exercice - 1]
    if niveau == Niveau.PLAN:
        _plan(methode, p, lue, avant, par)
    else:
        _partie(lue, niveau, noeud.pk, par)
    url = reverse("pilotage:qualite_plan", args=[plan.pk])
    acces = droits(personne).peut("coordonner", plan.organisation)
    return replace(par, grille_url=f"{url}?exercice={exercice}" if acces else "")


def _plan_de(niveau: Niveau, pk: int) -> PlanStrategique:
    """The plan a node stands in."""
    tous = PlanStrategique.objects.select_related("organisation")
    if niveau == Niveau.PLAN:
        return tous.get(pk=pk)
    if niveau == Niveau.ORIENTATION:
        return tous.get(pk__in=Orientation.objects.filter(pk=pk).values("plan"))
    if niveau == Niveau.OBJECTIF:
        return tous.get(pk__in=Objectif.objects.filter(pk=pk).values("orientation__plan"))
    return tous.get(orientations__objectifs__indicateurs=pk)


def _plan(
    methode: MethodeNotation, p: Parametres2019, lue: notes.NotePlan, avant: notes.NotePlan, par: ParMethode
) -> None:
    precedente = avant.note if avant.en_vigueur else None
    par.tuiles.extend(mots.tuiles(methode, p, lue.note, precedente, lue.exercice, mots.couverture(lue)))
    par.tableaux.append(mots.tableau_composantes(lue.composantes, lue))
    par.parties.extend(mots.parties(lue, p))
    par.tableaux.append(mots.tableau_indicateurs(lue.vus))


def _partie(lue: notes.NotePlan, niveau: Niveau, pk: int, par: ParMethode) -> None:
    """Under a plan only attainment has a meaning: quality is that of the plan."""
    champ = {Niveau.INDICATEUR: "pk", Niveau.OBJECTIF: "objectif", Niveau.ORIENTATION: "orientation"}[niveau]
    siens = [vu for vu in lue.vus if getattr(vu, champ) == pk]
    dues, atteintes = sum(vu.verdict.du for vu in siens), sum(vu.verdict.atteint for vu in siens)
    partielle = replace(lue, vus=siens, note=Note2019(None, part(atteintes, dues), None))
    par.parties.append(mots.atteinte_en_etapes(partielle))
    par.parties.append(
        Etapes("Qualité", "", etapes(("Portée", "La qualité et la note globale sont celles du plan entier.")), "")
    )
    par.tableaux.append(mots.tableau_indicateurs(siens))


def _organisation(methode: MethodeNotation, p: Parametres2019, pk: int, exercice: int, par: ParMethode) -> ParMethode:
    """Its own plan; without one, the plain mean of the organisations under it."""
    annees = [exercice - 1, exercice]
    organisation = Organisation.objects.get(pk=pk)
    plans = notes.plans_de(organisation, annees, sous=True)
    siens = [plan for plan in plans if plan.organisation_id == pk]
    retenus = siens or plans
    lues = notes.noter_plans(retenus, annees, p)
    actuelles, avant = (notes.par_organisation(retenus, lues, annee) for annee in (exercice, exercice - 1))
    if not actuelles:
        return replace(par, absence=f"Aucun plan n'est en vigueur en {exercice_texte(exercice)} : rien à noter.")
    if siens:
        _plans_propres(methode, p, actuelles[0], avant[0] if avant else None, exercice, par)
    else:
        _moyenne(methode, p, actuelles, avant, exercice, par)
    return par


def _plans_propres(methode, p, actuelle, avant, exercice, par) -> None:
    dits = (
        mots.couverture(actuelle.plans[0])
        if len(actuelle.plans) == 1
        else (f"{nombre(len(actuelle.plans))} plans",) * 3
    )
    par.tuiles.extend(mots.tuiles(methode, p, actuelle.note, avant.note if avant else None, exercice, dits))
    for lue in actuelle.plans:
        par.tableaux.append(mots.tableau_composantes(lue.composantes, lue))
        par.parties.extend(
            [mots.qualite_en_etapes(lue), mots.atteinte_en_etapes(lue), mots.note_en_etapes(lue.note, p)]
        )
        par.tableaux.append(mots.tableau_indicateurs(lue.vus))


def _moyenne(methode, p, actuelles, avant, exercice, par) -> None:
    note, n = notes.moyenne_des(actuelles)
    dits = (f"{sur(n, len(actuelles))} organisations ayant un plan",) * 3
    precedente = notes.moyenne_des(avant)[0] if avant else None
    par.tuiles.extend(mots.tuiles(methode, p, note, precedente, exercice, dits))
    rangees = [
        Rangee(
            o.organisation.nom,
            f"{url_calcul(Niveau.ORGANISATION, o.organisation.pk, exercice)}&methode={methodes.SCT_2019}",
            [exacte(o.note.qualite), exacte(o.note.atteinte), exacte(o.note.note)],
            o.note.note is not None,
            "" if o.note.note is not None else "une part manque",
        )
        for o in actuelles
    ]
    entetes = (("Organisation", False), ("Qualité", True), ("Atteinte", True), ("Note", True))
    par.tableaux.append(Tableau("Moyenne simple des notes des organisations", entetes, rangees))
    connues = [o.note.note for o in actuelles if o.note.note is not None]
    dit = "aucune note à moyenner"
    if connues:
        somme = sum(connues)
        dit = f"{exacte(somme)} ÷ {nombre(n)} = {exacte(note.note)}"
    par.parties.append(Etapes("Moyenne", "", etapes(("Division", dit)), pourcentage(note.note)))
