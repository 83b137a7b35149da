"""The sheet of a blocker: what it is, its figures, its life, the help, what solved the like, what one may do."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import CharField, Exists, OuterRef, Value
from django.db.models.functions import Cast, Concat
from django.urls import reverse
from django.utils import timezone

from ecosysteme import adresses
from ecosysteme.enums import TypeOrganisation
from ecosysteme.format import date_heure, date_longue, il_y_a
from ecosysteme.models import Abonnement, Adhesion, Personne
from ecosysteme.permissions import ROLES, droits

from ..enums import EtatBloquant, GraviteBloquant, IssueEscalade, Niveau, Palier
from ..models import Bilan, Bloquant, Escalade, EvenementBloquant
from ..permissions_bloquants import organisations_aidantes, peut_abandonner, peut_retirer_offre, tient, tient_palier
from ..vie_bloquant import Geste, Situation, limite_en_mots, refus
from . import indicateurs
from .bloquants import retard
from .bloquants_semblables import semblables

INTERNES = [role for role, description in ROLES.items() if "lire_interne" in description.verbes]
MOTS = {
    "signale": "a signalé le bloquant",
    "pris_en_charge": "prend le bloquant en charge",
    "escalade": "demande de l'aide au palier «\u00a0{palier}\u00a0»",
    "montee": "Restée sans réponse à l'échéance, l'escalade monte au palier «\u00a0{palier}\u00a0»",
    "retard": "L'échéance est passée sans réponse du palier «\u00a0{palier}\u00a0»",
    "reponse": "répond à l'escalade\u00a0: le bloquant redescend au palier «\u00a0{palier}\u00a0»",
    "retrait_escalade": "retire l'escalade",
    "offre": "offre de l'aide",
    "retrait_offre": "retire son offre d'aide",
    "accord_offre": "accepte l'aide offerte",
    "initiative": "rattache le bloquant à une initiative",
    "resolu": "a réglé le bloquant",
    "abandonne": "abandonne le bloquant",
    "precise": "dit le bloquant autrement",
}


def avec_suivi(personne: Personne) -> Any:
    """Blockers, and whether the person follows each."""
    sujet = Concat(Value("bloquant:"), Cast(OuterRef("pk"), CharField()))
    return Bloquant.objects.annotate(suivi=Exists(Abonnement.objects.filter(personne=personne, sujet=sujet)))


def page(personne: Personne, b: Bloquant, exercice: int) -> dict[str, Any]:
    """The context of the sheet and of its fragment."""
    escalades = list(b.escalades.select_related("par", "repondue_par"))
    offres = list(b.offres.select_related("organisation", "par"))
    attend = next((e for e in escalades if e.issue == IssueEscalade.EN_ATTENTE), None)
    situation = _situation(b, attend, offres)
    return {
        "bloquant": b,
        "fil": fil(b),
        "titre_objet": titre_objet(b),
        "url_objet": url_objet(b),
        "etat": EtatBloquant(b.etat).label,
        "gravite": GraviteBloquant(b.gravite).label,
        "definitions": _definitions(b),
        "denouement_titre": "Ce qui l'a réglé" if b.etat == EtatBloquant.RESOLU else "Pourquoi on l'abandonne",
        "attend": _escalade(attend) if attend else None,
        "actes": _actes(personne, b, situation),
        "aide": _aide(personne, b, offres, situation),
        "offres": [_offre(personne, b, o) for o in offres],
        "escalades": [_escalade(e) for e in reversed(escalades)],
        "histoire": [_evenement(e) for e in b.evenements.select_related("par").order_by("-quand", "-pk")],
        "chiffres": chiffres(personne, b, exercice),
        "semblables": semblables(b.titre, b.description, cause=b.cause, indicateur=b.indicateur_id, sauf=b.pk),
        "sujet": f"bloquant:{b.pk}",
        "confier": _confier(personne, b),
    }


def _situation(b: Bloquant, attend: Escalade | None, offres: Sequence[Any]) -> Situation:
    return Situation(
        prise=b.responsable_id is not None,
        escaladee=attend is not None,
        offres=sum(o.retiree_le is None for o in offres),
        issue=EtatBloquant(b.etat) if b.clos_le else None,
    )


def situation(b: Bloquant) -> Situation:
    """What is so, to ask the rules before an act."""
    attend = b.escalades.filter(issue=IssueEscalade.EN_ATTENTE).first()
    return _situation(b, attend, list(b.offres.all()))


def titre_objet(b: Bloquant) -> str:
    return f"{b.indicateur.code} {b.indicateur.nom}" if b.indicateur else b.initiative.titre


def url_objet(b: Bloquant) -> str:
    if b.indicateur:
        return reverse("pilotage:indicateur", args=[b.indicateur_id])
    return adresses.si_elle_existe("initiative", b.initiative_id)


def fil(b: Bloquant, dernier: str = "") -> list[dict[str, str]]:
    """Where it stands; ends with a page under it when there is one."""
    suite = [{"libelle": f"Bloquant {b.pk}", "url": reverse("pilotage:bloquant", args=[b.pk]) if dernier else ""}]
    return [
        {"libelle": "Bloquants", "url": reverse("pilotage:bloquants")},
        {"libelle": b.organisation.sigle, "url": reverse("pilotage:organisation", args=[b.organisation_id])},
        *suite,
        *([{"libelle": dernier, "url": ""}] if dernier else []),
    ]


def _definitions(b: Bloquant) -> list[dict[str, str]]:
    elements = [
        {"terme": "Cause", "valeur": b.get_cause_display()},
        {"terme": "Palier", "valeur": Palier(b.palier).label},
        {"terme": "En charge", "valeur": str(b.responsable) if b.responsable else "Personne pour l'instant"},
        {"terme": "Signalé", "valeur": f"{il_y_a(b.signale_le)}, par {b.signale_par}"},
        {
            "terme": "Organisation",
            "valeur": b.organisation.nom,
            "url": reverse("pilotage:organisation", args=[b.organisation_id]),
        },
    ]
    if b.palier != b.palier_origine:
        elements.insert(2, {"terme": "Palier d'origine", "valeur": Palier(b.palier_origine).label})
    if b.initiative and b.indicateur:
        adresse = adresses.si_elle_existe("initiative", b.initiative_id)
        elements.append({"terme": "Initiative", "valeur": b.initiative.titre, "url": adresse})
    if b.clos_le:
        elements.append({"terme": b.get_etat_display(), "valeur": date_longue(b.clos_le)})
    return elements


def _escalade(e: Escalade) -> dict[str, Any]:
    enretard = retard(e.repondre_avant, timezone.now()) if e.issue == IssueEscalade.EN_ATTENTE else ""
    return {
        "pk": e.pk,
        "palier": Palier(e.palier).label,
        "qui": str(e.par) if e.par else "",
        "quand": date_heure(e.demandee_le),
        "aide": e.aide_demandee,
        "limite": limite_en_mots(e.repondre_avant),
        "issue": e.get_issue_display(),
        "retard": enretard,
        "attend": e.issue == IssueEscalade.EN_ATTENTE,
        "reponse": e.reponse,
        "repondue": f"{e.repondue_par}, {date_heure(e.close_le)}" if e.repondue_par else "",
        "suite": e.precedente_id is not None,
    }


def _evenement(e: EvenementBloquant) -> dict[str, str]:
    phrase = MOTS.get(e.genre, e.genre).format(palier=Palier(e.palier).label.lower())
    return {
        "quand": date_heure(e.quand),
        "qui": str(e.par) if e.par else "par l'échéance",
        "quoi": phrase[:1].upper() + phrase[1:],
        "note": e.texte,
    }


def _offre(personne: Personne, b: Bloquant, o: Any) -> dict[str, Any]:
    ouverte = o.retiree_le is None and b.clos_le is None
    return {
        "pk": o.pk,
        "organisation": o.organisation.nom,
        "qui": str(o.par),
        "courriel": o.par.email if ouverte else "",
        "texte": o.texte,
        "quand": date_longue(o.cree_le),
        "etat": "retirée" if o.retiree_le else "acceptée" if o.acceptee_le else "",
        "accepter": ouverte and not o.acceptee_le and b.responsable_id is not None and tient(personne, b),
        "retirer": ouverte and peut_retirer_offre(personne, o),
    }


def _aide(personne: Personne, b: Bloquant, offres: Iterable[Any], situation: Situation) -> list[dict[str, Any]]:
    """Organisations in whose name the person may still offer help."""
    if refus(situation, Geste.OFFRIR):
        return []
    deja = {o.organisation_id for o in offres if o.retiree_le is None}
    return [
        {"pk": o.pk, "nom": o.nom, "sigle": o.sigle} for o in organisations_aidantes(personne, b) if o.pk not in deja
    ]


def _actes(personne: Personne, b: Bloquant, situation: Situation) -> list[dict[str, Any]]:
    """What the person may do now, the expected act first; `poster` is done in one click."""
    tenu, du_palier = tient(personne, b), tient_palier(personne, b.organisation, b.palier)
    possibles = [
        (Geste.REPONDRE, du_palier, "Répondre à l'escalade", "bloquant_repondre", ""),
        (Geste.PRENDRE, du_palier and b.responsable_id != personne.pk, "Prendre en charge", "bloquant_prendre", ""),
        (Geste.RESOUDRE, tenu, "Dire que c'est réglé", "bloquant_resoudre", ""),
        (Geste.ESCALADER, tenu and b.palier < Palier.GOUVERNEMENT, "Escalader", "bloquant_escalader", "secondaire"),
        (Geste.RETIRER_ESCALADE, tenu, "Retirer l'escalade", "bloquant_retirer_escalade", "secondaire"),
        (Geste.RATTACHER, tenu, "Rattacher à une initiative", "bloquant_initiative", "secondaire"),
        (Geste.PRECISER, peut_abandonner(personne, b), "Dire autrement", "bloquant_preciser", "secondaire"),
        (Geste.ABANDONNER, peut_abandonner(personne, b), "Abandonner", "bloquant_abandonner", "discret"),
    ]
    actes = [
        {
            "libelle": libelle,
            "url": reverse(f"pilotage:{nom}", args=[b.pk]),
            "genre": genre,
            "poster": geste == Geste.PRENDRE,
        }
        for geste, permis, libelle, nom, genre in possibles
        if permis and not refus(situation, geste)
    ]
    return [acte | {"genre": acte["genre"] or ("secondaire" if rang else "")} for rang, acte in enumerate(actes)]


def _confier(personne: Personne, b: Bloquant) -> list[dict[str, str]]:
    """Where to entrust an action, or lay the problem out on a sheet, from an open blocker."""
    if b.clos_le or not droits(personne).peut("saisir", b.organisation):
        return []
    return [
        {"libelle": libelle, "url": f"{reverse(nom)}?bloquant={b.pk}"}
        for libelle, nom in (
            ("Confier une action", "pilotage:action_ajouter"),
            ("Ouvrir une fiche A3", "pilotage:a3_ajouter"),
        )
    ]


def chiffres(personne: Personne, b: Bloquant, exercice: int) -> Any:
    """The line of its indicator in a fiscal year: statut, result, target, course. Two queries."""
    if b.indicateur_id is None:
        return None
    fiches = list(indicateurs.fiches(personne, exercice).filter(pk=b.indicateur_id))
    bilans = Bilan.objects.filter(niveau=Niveau.INDICATEUR, noeud_id=b.indicateur_id, exercice=exercice, territoire="")
    lus = {(bilan.niveau, bilan.noeud_id, bilan.exercice): bilan for bilan in bilans}
    return next(iter(indicateurs.lignes(fiches, lus, exercice, complet=True)), None)


def personnes_designables(personne: Personne, b: Bloquant) -> list[tuple[Personne, str]]:
    """Who may be given a blocker: who works in its line of organisations, who answers, who has it, who raised it."""
    adhesions = (
        Adhesion.objects.en_vigueur()
        .filter(role__in=INTERNES, personne__is_active=True, organisation__in=b.organisation.chemin)
        .exclude(organisation__type=TypeOrganisation.PARTENAIRE_PRIVE)
        .select_related("personne", "organisation")
        .order_by("-organisation__profondeur", "personne__nom", "personne__prenom", "pk")
    )
    trouvees: dict[int, tuple[Personne, str]] = {}
    for a in adhesions:
        trouvees.setdefault(
            a.personne_id, (a.personne, f"{a.personne} ({a.get_role_display()}, {a.organisation.sigle})")
        )
    trouvees.setdefault(personne.pk, (personne, f"{personne} (moi)"))
    return list(trouvees.values())
