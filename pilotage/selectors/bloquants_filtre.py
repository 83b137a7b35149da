"""What the board of blockers is asked: its filters and counters, all in the address."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.search import SearchQuery, SearchVector
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Now

from ecosysteme import adresses
from ecosysteme.enums import CauseBloquant, TypeOrganisation
from ecosysteme.models import Personne
from ecosysteme.permissions import droits

from ..enums import EtatBloquant, GraviteBloquant, IssueEscalade, Palier
from ..models import Bloquant, Escalade, OffreAide
from ..models.bloquant import CLOS

OUVERTS, TOUS = "", "tous"
ETATS = [(OUVERTS, "Ouverts"), (TOUS, "Tous"), *EtatBloquant.choices]
VUES = ("escalades", "retard", "sans-personne", "miens", "aider")
VECTEUR = SearchVector("titre", "description", "denouement", config="francais")


@dataclass(frozen=True, slots=True)
class DemandeBloquants:
    """What the address asks for; nonsense counts as nothing."""

    organisation: str = ""
    palier: str = ""
    cause: str = ""
    gravite: str = ""
    etat: str = ""
    q: str = ""
    voir: str = ""

    @classmethod
    def lire(cls, parametres: Mapping[str, str]) -> "DemandeBloquants":
        def choix(cle: str, permis: Any) -> str:
            valeur = parametres.get(cle, "")
            return valeur if valeur in {str(p) for p in permis} else ""

        organisation = parametres.get("organisation", "")
        numero = organisation.isascii() and organisation.isdigit() and len(organisation) < 19
        return cls(
            organisation=organisation if numero else "",
            palier=choix("palier", Palier.values),
            cause=choix("cause", CauseBloquant.values),
            gravite=choix("gravite", GraviteBloquant.values),
            etat=choix("etat", [TOUS, *EtatBloquant.values]),
            q=parametres.get("q", "").strip()[:100].replace("\x00", ""),
            voir=choix("voir", VUES),
        )

    @property
    def parametres(self) -> dict[str, str]:
        return {champ: getattr(self, champ) for champ in self.__slots__}

    def adresse(self, **changements: str) -> str:
        return adresses.avec(self.parametres, **changements)

    @property
    def filtree(self) -> bool:
        return any(self.parametres.values())


def en_attente(**conditions: Any) -> Exists:
    """Whether an escalation waits, with these conditions."""
    return Exists(Escalade.objects.filter(bloquant=OuterRef("pk"), issue=IssueEscalade.EN_ATTENTE, **conditions))


def vues(personne: Personne) -> dict[str, Q]:
    """What each counter counts."""
    return {
        "escalades": Q(etat=EtatBloquant.ESCALADE),
        "retard": Q(en_attente(repondre_avant__lte=Now())),
        "sans-personne": Q(responsable=None) & ~Q(etat__in=CLOS),
        "miens": Q(responsable=personne) | Q(responsable=None, signale_par=personne),
        "aider": aidables(personne),
    }


def aidables(personne: Personne) -> Q:
    """Open elsewhere, of a cause one's organisation has already dealt with, or of a close organisation; not yet helped.

    Close means under the same portfolio or ministry. Who belongs to the government only has nobody « elsewhere ».
    """
    miennes = [
        a.organisation
        for a in droits(personne).adhesions
        if a.organisation.type not in (TypeOrganisation.GOUVERNEMENT, TypeOrganisation.PARTENAIRE_PRIVE)
    ]
    pks = [o.pk for o in miennes]
    if not pks:
        return Q(pk__in=[])
    voisins = [o.parent_id for o in miennes if len(o.chemin) > 2]
    regles = Bloquant.objects.resolus().filter(organisation__chemin__overlap=pks).order_by()
    offertes = OffreAide.objects.filter(organisation__in=pks, retiree_le=None)
    return (
        ~Q(etat__in=CLOS)
        & ~Q(organisation__chemin__overlap=pks)
        & (Q(cause__in=regles.values("cause")) | Q(organisation__chemin__overlap=voisins))
        & ~Q(pk__in=offertes.values("bloquant"))
    )


def filtrer(demande: DemandeBloquants) -> Any:
    """The blockers of the filters, whatever the counter in force."""
    bloquants = Bloquant.objects.all()
    if demande.organisation:
        bloquants = bloquants.filter(organisation__chemin__contains=[int(demande.organisation)])
    if demande.etat == OUVERTS:
        bloquants = bloquants.ouverts()
    elif demande.etat != TOUS:
        bloquants = bloquants.filter(etat=demande.etat)
    for champ in ("palier", "cause", "gravite"):
        if valeur := getattr(demande, champ):
            bloquants = bloquants.filter(**{champ: valeur})
    if demande.q:
        mots = SearchQuery(demande.q, config="francais", search_type="websearch")
        bloquants = bloquants.annotate(vecteur=VECTEUR).filter(
            Q(vecteur=mots) | Q(titre__icontains=demande.q) | Q(indicateur__code__iexact=demande.q)
        )
    return bloquants


def plus_urgents(bloquants: Any) -> Any:
    """The gravest first, then those whose answer is due first, then the oldest."""
    return bloquants.order_by("-gravite", F("limite").asc(nulls_last=True), "signale_le", "pk")
