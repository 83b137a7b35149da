"""The page of a meeting before and after, who is there, and what one missed."""

import time
from datetime import time as heure_du_jour
from datetime import timedelta
from typing import Any

from django.db.models import F
from django.db.models.functions import Coalesce
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from ecosysteme.adresses import si_elle_existe
from ecosysteme.enums import RoleAdhesion, TypeOrganisation
from ecosysteme.format import compte, date_heure, heure, il_y_a, nombre
from ecosysteme.memoire import garder
from ecosysteme.models import Organisation, Personne

from .. import ordre_du_jour as moteur
from ..enums import EtatPoint, EtatRencontre, GenrePoint, Palier, Recurrence
from ..models import EvenementRencontre, PointOrdreDuJour, Presence, Rencontre
from ..permissions_rencontres import invitables, peut_animer, tient
from . import ordre_du_jour as lire

PRESENTE_SECONDES, ABSENTE_SECONDES = 40, 20
PRESENCES_SECONDES = 4
NOMS_MAX, MANQUES_MAX = 60, 40
PALIERS = {
    TypeOrganisation.GOUVERNEMENT: Palier.GOUVERNEMENT,
    TypeOrganisation.PORTEFEUILLE: Palier.MINISTERE,
    TypeOrganisation.MINISTERE: Palier.MINISTERE,
    TypeOrganisation.ORGANISME: Palier.MINISTERE,
}
# Rhythm and length a tier meets at by default (pilotage.md § 6).
RYTHMES = {
    Palier.EQUIPE: Recurrence.HEBDOMADAIRE,
    Palier.DIRECTION: Recurrence.QUINZAINE,
    Palier.MINISTERE: Recurrence.MENSUELLE,
    Palier.GOUVERNEMENT: Recurrence.TRIMESTRIELLE,
}
DUREES = {Palier.EQUIPE: 10, Palier.DIRECTION: 15, Palier.MINISTERE: 30, Palier.GOUVERNEMENT: 60}
MUETS = ("accord", "point_retire", "ordre")


def entete(personne: Personne, r: Rencontre) -> dict[str, Any]:
    """What every page of a meeting says of it."""
    return {
        "r": r,
        "pk": r.pk,
        "quand": date_heure(r.prevue_le),
        "duree": compte(r.duree, "minute"),
        "sujets": f"rencontre:{r.pk}",
        "tient": tient(personne, r),
        "anime": r.animation_id == personne.pk,
        "peut_animer": peut_animer(personne, r.organisation),
        "fil": [
            {"libelle": "Pilotage", "url": reverse("pilotage:gouvernement")},
            {"libelle": "Rencontres", "url": reverse("pilotage:rencontres")},
            {"libelle": r.titre},
        ],
        "url_pv": si_elle_existe("pilotage:rencontre_pv", r.pk) if r.etat == EtatRencontre.CLOSE else "",
    }


def ordre(personne: Personne, r: Rencontre) -> dict[str, Any]:
    """The agenda being prepared, and what there was no time for."""
    points = list(PointOrdreDuJour.objects.filter(rencontre=r).order_by("ordre", "pk"))
    total = sum(p.minutes for p in points if p.etat != EtatPoint.REPORTE)
    return {
        "r": r,
        "pk": r.pk,
        "tient": tient(personne, r),
        "points": [_point(p, rang, len(points)) for rang, p in enumerate(points, 1)],
        "total": f"{compte(len(points), 'point')}, {nombre(total)} minutes sur {nombre(r.duree)}",
        "deborde": compte(total - r.duree, "minute") if total > r.duree else "",
    }


def _point(p: PointOrdreDuJour, rang: int, n: int) -> dict[str, Any]:
    return {
        "pk": p.pk, "rang": rang, "titre": p.titre, "detail": p.detail, "url": p.url,
        "genre": GenrePoint(p.genre).label, "minutes": p.minutes, "premier": rang == 1, "dernier": rang == n,
        "reporte": p.etat == EtatPoint.REPORTE, "etat": EtatPoint(p.etat).label, "traite": p.etat == EtatPoint.TRAITE,
    }  # fmt: skip


def reserve(r: Rencontre) -> list[dict[str, str]]:
    """Candidates that are not on the agenda, best first."""
    presents = set(PointOrdreDuJour.objects.filter(rencontre=r).values_list("cle", flat=True))
    autres = [c for c in moteur.ranger(lire.candidats(r)) if c.cle not in presents]
    return [
        {"cle": c.cle, "titre": c.titre, "detail": c.detail, "genre": GenrePoint(c.genre).label} for c in autres[:30]
    ]


def attendues(r: Rencontre) -> dict[str, Any]:
    presences = Presence.objects.filter(rencontre=r).select_related("personne")
    presences = presences.order_by("-attendue", "personne__nom", "personne__prenom")
    lignes = [
        {
            "nom": str(p.personne),
            "attendue": p.attendue,
            "arrivee": heure(p.arrivee_le) if p.arrivee_le else "",
            "absence": p.absence,
        }
        for p in presences
    ]
    venues = sum(bool(ligne["arrivee"]) for ligne in lignes)
    return {"presences": lignes, "venues": f"{nombre(venues)} sur {nombre(len(lignes))}"}


