"""Votes: the table, the sheet, the roll, the ballot and its receipt, what anybody needs to recount."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db.models import prefetch_related_objects
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from ecosysteme import live
from ecosysteme.exports import reponse_csv
from ecosysteme.permissions import exiger_membre, indicateurs_lisibles
from ecosysteme.views.pages import avec_pagination, page_ou_fragment

from ..enums import EtatScrutin
from ..forms.bulletin import FormulaireBulletin
from ..models import Inscription, Scrutin
from ..permissions_scrutins import bulletin_de_ou_403, scrutin_lisible_ou_404
from ..selectors import scrutin as lire_un
from ..selectors import scrutins as lire
from ..selectors.recompte import intrants
from ..selectors.recus import chercher
from ..selectors.scrutins_etat import etat, resultats_visibles
from ..services.scrutins_ouvrir import ouvrir_a_l_heure
from ..services.scrutins_voter import deposer_bulletin, procurations_recues


@login_required
@require_safe
def scrutins(request: HttpRequest) -> HttpResponseBase:
    exiger_membre(request.user)
    demande = lire.Demande.lire(request.GET)
    if request.GET.get("format") == "csv":
        return reponse_csv("scrutins", lire.ENTETES, lire.export(request.user, demande))
    contexte, page = lire.page(request.user, demande, request.GET.get("page", "1"))
    contexte |= avec_pagination(request, page)
    return page_ou_fragment(
        request, "forum/scrutins/liste.html", "forum/scrutins/_liste.html", contexte, demande.adresse()
    )


@login_required
@require_safe
def a_voter(request: HttpRequest) -> HttpResponse:
    """The block of « Mon travail »; a page that is not asked for by htmx leads to the table."""
    exiger_membre(request.user)
    if not request.htmx:
        return redirect(f"{reverse('forum:scrutins')}?voir=a_voter")
    return render(request, "forum/scrutins/_travail.html", lire.a_voter(personne=request.user))


@login_required
@require_safe
def scrutin(request: HttpRequest, pk: int) -> HttpResponse:
    revision = live.revision()
    contexte = lire_un.fiche(request.user, scrutin_lisible_ou_404(request.user, pk)) | {"revision": revision}
    return page_ou_fragment(request, "forum/scrutins/scrutin.html", "forum/scrutins/_scrutin.html", contexte)


@login_required
@require_safe
def registre(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The roll as it was frozen; 404 before it is."""
    objet = scrutin_lisible_ou_404(request.user, pk)
    if objet.registre_fige_le is None:
        raise Http404
    lignes = lire_un.registre(objet)
    if request.GET.get("format") == "csv":
        entetes = ("Rang", "Nom", "Organisation", "Collège", "Fonction")
        return reponse_csv(f"registre-{pk}", entetes, [tuple(x.values()) for x in lignes])
    return render(request, "forum/scrutins/registre.html", {"scrutin": objet, "lignes": lignes})


@login_required
@require_safe
def scrutin_intrants(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The rows of the count, once closed: never before, whatever the vote."""
    objet = scrutin_lisible_ou_404(request.user, pk)
    lu = etat(objet)
    if lu == EtatScrutin.OUVERT or not resultats_visibles(objet, lu):
        raise Http404
    entetes, *lignes = intrants(objet)
    return reponse_csv(f"scrutin-{pk}", entetes, lignes)


@login_required
@require_safe
def recu(request: HttpRequest, pk: int) -> HttpResponse:
    """Whether a receipt is among the rows of this vote."""
    objet = scrutin_lisible_ou_404(request.user, pk)
    dit = chercher(objet, request.GET["recu"], etat(objet)) if request.GET.get("recu", "").strip() else None
    contexte = {"scrutin": objet, "recu": request.GET.get("recu", "").strip()[:200], "dit": dit}
    return render(request, "forum/scrutins/recu.html", contexte)


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def voter(request: HttpRequest, pk: int) -> HttpResponse:
    """The ballot, its summary, its receipt: three faces of one page. The receipt is shown once and kept nowhere."""
    ouvrir_a_l_heure(pk)
    objet, inscription = bulletin_de_ou_403(request.user, pk)
    prefetch_related_objects([objet], "options")
    form = _bulletin(request, objet)
    contexte = {"scrutin": objet, "form": form, "options": form.options, "inscription": inscription, "recu": None,
                "etat": etat(objet), "refus": [], "resume": []}  # fmt: skip
    if request.method == "POST" and form.is_valid():
        if "deposer" in request.POST:
            return _deposer(request, objet, form, contexte)
        contexte["resume"] = form.resume()
    statut = 422 if form.errors else 200
    return render(request, "forum/scrutins/voter.html", contexte, status=statut)


def _bulletin(request: HttpRequest, objet: Scrutin) -> FormulaireBulletin:
    mandants = procurations_recues(request.user, objet)
    pour = list(Inscription.objects.filter(scrutin=objet, personne__in=mandants)) if mandants else []
    recu = request.POST if request.method == "POST" else None
    return FormulaireBulletin(
        recu, scrutin=objet, options=list(objet.options.all()), pour=pour,
        indicateurs=indicateurs_lisibles(request.user).order_by("nom"),
    )  # fmt: skip


def _deposer(request: HttpRequest, objet: Scrutin, form: FormulaireBulletin, contexte: dict) -> HttpResponse:
    """Cast what was reviewed; a refusal keeps what was chosen on the page."""
    d = form.cleaned_data
    pour = Inscription.objects.filter(scrutin=objet, pk=d["pour"]).first() if d.get("pour") else None
    try:
        recu = deposer_bulletin(
            par=request.user, scrutin=objet, contenu=form.contenu, raison=d.get("raison", ""), pour=pour,
            objection=form.objection, prevision=d.get("prevision"),
        )  # fmt: skip
    except ValidationError as refus:
        form.refuser(refus)
        contexte |= {"etat": etat(objet), "refus": refus.messages, "resume": form.resume()}
        return render(request, "forum/scrutins/voter.html", contexte, status=422)
    return render(request, "forum/scrutins/voter.html", contexte | {"recu": recu, "resume": form.resume()})
