"""The table of initiatives: counters that filter, words, organisation, order. All of it is in the address."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.core.paginator import Paginator
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone

from .. import adresses
from ..enums import EtatInitiative
from ..format import date_longue, nombre, pluriel
from ..models import Indicateur, Initiative, Organisation, Participation, Personne
from ..permissions import droits, indicateurs_lisibles, initiatives_lisibles
from .initiatives import retard

PAR_PAGE = 50
OUVERTES = Q(etat__in=[EtatInitiative.OUVERTE, EtatInitiative.EN_COURS])
VUES = {
    "": ("ouverte", "ouvertes"),
    "retard": ("étape en retard", "étapes en retard"),
    "sans-etape": ("sans prochaine étape", "sans prochaine étape"),
    "miennes": ("où je participe", "où je participe"),
    "organisation": ("de mes organisations", "de mes organisations"),
    "closes": ("close", "closes"),
}
TRIS = {
    "titre": F("titre").asc(),
    "-titre": F("titre").desc(),
    "quand": F("prochaine_etape_le").asc(nulls_last=True),
    "-quand": F("prochaine_etape_le").desc(nulls_last=True),
    "participants": F("nb_participants").asc(),
    "-participants": F("nb_participants").desc(),
}
ENTETES = (
    "Initiative", "État", "Organisations", "Participants", "Indicateurs", "Prochaine étape", "Par qui", "Pour quand",
    "Ouverte le", "Close le", "Ce qui en est sorti",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Demande:
    """What the address asks for; nonsense counts as nothing."""

    voir: str = ""
    q: str = ""
    organisation: str = ""
    tri: str = ""

    @classmethod
    def lire(cls, parametres: Mapping[str, str]) -> "Demande":
        voir, tri, lieu = (parametres.get(cle, "") for cle in ("voir", "tri", "organisation"))
        return cls(
            voir=voir if voir in VUES else "",
            q=parametres.get("q", "").strip()[:100].replace("\x00", ""),
            organisation=lieu if lieu.isascii() and lieu.isdigit() and len(lieu) < 19 else "",
            tri=tri if tri in TRIS else "",
        )

    @property
    def parametres(self) -> dict[str, str]:
        return {champ: getattr(self, champ) for champ in self.__slots__}

    def adresse(self, **changements: str) -> str:
        return adresses.avec(self.parametres, **changements)


def page(personne: Personne, demande: Demande, numero: str) -> dict[str, Any]:
    """Three queries: the counters, the rows, the organisations of the filter."""
    base = _base(personne, demande)
    comptes = base.aggregate(**{_cle(vue): Count("pk", filter=_condition(vue)) for vue in VUES})
    feuillets = Paginator(_choisies(base, personne, demande), PAR_PAGE)
    feuillets.count = comptes[_cle(demande.voir)]
    feuillet = feuillets.get_page(numero)
    return {
        "demande": demande,
        "page": feuillet,
        "lignes": [_ligne(initiative) for initiative in feuillet.object_list],
        "compteurs": [_compteur(demande, vue, comptes[_cle(vue)]) for vue in VUES],
        "entetes": _entetes(demande),
        "nom": pluriel(feuillets.count, "initiative"),
        "peut_ouvrir": droits(personne).peut("ouvrir_initiative"),
        "url_effacer": demande.adresse(q="", organisation="") if demande.q or demande.organisation else "",
        "exports": [
            {"libelle": "CSV", "url": demande.adresse(format="csv")},
            {"libelle": "Excel (XLSX)", "url": demande.adresse(format="xlsx")},
        ],
        "vide": _vide(personne, demande),
    }


def _cle(vue: str) -> str:
    return f"n_{vue or 'ouvertes'}".replace("-", "_")


def _base(personne: Personne, demande: Demande) -> QuerySet:
    """What the words and the organisation leave, before the counters."""
    acces = droits(personne)
    miennes = Participation.objects.filter(initiative=OuterRef("pk"), personne=personne)
    tenues = Organisation.objects.filter(
        initiatives=OuterRef("pk"), chemin__overlap=[a.organisation_id for a in acces.adhesions]
    ).order_by()
    base = initiatives_lisibles(personne).annotate(participe=Exists(miennes), tenue=Exists(tenues))
    if demande.q:
        base = base.filter(Q(titre__icontains=demande.q) | Q(description__icontains=demande.q))
    if demande.organisation:
        sous = Organisation.objects.filter(initiatives=OuterRef("pk"), chemin__contains=[int(demande.organisation)])
        base = base.filter(Exists(sous.order_by()))
    return base


def _condition(vue: str) -> Q:
    return {
        "": OUVERTES,
        "retard": OUVERTES & ~Q(prochaine_etape="") & Q(prochaine_etape_le__lt=timezone.localdate()),
        "sans-etape": OUVERTES & Q(prochaine_etape=""),
        "miennes": OUVERTES & Q(participe=True),
        "organisation": OUVERTES & Q(tenue=True),
        "closes": ~OUVERTES,
    }[vue]


def _choisies(base: QuerySet, personne: Personne, demande: Demande) -> QuerySet:
    """The rows in order, with their counts; a private partner's count of indicators holds published ones only."""
    sigles = Organisation.objects.filter(initiatives=OuterRef("pk")).order_by("sigle").values("sigle")
    ordre = [TRIS[demande.tri]] if demande.tri else [F("prochaine_etape_le").asc(nulls_last=True)]
    return (
        base.filter(_condition(demande.voir))
        .select_related("prochaine_etape_par")
        .annotate(
            sigles=ArraySubquery(sigles),
            nb_participants=_combien(Participation.objects.filter(initiative=OuterRef("pk")), "initiative"),
            nb_indicateurs=_combien(_indicateurs(personne), "initiatives"),
        )
        .order_by(*ordre, "-ouverte_le", "pk")
    )


