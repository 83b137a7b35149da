"""A3 sheets: the list with its filters and file, one sheet laid out as an A3."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from ecosysteme import adresses
from ecosysteme.format import date_longue, nombre
from ecosysteme.models import Personne
from ecosysteme.permissions import droits
from ecosysteme.selectors.comptee import Comptee
from ecosysteme.selectors.decisions import abrege
from ecosysteme.selectors.historique import entrees

from ..enums import EtapePdca
from ..models import FicheA3
from ..permissions_actions import fiches_a3_lisibles, tient_fiche_a3
from .actions import ligne, organisations
from .actions_mots import ORIGINES

PAR_PAGE = 50
ACTIONS_MAX = 12
ENTETES = (
    "fiche A3", "organisation", "étape", "auteur", "ouverte le", "mise à jour le", "contexte", "état actuel", "cible",
    "cinq pourquoi", "contremesures", "suivi", "actions à faire", "actions closes",
)  # fmt: skip
GESTES = {"ouvrir_fiche_a3": "Fiche ouverte", "ecrire_section": "Section écrite"}
# Left and right columns of the sheet: section, heading, what to write there while it is empty.
GAUCHE = (
    ("contexte", "Contexte", "Pourquoi ce problème compte, pour qui, depuis quand."),
    ("etat_actuel", "État actuel", "Ce que disent les chiffres et le terrain."),
    ("cible", "Cible", "Ce qu'on veut atteindre : combien, pour quand."),
    ("pourquois", "Cinq pourquoi", "De l'écart à la cause."),
)
DROITE = (("contremesures", "Contremesures", "Ce qui agit sur la cause."),)
SUIVI = ("suivi", "Suivi", "Ce qu'on a vérifié, appris, gardé.")


@dataclass(frozen=True, slots=True)
class DemandeA3:
    """What the address asks for; nonsense counts as nothing."""

    voir: str = ""
    etape: str = ""
    organisation: str = ""
    q: str = ""

    @classmethod
    def lire(cls, parametres: Mapping[str, str]) -> "DemandeA3":
        etape, organisation = parametres.get("etape", ""), parametres.get("organisation", "")
        numero = organisation.isascii() and organisation.isdigit() and len(organisation) < 19
        return cls(
            voir="miennes" if parametres.get("voir") == "miennes" else "",
            etape=etape if etape in EtapePdca.values else "",
            organisation=organisation if numero else "",
            q=parametres.get("q", "").strip()[:100].replace("\x00", ""),
        )

    def adresse(self, **changements: str) -> str:
        return adresses.avec({champ: getattr(self, champ) for champ in self.__slots__}, **changements)

    @property
    def filtres(self) -> dict[str, str]:
        return {"etape": self.etape, "organisation": self.organisation, "q": self.q}

    @property
    def filtree(self) -> bool:
        return bool(self.voir or self.etape or self.organisation or self.q)


def _choisies(personne: Personne, demande: DemandeA3) -> QuerySet[FicheA3]:
    fiches = fiches_a3_lisibles(personne)
    if demande.etape:
        fiches = fiches.filter(etape=demande.etape)
    if demande.organisation:
        fiches = fiches.filter(organisation__chemin__contains=[int(demande.organisation)])
    for mot in demande.q.split():
        textes = ("titre", "contexte", "etat_actuel", "cible", "contremesures", "suivi")
        condition = Q()
        for champ in textes:
            condition |= Q(**{f"{champ}__unaccent__icontains": mot})
        fiches = fiches.filter(condition)
    return fiches


def _vue(personne: Personne, demande: DemandeA3) -> QuerySet[FicheA3]:
    fiches = _choisies(personne, demande)
    if demande.voir:
        fiches = fiches.filter(auteur=personne)
    faire = Count("actions", filter=Q(actions__etat="a_faire"))
    return fiches.annotate(a_faire=faire, en_tout=Count("actions")).order_by("-maj_le", "pk")


def page(personne: Personne, demande: DemandeA3, numero: str) -> tuple[dict[str, Any], Page]:
    """The context of the list and its page of rows: counters, rows, organisations."""
    comptes = _choisies(personne, demande).aggregate(toutes=Count("pk"), miennes=Count("pk", filter=Q(auteur=personne)))
    lues = Paginator(Comptee(_vue(personne, demande), comptes[demande.voir or "toutes"]), PAR_PAGE).get_page(numero)
    return {
        "lignes": [_ligne(fiche) for fiche in lues.object_list],
        "compteurs": [
            {"nombre": nombre(comptes[vue or "toutes"]), "libelle": mot, "actif": demande.voir == vue,
             "url": demande.adresse(voir="" if demande.voir == vue else vue), "id": f"voir-{vue or 'toutes'}"}
            for vue, mot in (("", "fiches"), ("miennes", "que j'ai ouvertes"))
        ],
        "organisations": organisations(),
        "demande": demande,
        "exports": [{"libelle": g.upper(), "url": demande.adresse(format=g)} for g in ("csv", "xlsx")],
        "fil": [*fil()[:1], {"libelle": "Fiches A3", "url": ""}],
        "url_ajouter": reverse("pilotage:a3_ajouter") if droits(personne).peut("saisir") else "",
    }, lues  # fmt: skip


def _ligne(fiche: FicheA3) -> dict[str, Any]:
    return {
        "titre": fiche.titre,
        "url": reverse("pilotage:fiche_a3", args=[fiche.pk]),
        "organisation": fiche.organisation.sigle,
        "etape": fiche.get_etape_display(),
        "auteur": str(fiche.auteur),
        "maj": date_longue(fiche.maj_le),
        "actions": f"{nombre(fiche.en_tout - fiche.a_faire)} sur {nombre(fiche.en_tout)}" if fiche.en_tout else "",
    }


def export(personne: Personne, demande: DemandeA3) -> Iterator[tuple[Any, ...]]:
    for f in _vue(personne, demande).iterator(chunk_size=500):
        yield (
            f.titre, f.organisation.nom, f.get_etape_display(), str(f.auteur), timezone.localdate(f.cree_le),
            timezone.localdate(f.maj_le), f.contexte, f.etat_actuel, f.cible, " / ".join(f.pourquois),
            f.contremesures, f.suivi, f.a_faire, f.en_tout - f.a_faire,
        )  # fmt: skip


def fiche(personne: Personne, objet: FicheA3) -> dict[str, Any]:
    """The sheet: its sections in two columns, its plan (the actions), its steps."""
    tient = tient_fiche_a3(personne, objet)
    jour = timezone.localdate()
    actions = list(
        objet.actions.select_related("organisation", "responsable").order_by("echeance", "pk")[: ACTIONS_MAX + 1]
    )
    return {
        "fiche": objet,
        "tient": tient,
        "gauche": [_section(objet, *s, tient) for s in GAUCHE],
        "droite": [_section(objet, *s, tient) for s in DROITE],
        "suivi": _section(objet, *SUIVI, tient),
        "plan": [ligne(action, jour, personne) for action in actions[:ACTIONS_MAX]],
        "plan_suite": len(actions) > ACTIONS_MAX,
        "url_plan": f"{reverse('pilotage:actions')}?voir=toutes&origine=fiche_a3",
        "url_confier": f"{reverse('pilotage:action_ajouter')}?fiche_a3={objet.pk}" if tient else "",
        "etapes": [{"libelle": e.label, "active": e == objet.etape} for e in EtapePdca],
        "url_etape": reverse("pilotage:a3_modifier", args=[objet.pk, "etape"]) if tient else "",
        "url_titre": reverse("pilotage:a3_modifier", args=[objet.pk, "titre"]) if tient else "",
        "origines": _origines(objet),
        "pied": f"Ouverte par {objet.auteur} le {date_longue(objet.cree_le)}, écrite le {date_longue(objet.maj_le)}.",
        "historique": entrees(objet, GESTES),
        "fil": fil((abrege(objet.titre, 60), "")),
    }


def _section(objet: FicheA3, champ: str, titre: str, invite: str, tient: bool) -> dict[str, Any]:
    valeur = getattr(objet, champ)
    return {
        "champ": champ,
        "titre": titre,
        "invite": invite,
        "texte": "" if champ == "pourquois" else valeur,
        "lignes": valeur if champ == "pourquois" else [],
        "url": reverse("pilotage:a3_modifier", args=[objet.pk, champ]) if tient else "",
    }


def _origines(objet: FicheA3) -> list[dict[str, str]]:
    """The indicator, the blocker, the initiative it is about."""
    return [
        {
            "genre": ORIGINES[genre].libelle,
            "libelle": ORIGINES[genre].nommer(getattr(objet, genre)),
            "url": adresses.si_elle_existe(ORIGINES[genre].page, getattr(objet, f"{genre}_id")),
        }
        for genre in ("indicateur", "bloquant", "initiative")
        if getattr(objet, f"{genre}_id") is not None
    ]


def fil(*suite: tuple[str, str]) -> list[dict[str, str]]:
    """Breadcrumb: « Actions / Fiches A3 / … »."""
    etapes = [("Actions", reverse("pilotage:actions")), ("Fiches A3", reverse("pilotage:fiches_a3")), *suite]
    return [{"libelle": libelle, "url": url} for libelle, url in etapes]


def cadre_ouvrir(genre: str, origine: Any) -> dict[str, Any]:
    return {
        "titre": "Ouvrir une fiche A3",
        "sous_titre": f"{ORIGINES[genre].libelle} : {ORIGINES[genre].nommer(origine)}"
        if origine
        else "Un problème dont il faut trouver la cause, sur une seule page.",
        "bouton": "Ouvrir la fiche",
        "retour": reverse("pilotage:fiches_a3"),
        "fil": fil(("Ouvrir une fiche", "")),
        "personnes": [],
    }


def cadre_section(objet: FicheA3, libelle: str) -> dict[str, Any]:
    url = reverse("pilotage:fiche_a3", args=[objet.pk])
    return {
        "titre": libelle,
        "sous_titre": objet.titre,
        "bouton": "Enregistrer la section",
        "retour": url,
        "fil": fil((abrege(objet.titre, 60), url), (libelle, "")),
        "personnes": [],
    }
