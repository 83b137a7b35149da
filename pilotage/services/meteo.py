"""Météo: a draft kept as one types, its publication, and who is told. What was published is never changed."""

import functools
from typing import Any

from django.db import transaction
from django.utils import timezone

from ecosysteme.ecriture import ecriture
from ecosysteme.enums import RoleAdhesion, TypeNotification
from ecosysteme.live import publier
from ecosysteme.models import Adhesion, Personne
from ecosysteme.permissions import ROLES
from ecosysteme.services.fiches import ConflitFiche
from ecosysteme.services.notifications import avertir

from ..models import Meteo
from ..permissions_meteo import Noeud

CHAMPS = ("ciel", "risques", "solutions", "reussites", "ambition", "deja_fait", "a_faire")
INTERNES = [role for role in RoleAdhesion.values if "lire_interne" in ROLES[role].verbes]


@ecriture
def enregistrer_brouillon(
    *, par: Personne, noeud: Noeud, exercice: int, champs: dict[str, Any], version_lue: int
) -> Meteo:
    """Keep one's own draft; `version_lue` is 0 when there was none.

    Raises ConflitFiche when another window wrote it.
    """
    cle = {noeud.genre: noeud.objet, "exercice": exercice, "auteur": par}
    if not version_lue:
        Meteo.objects.bulk_create([Meteo(**cle, version=0)], ignore_conflicts=True)
    brouillon = Meteo.objects.brouillons().filter(**cle).select_for_update(of=("self",)).first()
    if brouillon is None or brouillon.version != version_lue:
        raise ConflitFiche(brouillon)
    for champ in CHAMPS:
        setattr(brouillon, champ, champs[champ])
    brouillon.version += 1
    brouillon.maj_le = timezone.now()
    brouillon.full_clean()
    brouillon.save(update_fields=[*CHAMPS, "version", "maj_le"])
    return brouillon


@ecriture
def abandonner_brouillon(*, par: Personne, brouillon: Meteo) -> None:
    Meteo.objects.brouillons().filter(pk=brouillon.pk, auteur=par).delete()


@ecriture
def publier_meteo(*, par: Personne, noeud: Noeud, exercice: int, version_lue: int, precedente_lue: int) -> Meteo:
    """Publish one's draft as it was read again, over the météo that was in force then (`precedente_lue`, 0: none).

    Raises ConflitFiche with the météo somebody published meanwhile, or with the draft another window changed.
    """
    type(noeud.objet)._default_manager.select_for_update(no_key=True).get(pk=noeud.pk)
    siennes = Meteo.objects.filter(**{noeud.genre: noeud.objet}, exercice=exercice)
    en_vigueur = siennes.publiees().order_by("-publiee_le", "-pk").select_related("auteur").first()
    if (en_vigueur.pk if en_vigueur else 0) != precedente_lue:
        raise ConflitFiche(en_vigueur)
    brouillon = siennes.brouillons().filter(auteur=par).select_for_update(of=("self",)).first()
    if brouillon is None or brouillon.version != version_lue:
        raise ConflitFiche(brouillon)
    brouillon.publiee_le = brouillon.maj_le = timezone.now()
    brouillon.full_clean()
    brouillon.save(update_fields=["publiee_le", "maj_le"])
    avertir(
        personnes=_suiveurs(noeud, par),
        type=TypeNotification.SUIVI,
        cle=f"meteo:{brouillon.pk}",
        titre=f"Nouvelle météo : {noeud.nom}, {brouillon.get_ciel_display()}"[:300],
        url=f"{noeud.url}?exercice={exercice}",
        sujet=f"{noeud.genre}:{noeud.pk}",
    )
    transaction.on_commit(functools.partial(publier, noeud.sujets))
    return brouillon


def _suiveurs(noeud: Noeud, par: Personne):
    """Who follows the node or its organisation and reads what is internal, its author apart."""
    sujets = [f"{noeud.genre}:{noeud.pk}", f"organisation:{noeud.organisation.pk}"]
    internes = Adhesion.objects.en_vigueur().filter(role__in=INTERNES).values("personne")
    suivent = Personne.objects.filter(abonnements__sujet__in=sujets, is_active=True, pk__in=internes)
    return suivent.exclude(pk=par.pk).distinct()