def _indicateurs(personne: Personne) -> QuerySet:
    lies = Indicateur.objects.filter(initiatives=OuterRef("pk"))
    return lies if droits(personne).lit_interne else lies.filter(pk__in=indicateurs_lisibles(personne).values("pk"))


def _combien(lies: QuerySet, par: str) -> Coalesce:
    return Coalesce(Subquery(lies.order_by().values(par).annotate(n=Count("pk")).values("n")), 0)


def _ligne(initiative: Initiative) -> dict[str, Any]:
    qui, quand = initiative.prochaine_etape_par, initiative.prochaine_etape_le
    ouverte = initiative.close_le is None
    return {
        "pk": initiative.pk,
        "titre": initiative.titre,
        "url": reverse("initiative", args=[initiative.pk]),
        "etat": initiative.get_etat_display(),
        "organisations": ", ".join(initiative.sigles),
        "participants": nombre(initiative.nb_participants),
        "indicateurs": nombre(initiative.nb_indicateurs),
        "etape": initiative.prochaine_etape if ouverte else "",
        "qui": str(qui) if ouverte and qui else "",
        "quand": date_longue(quand) if ouverte and quand else "",
        "retard": retard(quand) if ouverte and initiative.prochaine_etape else "",
        "close_le": "" if ouverte else date_longue(initiative.close_le),
    }


def _compteur(demande: Demande, vue: str, n: int) -> dict[str, Any]:
    actif, libelle = demande.voir == vue, pluriel(n, *VUES[vue])
    url = demande.adresse(voir="" if actif else vue)
    return {"id": f"voir-{vue or 'ouvertes'}", "nombre": nombre(n), "libelle": libelle, "url": url, "actif": actif}


def _entetes(demande: Demande) -> list[dict[str, Any]]:
    def entete(libelle: str, cle: str = "", *, chiffres: bool = False) -> dict[str, Any]:
        suivant = {cle: f"-{cle}", f"-{cle}": ""}.get(demande.tri, cle)
        ordre = {cle: "croissant", f"-{cle}": "decroissant"}.get(demande.tri, "") if cle else ""
        url = demande.adresse(tri=suivant) if cle else ""
        return {"libelle": libelle, "url": url, "ordre": ordre, "chiffres": chiffres, "id": f"tri-{cle}" if cle else ""}

    titres = [entete("Initiative", "titre"), entete("État"), entete("Prochaine étape"), entete("Pour quand", "quand")]
    return [*titres, entete("Participants", "participants", chiffres=True), entete("Indicateurs", chiffres=True)]


def _vide(personne: Personne, demande: Demande) -> dict[str, str]:
    """Why nothing is shown, and the first thing to do."""
    if demande.q or demande.organisation or demande.voir:
        return {"titre": "Aucune initiative ne répond à ces filtres", "raison": "Effacez-en un pour en voir d'autres."}
    if not droits(personne).lit_interne:
        raison = "Vous verrez ici les initiatives auxquelles une organisation vous invite à participer."
        return {"titre": "Aucune initiative où vous participez", "raison": raison}
    raison = "Une initiative rassemble ceux qui veulent améliorer la même chose : un indicateur, un bloquant, une idée."
    return {"titre": "Aucune initiative ouverte", "raison": raison}


def export(personne: Personne, demande: Demande) -> tuple[str, Iterable[tuple[Any, ...]]]:
    """The name of the file and its rows: those that the filters show, in their order."""
    choisies = _choisies(_base(personne, demande), personne, demande)
    return "initiatives", (_a_exporter(initiative) for initiative in choisies.iterator())


def _a_exporter(i: Initiative) -> tuple[Any, ...]:
    return (
        i.titre, i.get_etat_display(), ", ".join(i.sigles), i.nb_participants, i.nb_indicateurs, i.prochaine_etape,
        str(i.prochaine_etape_par or ""), i.prochaine_etape_le, timezone.localdate(i.ouverte_le),
        timezone.localdate(i.close_le) if i.close_le else None, i.issue,
    )  # fmt: skip
