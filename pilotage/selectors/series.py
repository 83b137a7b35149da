"""Series of meetings as their pages show them."""

from typing import Any

from django.db.models import Count, Max, Min, Q
from django.urls import reverse
from django.utils import timezone

from ecosysteme.format import compte, date_heure, date_longue, heure, nombre
from ecosysteme.models import Personne

from ..enums import EtatRencontre
from ..models import SerieRencontre
from ..permissions_rencontres import anime_quelque_part, peut_animer


def liste(personne: Personne) -> dict[str, Any]:
    """Every series, those that go on first: one query."""
    a_venir = Q(rencontres__etat=EtatRencontre.PLANIFIEE, rencontres__prevue_le__gt=timezone.now())
    lues = (
        SerieRencontre.objects.select_related("organisation", "animation")
        .annotate(
            prochaine=Min("rencontres__prevue_le", filter=a_venir),
            derniere=Max("rencontres__close_le"),
            tenues=Count("rencontres", filter=Q(rencontres__etat=EtatRencontre.CLOSE)),
        )
        .order_by("-palier", "titre", "pk")[:500]
    )
    lignes = [_ligne(serie, personne) for serie in lues]
    return {"lignes": lignes, "total": compte(len(lignes), "série"), "peut_planifier": anime_quelque_part(personne)}


def _ligne(serie: SerieRencontre, personne: Personne) -> dict[str, Any]:
    tenue = peut_animer(personne, serie.organisation)
    return {
        "pk": serie.pk,
        "titre": serie.titre,
        "url": reverse("pilotage:serie_modifier", args=[serie.pk]) if tenue else "",
        "organisation": serie.organisation.nom,
        "palier": serie.get_palier_display(),
        "rythme": f"{serie.get_recurrence_display()}, à {heure(serie.heure)}, {compte(serie.duree, 'minute')}",
        "prochaine": date_heure(serie.prochaine) if serie.prochaine else "–",
        "derniere": date_longue(serie.derniere) if serie.derniere else "–",
        "tenues": nombre(serie.tenues),
        "animation": str(serie.animation),
        "fin": f"jusqu'au {date_longue(serie.fin)}" if serie.fin else "",
    }


def valeurs(serie: SerieRencontre) -> tuple[dict[str, Any], list[int]]:
    """A series as its form shows it, and the people the form must know."""
    participants = list(serie.participants.values_list("pk", flat=True))
    noms = ("titre", "palier", "duree", "lieu", "version", "recurrence", "premiere", "heure", "fuseau", "fin")
    champs = {nom: getattr(serie, nom) for nom in noms}
    champs |= {"animation": serie.animation_id, "participants": participants}
    return champs, [*participants, serie.animation_id]
