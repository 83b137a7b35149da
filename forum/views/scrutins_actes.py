"""Acts on a vote: prepared, announced, extended, withdrawn, called again; the outcome entered; one's voice lent."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from ecosysteme.selectors.personnes import internes
from ecosysteme.views.edition import traiter

from ..forms import scrutins as formulaires
from ..models import Scrutin
from ..permissions_scrutins import scrutin_lisible_ou_404, scrutin_tenu_ou_403, sujet_a_scruter_ou_403
from ..selectors.scrutin import version_a_voter
from ..services import consentement, procurations, scrutins_clore, scrutins_issue, scrutins_preparer

FORMULAIRE = require_http_methods(["GET", "POST"])
ACTE = "forum/scrutins/acte.html"


def acte(
    request: HttpRequest, s: Scrutin, form: Any, ecrire: Callable[[Any], Any], *, titre: str, dit: str, bouton: str,
    succes: str, danger: bool = False, plus: dict[str, Any] | None = None,
) -> HttpResponse:  # fmt: skip
    """One question a page, back to the sheet of the vote."""
    retour = reverse("forum:scrutin", args=[s.pk])
    contexte = {"scrutin": s, "titre": titre, "explication": dit, "bouton": bouton, "retour": retour, "danger": danger}
    contexte |= plus or {}
    return traiter(
        request, form, ecrire, gabarit=ACTE, contexte=contexte, suite=lambda _: retour, succes=succes
    )  # fmt: skip


@login_required
@FORMULAIRE
def preparer(request: HttpRequest, pk: int) -> HttpResponse:
    sujet = sujet_a_scruter_ou_403(request.user, pk)
    version = version_a_voter(sujet)
    form = formulaires.FormulaireScrutin(
        request.POST or None, sujet=sujet, personnes=internes().order_by("nom", "prenom"),
        initial={"animation": request.user.pk},
    )  # fmt: skip
    return traiter(
        request, form,
        lambda f: scrutins_preparer.preparer_scrutin(
            par=request.user, sujet=sujet, version_visee=version, **f.champs()
        ),
        gabarit="forum/scrutins/preparer.html",
        contexte={"sujet": sujet, "version": version, "retour": reverse("forum:sujet", args=[sujet.pk])},
        suite=lambda s: reverse("forum:scrutin", args=[s.pk]),
        succes="Le scrutin est préparé. Relisez-le, puis annoncez-le : rien ne part avant.",
    )  # fmt: skip


@login_required
@FORMULAIRE
def modifier(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct a vote nobody has been told of yet."""
    s = scrutin_tenu_ou_403(request.user, pk)
    form = formulaires.FormulaireScrutin(
        request.POST or None, sujet=s.sujet, personnes=internes().order_by("nom", "prenom"),
        initial=formulaires.depart(s),
    )  # fmt: skip

    def ecrire(f: Any) -> Scrutin:
        champs = f.champs()
        options = champs.pop("options")
        champs |= champs.pop("regles")
        return scrutins_preparer.modifier_scrutin(
            par=request.user, scrutin=s, version_lue=f.version_lue, champs=champs, options=options
        )

    retour = reverse("forum:scrutin", args=[pk])
    return traiter(
        request, form, ecrire, gabarit="forum/scrutins/preparer.html",
        contexte={"sujet": s.sujet, "version": s.version_visee, "retour": retour}, suite=lambda _: retour,
        succes="Le scrutin est corrigé. Il n'est toujours pas annoncé.",
    )  # fmt: skip


@login_required
@FORMULAIRE
def annoncer(request: HttpRequest, pk: int) -> HttpResponse:
    s = scrutin_tenu_ou_403(request.user, pk)
    form = formulaires.FormulaireVide(request.POST or None, version=s.version)
    return acte(
        request, s, form,
        lambda f: scrutins_preparer.annoncer_scrutin(par=request.user, scrutin=s, version_lue=f.version_lue),
        titre="Annoncer ce scrutin",
        dit="Les personnes qui voteront sont averties. À l'ouverture, le registre et les règles sont figés.",
        bouton="Annoncer le scrutin", succes="Le scrutin est annoncé.",
    )  # fmt: skip


