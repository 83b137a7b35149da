"""Objections as they are read: what each says, what became of it, what its guardrail indicator shows since the vote."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from ecosysteme.format import avec_unite, date_longue
from ecosysteme.models import Mesure, Personne
from ecosysteme.permissions import droits

from ..enums import EtatObjection, EtatScrutin, Methode
from ..models import Objection, Scrutin, VersionProposition
from ..permissions_scrutins import tient_scrutin

E = EtatObjection
VIVES = (E.OUVERTE, E.RETENUE, E.PREFERENCE, E.MAINTENUE)
DERNIERES = 6


def versions_suivantes(s: Scrutin) -> QuerySet[VersionProposition]:
    """Later published versions of the text voted."""
    if s.version_visee is None:
        return VersionProposition.objects.none()
    return VersionProposition.objects.filter(
        proposition=s.version_visee.proposition_id, numero__gt=s.version_visee.numero, publiee_le__isnull=False
    ).order_by("numero")


def lignes(personne: Personne, s: Scrutin, lu: EtatScrutin) -> list[dict[str, Any]]:
    """The objections of a consent, each with what this person may do of it now."""
    if s.methode != Methode.CONSENTEMENT:
        return []
    tient, vive = tient_scrutin(personne, s), lu in (EtatScrutin.OUVERT, EtatScrutin.CLOS)
    lues = list(s.objections.select_related("inscription", "garde_fou", "integree_par"))
    integrable = bool(lues) and vive and tient and versions_suivantes(s).exists()
    return [_ligne(personne, o, lu, tient, vive, integrable) for o in lues]


def _ligne(
    personne: Personne, o: Objection, lu: EtatScrutin, tient: bool, vive: bool, integrable: bool
) -> dict[str, Any]:
    sienne = o.inscription.personne_id == personne.pk

    def lien(nom: str, si: bool) -> str:
        return reverse(f"forum:objection_{nom}", args=[o.pk]) if si else ""

    en_vie = vive and o.etat in VIVES
    return {
        "enonce": o.enonce, "but": o.but_lese, "preuve": o.preuve, "etat": o.get_etat_display(), "raison": o.raison,
        "qui": o.inscription.nom, "garde_fou": _nom(personne, o), "constat": o.revue_constat,
        "constat_le": date_longue(o.revue_le) if o.revue_le else "",
        "trier": lien("trier", en_vie and tient), "integrer": lien("integrer", en_vie and integrable),
        "retirer": lien("retirer", en_vie and sienne),
        "revoir": lien("revoir", lu == EtatScrutin.PROCLAME and (tient or sienne)),
    }  # fmt: skip


def _nom(personne: Personne, o: Objection) -> str:
    """An internal indicator is not named to those who do not read it."""
    if o.garde_fou is None:
        return ""
    lisible = o.garde_fou.visibilite == "publique" or droits(personne).lit_interne
    return o.garde_fou.nom if lisible else "un indicateur interne"


def garde_fou(personne: Personne, o: Objection) -> dict[str, Any] | None:
    """The last results of the guardrail before the vote closed and those since, in words; None when there is none.

    A difference between two results is told as such: whether it is signal or noise is on the indicator's own page.
    """
    indicateur = o.garde_fou
    if indicateur is None or not (indicateur.visibilite == "publique" or droits(personne).lit_interne):
        return None
    fermeture = timezone.localdate(o.scrutin.ferme_le)
    mesures = list(
        Mesure.objects.filter(indicateur=indicateur, territoire="", valeur__isnull=False).order_by("-fin")[:DERNIERES]
    )[::-1]
    avant, apres = [m for m in mesures if m.fin <= fermeture], [m for m in mesures if m.fin > fermeture]
    return {
        "nom": indicateur.nom,
        "phrase": _phrase(indicateur, avant[-1] if avant else None, apres[-1] if apres else None),
        "lignes": [
            {"terme": date_longue(m.fin), "valeur": avec_unite(m.valeur, indicateur.unite)
             + (" (depuis le vote)" if m.fin > fermeture else "")}
            for m in mesures
        ],
    }  # fmt: skip


def _phrase(indicateur: Any, avant: Mesure | None, apres: Mesure | None) -> str:
    if apres is None:
        return "Aucun résultat n'est paru depuis le vote : on ne peut rien en dire encore."
    if avant is None:
        return "Aucun résultat d'avant le vote : rien à quoi comparer."
    if apres.valeur == avant.valeur:
        return "Le dernier résultat est le même qu'avant le vote."
    monte = apres.valeur > avant.valeur
    if indicateur.sens not in ("hausse", "baisse"):
        return f"Le dernier résultat est {'plus haut' if monte else 'plus bas'} qu'avant le vote."
    mieux = monte == (indicateur.sens == "hausse")
    return f"Le dernier résultat est {'meilleur' if mieux else 'moins bon'} qu'avant le vote."
