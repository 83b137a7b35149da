"""What voters forecast, whether the effect came, and what the forecasts were worth: the group's in public, one's own
to oneself.
"""

from typing import Any

from django.utils import timezone

from ecosysteme.format import avec_unite, date_longue, nombre
from ecosysteme.models import Mesure, Personne
from ecosysteme.permissions import droits

from ..models import Prevision, Scrutin, VersionProposition
from ..prevision import brier, effet_arrive, ensemble

HASARD = 0.25


def page(personne: Personne, s: Scrutin) -> dict[str, Any] | None:
    """The block of a proclaimed vote on a text; None when nobody was asked for a forecast or nothing may be told."""
    visee = s.version_visee
    if visee is None or s.secret or s.proclame_le is None:
        return None
    lues = list(Prevision.objects.filter(scrutin=s).values_list("probabilite", "inscription__personne_id"))
    if not lues:
        return None
    chances, sienne = [c for c, _ in lues], next((c for c, qui in lues if qui == personne.pk), None)
    constat = effet(personne, visee, timezone.localdate(s.ferme_le))
    arrive = constat["arrive"] if constat else None
    groupe = ensemble(chances)
    return {
        "groupe": _groupe(chances, groupe, arrive),
        "sienne": _sienne(sienne, arrive),
        "effet": constat,
    }


def _groupe(chances: list[int], groupe: Any, arrive: bool | None) -> str:
    if groupe is None:
        return "Moins de cinq prévisions\u00a0: rien n'en est montré."
    dit = (
        f"{groupe.nombre} personnes ont dit leurs chances que l'effet se produise\u00a0: {_pct(groupe.mediane)} au "
        f"milieu, la moitié d'entre elles entre {_pct(groupe.bas)} et {_pct(groupe.haut)}."
    )
    return dit if arrive is None else f"{dit} {_note('Leur erreur moyenne', brier(chances, arrive))}"


def _sienne(chance: int | None, arrive: bool | None) -> str:
    if chance is None:
        return ""
    dit = f"Vous aviez dit {_pct(chance)}. Vous seul le voyez."
    return dit if arrive is None else f"{dit} {_note('Votre erreur', brier([chance], arrive))}"


def _note(quoi: str, note: float) -> str:
    mot = "mieux que" if note < HASARD else "moins bien que" if note > HASARD else "comme"
    cinquante = f"«\u00a050\u00a0%\u00a0» ({nombre(HASARD, 2)})"
    return f"{quoi} (score de Brier) est de {nombre(round(note, 3), 3)}, {mot} dire {cinquante}."


def _pct(valeur: float) -> str:
    return f"{nombre(round(valeur))}\u00a0%"


def effet(personne: Personne, v: VersionProposition, depuis: Any) -> dict[str, Any] | None:
    """Whether the expected effect shows on its indicator, once its date is past; None when it cannot be told.

    From the last result that ended before `depuis` to the first that ended on the date said or after it.
    """
    i = v.effet_indicateur
    if i is None or not v.effet_sens or v.effet_le is None or v.effet_le > timezone.localdate():
        return None
    if not (i.visibilite == "publique" or droits(personne).lit_interne):
        return None
    mesures = Mesure.objects.filter(indicateur=i, territoire="", valeur__isnull=False)
    avant = mesures.filter(fin__lte=depuis).order_by("-fin").first()
    apres = mesures.filter(fin__gte=v.effet_le).order_by("fin").first()
    if avant is None or apres is None:
        return {"arrive": None, "nom": i.nom, "phrase": f"L'effet devait se voir le {date_longue(v.effet_le)}\u00a0: "
                "aucun résultat ne permet encore de le dire."}  # fmt: skip
    arrive = effet_arrive(avant.valeur, apres.valeur, v.effet_sens, v.effet_valeur)
    de, a = (f"{avec_unite(m.valeur, i.unite)} ({date_longue(m.fin)})" for m in (avant, apres))
    dit = "L'effet attendu s'est produit" if arrive else "L'effet attendu ne s'est pas produit"
    return {"arrive": arrive, "nom": i.nom, "phrase": f"{dit}\u00a0: {i.nom}, de {de} à {a}."}
