"""What the steering room adds to a decision of the shared register: the meeting where it was taken."""

from typing import Any

from django.urls import reverse

from ecosysteme.adresses import si_elle_existe
from ecosysteme.format import date_longue
from ecosysteme.models import Personne
from ecosysteme.permissions import droits

from ..enums import EtatRencontre
from ..models import DecisionRencontre


def rencontre(*, personne: Personne, objet: Any, exercice: int | None = None) -> dict[str, Any]:
    """One query; nothing for a decision entered by hand."""
    if not droits(personne).lit_interne:
        return {}
    lien = DecisionRencontre.objects.filter(decision=objet).select_related("rencontre", "point").first()
    if lien is None:
        return {}
    r = lien.rencontre
    return {
        "titre": r.titre,
        "quand": date_longue(r.prevue_le),
        "point": lien.point.titre if lien.point else "",
        "url": si_elle_existe("pilotage:rencontre", r.pk),
        "url_pv": reverse("pilotage:rencontre_pv", args=[r.pk]) if r.etat == EtatRencontre.CLOSE else "",
    }
