"""What initiatives add to the gathering pages: the sheet of an indicator, and « Mon travail »."""

from datetime import timedelta
from typing import Any

from django.apps import apps
from django.db.models import Exists, OuterRef, Q, Subquery, Value
from django.db.models.functions import Concat
from django.urls import reverse
from django.utils import timezone

from .. import adresses
from ..format import date_longue, il_y_a
from ..models import Abonnement, Indicateur, Initiative, Participation, Personne
from ..permissions import droits, initiatives_lisibles
from .initiatives import retard
from .initiatives_liste import OUVERTES

MONTREES = 8
DEPUIS = timedelta(days=30)


def sur_indicateur(*, personne: Personne, objet: Indicateur, exercice: int | None) -> dict[str, Any]:
    """Open initiatives of an indicator, and the way to open one: one query."""
    ouvre = droits(personne).peut("ouvrir_initiative")
    siennes = initiatives_lisibles(personne).filter(OUVERTES, indicateurs=objet).order_by("-ouverte_le", "pk")
    lignes = [_en_bref(initiative) for initiative in siennes[:MONTREES]]
    if not lignes and not ouvre:
        return {}
    url = reverse("initiative_ouvrir") + adresses.avec({"indicateur": str(objet.pk)}) if ouvre else ""
    return {"lignes": lignes, "url_ouvrir": url}


def _en_bref(initiative: Initiative) -> dict[str, Any]:
    quand = initiative.prochaine_etape_le
    return {
        "pk": initiative.pk,
        "titre": initiative.titre,
        "url": reverse("initiative", args=[initiative.pk]),
        "etape": initiative.prochaine_etape,
        "quand": date_longue(quand) if quand else "",
        "retard": retard(quand) if initiative.prochaine_etape else "",
    }


def _les_miennes(personne: Personne) -> list[Initiative]:
    """Those where a step is mine or that somebody else moved lately; read once for the page's two blocks."""
    if not hasattr(personne, "_initiatives_du_jour"):
        personne._initiatives_du_jour = list(_lire(personne))
    return personne._initiatives_du_jour


def _lire(personne: Personne) -> Any:
    changements = apps.get_model("ecosysteme", "InitiativeEvent").objects.filter(pgh_obj=OuterRef("pk"))
    d_autres = changements.exclude(pgh_context__metadata__par=personne.pk).order_by("-pgh_id")
    suivi = Abonnement.objects.filter(personne=personne, sujet=Concat(Value("initiative:"), OuterRef("pk")))
    siennes = Participation.objects.filter(initiative=OuterRef("pk"), personne=personne)
    a_moi = OUVERTES & ~Q(prochaine_etape="") & Q(prochaine_etape_par=personne)
    return (
        initiatives_lisibles(personne)
        .annotate(bouge=Subquery(d_autres.values("pgh_created_at")[:1]))
        .filter(a_moi | (Exists(siennes) | Exists(suivi)) & Q(bouge__gte=timezone.now() - DEPUIS))
        .order_by("-bouge", "pk")[: 4 * MONTREES]
    )


def attendu(*, personne: Personne) -> dict[str, Any]:
    """Next steps the person owes, the most late first."""
    miennes = [
        i
        for i in _les_miennes(personne)
        if i.prochaine_etape_par_id == personne.pk and i.prochaine_etape and not i.close_le
    ]
    miennes.sort(key=lambda i: (i.prochaine_etape_le is None, i.prochaine_etape_le or timezone.localdate(), i.pk))
    if not miennes:
        return {}
    return {"lignes": [_en_bref(i) for i in miennes[:MONTREES]], "sujets": _sujets(miennes)}


def changements(*, personne: Personne) -> dict[str, Any]:
    """Initiatives the person takes part in or follows that somebody else moved in the last thirty days."""
    bougees = [i for i in _les_miennes(personne) if i.bouge and i.bouge >= timezone.now() - DEPUIS]
    if not bougees:
        return {}
    lignes = [_en_bref(i) | {"etat": i.get_etat_display(), "quand": il_y_a(i.bouge)} for i in bougees[:MONTREES]]
    return {"lignes": lignes, "sujets": _sujets(bougees)}


def _sujets(initiatives: list[Initiative]) -> list[str]:
    return [f"initiative:{i.pk}" for i in initiatives[:MONTREES]]
