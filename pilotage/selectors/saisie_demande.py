"""Which indicators the data-entry page shows: those a person may enter, as the address asks for them."""

from dataclasses import dataclass, field, replace
from typing import Any

from django.db.models import Case, Count, Exists, F, IntegerField, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone

from ecosysteme.enums import EtatMesure, Frequence, MotifAbsence, Territoire
from ecosysteme.format import periode_texte
from ecosysteme.memoire import garder
from ecosysteme.models import Indicateur, Mesure, Personne
from ecosysteme.periodes import bornes_exercice, periodes_exercice
from ecosysteme.permissions import droits, indicateurs_modifiables

from .exercices import Exercices, exercices

# A tab for each pace; surveys every few years are entered with the yearly indicators. With its page size in rows.
RYTHMES = {
    Frequence.ANNUELLE: ("Annuels", (Frequence.ANNUELLE, Frequence.PLURIANNUELLE), 60),
    Frequence.SEMESTRIELLE: ("Semestriels", (Frequence.SEMESTRIELLE,), 40),
    Frequence.TRIMESTRIELLE: ("Trimestriels", (Frequence.TRIMESTRIELLE,), 30),
    Frequence.MENSUELLE: ("Mensuels", (Frequence.MENSUELLE,), 15),
}
VUES = {"": "tous", "a_saisir": "à saisir", "provisoires": "avec un provisoire"}


@dataclass(frozen=True, slots=True)
class Demande:
    """What the address asks for; nonsense counts as nothing."""

    exercice: int
    frequence: str = ""
    periode: int = 0
    territoire: str = ""
    organisation: int = 0
    plan: int = 0
    voir: str = ""
    q: str = ""
    page: int = 1
    annees: Exercices | None = field(default=None, compare=False)

    @property
    def parametres(self) -> str:
        return "?" + self.requete().partition("?")[2]

    def requete(self, **change: Any) -> str:
        """The address of this demand, once changed: « ?exercice=2025&… »."""
        voulue = replace(self, **change)
        champs = QueryDict(mutable=True)
        for nom in CHAMPS:
            valeur = getattr(voulue, nom)
            if valeur and not (nom == "page" and valeur == 1):
                champs[nom] = valeur
        return f"{reverse('pilotage:saisie')}?{champs.urlencode()}"


CHAMPS = ("exercice", "frequence", "periode", "territoire", "organisation", "plan", "voir", "q", "page")


def lire_demande(champs: QueryDict, personne: Personne) -> Demande:
    annees = exercices(champs.get("exercice"), personne)
    return Demande(
        annees=annees,
        exercice=annees.voulu,
        frequence=champs.get("frequence", "") if champs.get("frequence") in RYTHMES else "",
        periode=_entier(champs.get("periode"), 12),
        territoire=champs.get("territoire", "") if champs.get("territoire") in Territoire.values else "",
        organisation=_entier(champs.get("organisation")),
        plan=_entier(champs.get("plan")),
        voir=champs.get("voir", "") if champs.get("voir") in VUES else "",
        q=champs.get("q", "").replace("\x00", "").strip()[:100],
        page=_entier(champs.get("page"), 10_000) or 1,
    )


def lire_ids(champs: QueryDict) -> list[int]:
    """The indicators a page that stays open asks about."""
    return list(filter(None, (_entier(pk) for pk in champs.get("ids", "").split(",")[:200])))


def _entier(texte: str | None, maximum: int = 2**31) -> int:
    return int(texte) if texte and texte.isascii() and texte.isdigit() and 0 < int(texte[:12]) <= maximum else 0


def choisis(tous, demande: Demande):
    """Those of the perimeter that the filters and the tab keep."""
    voulus = tous.filter(FILTRES[demande.voir], frequence__in=RYTHMES[Frequence(demande.frequence)][1])
    if demande.organisation:
        voulus = voulus.filter(organisation__chemin__contains=[demande.organisation])
    return voulus.filter(objectif__orientation__plan=demande.plan) if demande.plan else voulus


def modifiables(personne: Personne):
    return Indicateur.objects.filter(pk__in=indicateurs_modifiables(personne).order_by().values("pk"))


