"""Proposals: the table, the sheet, the draft and its publication, versions, amendments, answers."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from ecosysteme import live
from ecosysteme.exports import reponse_csv
from ecosysteme.models import Indicateur
from ecosysteme.permissions import droits, exiger_membre, initiatives_lisibles
from ecosysteme.views.edition import traiter
from ecosysteme.views.pages import avec_pagination, page_ou_fragment, rubriques_fiche

from ..forms import propositions as formulaires
from ..models import Proposition, ReponseOfficielle
from ..permissions import espace_ouvert_ou_403, espaces_lisibles
from ..permissions_propositions import (
    amendement_lisible_ou_404,
    proposition_lisible_ou_404,
    propositions_lisibles,
)
from ..selectors import proposition as lire
from ..selectors import propositions as lire_toutes
from ..services import amendements, propositions_etats
from ..services import propositions as services

FORMULAIRE = require_http_methods(["GET", "POST"])
ACTE = "forum/discussion/acte.html"


@login_required
@require_safe
def propositions(request: HttpRequest) -> HttpResponseBase:
    exiger_membre(request.user)
    demande = lire_toutes.Demande.lire(request.GET)
    if request.GET.get("format") == "csv":
        return reponse_csv("propositions", lire_toutes.ENTETES, lire_toutes.export(request.user, demande))
    contexte, page = lire_toutes.page(request.user, demande, request.GET.get("page", "1"))
    contexte |= avec_pagination(request, page)
    contexte["filtres"] = formulaires.FiltresPropositions(
        demande.parametres, espaces=espaces_lisibles(request.user), tris=lire_toutes.TRIS,
        lisibles=propositions_lisibles(request.user),
    )  # fmt: skip
    gabarits = ("forum/propositions/liste.html", "forum/propositions/_liste.html")
    return page_ou_fragment(request, *gabarits, contexte, demande.adresse())


@login_required
@require_safe
def proposition(request: HttpRequest, pk: int) -> HttpResponse:
    revision = live.revision()
    objet = proposition_lisible_ou_404(request.user, pk)
    contexte = lire.fiche(request.user, objet, request.GET) | rubriques_fiche(request, "proposition", objet)
    return render(request, "forum/propositions/proposition.html", contexte | {"revision": revision})


def indicateurs_offerts(request: HttpRequest) -> Any:
    """Those the person reads: a private partner, the published ones only."""
    tous = Indicateur.objects.order_by("nom")
    return tous if droits(request.user).lit_interne else tous.filter(visibilite="publique")


def offerts(request: HttpRequest) -> dict[str, Any]:
    return {
        "indicateurs": indicateurs_offerts(request),
        "initiatives": initiatives_lisibles(request.user).order_by("titre"),
    }


def _acte(
    request: HttpRequest, form: Any, ecrire: Callable[[Any], Any], titre: str, bouton: str, retour: str, succes: str,
    suite: Callable[[Any], str] | None = None,
) -> HttpResponse:  # fmt: skip
    contexte = {"titre": titre, "bouton": bouton, "retour": retour}
    return traiter(
        request, form, ecrire, gabarit=ACTE, contexte=contexte, suite=suite or (lambda _: retour), succes=succes
    )


def _page(p: Proposition) -> str:
    return reverse("forum:proposition", args=[p.pk])


@login_required
@FORMULAIRE
def proposition_ajouter(request: HttpRequest, pk: int) -> HttpResponse:
    espace = espace_ouvert_ou_403(request.user, pk)
    form = formulaires.FormulaireProposition(request.POST or None, **offerts(request))
    return _acte(
        request, form, lambda f: services.proposer(par=request.user, espace=espace, **f.champs()),
        "Proposer", "Garder le brouillon", reverse("forum:espace", args=[espace.pk]),
        "Le brouillon est gardé : vous seul le lisez. Relisez-le, puis publiez-le.", _page,
    )  # fmt: skip


def _tenue(request: HttpRequest, pk: int) -> Proposition:
    p = proposition_lisible_ou_404(request.user, pk)
    services.exiger_tenir(request.user, p)
    return p


@login_required
@FORMULAIRE
def proposition_corriger(request: HttpRequest, pk: int) -> HttpResponse:
    p = _tenue(request, pk)
    depart = formulaires.FormulaireProposition.depart(services.courante(p))
    depart |= {nom: list(getattr(p, nom).values_list("pk", flat=True)) for nom in ("indicateurs", "organisations")}
    depart["initiative"] = p.initiative_id
    form = formulaires.FormulaireProposition(request.POST or None, **offerts(request), initial=depart)
    return _acte(
        request, form, lambda f: services.corriger_brouillon(par=request.user, proposition=p, **f.champs()),
        "Récrire le brouillon", "Garder le brouillon", _page(p), "Le brouillon est gardé.",
    )  # fmt: skip


@login_required
@FORMULAIRE
def proposition_publier(request: HttpRequest, pk: int) -> HttpResponse:
    """Read it again beside what looks alike, then publish."""
    p = _tenue(request, pk)
    return traiter(
        request, formulaires.FormulaireVide(request.POST if request.method == "POST" else None),
        lambda _: services.publier_proposition(par=request.user, proposition=p),
        gabarit="forum/propositions/publier.html", contexte=lire.relecture(request.user, p), suite=_page,
        succes="La proposition est publiée : son texte est scellé, sa discussion est ouverte.",
    )  # fmt: skip


@login_required
@FORMULAIRE
def proposition_version(request: HttpRequest, pk: int) -> HttpResponse:
    p = _tenue(request, pk)
    actuelle = services.courante(p)
    form = formulaires.FormulaireVersion(
        request.POST or None, indicateurs=indicateurs_offerts(request), version=actuelle.numero,
        initial=formulaires.FormulaireTextes.depart(actuelle),
    )  # fmt: skip
    return _acte(
        request, form,
        lambda f: services.publier_version(par=request.user, proposition=p, version_lue=f.version_lue, **f.champs()),
        "Publier une nouvelle version", "Publier la version", _page(p),
        "La version est publiée. Les bulletins déjà déposés restent liés au texte qu'ils visaient.",
    )  # fmt: skip


@login_required
@FORMULAIRE
def proposition_retirer(request: HttpRequest, pk: int) -> HttpResponse:
    p = _tenue(request, pk)
    return _acte(
        request, formulaires.FormulaireRaison(request.POST or None),
        lambda f: propositions_etats.retirer_proposition(
            par=request.user, proposition=p, motif=f.cleaned_data["raison"]
        ),
        "Retirer la proposition", "Retirer la proposition", _page(p), "La proposition est retirée.",
    )  # fmt: skip


@login_required
@FORMULAIRE
def proposition_clore(request: HttpRequest, pk: int) -> HttpResponse:
    p = _tenue(request, pk)
    return _acte(
        request, formulaires.FormulaireCloture(request.POST or None),
        lambda f: propositions_etats.clore_proposition(par=request.user, proposition=p, **f.champs()),
        "Dire ce qu'elle est devenue", "Enregistrer", _page(p), "C'est noté ; les personnes qui suivent l'apprennent.",
    )  # fmt: skip


@login_required
@FORMULAIRE
def proposition_demander(request: HttpRequest, pk: int) -> HttpResponse:
    p = proposition_lisible_ou_404(request.user, pk)
    propositions_etats.exiger_animation(request.user)
    return _acte(
        request, formulaires.FormulaireDemande(request.POST or None),
        lambda f: propositions_etats.demander_reponse(par=request.user, proposition=p, **f.champs()),
        "Demander une réponse officielle", "Demander la réponse", _page(p), "La réponse est demandée.",
    )  # fmt: skip


@login_required
@FORMULAIRE
def reponse_donner(request: HttpRequest, pk: int) -> HttpResponse:
    r = get_object_or_404(ReponseOfficielle.objects.select_related("organisation", "proposition"), pk=pk)
    p = proposition_lisible_ou_404(request.user, r.proposition_id)
    propositions_etats.exiger_repondre(request.user, r)
    return _acte(
        request, formulaires.FormulaireReponse(request.POST or None),
        lambda f: propositions_etats.repondre(par=request.user, reponse=r, **f.champs()),
        f"Répondre pour {r.organisation.nom}", "Donner la réponse", _page(p), "La réponse officielle est donnée.",
    )  # fmt: skip


@login_required
@FORMULAIRE
def amender(request: HttpRequest, pk: int) -> HttpResponse:
    p = proposition_lisible_ou_404(request.user, pk)
    espace_ouvert_ou_403(request.user, p.espace_id)
    visee = lire.version_lue(p, request.POST.get("version", "")) or services.courante(p)
    depart = {nom: getattr(visee, nom) for nom in services.TEXTES}
    return _acte(
        request, formulaires.FormulaireAmendement(request.POST or None, initial=depart, version=visee.numero),
        lambda f: amendements.amender(par=request.user, visee=visee, **f.champs()),
        f"Amender la version {visee.numero}", "Proposer l'amendement", _page(p), "L'amendement est proposé.",
    )  # fmt: skip


@login_required
@FORMULAIRE
def amendement_accepter(request: HttpRequest, pk: int) -> HttpResponse:
    a = amendement_lisible_ou_404(request.user, pk)
    services.exiger_tenir(request.user, a.visee.proposition)
    return _acte(
        request, formulaires.FormulaireVide(request.POST if request.method == "POST" else None),
        lambda _: amendements.accepter_amendement(par=request.user, amendement=a),
        "Accepter cet amendement", "Publier la version amendée", _page(a.visee.proposition),
        "L'amendement est accepté : une nouvelle version est publiée.",
    )  # fmt: skip


@login_required
@FORMULAIRE
def amendement_refuser(request: HttpRequest, pk: int) -> HttpResponse:
    a = amendement_lisible_ou_404(request.user, pk)
    services.exiger_tenir(request.user, a.visee.proposition)
    return _acte(
        request, formulaires.FormulaireRaison(request.POST or None),
        lambda f: amendements.refuser_amendement(par=request.user, amendement=a, raison=f.cleaned_data["raison"]),
        "Refuser cet amendement", "Refuser l'amendement", _page(a.visee.proposition), "L'amendement est refusé.",
    )  # fmt: skip


@login_required
@FORMULAIRE
def amendement_retirer(request: HttpRequest, pk: int) -> HttpResponse:
    a = amendement_lisible_ou_404(request.user, pk)
    amendements.exiger_auteur(request.user, a)
    return _acte(
        request, formulaires.FormulaireVide(request.POST if request.method == "POST" else None),
        lambda _: amendements.retirer_amendement(par=request.user, amendement=a),
        "Retirer mon amendement", "Retirer l'amendement", _page(a.visee.proposition), "L'amendement est retiré.",
    )  # fmt: skip


@login_required
@FORMULAIRE
def amendement_promouvoir(request: HttpRequest, pk: int) -> HttpResponse:
    a = amendement_lisible_ou_404(request.user, pk)
    amendements.exiger_auteur(request.user, a)
    return _acte(
        request, formulaires.FormulaireVide(request.POST if request.method == "POST" else None),
        lambda _: amendements.promouvoir_amendement(par=request.user, amendement=a),
        "En faire ma proposition", "Garder le brouillon", _page(a.visee.proposition),
        "Votre brouillon est gardé ; il dit d'où il vient.", _page,
    )  # fmt: skip
