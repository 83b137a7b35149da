"""Preparing the agenda: built again, moved, cut, filled."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from ..forms.rencontres import FormulairePoint
from ..permissions_rencontres import point_ou_404, rencontre_tenue_ou_404
from ..services import rencontres_ordre as services
from ..services.rencontres import ActeRefuse
from ._rencontres import agir, entier

DECALAGES = {"monter": -1, "descendre": 1}


@login_required
@require_POST
def batir(request: HttpRequest, pk: int) -> HttpResponse:
    r = rencontre_tenue_ou_404(request.user, pk)
    dit = "L'ordre du jour est à jour avec le tableau. Ce que vous aviez déplacé, ajouté ou retiré l'est resté."
    return agir(request, r, lambda: services.batir(par=request.user, rencontre=r), dit)


@login_required
@require_POST
def ajouter(request: HttpRequest, pk: int) -> HttpResponse:
    """An item of one's own, or a candidate of the board (`cle`)."""
    r = rencontre_tenue_ou_404(request.user, pk)
    if cle := request.POST.get("cle"):
        return agir(request, r, lambda: services.retenir(par=request.user, rencontre=r, cle=cle))
    form = FormulairePoint(request.POST)

    def faire() -> None:
        if not form.is_valid():
            raise ActeRefuse(" ".join(f"{form[c].label} : {' '.join(e)}" for c, e in form.errors.items()))
        services.ajouter(par=request.user, rencontre=r, **form.cleaned_data)

    return agir(request, r, faire)


@login_required
@require_POST
def point(request: HttpRequest, pk: int, point: int) -> HttpResponse:
    """Up, down, off, postponed, a minute more or less."""
    r = rencontre_tenue_ou_404(request.user, pk)
    p, acte = point_ou_404(r, point), request.POST.get("acte", "")
    qui = {"par": request.user, "rencontre": r, "point": p}

    def faire() -> None:
        if acte in DECALAGES:
            services.decaler(vers=DECALAGES[acte], **qui)
        elif acte in ("plus", "moins"):
            services.minuter(minutes=p.minutes + (1 if acte == "plus" else -1), **qui)
        elif acte in ("retirer", "reporter"):
            getattr(services, acte)(**qui)
        else:
            raise ActeRefuse("Cet acte n'existe pas.")

    return agir(request, r, faire)


@login_required
@require_POST
def ordonner(request: HttpRequest, pk: int) -> HttpResponse:
    """The order a hand dragged the items into."""
    r = rencontre_tenue_ou_404(request.user, pk)
    pks = [entier(texte) for texte in request.POST.get("ordre", "").split(",")[:500]]
    return agir(request, r, lambda: services.ordonner(par=request.user, rencontre=r, pks=pks))