@login_required
@FORMULAIRE
def recuser(request: HttpRequest, pk: int) -> HttpResponse:
    s = scrutin_lisible_ou_404(request.user, pk)
    form = formulaires.FormulaireMotif(request.POST or None)
    return acte(
        request, s, form,
        lambda f: scrutins_preparer.recuser(par=request.user, scrutin=s, motif=f.cleaned_data["motif"]),
        titre="Me récuser de ce scrutin",
        dit="Votre nom ne sera pas au registre. On ne se récuse qu'avant l'ouverture.",
        bouton="Me récuser", succes="Vous êtes récusé de ce scrutin.",
    )  # fmt: skip


@login_required
@FORMULAIRE
def prolonger(request: HttpRequest, pk: int) -> HttpResponse:
    s = scrutin_tenu_ou_403(request.user, pk)
    form = formulaires.FormulaireProlonger(request.POST or None)
    return acte(
        request, s, form, lambda f: scrutins_clore.prolonger(par=request.user, scrutin=s, **f.champs()),
        titre="Prolonger ce scrutin", dit="Toutes les personnes inscrites seront averties, avec votre motif.",
        bouton="Prolonger le scrutin", succes="Le scrutin est prolongé.",
    )  # fmt: skip


@login_required
@FORMULAIRE
def retirer(request: HttpRequest, pk: int) -> HttpResponse:
    s = scrutin_tenu_ou_403(request.user, pk)
    form = formulaires.FormulaireMotif(request.POST or None)
    return acte(
        request, s, form, lambda f: scrutins_clore.retirer_scrutin(par=request.user, scrutin=s, **f.champs()),
        titre="Retirer ce scrutin",
        dit="Il ne sera jamais proclamé. Les bulletins déposés restent, et chacun lit pourquoi.",
        bouton="Retirer le scrutin", succes="Le scrutin est retiré.", danger=True,
    )  # fmt: skip


@login_required
@FORMULAIRE
def etape(request: HttpRequest, pk: int) -> HttpResponse:
    s = scrutin_tenu_ou_403(request.user, pk)
    form = formulaires.FormulaireEtape(request.POST or None)
    return acte(
        request, s, form, lambda f: consentement.passer_etape(par=request.user, scrutin=s, **f.champs()),
        titre="Passer à l'étape suivante", dit="Présentation, clarification, réactions, puis tour de consentement.",
        bouton="Passer à cette étape", succes="Le groupe est à cette étape.",
    )  # fmt: skip


@login_required
@FORMULAIRE
def appel(request: HttpRequest, pk: int) -> HttpResponse:
    s = scrutin_tenu_ou_403(request.user, pk)
    form = formulaires.FormulaireAppel(request.POST or None)
    return acte(
        request, s, form, lambda f: scrutins_clore.second_appel(par=request.user, scrutin=s, **f.champs()),
        titre="Faire un second appel",
        dit="La même question, avec le quorum que la charte prévoit pour un second appel.",
        bouton="Annoncer le second appel", succes="Le second appel est annoncé.",
    )  # fmt: skip


@login_required
@FORMULAIRE
def issue(request: HttpRequest, pk: int) -> HttpResponse:
    s = scrutin_tenu_ou_403(request.user, pk)
    form = formulaires.FormulaireIssue(request.POST or None, personnes=internes().order_by("nom", "prenom"))
    return acte(
        request, s, form, lambda f: scrutins_issue.consigner_issue(par=request.user, scrutin=s, **f.champs()),
        titre="Inscrire la décision",
        dit="Ce que le vote décide entre au registre ; les personnes intéressées le liront.",
        bouton="Inscrire la décision", succes="La décision est au registre.",
    )  # fmt: skip


@login_required
@FORMULAIRE
def procuration(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a member of one's college vote for oneself, this time only."""
    s = scrutin_lisible_ou_404(request.user, pk)
    if s.instance is None:
        raise PermissionDenied(procurations.INTERDITE)
    personnes = procurations.mandataires_possibles(request.user, s.instance)
    form = formulaires.FormulaireMandataire(request.POST or None, personnes=personnes)
    return acte(
        request, s, form,
        lambda f: procurations.donner_procuration(par=request.user, instance=s.instance, scrutin=s, **f.champs()),
        titre="Donner procuration pour ce vote", bouton="Donner procuration",
        dit="Une personne de votre collège votera pour vous. Si vous votez vous-même, votre voix prévaut.",
        succes="La procuration est donnée pour ce vote.",
    )  # fmt: skip
