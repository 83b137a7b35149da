"""Practices in lists: the table, its counters, filters and export; what is verified comes first."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.search import SearchQuery, SearchRank, SearchVector
from django.core.paginator import Page, Paginator
from django.db.models import Case, Count, Exists, F, FloatField, OuterRef, Q, QuerySet, Value, When
from django.urls import reverse
from django.utils import timezone

from ecosysteme import adresses
from ecosysteme.enums import CauseBloquant
from ecosysteme.format import compte, date_longue, nombre
from ecosysteme.models import Organisation, Personne

from ..enums import Constat, EtatPratique, Fraicheur, NiveauPreuve
from ..fraicheur import POIDS, fraicheur
from ..models import Adoption, Pratique
from ..models.pratique import TEXTE
from ..permissions import organisations_siennes, pratiques_lisibles

PAR_PAGE = 40
VOIRS = {
    "": "Toutes", "verifiees": "Vérifiées", "appliquees": "Appliquées ailleurs", "siennes": "Que nous appliquons",
    "miennes": "Les miennes", "perimees": "À revérifier", "retirees": "Retirées",
}  # fmt: skip
TRIS = {
    "": "Les plus sûres d'abord",
    "recentes": "Les plus récentes",
    "preuve": "La preuve la plus forte",
    "titre": "Le titre",
}
STATUTS = {Fraicheur.A_JOUR: "atteinte", Fraicheur.PERIMEE: "non_atteinte", Fraicheur.NON_VERIFIEE: "a_venir"}
ENTETES = (
    "Pratique", "Organisation", "Ce qu'elle débloque", "Preuve", "Effet mesuré", "Au moins", "Au plus", "Unité",
    "Vérification", "Vérifiée jusqu'au", "Appliquée par", "Y donne ce qu'on attendait", "N'y a pas aidé", "Publiée le",
    "Contexte", "Étapes", "Conditions", "Coût", "Effet",
)  # fmt: skip
VECTEUR = SearchVector(*TEXTE, config="francais")


@dataclass(frozen=True, slots=True)
class Demande:
    """What the address asks for; nonsense counts as nothing."""

    voir: str = ""
    q: str = ""
    cause: str = ""
    preuve: str = ""
    organisation: str = ""
    tri: str = ""

    @classmethod
    def lire(cls, parametres: Mapping[str, str]) -> "Demande":
        def parmi(cle: str, permis: Iterable[str]) -> str:
            lu = parametres.get(cle, "")
            return lu if lu in permis else ""

        lue = parametres.get("organisation", "")
        return cls(
            voir=parmi("voir", VOIRS), q=parametres.get("q", "").strip()[:200].replace("\x00", ""),
            cause=parmi("cause", CauseBloquant.values), preuve=parmi("preuve", map(str, NiveauPreuve.values)),
            organisation=lue if lue.isascii() and lue.isdigit() and len(lue) < 19 else "",
            tri=parmi("tri", TRIS),
        )  # fmt: skip

    @property
    def parametres(self) -> dict[str, str]:
        return {champ: getattr(self, champ) for champ in self.__slots__}

    @property
    def filtree(self) -> bool:
        return bool(self.q or self.cause or self.preuve or self.organisation)

    def adresse(self, **plus: str) -> str:
        return adresses.avec(self.parametres, **plus)


def vivantes() -> QuerySet[Adoption]:
    return Adoption.objects.filter(cessee_le__isnull=True)


def avec_usage(lues: QuerySet[Pratique]) -> QuerySet[Pratique]:
    """With how many other organisations apply each, and what they say of it."""
    encore = Q(adoptions__cessee_le__isnull=True)
    return lues.annotate(
        nb_adoptions=Count("adoptions", filter=encore & Q(adoptions__isnull=False)),
        nb_reussies=Count("adoptions", filter=Q(adoptions__constat=Constat.REUSSIT)),
        nb_sans_effet=Count("adoptions", filter=Q(adoptions__constat=Constat.SANS_EFFET)),
    ).select_related("organisation", "auteur")


def _filtres(personne: Personne) -> dict[str, Q]:
    """What each counter counts; only its own shows what was taken back."""
    jour, sorties = timezone.localdate(), ~Q(etat=EtatPratique.RETIREE)
    ailleurs = Exists(vivantes().filter(pratique=OuterRef("pk")))
    chez_nous = Exists(vivantes().filter(pratique=OuterRef("pk"), organisation__in=organisations_siennes(personne)))
    return {
        "": sorties,
        "verifiees": sorties & Q(verifiee_jusqu__gte=jour),
        "appliquees": sorties & Q(ailleurs),
        "siennes": sorties & Q(chez_nous),
        "miennes": sorties & Q(auteur=personne),
        "perimees": sorties & Q(verifiee_jusqu__lt=jour),
        "retirees": Q(etat=EtatPratique.RETIREE),
    }


def _choisies(personne: Personne, demande: Demande) -> QuerySet[Pratique]:
    """The practices of the filters, whatever the counter in force."""
    lues = pratiques_lisibles(personne)
    if demande.cause:
        lues = lues.filter(causes__contains=[demande.cause])
    if demande.preuve:
        lues = lues.filter(preuve__gte=int(demande.preuve))
    if demande.organisation:
        pk = int(demande.organisation)
        suivie = Exists(vivantes().filter(pratique=OuterRef("pk"), organisation=pk))
        lues = lues.filter(Q(organisation__chemin__contains=[pk]) | Q(suivie))
    if demande.q:
        mots = SearchQuery(demande.q, config="francais", search_type="websearch")
        trouvees = Pratique.objects.annotate(vecteur=VECTEUR).filter(vecteur=mots).values("pk")
        lues = lues.filter(Q(titre__icontains=demande.q) | Q(pk__in=trouvees))
    return lues


def _poids() -> Case:
    """What the stamp makes a practice worth beside the others (fraicheur.POIDS)."""
    jour = timezone.localdate()
    return Case(
        When(verifiee_jusqu__gte=jour, then=Value(POIDS[Fraicheur.A_JOUR])),
        When(verifiee_jusqu__lt=jour, then=Value(POIDS[Fraicheur.PERIMEE])),
        default=Value(POIDS[Fraicheur.NON_VERIFIEE]),
        output_field=FloatField(),
    )


def _ordonnees(lues: QuerySet[Pratique], demande: Demande) -> QuerySet[Pratique]:
    if demande.tri == "recentes":
        return lues.order_by(F("publiee_le").desc(nulls_first=True), "-pk")
    if demande.tri == "preuve":
        return lues.order_by("-preuve", "-nb_reussies", "-pk")
    if demande.tri == "titre":
        return lues.order_by("titre", "pk")
    rang: Any = Value(1.0)
    if demande.q:
        mots = SearchQuery(demande.q, config="francais", search_type="websearch")
        rang = SearchRank(VECTEUR, mots) + Value(0.01)
    lues = lues.annotate(valeur=rang * _poids() * (Value(1.0) + F("preuve") * Value(0.1)))
    return lues.order_by("-valeur", "-nb_reussies", "-nb_adoptions", "-pk")


def choix_organisations(personne: Personne) -> QuerySet[Organisation]:
    """Those that share or apply a practice the person reads."""
    lues = pratiques_lisibles(personne).order_by().values("pk")
    liees = Q(pratiques__in=lues) | Q(adoptions__pratique__in=lues)
    return Organisation.objects.filter(liees).distinct().order_by("nom_cle")


def page(personne: Personne, demande: Demande, numero: str) -> tuple[dict[str, Any], Page]:
    choisies, filtres = _choisies(personne, demande), _filtres(personne)
    comptes = choisies.aggregate(**{cle or "toutes": Count("pk", filter=q) for cle, q in filtres.items()})
    montrees = _ordonnees(avec_usage(choisies.filter(filtres[demande.voir])), demande)
    feuillets = Paginator(montrees, PAR_PAGE)
    feuillets.count = comptes[demande.voir or "toutes"]
    feuille = feuillets.get_page(numero)
    return {
        "demande": demande,
        "lignes": [ligne(p) for p in feuille],
        "compteurs": [
            {"libelle": mot, "nombre": nombre(comptes[cle or "toutes"]), "actif": cle == demande.voir,
             "url": demande.adresse(voir=cle)}
            for cle, mot in VOIRS.items() if cle != "retirees" or comptes[cle] or demande.voir == cle
        ],
        "exports": [{"libelle": "CSV", "url": demande.adresse(format="csv")},
                    {"libelle": "Excel (XLSX)", "url": demande.adresse(format="xlsx")}],
        "url_effacer": demande.adresse(q="", cause="", preuve="", organisation="") if demande.filtree else "",
        "vide": _vide(demande),
    }, feuille  # fmt: skip


def _vide(demande: Demande) -> dict[str, str]:
    if demande.filtree or demande.voir:
        return {"titre": "Aucune pratique ne répond à ces filtres", "raison": "Effacez-en un pour en voir d'autres."}
    raison = "Ce qui a réglé un bloquant ou répondu à une demande d'aide peut servir ailleurs\u00a0: partagez-le."
    return {"titre": "Aucune pratique n'est encore partagée", "raison": raison}


def etampe(p: Pratique) -> dict[str, str]:
    """The stamp as a sign and a word, and until when."""
    if p.etat != EtatPratique.PUBLIEE:
        return {"statut": "sans_objet", "mot": EtatPratique(p.etat).label, "jusqu": ""}
    ou = fraicheur(p.verifiee_jusqu, timezone.localdate())
    jusqu = f"jusqu'au {date_longue(p.verifiee_jusqu)}" if ou == Fraicheur.A_JOUR else ""
    return {"statut": STATUTS[ou], "mot": ou.label, "jusqu": jusqu}


def ligne(p: Any) -> dict[str, Any]:
    return {
        "pk": p.pk,
        "titre": p.titre,
        "url": reverse("communaute:pratique", args=[p.pk]),
        "organisation": p.organisation.sigle,
        "causes": ", ".join(CauseBloquant(c).label for c in p.causes),
        "preuve": p.preuve,
        "preuve_mots": NiveauPreuve(p.preuve).label,
        "etampe": etampe(p),
        "usage": usage(p.nb_adoptions, p.nb_reussies, p.nb_sans_effet),
        "resume": p.effet,
    }


def usage(adoptions: int, reussies: int, sans_effet: int) -> str:
    """« 3 organisations ; 2 y voient l'effet attendu, 1 n'en voit pas »: failures are told as plainly."""
    if not adoptions and not reussies and not sans_effet:
        return ""
    dit = [compte(adoptions, "organisation")]
    suites = [f"{nombre(reussies)} y voi{'t' if reussies < 2 else 'ent'} l'effet attendu"] if reussies else []
    suites += [f"{nombre(sans_effet)} n'en voi{'t' if sans_effet < 2 else 'ent'} pas"] if sans_effet else []
    return "\u202f; ".join([*dit, ", ".join(suites)] if suites else dit)


def export(personne: Personne, demande: Demande) -> Iterable[tuple[Any, ...]]:
    """The rows the filters show, in their order."""
    choisies = _choisies(personne, demande).filter(_filtres(personne)[demande.voir])
    return (_a_exporter(p) for p in _ordonnees(avec_usage(choisies), demande))


def _a_exporter(p: Any) -> tuple[Any, ...]:
    dit = ligne(p)
    return (
        p.titre, p.organisation.nom, dit["causes"], dit["preuve_mots"], p.effet_valeur, p.effet_bas, p.effet_haut,
        p.effet_unite, dit["etampe"]["mot"], p.verifiee_jusqu, p.nb_adoptions, p.nb_reussies, p.nb_sans_effet,
        timezone.localdate(p.publiee_le) if p.publiee_le else None, p.contexte, p.etapes, p.conditions, p.cout, p.effet,
    )  # fmt: skip
