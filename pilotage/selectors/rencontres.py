"""The list of meetings: running now, to come, past; counted, filtered, exported."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Case, Count, Exists, F, IntegerField, OuterRef, Q, QuerySet, When
from django.db.models.functions import Abs, Extract, Now
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone

from ecosysteme.adresses import avec
from ecosysteme.format import compte, date_heure, nombre
from ecosysteme.models import Organisation, Personne

from ..enums import EtatRencontre, Palier
from ..models import Presence, Rencontre
from ..permissions_rencontres import anime_quelque_part, rencontres_lisibles

PAR_PAGE = 50
EXPORT_MAX = 20_000
ENTETES = ("Rencontre", "Organisation", "Palier", "État", "Prévue le", "Durée (min)", "Animation", "Lieu", "Points")
VUES = {
    "en-cours": ("En cours", Q(etat=EtatRencontre.EN_COURS)),
    "a-venir": ("À venir", Q(etat=EtatRencontre.PLANIFIEE)),
    "passees": ("Closes", Q(etat=EtatRencontre.CLOSE)),
    "annulees": ("Annulées", Q(etat=EtatRencontre.ANNULEE)),
}


@dataclass(frozen=True)
class Demande:
    """What the address asks for; nonsense counts as nothing."""

    voir: str = ""
    miennes: str = ""
    palier: str = ""
    q: str = ""

    @classmethod
    def lire(cls, get: QueryDict) -> "Demande":
        voir, palier = get.get("voir", ""), get.get("palier", "")
        return cls(
            voir if voir in VUES else "",
            "oui" if get.get("miennes") == "oui" else "",
            palier if palier in {str(p.value) for p in Palier} else "",
            get.get("q", "").replace("\x00", "").strip()[:100],
        )

    @property
    def parametres(self) -> dict[str, str]:
        return {"voir": self.voir, "miennes": self.miennes, "palier": self.palier, "q": self.q}

    @property
    def filtree(self) -> bool:
        return any(self.parametres.values())

    def adresse(self) -> str:
        return avec(self.parametres)


def _voulues(personne: Personne, demande: Demande) -> QuerySet[Rencontre]:
    """The filters, but the state."""
    voulues = rencontres_lisibles(personne)
    if demande.miennes:
        siennes = Presence.objects.filter(rencontre=OuterRef("pk"), personne=personne)
        voulues = voulues.filter(Q(animation=personne) | Exists(siennes))
    if demande.palier:
        voulues = voulues.filter(palier=int(demande.palier))
    if demande.q:
        sous = Organisation.objects.filter(Q(nom__icontains=demande.q) | Q(sigle__icontains=demande.q))
        voulues = voulues.filter(Q(titre__icontains=demande.q) | Q(organisation__in=sous))
    return voulues


def _rangees(voulues: QuerySet[Rencontre], demande: Demande) -> QuerySet[Rencontre]:
    """Running first, then the nearest ones to come, then the latest past."""
    if demande.voir:
        voulues = voulues.filter(VUES[demande.voir][1])
    place = Case(
        When(etat=EtatRencontre.EN_COURS, then=0), When(etat=EtatRencontre.PLANIFIEE, then=1), default=2,
        output_field=IntegerField(),
    )  # fmt: skip
    proche = Abs(Extract(F("prevue_le") - Now(), "epoch"))
    return (
        voulues.select_related("organisation", "animation")
        .annotate(place=place, proche=proche, nb_points=Count("points"))
        .order_by("place", "proche", "pk")
    )


def page(personne: Personne, demande: Demande, numero: str) -> tuple[dict[str, Any], Page]:
    """Three queries whatever the rows: counters, count of the filter, rows."""
    voulues = _voulues(personne, demande)
    comptes = voulues.aggregate(**{cle.replace("-", "_"): Count("pk", filter=q) for cle, (_, q) in VUES.items()})
    lue = Paginator(_rangees(voulues, demande), PAR_PAGE).get_page(numero)
    contexte = {
        "lignes": [ligne(r, personne) for r in lue],
        "compteurs": _compteurs(demande, comptes),
        "demande": demande,
        "peut_planifier": anime_quelque_part(personne),
        "url_csv": f"{demande.adresse()}&format=csv" if demande.filtree else "?format=csv",
    }
    return contexte, lue


def _compteurs(demande: Demande, comptes: dict[str, int]) -> list[dict[str, Any]]:
    return [
        {
            "libelle": libelle,
            "nombre": nombre(comptes[cle.replace("-", "_")]),
            "url": avec(demande.parametres, voir="" if demande.voir == cle else cle),
            "actif": demande.voir == cle,
            "id": f"compteur-{cle}",
        }
        for cle, (libelle, _) in VUES.items()
    ]


def ligne(r: Rencontre, personne: Personne) -> dict[str, Any]:
    return {
        "pk": r.pk,
        "titre": r.titre,
        "url": reverse("pilotage:rencontre", args=[r.pk]),
        "organisation": r.organisation.nom,
        "url_organisation": reverse("pilotage:organisation", args=[r.organisation_id]),
        "palier": r.get_palier_display(),
        "etat": r.get_etat_display(),
        "en_cours": r.etat == EtatRencontre.EN_COURS,
        "quand": date_heure(r.prevue_le),
        "duree": compte(r.duree, "minute"),
        "animation": "Vous" if r.animation_id == personne.pk else str(r.animation),
        "points": nombre(r.nb_points),
    }


def export(personne: Personne, demande: Demande) -> Iterator[tuple[Any, ...]]:
    rangees = _rangees(_voulues(personne, demande), demande)[:EXPORT_MAX]
    return (
        (
            r.titre, r.organisation.nom, r.get_palier_display(), r.get_etat_display(), timezone.localtime(r.prevue_le),
            r.duree, str(r.animation), r.lieu, r.nb_points,
        )
        for r in rangees
    )  # fmt: skip