def presences(r: Rencontre) -> bytes:
    """Who is here, told to all from one rendering every few seconds."""

    def rendre() -> bytes:
        return render_to_string("pilotage/rencontres/_presences.html", _presences(r)).encode()

    return garder(("presences", r.pk, r.animation_id), rendre, revision=str(int(time.time() // PRESENCES_SECONDES)))


def _presences(r: Rencontre) -> dict[str, Any]:
    maintenant = timezone.now()
    lues = Presence.objects.filter(rencontre=r).select_related("personne").order_by("personne__nom", "personne__prenom")
    ici, absentes, vue = [], [], None
    for p in lues:
        secondes = (maintenant - p.vue_le).total_seconds() if p.vue_le else None
        est_ici = secondes is not None and secondes <= PRESENTE_SECONDES
        ligne = {"pk": p.personne_id, "nom": str(p.personne), "anime": p.personne_id == r.animation_id, "partie": ""}
        if p.personne_id == r.animation_id:
            vue = secondes
        if est_ici:
            ici.append(ligne)
        elif p.attendue or p.arrivee_le:
            absentes.append(ligne | {"partie": f"vue {il_y_a(p.vue_le)}" if p.vue_le else ""})
    return {
        "r": r,
        "animation": str(r.animation),
        "ici": ici[:NOMS_MAX],
        "confier": [ligne for ligne in ici if not ligne["anime"]],
        "autres": nombre(len(ici) - NOMS_MAX) if len(ici) > NOMS_MAX else "",
        "absentes": absentes[:NOMS_MAX],
        "compte": compte(len(ici), "personne présente", "personnes présentes"),
        "orpheline": r.etat == EtatRencontre.EN_COURS and (vue is None or vue > ABSENTE_SECONDES),
    }


def manque(personne: Personne, r: Rencontre, depuis: int) -> dict[str, Any]:
    """What happened after the last event one saw, the latest last."""
    evenements = EvenementRencontre.objects.filter(rencontre=r, rang__gt=depuis).exclude(genre__in=MUETS)
    lus = list(evenements.exclude(par=personne).order_by("-rang")[: MANQUES_MAX + 1])
    return {
        "manques": [
            {"rang": e.rang, "heure": heure(e.quand), "texte": e.texte, "genre": e.genre}
            for e in reversed(lus[:MANQUES_MAX])
        ],
        "plus": len(lus) > MANQUES_MAX,
        "pk": r.pk,
    }


def personnes(r: Rencontre) -> list[tuple[int, str]]:
    """Those of the meeting, who came first: what they may be entrusted with, and the lead."""
    lues = Presence.objects.filter(rencontre=r).select_related("personne")
    lues = lues.order_by(Coalesce(F("vue_le"), F("arrivee_le")).desc(nulls_last=True), "personne__nom")
    return [(p.personne_id, str(p.personne)) for p in lues[:300]]


def bilan(r: Rencontre) -> dict[str, Any]:
    """What closing will settle: items dealt with, items carried over."""
    etats = list(PointOrdreDuJour.objects.filter(rencontre=r).values_list("pk", "etat"))
    restent = sum(etat == EtatPoint.A_TRAITER and pk != r.point_courant_id for pk, etat in etats)
    return {
        "elements": [
            {"terme": "Points traités", "valeur": nombre(sum(e != EtatPoint.REPORTE for _, e in etats) - restent)},
            {"terme": "Points reportés à la prochaine", "valeur": nombre(restent)},
            {"terme": "Notes", "valeur": nombre(r.notes.count())},
            {"terme": "Décisions", "valeur": nombre(r.decisions.count())},
            {"terme": "Actions confiées", "valeur": nombre(r.actions.count())},
        ]
    }


def defauts(personne: Personne, organisation: Organisation) -> dict[str, Any]:
    """A form to fill: the tier of the organisation, those who hold it, tomorrow at nine."""
    palier = PALIERS.get(organisation.type, Palier.DIRECTION)
    siens = invitables(organisation).filter(adhesions__role=RoleAdhesion.GESTIONNAIRE)
    return {
        "titre": f"Rencontre de pilotage, {organisation.sigle}",
        "palier": palier,
        "duree": DUREES[palier],
        "recurrence": RYTHMES[palier],
        "jour": timezone.localdate() + timedelta(days=1),
        "premiere": timezone.localdate() + timedelta(days=1),
        "heure": heure_du_jour(9),
        "animation": personne.pk,
        "participants": [*siens.values_list("pk", flat=True)[:50], personne.pk],
    }


def valeurs(r: Rencontre) -> tuple[dict[str, Any], list[int]]:
    """A meeting as its form shows it, and the people the form must know."""
    attendues = list(Presence.objects.filter(rencontre=r, attendue=True).values_list("personne", flat=True))
    local = timezone.localtime(r.prevue_le)
    champs = {c: getattr(r, c) for c in ("titre", "palier", "duree", "lieu", "version")}
    champs |= {"jour": local.date(), "heure": local.time(), "animation": r.animation_id, "participants": attendues}
    return champs, [*attendues, r.animation_id]
