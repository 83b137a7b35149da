"""The board of blockers: one column a tier, counters that filter, the room's own indicators, the downloads."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import BigIntegerField, Count, F, Func, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone

from ecosysteme.enums import CauseBloquant, TypeOrganisation
from ecosysteme.format import compte, date_longue, il_y_a, nombre
from ecosysteme.models import Organisation, Personne

from ..delais_bloquants import METHODE, Duree, delais, jours
from ..enums import EtatBloquant, GraviteBloquant, IssueEscalade, Palier
from ..models import Bloquant, Escalade, OffreAide
from ..models.bloquant import CLOS
from ..vie_bloquant import jour_limite, limite_en_mots
from .bloquants_filtre import DemandeBloquants, filtrer, plus_urgents, vues

PAR_PAGE = 120
DUREES_MAX = 20_000
DEPUIS = timedelta(days=365)
LIBELLES = {
    "escalades": "escaladés",
    "retard": "réponse en retard",
    "sans-personne": "sans personne en charge",
    "miens": "à moi",
    "aider": "où mon organisation peut aider",
}


def avec_limite(bloquants: Any) -> Any:
    """With the deadline of the escalation that waits, and how many offers of help stand."""
    attend = Escalade.objects.filter(bloquant=OuterRef("pk"), issue=IssueEscalade.EN_ATTENTE)
    offres = (
        OffreAide.objects.filter(bloquant=OuterRef("pk"), retiree_le=None)
        .order_by()
        .values("bloquant")
        .annotate(n=Count("pk"))
    )
    return bloquants.annotate(
        limite=Subquery(attend.values("repondre_avant")[:1]), nb_offres=Coalesce(Subquery(offres.values("n")), 0)
    )


def lire(bloquants: Any) -> Any:
    """Rows of the board in their order, with all they show."""
    return plus_urgents(avec_limite(bloquants)).select_related(
        "organisation", "indicateur", "initiative", "responsable"
    )


def page(personne: Personne, demande: DemandeBloquants, numero: str) -> dict[str, Any]:
    """The context of the board and of its fragment."""
    filtres, toutes = filtrer(demande), vues(personne)
    comptes = filtres.aggregate(
        total=Count("pk"), **{cle.replace("-", "_"): Count("pk", filter=q) for cle, q in toutes.items()}
    )
    montres = filtres.filter(toutes[demande.voir]) if demande.voir else filtres
    feuille = Paginator(lire(montres), PAR_PAGE)
    feuille.count = comptes[demande.voir.replace("-", "_") or "total"]
    ici = feuille.get_page(numero)
    maintenant = timezone.now()
    lignes = [ligne(b, maintenant) for b in ici]
    return {
        "demande": demande,
        "colonnes": _colonnes(lignes),
        "lignes": lignes,
        "compteurs": _compteurs(comptes, demande),
        "nombre": f"{nombre(feuille.count)} sur {nombre(comptes['total'])}",
        "pagination": _pagination(demande, ici),
        "delais": _delais(demande, maintenant),
        "methode": METHODE,
        "exports": [
            {"libelle": "Bloquants en CSV", "url": demande.adresse(format="csv")},
            {"libelle": "Bloquants en XLSX", "url": demande.adresse(format="xlsx")},
        ],
        "url_effacer": reverse("pilotage:bloquants"),
    }


def _pagination(demande: DemandeBloquants, ici: Page) -> dict[str, str]:
    """The words of « n sur m » and the addresses around it; nothing for a single page."""
    if ici.paginator.num_pages < 2:
        return {}
    return {
        "debut": nombre(ici.start_index()),
        "fin": nombre(ici.end_index()),
        "total": nombre(ici.paginator.count),
        "precedente": demande.adresse(page=str(ici.previous_page_number())) if ici.has_previous() else "",
        "suivante": demande.adresse(page=str(ici.next_page_number())) if ici.has_next() else "",
    }


def ligne(b: Any, maintenant: datetime) -> dict[str, Any]:
    """One blocker in words."""
    clos = b.etat in CLOS
    return {
        "pk": b.pk,
        "titre": b.titre,
        "url": reverse("pilotage:bloquant", args=[b.pk]),
        "gravite": b.gravite,
        "gravite_libelle": GraviteBloquant(b.gravite).label,
        "etat": b.etat,
        "etat_libelle": EtatBloquant(b.etat).label,
        "cause": CauseBloquant(b.cause).label,
        "palier": b.palier,
        "organisation": b.organisation.sigle,
        "organisation_nom": b.organisation.nom,
        "objet": f"{b.indicateur.code} {b.indicateur.nom}" if b.indicateur else b.initiative.titre,
        "age": f"{b.get_etat_display().lower()} le {date_longue(b.clos_le)}"
        if clos
        else f"signalé {il_y_a(b.signale_le, maintenant)}",
        "responsable": str(b.responsable) if b.responsable else "",
        "clos": clos,
        "limite": limite_en_mots(b.limite) if b.limite else "",
        "retard": retard(b.limite, maintenant),
        "offres": compte(b.nb_offres, "offre d'aide", "offres d'aide") if b.nb_offres else "",
    }


def retard(limite: datetime | None, maintenant: datetime) -> str:
    """« en retard de 3 jours », « en retard depuis aujourd'hui »; nothing before the deadline."""
    if limite is None or maintenant < limite:
        return ""
    passes = (timezone.localdate(maintenant) - jour_limite(limite)).days
    return f"réponse en retard de {compte(passes, 'jour')}" if passes else "réponse en retard depuis aujourd'hui"


