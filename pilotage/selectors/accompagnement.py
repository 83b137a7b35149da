"""The board of requests for support: counters that filter, the most urgent first."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Avg, Count, Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from ecosysteme import adresses
from ecosysteme.format import date_longue, nombre, pluriel
from ecosysteme.models import Personne
from ecosysteme.permissions import droits

from ..enums import EtatDemande, GenreAccompagnement
from ..models import DemandeAccompagnement
from ..permissions_accompagnement import leader_de, peut_demander

PAR_PAGE = 50
ANONYMAT = 5
VUES = {
    "": ("en attente", "en attente"),
    "prenables": ("que je pourrais prendre", "que je pourrais prendre"),
    "retard": ("sans réponse à l'échéance", "sans réponse à l'échéance"),
    "miennes": ("à moi, faite ou prise", "à moi, faites ou prises"),
    "prises": ("prise en charge", "prises en charge"),
    "repondues": ("répondue", "répondues"),
}
ENTETES = (
    "Sujet", "Genre d'aide", "Urgence", "Organisation", "Demandée par", "Demandée le", "Répondre avant", "État",
    "Prise par", "Répondue le", "Ce qui en est sorti",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Demande:
    """What the address asks for; nonsense counts as nothing."""

    voir: str = ""
    q: str = ""
    genre: str = ""

    @classmethod
    def lire(cls, parametres: Mapping[str, str]) -> "Demande":
        voir, genre = parametres.get("voir", ""), parametres.get("genre", "")
        return cls(
            voir=voir if voir in VUES else "",
            q=parametres.get("q", "").strip()[:100].replace("\x00", ""),
            genre=genre if genre in GenreAccompagnement.values else "",
        )

    @property
    def parametres(self) -> dict[str, str]:
        return {champ: getattr(self, champ) for champ in self.__slots__}

    def adresse(self, **changements: str) -> str:
        return adresses.avec(self.parametres, **changements)


def page(personne: Personne, demande: Demande, numero: str) -> dict[str, Any]:
    """The counters and the rows: two queries and the person's own offer."""
    base, conditions = _base(demande), _conditions(personne)
    comptes = base.aggregate(
        **{_cle(vue): Count("pk", filter=condition) for vue, condition in conditions.items()},
        notees=Count("satisfaction"),
        moyenne=Avg("satisfaction"),
    )
    feuillets = Paginator(_rangees(base.filter(conditions[demande.voir])), PAR_PAGE)
    feuillets.count = comptes[_cle(demande.voir)]
    feuillet = feuillets.get_page(numero)
    return {
        "demande": demande,
        "page": feuillet,
        "lignes": [_ligne(d) for d in feuillet.object_list],
        "compteurs": [_compteur(demande, vue, comptes[_cle(vue)]) for vue in VUES],
        "nom": pluriel(feuillets.count, "demande"),
        "satisfaction": _satisfaction(comptes["notees"], comptes["moyenne"]),
        "peut_demander": peut_demander(personne),
        "coordonne": droits(personne).peut("coordonner"),
        "est_leader": leader_de(personne) is not None,
        "url_effacer": demande.adresse(q="", genre="") if demande.q or demande.genre else "",
        "exports": [
            {"libelle": "CSV", "url": demande.adresse(format="csv")},
            {"libelle": "Excel (XLSX)", "url": demande.adresse(format="xlsx")},
        ],
        "vide": _vide(demande),
    }


def _cle(vue: str) -> str:
    return f"n_{vue or 'attente'}"


def _base(demande: Demande) -> QuerySet:
    base = DemandeAccompagnement.objects.all()
    if demande.genre:
        base = base.filter(genre=demande.genre)
    if demande.q:
        mots = Q(sujet__icontains=demande.q) | Q(description__icontains=demande.q) | Q(issue__icontains=demande.q)
        base = base.filter(mots)
    return base


def _conditions(personne: Personne) -> dict[str, Q]:
    attente = Q(etat=EtatDemande.OUVERTE)
    return {
        "": attente,
        "prenables": prenables(personne),
        "retard": attente & Q(repondre_avant__lte=timezone.now()),
        "miennes": Q(par=personne) | Q(prise_par=personne),
        "prises": Q(etat=EtatDemande.PRISE),
        "repondues": Q(etat=EtatDemande.REPONDUE),
    }


def prenables(personne: Personne) -> Q:
    """What the person may take and, for a leader, what is of the kinds offered."""
    attente = Q(etat=EtatDemande.OUVERTE) & ~Q(par=personne)
    leader = leader_de(personne)
    if leader is not None:
        return attente & Q(genre__in=leader.genres) & ~Q(organisation=leader.organisation_id)
    return attente if droits(personne).peut("coordonner") else Q(pk__in=[])


def _rangees(choisies: QuerySet) -> QuerySet:
    return choisies.select_related("organisation", "par", "prise_par").order_by("-urgence", "demandee_le", "pk")


def _ligne(d: DemandeAccompagnement) -> dict[str, Any]:
    attend = d.etat == EtatDemande.OUVERTE
    return {
        "pk": d.pk,
        "sujet": d.sujet,
        "url": reverse("pilotage:demande", args=[d.pk]),
        "genre": d.get_genre_display(),
        "urgence": d.get_urgence_display(),
        "organisation": d.organisation.sigle,
        "par": str(d.par),
        "etat": d.get_etat_display(),
        "prise_par": str(d.prise_par) if d.prise_par else "",
        "repondre_avant": date_longue(d.repondre_avant) if attend else "",
        "retard": attend and d.repondre_avant <= timezone.now(),
        "montee": attend and d.montee_le is not None,
    }


def _compteur(demande: Demande, vue: str, n: int) -> dict[str, Any]:
    actif, libelle = demande.voir == vue, pluriel(n, *VUES[vue])
    url = demande.adresse(voir="" if actif else vue)
    return {"id": f"voir-{vue or 'attente'}", "nombre": nombre(n), "libelle": libelle, "url": url, "actif": actif}


def _satisfaction(notees: int, moyenne: float | None) -> str:
    """Said from five answers on, so that nobody's is guessed."""
    if notees < ANONYMAT or moyenne is None:
        return ""
    return f"Aide reçue, selon {nombre(notees)} réponses : {nombre(moyenne, 1)} sur 5."


def _vide(demande: Demande) -> dict[str, str]:
    if demande.q or demande.genre or demande.voir:
        return {"titre": "Aucune demande ne répond à ces filtres", "raison": "Effacez-en un pour en voir d'autres."}
    raison = "Un conseil, des données, une animation : demandez, la coordination ou un leader d'ailleurs répondra."
    return {"titre": "Aucune demande n'attend de réponse", "raison": raison}


def export(personne: Personne, demande: Demande) -> tuple[str, Iterable[tuple[Any, ...]]]:
    """The name of the file and its rows: those that the filters show, in their order."""
    choisies = _rangees(_base(demande).filter(_conditions(personne)[demande.voir]))
    return "accompagnement", (_a_exporter(d) for d in choisies.iterator())


def _a_exporter(d: DemandeAccompagnement) -> tuple[Any, ...]:
    return (
        d.sujet, d.get_genre_display(), d.get_urgence_display(), d.organisation.nom, str(d.par),
        timezone.localtime(d.demandee_le), timezone.localtime(d.repondre_avant), d.get_etat_display(),
        str(d.prise_par or ""), timezone.localtime(d.repondue_le) if d.repondue_le else None, d.issue,
    )  # fmt: skip
