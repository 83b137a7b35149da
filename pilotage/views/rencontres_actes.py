"""What the room records as it is said."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from ..forms.rencontres_actes import ACTES
from ..permissions_rencontres import rencontre_tenue_ou_404
from ..selectors import rencontre as lire
from ..services import rencontres_actes as services
from ..services.rencontres import ActeRefuse
from .rencontres_salle import point_discute

ECRIRE = {
    "decision": services.decider,
    "action": services.confier,
    "bloquant": services.signaler,
    "escalade": services.escalader,
}


@login_required
@require_POST
def inscrire(request: HttpRequest, pk: int, genre: str) -> HttpResponse:
    """A decision, an action, a blocker, an escalation; refused, its form comes back with what was typed."""
    if genre not in ACTES:
        raise Http404
    r = rencontre_tenue_ou_404(request.user, pk)
    form = ACTES[genre](request.POST, rencontre=r, personnes=lire.personnes(r))
    if form.is_valid():
        try:
            point = point_discute(r, form.cleaned_data["point"])
            ECRIRE[genre](par=request.user, rencontre=r, point=point, **form.champs())
        except ActeRefuse as refus:
            form.add_error(None, str(refus))
        except ValidationError as refus:
            form.refuser(refus)
    contexte = lire.entete(request.user, r) | {"form": form, "genre": genre}
    if form.errors:
        gabarit = "_acte_inline" if request.htmx else "acte_inline"
        return render(request, f"pilotage/rencontres/{gabarit}.html", contexte, status=422)
    if not request.htmx:
        return redirect("pilotage:rencontre", pk)
    neuf = ACTES[genre](rencontre=r, personnes=form.personnes)
    reponse = render(request, "pilotage/rencontres/_acte_inline.html", contexte | {"form": neuf, "fait": True})
    reponse["HX-Trigger"] = "rencontre:rafraichir"
    return reponse