def _colonnes(lignes: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """One column a tier, empty ones too: what has risen is on the right."""
    toutes = list(lignes)
    return [
        {"palier": int(p), "libelle": p.label, "lignes": siennes, "nombre": nombre(len(siennes))}
        for p in Palier
        for siennes in [[ligne for ligne in toutes if ligne["palier"] == p]]
    ]


def _compteurs(comptes: dict[str, int], demande: DemandeBloquants) -> list[dict[str, Any]]:
    """« 3 réponse en retard »: each counter filters, and the one in force takes its filter off."""
    tous = {
        "nombre": nombre(comptes["total"]),
        "libelle": {"": "ouverts", "tous": "bloquants"}.get(demande.etat, "selon l'état"),
        "url": demande.adresse(voir=""),
        "actif": not demande.voir,
        "id": "voir-tous",
    }
    return [
        tous,
        *(
            {
                "nombre": nombre(comptes[code.replace("-", "_")]),
                "libelle": libelle,
                "url": demande.adresse(voir="" if demande.voir == code else code),
                "actif": demande.voir == code,
                "id": f"voir-{code}",
            }
            for code, libelle in LIBELLES.items()
        ),
    ]


def _delais(demande: DemandeBloquants, maintenant: datetime) -> list[dict[str, Any]]:
    """The room's own indicators, in the organisation of the filters: one query."""
    vus = Bloquant.objects.filter(Q(etat=EtatBloquant.RESOLU, clos_le__gte=maintenant - DEPUIS) | ~Q(etat__in=CLOS))
    if demande.organisation:
        vus = vus.filter(organisation__chemin__contains=[int(demande.organisation)])
    lus = vus.order_by("-signale_le").values_list("palier_origine", "signale_le", "clos_le")[:DUREES_MAX]
    return [
        {
            "palier": d.palier.label,
            "mediane": jours(d.mediane),
            "resolus": nombre(d.resolus),
            "peu": d.peu,
            "ouverts": nombre(d.ouverts),
            "age_median": jours(d.age_median),
            "age_max": jours(d.age_max),
        }
        for d in delais((Duree(*champs) for champs in lus), maintenant)
    ]


def choix_organisations() -> list[tuple[str, str]]:
    """Organisations that have a blocker in their subtree, to filter by."""
    noeud = Func(F("organisation__chemin"), function="unnest", output_field=BigIntegerField())
    pks = Bloquant.objects.order_by().annotate(noeud=noeud).values("noeud")
    retenues = Organisation.objects.filter(pk__in=pks).exclude(type=TypeOrganisation.GOUVERNEMENT)
    return [(str(pk), f"{nom} ({sigle})") for pk, nom, sigle in retenues.values_list("pk", "nom", "sigle")]


ENTETES = (
    "numéro", "titre", "organisation", "objet", "gravité", "cause", "palier", "état", "signalé le", "responsable",
    "répondre avant", "offres d'aide", "clos le", "dénouement",
)  # fmt: skip


def export(personne: Personne, demande: DemandeBloquants) -> Iterable[tuple[Any, ...]]:
    """Rows of the download, those of the filters and of the counter in force."""
    filtres = filtrer(demande)
    montres = filtres.filter(vues(personne)[demande.voir]) if demande.voir else filtres
    for b in lire(montres):
        vue = ligne(b, timezone.now())
        yield (
            b.pk, b.titre, b.organisation.nom, vue["objet"], vue["gravite_libelle"], vue["cause"],
            Palier(b.palier).label, vue["etat_libelle"], timezone.localtime(b.signale_le), vue["responsable"],
            timezone.localtime(b.limite) if b.limite else None, b.nb_offres,
            timezone.localtime(b.clos_le) if b.clos_le else None, b.denouement,
        )  # fmt: skip
