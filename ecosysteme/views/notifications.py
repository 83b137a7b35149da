"""The bell, the page of notifications, and how one wants to be told."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from ..exports import reponse_csv
from ..forms.preferences import FormulairePreferences
from ..selectors import accueil
from ..selectors import notifications as lire
from ..services import courriels, preferences
from ..services.notifications import marquer_lues
from .pages import avec_pagination


@login_required
@require_safe
def notifications(request: HttpRequest) -> HttpResponse:
    """What the person has been told, unread first."""
    demande = lire.Demande.lire(request.GET)
    if request.GET.get("format") == "csv":
        return reponse_csv("notifications", lire.ENTETES, lire.export(request.user, demande))
    page = lire.liste(request.user, demande, request.GET.get("page", 1))
    contexte = {
        "demande": demande,
        "lignes": page.object_list,
        "a_lire": [ligne["pk"] for ligne in page.object_list if not ligne["lue"]],
        "compteurs": lire.compteurs(request.user, demande),
        "ici": request.get_full_path(),
        **avec_pagination(request, page),
    }
    return render(request, "ecosysteme/notifications/liste.html", contexte)


@login_required
@require_safe
def cloche(request: HttpRequest) -> HttpResponse:
    """The bell alone, as the context of every page has it."""
    return render(request, "composants/cloche.html")


@login_required
@require_POST
def notifications_lues(request: HttpRequest) -> HttpResponse:
    """Mark as read the notifications that were on the page, and no other."""
    lues = marquer_lues(par=request.user, ids=accueil.ids(request.POST.getlist("notification")))
    if request.headers.get("X-Suivie"):  # the page is being left for what the notification is about
        return HttpResponse(status=204)
    if request.htmx:
        return render(request, "ecosysteme/_notifications.html", accueil.notifications(personne=request.user))
    messages.success(request, "Notification lue." if lues == 1 else f"{lues} notifications lues.")
    suite = request.POST.get("suite", "")
    return redirect(suite if url_has_allowed_host_and_scheme(suite, None) else "accueil")


def _formulaire(request: HttpRequest) -> FormulairePreferences:
    canaux, horaire = lire.canaux(request.user), courriels.horaire_de(request.user)
    return FormulairePreferences(request.POST or None, canaux=canaux, horaire=horaire)


@login_required
def preferences_notification(request: HttpRequest) -> HttpResponse:
    """By type, the channel; the hours; and what they mean in a sentence."""
    formulaire = _formulaire(request)
    if request.method == "POST" and formulaire.is_valid():
        preferences.choisir_canaux(par=request.user, canaux=formulaire.canaux)
        preferences.regler_courriels(par=request.user, **formulaire.horaire)
        messages.success(request, f"Vos préférences sont enregistrées. {formulaire.phrase}")
        return redirect("preferences_notification")
    statut = 422 if formulaire.errors else 200
    return render(request, "ecosysteme/notifications/preferences.html", {"formulaire": formulaire}, status=statut)


@login_required
@require_POST
def preferences_apercu(request: HttpRequest) -> HttpResponse:
    """The sentence of the choices being made; nothing is written."""
    return render(request, "ecosysteme/notifications/_apercu.html", {"formulaire": _formulaire(request)})
