"""Notifications of a person, as their page shows them; preferences in words; the outbox, for the development page."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import BooleanField, Count, ExpressionWrapper, Q

from .. import adresses
from ..enums import TypeNotification, canal_par_defaut, libelle_type
from ..format import date_heure, il_y_a, nombre
from ..models import Notification, Personne, PreferenceNotification

PAR_PAGE = 50
A_LIRE = Q(lue_le__isnull=True)
ENTETES = ("Date", "Titre", "Précision", "Genre", "Lue le", "Adresse")


@dataclass(frozen=True)
class Demande:
    """Filters of the page, as its address says them; nonsense counts as nothing."""

    type: str = ""
    etat: str = ""

    @classmethod
    def lire(cls, parametres: Any) -> "Demande":
        type, etat = parametres.get("type", ""), parametres.get("etat", "")
        return cls(type if type in TypeNotification.values else "", etat if etat == "non_lues" else "")

    @property
    def parametres(self) -> dict[str, str]:
        return {"etat": self.etat, "type": self.type}

    @property
    def active(self) -> bool:
        return bool(self.type or self.etat)


def liste(personne: Personne, demande: Demande, page: int | str = 1) -> Page:
    """Unread first, then the latest; the page's rows are formatted."""
    feuille = Paginator(_voulues(personne, demande), PAR_PAGE).get_page(page)
    feuille.object_list = [
        {
            "pk": n.pk,
            "titre": n.titre,
            "precision": n.precision,
            "url": n.url,
            "type": libelle_type(n.type),
            "quand": il_y_a(n.cree_le),
            "instant": date_heure(n.cree_le),
            "lue": n.lue_le is not None,
        }
        for n in feuille.object_list
    ]
    return feuille


def _voulues(personne: Personne, demande: Demande):
    voulues = Notification.objects.filter(personne=personne)
    if demande.type:
        voulues = voulues.filter(type=demande.type)
    if demande.etat:
        voulues = voulues.non_lues()
    return voulues.order_by(ExpressionWrapper(~A_LIRE, BooleanField()), "-cree_le", "-pk")


def export(personne: Personne, demande: Demande) -> Iterator[tuple]:
    for n in _voulues(personne, demande).iterator(chunk_size=500):
        yield n.cree_le, n.titre, n.precision, libelle_type(n.type), n.lue_le, n.url


def compteurs(personne: Personne, demande: Demande) -> list[dict[str, Any]]:
    """All, unread, then each type there is: one query."""
    tous = Notification.objects.filter(personne=personne).order_by().values_list("type")
    par_type = tous.annotate(total=Count("pk"), a_lire=Count("pk", filter=A_LIRE))
    comptes = {type: (total, a_lire) for type, total, a_lire in par_type}
    total, a_lire = (sum(c[rang] for c in comptes.values()) for rang in (0, 1))
    rang = 1 if demande.etat else 0
    return [
        _compteur(demande, total, "en tout", etat="", type=""),
        _compteur(demande, a_lire, "à lire", etat="non_lues", type=""),
        *(
            _compteur(demande, comptes[type][rang], libelle_type(type), etat=demande.etat, type=type)
            for type in TypeNotification.values
            if type in comptes
        ),
    ]


def _compteur(demande: Demande, combien: int, libelle: str, **voulu: str) -> dict[str, Any]:
    return {
        "nombre": nombre(combien),
        "libelle": libelle,
        "url": adresses.avec({}, **voulu),
        "actif": demande.parametres == {"etat": voulu["etat"], "type": voulu["type"]},
    }


def canaux(personne: Personne) -> dict[str, str]:
    """The channel of each type: the one chosen, or the default."""
    choisis = dict(PreferenceNotification.objects.filter(personne=personne).values_list("type", "canal"))
    return {type: choisis.get(type, canal_par_defaut(type).value) for type in TypeNotification.values}
