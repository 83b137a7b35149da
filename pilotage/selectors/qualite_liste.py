"""Plans in force in a fiscal year and what is left to judge of them: counters, filters, pages, export."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Exists, OuterRef

from ecosysteme import adresses
from ecosysteme.format import nombre
from ecosysteme.models import Personne, PlanStrategique

from ..methodes import lire_2019
from ..models import GrilleQualite
from . import methodes, notes, qualite
from .exercices import Exercices, exercices
from .lignes import normaliser

PAR_PAGE = 50
VUES = {
    "a-juger": ("à juger", lambda plan: not plan.juge),
    "juges": ("jugés", lambda plan: plan.juge),
    "non-documentee": ("avec la composante non documentée", lambda plan: plan.inscrit),
}


@dataclass(frozen=True, slots=True)
class Demande:
    """What the address asks for; nonsense counts as nothing."""

    exercice: str = ""
    voir: str = ""
    organisation: str = ""
    q: str = ""

    @classmethod
    def lire(cls, parametres: Mapping[str, str]) -> "Demande":
        voir, organisation = parametres.get("voir", ""), parametres.get("organisation", "")
        return cls(
            exercice=parametres.get("exercice", "")[:9],
            voir=voir if voir in VUES else "",
            organisation=organisation if organisation.isascii() and organisation.isdigit() else "",
            q=parametres.get("q", "").strip()[:100].replace("\x00", ""),
        )

    def adresse(self, **changements: str) -> str:
        return adresses.avec({champ: getattr(self, champ) for champ in self.__slots__}, **changements)


def _plans(exercice: int) -> list[PlanStrategique]:
    grille = GrilleQualite.objects.filter(plan=OuterRef("pk"), exercice=exercice)
    tous = PlanStrategique.objects.en_vigueur(exercice).select_related("organisation")
    annotes = tous.annotate(
        juge=Exists(grille.filter(qualite_jugee__isnull=False)),
        inscrit=Exists(grille.filter(non_documentee__isnull=False)),
    )
    return sorted(annotes, key=lambda plan: (plan.organisation.nom_cle, plan.pk))


def _chercher(plans: Iterable[PlanStrategique], demande: Demande) -> list[PlanStrategique]:
    mots = normaliser(demande.q)
    return [
        plan
        for plan in plans
        if (not demande.organisation or plan.organisation_id == int(demande.organisation))
        and mots in normaliser(f"{plan.titre} {plan.organisation.nom} {plan.organisation.sigle}")
    ]


def _voir(plans: list[PlanStrategique], demande: Demande) -> list[PlanStrategique]:
    return [plan for plan in plans if VUES[demande.voir][1](plan)] if demande.voir else plans


def page(personne: Personne, demande: Demande, numero: str | None) -> tuple[dict[str, Any], Exercices, Page]:
    """The context, the years, and the page of plans."""
    annees = exercices(demande.exercice, personne)
    methode = methodes.dernieres()[methodes.SCT_2019]
    p, tous = lire_2019(methode.parametres), _plans(annees.voulu)
    trouves = _chercher(tous, demande)
    choisis = _voir(trouves, demande)
    pagination = Paginator(choisis, PAR_PAGE).get_page(numero)
    montres = list(pagination.object_list)
    lues = notes.noter_plans(montres, [annees.voulu], p)
    return (
        {
            "demande": demande,
            "exercices": annees,
            "periode": annees.texte,
            "methode": methodes.nom(methode),
            "avis": methodes.avis(methode, annees.voulu),
            "compteurs": _compteurs(trouves, demande),
            "lignes": [qualite.resume_ligne(lues[plan.pk, annees.voulu]) for plan in montres],
            "nombre_montre": f"{nombre(len(choisis))} sur {nombre(len(tous))}",
            "filtree": bool(demande.voir or demande.organisation or demande.q),
            "url_effacer": demande.adresse(voir="", organisation="", q=""),
            "organisations": _organisations(tous),
            "vide": not tous,
            "exports": [
                {"libelle": "CSV", "url": demande.adresse(format="csv")},
                {"libelle": "Excel (XLSX)", "url": demande.adresse(format="xlsx")},
            ],
        },
        annees,
        pagination,
    )


def _organisations(plans: Iterable[PlanStrategique]) -> list[tuple[str, str]]:
    return list({str(plan.organisation_id): plan.organisation.nom for plan in plans}.items())


def _compteurs(trouves: list[PlanStrategique], demande: Demande) -> list[dict[str, Any]]:
    tous = {"nombre": nombre(len(trouves)), "libelle": "plans en vigueur", "url": demande.adresse(voir=""),
            "actif": not demande.voir, "id": "voir-tous"}  # fmt: skip
    return [
        tous,
        *(
            {
                "nombre": nombre(sum(regle(plan) for plan in trouves)),
                "libelle": libelle,
                "url": demande.adresse(voir="" if demande.voir == code else code),
                "actif": demande.voir == code,
                "id": f"voir-{code}",
            }
            for code, (libelle, regle) in VUES.items()
        ),
    ]


def export(personne: Personne, demande: Demande) -> tuple[str, list[str], Iterable[list[Any]]]:
    """Name, headings and rows: all that the filters show."""
    annees = exercices(demande.exercice, personne)
    methode = methodes.dernieres()[methodes.SCT_2019]
    p = lire_2019(methode.parametres)
    choisis = _voir(_chercher(_plans(annees.voulu), demande), demande)
    lues = notes.noter_plans(choisis, [annees.voulu], p)
    lignes = (qualite.ligne_export(lues[plan.pk, annees.voulu]) for plan in choisis)
    return f"qualite-des-plans-{annees.texte}", qualite.entetes_export(p, methode), lignes