def perimetre(personne: Personne, demande: Demande):
    """The indicators of the plans that cover the year, and those that have a result in it, by words sought."""
    plan = "objectif__orientation__plan"
    annee = bornes_exercice(demande.exercice)  # by its last days: the index of an indicator's results is by date
    resultats = Mesure.objects.filter(indicateur=OuterRef("pk"), fin__range=(annee.debut, annee.fin)).order_by()
    voulus = modifiables(personne).filter(
        Q(**{f"{plan}__exercice_debut__lte": demande.exercice, f"{plan}__exercice_fin__gte": demande.exercice})
        | Exists(resultats)
    )
    for mot in demande.q.split():
        voulus = voulus.filter(Q(nom__icontains=mot) | Q(code__istartswith=mot) | Q(nom_public__icontains=mot))
    ici = resultats.filter(territoire=demande.territoire)
    faits = ici.exclude(motif_absence=MotifAbsence.NON_SAISI).values("indicateur").annotate(n=Count("pk")).values("n")
    return voulus.annotate(
        faits=Coalesce(Subquery(faits), 0),
        attendus=_attendus(demande.exercice),
        provisoire=Exists(ici.filter(etat=EtatMesure.PROVISOIRE)),
    )


def _attendus(exercice: int) -> Case:
    """How many periods of the year are over, by frequency."""
    aujourdhui = timezone.localdate()
    cas = [
        When(frequence=f, then=Value(sum(p.fin < aujourdhui for p in periodes_exercice(exercice, f))))
        for f in Frequence.values
    ]
    return Case(*cas, output_field=IntegerField())


A_SAISIR = Q(faits__lt=F("attendus"))
FILTRES = {"": Q(), "a_saisir": A_SAISIR, "provisoires": Q(provisoire=True)}


@dataclass(frozen=True, slots=True)
class Groupe:
    """How many indicators a plan of an organisation has at one pace, in all and by view."""

    frequence: str
    organisation: int
    organisation_nom: str
    chemin: tuple[int, ...]
    plan: int
    plan_titre: str
    comptes: dict[str, int]

    def dans(self, demande: Demande) -> bool:
        return demande.organisation in (0, *self.chemin) and demande.plan in (0, self.plan)


def groupes(personne: Personne, demande: Demande) -> list[Groupe]:
    """The whole perimeter counted in one query: tabs, counters and the choices of the filters come from it.

    Who holds the government holds thousands of indicators: kept until a change is announced.
    """
    acces = droits(personne)
    tenus = tuple(tuple(acces.organisations(verbe)) for verbe in ("saisir", "saisir_les_siens"))
    cle = ("saisie.groupes", personne.pk, tenus, demande.exercice, demande.territoire, demande.q, timezone.localdate())
    return garder(cle, lambda: _groupes(perimetre(personne, demande)))


def _groupes(tous) -> list[Groupe]:
    plan = "objectif__orientation__plan"
    vues = {f"n_{vue}": Count("pk", filter=FILTRES[vue]) for vue in VUES if vue}
    champs = ("frequence", "organisation", "organisation__nom", "organisation__chemin", plan, f"{plan}__titre")
    lignes = tous.order_by("organisation__nom_cle", f"{plan}__titre").values(*champs).annotate(n_=Count("pk"), **vues)
    return [
        Groupe(
            *(ligne[c] if c != "organisation__chemin" else tuple(ligne[c]) for c in champs),
            comptes={vue: ligne[f"n_{vue}"] for vue in VUES},
        )
        for ligne in lignes
    ]


def choix(demande: Demande, tous: list[Groupe]) -> dict[str, list[tuple[str, str]]]:
    """The options of the filters."""
    organisations = {str(g.organisation): g.organisation_nom for g in tous}
    plans = {str(g.plan): g.plan_titre for g in tous if demande.organisation in (0, *g.chemin)}
    periodes = periodes_exercice(demande.exercice, demande.frequence or Frequence.ANNUELLE)
    noms = [(str(n), periode_texte(p.debut, p.fin)) for n, p in enumerate(periodes, 1)]
    return {
        "exercice": demande.annees.choix() if demande.annees else [],
        "organisation": [("", "Toutes"), *organisations.items()],
        "plan": [("", "Tous"), *plans.items()],
        "periode": [("", "Toutes"), *(noms if len(noms) > 1 else [])],
    }
