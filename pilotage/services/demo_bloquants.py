"""Blockers of the demonstration: invented, on the illustrative plans, raised by the fictitious accounts."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from ecosysteme.enums import CauseBloquant as Cause
from ecosysteme.models import Indicateur, Organisation, Personne

from ..enums import GraviteBloquant as Gravite
from ..enums import Palier
from ..models import Bloquant
from . import bloquants
from ._bloquants import a_la_date
from .bloquants_echeances import monter_escalades

MARQUE = "exemple illustratif\u00a0: rien de ceci n'est arrivé"


@dataclass(frozen=True)
class Exemple:
    """A blocker, how many days ago it was raised, and what became of it (days ago too)."""

    organisation: str
    code: str
    titre: str
    cause: str
    gravite: int
    age: float
    aide: str = ""
    palier: int | None = None
    pris: float | None = None
    escalade: float | None = None
    offre: tuple[str, str] | None = None
    reponse: tuple[float, str] | None = None
    resolu: tuple[float, str] | None = None
    abandon: tuple[float, str] | None = None


EXEMPLES = (
    Exemple("MESS", "20.1.1", "Le système de paiement refuse les dossiers à deux adresses", Cause.TECHNOLOGIE,
            Gravite.ARRETE, 34, "Une correction prioritaire du système commun.", pris=33, escalade=27,
            offre=("MCN", "Une développeuse du système commun, deux jours par semaine.")),
    Exemple("MESS", "20.1.3", "Quatre postes d'agents d'appel restent sans affectation", Cause.RESSOURCES,
            Gravite.RALENTIT, 19, "Une banque de candidatures commune.", pris=18,
            offre=("RQ", "Notre banque de candidatures, ouverte depuis janvier.")),
    Exemple("MESS", "20.2.2", "Les salles de rencontre manquent le mardi matin", Cause.PROCESSUS, Gravite.GENE, 6,
            palier=Palier.EQUIPE),
    Exemple("MESS", "20.1.2", "Les avis de décision partent encore par la poste", Cause.PROCESSUS, Gravite.RALENTIT, 9,
            palier=Palier.DIRECTION, pris=8),
    Exemple("SANTEQC", "2.1.1", "Les heures de soutien sont comptées de deux façons", Cause.DONNEES, Gravite.RALENTIT,
            13, "Une définition commune.", palier=Palier.DIRECTION, pris=12, escalade=3),
    Exemple("MSSS", "20.1.2", "Les plages opératoires du soir attendent une directive", Cause.REGLES, Gravite.ARRETE,
            16, "Une directive d'une page.", pris=15, escalade=8),
    Exemple("MIFI", "4.1.1", "Les vérifications du partenaire fédéral prennent six semaines", Cause.PARTENAIRE,
            Gravite.RALENTIT, 41, "Une rencontre avec le partenaire.", pris=38),
    Exemple("MEQ", "4.1.1", "Les candidatures de six régions arrivent après la rentrée", Cause.RESSOURCES,
            Gravite.RALENTIT, 11),
    Exemple("SHQ", "2.1.1", "Deux appels d'offres de rénovation sont restés sans soumission", Cause.APPROVISIONNEMENT,
            Gravite.ARRETE, 23, "L'expérience d'un organisme qui a regroupé ses contrats.", pris=21),
    Exemple("SAAQ", "1.1.1", "Le système de rappel téléphonique refuse les numéros hors Québec", Cause.TECHNOLOGIE,
            Gravite.RALENTIT, 120, pris=119,
            resolu=(101, "Le fournisseur acceptait déjà ces numéros\u00a0: il fallait changer un réglage et l'essayer "
                         "une semaine sur une seule file.")),
    Exemple("RQ", "3.1.1", "Les postes d'agents restent vides d'avril à juin", Cause.RESSOURCES, Gravite.RALENTIT, 210,
            pris=205, resolu=(150, "Une banque de candidatures ouverte dès janvier, avec des entrevues de groupe.")),
    Exemple("RQUEBEC", "2.1.1", "Les dossiers à deux adresses sortaient en double", Cause.DONNEES, Gravite.ARRETE, 95,
            pris=95, resolu=(88, "Une règle d'adresse principale, appliquée avant l'envoi au système de paiement.")),
    Exemple("MJQ", "3.1.1", "La signature électronique n'était pas admise au greffe", Cause.REGLES, Gravite.ARRETE,
            300, "Une modification de la directive.", pris=296, escalade=290,
            reponse=(280, "La directive est modifiée à l'essai dans deux palais de justice."),
            resolu=(240, "L'essai dans deux palais a montré que rien ne se perdait\u00a0: la directive a suivi.")),
    Exemple("MAMH", "3.1.1", "Aucun modèle de réponse pour les demandes répétées", Cause.PROCESSUS, Gravite.GENE, 80,
            pris=79, resolu=(74, "Douze modèles écrits en un après-midi avec les personnes qui répondent.")),
    Exemple("MTO", "2.1.1", "Le sondage aux visiteurs n'avait plus de budget", Cause.BUDGET, Gravite.RALENTIT, 160,
            abandon=(130, "Le sondage est remplacé par celui de l'Institut, qui couvre les mêmes questions.")),
)  # fmt: skip


def charger() -> None:
    """Load the missing ones, through the services. Loading again changes nothing."""
    gens = {p.email.partition("@")[0]: p for p in Personne.objects.filter(email__endswith="@demo.exemple")}
    codes, sigles = {e.code for e in EXEMPLES}, {e.organisation for e in EXEMPLES}
    fiches = Indicateur.objects.filter(code__in=codes, organisation__sigle__in=sigles).select_related("organisation")
    connus = {(i.organisation.sigle, i.code): i for i in fiches}
    deja = set(Bloquant.objects.filter(titre__in=[e.titre for e in EXEMPLES]).values_list("titre", flat=True))
    for exemple in EXEMPLES:
        indicateur = connus.get((exemple.organisation, exemple.code))
        if exemple.titre not in deja and indicateur is not None:
            _vivre(exemple, indicateur, gens)
    monter_escalades()


def _vivre(e: Exemple, indicateur: Indicateur, gens: dict[str, Personne]) -> None:
    tient = gens["gestion"] if e.organisation == "MESS" else gens["coordination"]
    with _il_y_a(e.age):
        b = bloquants.signaler_bloquant(
            par=tient, indicateur=indicateur, titre=e.titre, cause=e.cause, gravite=e.gravite, palier=e.palier,
            aide_demandee=f"{e.aide} ({MARQUE})".strip(),
        )  # fmt: skip
    if e.pris is not None:
        with _il_y_a(e.pris):
            bloquants.prendre_en_charge(par=tient, bloquant=b)
    if e.offre is not None:
        aidante, texte = e.offre
        lieu = Organisation.objects.get(sigle=aidante)
        with _il_y_a(min(e.age, 5)):
            bloquants.offrir_aide(par=gens["membre"], bloquant=b, organisation=lieu, texte=texte)
    if e.escalade is not None:
        _escalader(e, b, tient, gens["coordination"])
    if e.resolu is not None:
        with _il_y_a(e.resolu[0]):
            bloquants.resoudre(par=tient, bloquant=b, ce_qui_a_regle=e.resolu[1])
    if e.abandon is not None:
        with _il_y_a(e.abandon[0]):
            bloquants.abandonner(par=tient, bloquant=b, pourquoi=e.abandon[1])


def _escalader(e: Exemple, b: Bloquant, tient: Personne, coordination: Personne) -> None:
    with _il_y_a(e.escalade or 0):
        demande = bloquants.escalader(par=tient, bloquant=b, aide_demandee=e.aide)
    if e.reponse is not None:
        with _il_y_a(e.reponse[0]):
            bloquants.repondre_escalade(
                par=coordination, escalade=demande, decision=e.reponse[1], responsable=coordination
            )


@contextmanager
def _il_y_a(jours: float) -> Iterator[None]:
    with a_la_date(timezone.now() - timedelta(days=jours)):
        yield
