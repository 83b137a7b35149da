"""The météo of a node: its block on the sheet, its page with the history, its form, its publication."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import BooleanField, ExpressionWrapper, OuterRef, Q, Subquery
from django.db.models.functions import JSONObject
from django.urls import reverse
from django.utils.timezone import localdate

from ecosysteme.format import date_heure, date_longue, exercice_texte
from ecosysteme.models import Indicateur, Personne
from ecosysteme.permissions import droits

from ..models import Meteo
from ..permissions_meteo import Noeud
from . import meteo_mots as mots

ENTETES = ("exercice", "publiée le", "par", "météo", *(titre.lower() for _, titre in (*mots.SYNTHESE, *mots.CHEMIN)))

AUCUNE = dict.fromkeys(("ciel", "libelle", "phrase", "url"), "")


def url(noeud: Noeud, exercice: int, acte: str = "meteo") -> str:
    return f"{reverse(f'pilotage:{acte}', args=[noeud.genre, noeud.pk])}?exercice={exercice}"


def publiees(noeud: Noeud, exercice: int):
    """The latest first."""
    return Meteo.objects.publiees().filter(**{noeud.genre: noeud.objet}, exercice=exercice).select_related("auteur")


def brouillon_de(personne: Personne, noeud: Noeud, exercice: int) -> Meteo | None:
    siens = Meteo.objects.brouillons().filter(**{noeud.genre: noeud.objet}, exercice=exercice, auteur=personne)
    return siens.select_related("auteur").first()


def bloc(*, personne: Personne, objet: Any, exercice: int, genre: str) -> dict[str, Any]:
    """The block « haut » of a sheet; nothing for a private partner. One query."""
    if not droits(personne).lit_interne:
        return {}
    return contexte_bloc(personne, Noeud.de(genre, objet), exercice)


def contexte_bloc(personne: Personne, noeud: Noeud, exercice: int) -> dict[str, Any]:
    publiee, brouillon = _deux(personne, noeud, exercice)
    return {
        "meteo": mots.vue(publiee),
        "periode": exercice_texte(exercice),
        "brouillon": date_heure(brouillon.maj_le) if brouillon else "",
        "url": url(noeud, exercice),
        "url_ecrire": url(noeud, exercice, "meteo_ecrire") if noeud.peut_juger(personne) else "",
        "sujets": [f"{noeud.genre}:{noeud.pk}"],
    }


def _deux(personne: Personne, noeud: Noeud, exercice: int) -> tuple[Meteo | None, Meteo | None]:
    """The one in force and one's own draft, in one query."""
    siennes = Meteo.objects.filter(**{noeud.genre: noeud.objet}, exercice=exercice)
    lues = (
        siennes.filter(Q(publiee_le__isnull=False) | Q(auteur=personne))
        .annotate(en_brouillon=ExpressionWrapper(Q(publiee_le__isnull=True), BooleanField()))
        .order_by("en_brouillon", "-publiee_le", "-pk")
        .distinct("en_brouillon")
        .select_related("auteur")
    )
    par_etat = {m.en_brouillon: m for m in lues}
    return par_etat.get(False), par_etat.get(True)


def ciel_de_l_objectif(exercice: int) -> Subquery:
    """The sky in force of an indicator's objective, to be read with the indicator: a sheet spares a query."""
    publies = Meteo.objects.publiees().filter(objectif=OuterRef("objectif"), exercice=exercice)
    return Subquery(publies.order_by("-publiee_le", "-pk").values(json=JSONObject(ciel="ciel", le="publiee_le"))[:1])


def de_l_objectif(indicateur: Indicateur, exercice: int) -> dict[str, str]:
    """What an indicator read with `ciel_de_l_objectif` says: it has no météo of its own, its objective may have one."""
    lue = indicateur.meteo_objectif or {"ciel": "", "le": ""}
    quand = f", {date_longue(localdate(datetime.fromisoformat(lue['le'])))}" if lue["le"] else ""
    return {
        "ciel": lue["ciel"],
        "libelle": mots.court(lue["ciel"]),
        "phrase": f"de l'objectif {indicateur.objectif.numero}{quand}",
        "url": f"{reverse('pilotage:objectif', args=[indicateur.objectif_id])}?exercice={exercice}",
    }


