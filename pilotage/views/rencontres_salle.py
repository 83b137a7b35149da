"""The live room: its page, the parts every screen fetches after a hint, the acts of who leads and of who writes."""

import time
from collections.abc import Callable
from uuid import UUID, uuid4

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ecosysteme.communes import communes
from ecosysteme.models import Personne
from ecosysteme.views.pages import inserer

from ..enums import EtatRencontre
from ..forms.rencontres_actes import ACTES
from ..models import PointOrdreDuJour, Rencontre
from ..permissions_rencontres import (
    peut_animer,
    point_ou_404,
    rencontre_animee_ou_404,
    rencontre_ou_404,
    rencontres_lisibles,
)
from ..selectors import rencontre as lire
from ..selectors import rencontre_direct as direct
from ..services import rencontres_direct as gestes
from ..services import rencontres_notes as notes
from ..services.rencontres import ActeRefuse
from ._rencontres import agir, entier

GESTES = {
    "suspendre": gestes.suspendre,
    "repartir": gestes.repartir,
    "minute": gestes.ajouter_minute,
}


def salle(request: HttpRequest, r: Rencontre) -> HttpResponse:
    """The room, its common parts put in whole, and what one missed. Its screen tells by itself that it is here."""
    depuis = direct.rang_vu(r, request.user)
    contexte = lire.entete(request.user, r) | {"maintenant": direct.ms(r), "uuid": uuid4()}
    if contexte["tient"]:
        gens = lire.personnes(r)
        contexte["actes"] = [(genre, acte(rencontre=r, personnes=gens)) for genre, acte in ACTES.items()]
    contexte |= lire.manque(request.user, r, depuis) if depuis < r.rang else {"manques": [], "plus": False}
    reponse = render(request, "pilotage/rencontres/salle.html", contexte)
    return inserer(reponse, {**direct.morceaux(r), "presences": lire.presences(r)})


def _entetes(r: Rencontre) -> Callable[[], dict[str, str]]:
    """What a screen keeps up with, as of when it is said: the last event, the clock, who leads."""
    lue, heure = direct.ms(r), time.monotonic()

    def dire() -> dict[str, str]:
        maintenant = lue + round(1000 * (time.monotonic() - heure))
        return {"X-Rencontre": f"{r.rang} {maintenant} {r.animation_id} {r.etat}", "Cache-Control": "no-store"}

    return dire


@login_required
@require_safe
def parties(request: HttpRequest, pk: int) -> HttpResponse:
    """The common parts as of the last event; `?mur=1` for the wall."""
    age = communes.age
    r = direct.rencontre_ou_404(rencontres_lisibles(request.user), pk)
    entetes, lus = _entetes(r), direct.morceaux(r)
    corps = lus["mur"] if request.GET.get("mur") else lus["sujet"] + lus["cote"]
    communes.garder(request, f"rencontre:{pk}", age, corps, entetes)
    return HttpResponse(corps, headers=entetes())


@login_required
@require_http_methods(["GET", "POST"])
def presences(request: HttpRequest, pk: int) -> HttpResponse:
    """Who is here; a screen asks by POST, and is itself seen by asking."""
    r = direct.rencontre_ou_404(rencontres_lisibles(request.user), pk)
    if request.method == "POST" and r.etat == EtatRencontre.EN_COURS:
        gestes.voir(personne=request.user, rencontre=r, rang=entier(request.POST.get("vu")))
    communes.admettre(request, f"rencontre:{pk}")
    return HttpResponse(lire.presences(r), headers=_entetes(r)())


@login_required
@require_safe
def manque(request: HttpRequest, pk: int) -> HttpResponse:
    r = rencontre_ou_404(request.user, pk)
    contexte = lire.manque(request.user, r, entier(request.GET.get("depuis")))
    return render(request, "pilotage/rencontres/_manque.html", contexte)


@login_required
@require_POST
def geste(request: HttpRequest, pk: int) -> HttpResponse:
    """An act of who leads: the next item, an item, a step, the timer."""
    r = rencontre_animee_ou_404(request.user, pk)
    qui = {"par": request.user, "rencontre": r}
    if etape := request.POST.get("etape"):
        return agir(request, r, lambda: gestes.changer_etape(etape=etape, **qui))
    if point := entier(request.POST.get("point")):
        return agir(request, r, lambda: gestes.aller(point=point_ou_404(r, point), **qui))
    if minuterie := GESTES.get(request.POST.get("geste", "")):
        return agir(request, r, lambda: minuterie(**qui))
    vu = request.POST.get("vu")
    return agir(request, r, lambda: gestes.suivant(vu=entier(vu) if vu is not None else None, **qui))


@login_required
@require_POST
def animation(request: HttpRequest, pk: int) -> HttpResponse:
    """The lead: asked for, given, or taken over from somebody who is gone."""
    r = rencontre_ou_404(request.user, pk)
    qui = {"par": request.user, "rencontre": r}
    if a := entier(request.POST.get("a")):
        r = rencontre_animee_ou_404(request.user, pk)
        personne = get_object_or_404(Personne, pk=a, is_active=True, presences__rencontre=r)
        return agir(request, r, lambda: gestes.donner_animation(a=personne, **qui))
    if not peut_animer(request.user, r.organisation):
        raise PermissionDenied("L'animation passe entre les personnes qui peuvent animer cette organisation.")
    faire = gestes.reprendre_animation if request.POST.get("reprendre") else gestes.demander_animation
    return agir(request, r, lambda: faire(**qui))


def point_discute(r: Rencontre, texte: object) -> PointOrdreDuJour | None:
    """The item a note or an act is about; one that left the agenda counts as none."""
    points = PointOrdreDuJour.objects.filter(rencontre=r, pk=entier(texte))
    return points.select_related("indicateur", "bloquant").first()


@login_required
@require_POST
def note(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep a note; the page sends it again, under the same uuid, until it hears that it is kept."""
    r = rencontre_ou_404(request.user, pk)
    json = "application/json" in request.headers.get("Accept", "")
    try:
        uuid = UUID(request.POST.get("uuid", ""))
        texte, point = request.POST.get("texte", ""), point_discute(r, request.POST.get("point"))
        ecrite = notes.noter(par=request.user, rencontre=r, uuid=uuid, texte=texte, point=point)
    except (ValueError, ValidationError, ActeRefuse) as refus:
        dit = " ".join(refus.messages) if isinstance(refus, ValidationError) else str(refus)
        if isinstance(refus, ValueError):
            dit = "Cette note est arrivée abîmée : recopiez son texte dans une nouvelle note."
        statut = 409 if isinstance(refus, ActeRefuse) else 422
        if json:
            return JsonResponse({"erreur": dit}, status=statut)
        contexte = lire.entete(request.user, r) | {
            "texte": request.POST.get("texte", ""),
            "erreur": dit,
            "uuid": uuid4(),
        }
        return render(request, "pilotage/rencontres/note.html", contexte, status=statut)
    return JsonResponse({"note": ecrite.pk}, status=201) if json else redirect("pilotage:rencontre", pk)


@login_required
@require_POST
def accord(request: HttpRequest, pk: int) -> HttpResponse:
    r = rencontre_ou_404(request.user, pk)
    point = point_ou_404(r, entier(request.POST.get("point")))
    degre, prete = entier(request.POST.get("accord"), 101), request.POST.get("prete") == "oui"
    return agir(
        request, r,
        lambda: notes.dire_accord(par=request.user, rencontre=r, point=point, accord=degre, prete_a_vivre=prete),
    )  # fmt: skip