def page(personne: Personne, noeud: Noeud, exercice: int) -> dict[str, Any]:
    """The page of a node's météo: what is in force, then everything published before it, nothing overwritten."""
    toutes = [mots.vue(m) for m in publiees(noeud, exercice)]
    brouillon = brouillon_de(personne, noeud, exercice) if noeud.peut_juger(personne) else None
    return {
        **cadre(noeud, exercice),
        "meteo": toutes[0] if toutes else mots.vue(None),
        "brouillon": date_heure(brouillon.maj_le) if brouillon else "",
        "url_ecrire": url(noeud, exercice, "meteo_ecrire") if noeud.peut_juger(personne) else "",
        "anciennes": toutes[1:],
        "exports": [{"libelle": "CSV", "url": url(noeud, exercice) + "&format=csv"}],
    }


def cadre(noeud: Noeud, exercice: int) -> dict[str, Any]:
    """What every page of a météo says first: of what, for which year, and the way back."""
    return {
        "noeud": noeud,
        "nom": noeud.nom,
        "periode": exercice_texte(exercice),
        "exercice": exercice,
        "url": url(noeud, exercice),
        "retour": f"{noeud.url}?exercice={exercice}",
        "sujet": f"{noeud.genre}:{noeud.pk}",
        "fil": _fil(noeud, exercice),
    }


def _fil(noeud: Noeud, exercice: int) -> list[dict[str, str]]:
    suite = f"?exercice={exercice}"
    etapes = [{"libelle": "Pilotage", "url": reverse("pilotage:gouvernement")}]
    if noeud.genre != "organisation":
        etapes.append(
            {
                "libelle": noeud.organisation.sigle,
                "url": reverse("pilotage:organisation", args=[noeud.organisation.pk]) + suite,
            }
        )
    return [*etapes, {"libelle": noeud.nom, "url": noeud.url + suite}, {"libelle": "Météo", "url": ""}]


def vierge(personne: Personne, noeud: Noeud, exercice: int) -> tuple[Meteo, str]:
    """What the form starts from: one's draft, else the words of the météo in force, the sky left to judge again."""
    publiee, brouillon = _deux(personne, noeud, exercice)
    if brouillon is not None:
        return brouillon, f"Brouillon enregistré le {date_heure(brouillon.maj_le)}."
    depart = Meteo(**{noeud.genre: noeud.objet}, exercice=exercice, auteur=personne)
    if publiee is None:
        return depart, ""
    for champ, _ in (*mots.SYNTHESE, *mots.CHEMIN):
        setattr(depart, champ, getattr(publiee, champ))
    return (
        depart,
        f"Les textes reprennent la météo du {date_heure(publiee.publiee_le)} ; choisissez de nouveau le ciel.",
    )


def publication(personne: Personne, noeud: Noeud, exercice: int) -> dict[str, Any] | None:
    """What is in force and what would replace it; None when there is no draft."""
    publiee, brouillon = _deux(personne, noeud, exercice)
    if brouillon is None:
        return None
    return {
        **cadre(noeud, exercice),
        "avant": mots.vue(publiee),
        "apres": mots.vue(brouillon),
        "version": brouillon.version,
        "url_ecrire": url(noeud, exercice, "meteo_ecrire"),
        "url_abandonner": url(noeud, exercice, "meteo_abandonner"),
    }


def export(noeud: Noeud, exercice: int) -> Iterable[tuple[Any, ...]]:
    for m in publiees(noeud, exercice):
        textes = (getattr(m, champ) for champ, _ in (*mots.SYNTHESE, *mots.CHEMIN))
        yield (exercice_texte(exercice), m.publiee_le, str(m.auteur), mots.long(m.ciel), *textes)
