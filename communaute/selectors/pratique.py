"""One practice: its words and proof, where it came from, who applies it and what it gave, what one may do."""

from typing import Any

from django.urls import reverse
from django.utils import timezone

from ecosysteme import registries
from ecosysteme.enums import CauseBloquant
from ecosysteme.format import compte, date_longue, nombre
from ecosysteme.models import Personne
from ecosysteme.permissions import droits
from ecosysteme.selectors.historique import entrees

from ..enums import Constat, EtatPratique, NiveauPreuve
from ..intervalle import exclut_zero, tracer
from ..models import Adoption, Pratique
from ..permissions import organisations_libres, parle_pour, peut_verifier, tient
from .pratiques import etampe
from .semblables import semblables

GESTES = {
    "rediger": "Brouillon", "publier": "Publication", "recrire": "Nouvelle rédaction", "verifier": "Vérification",
    "lever_verification": "Vérification levée", "retirer": "Retrait", "remettre": "Remise",
}  # fmt: skip
TUS = frozenset({"publiee_le", "revue_le", "cree_le"})
STATUTS = {Constat.REUSSIT: "atteinte", Constat.EN_PARTIE: "a_venir", Constat.SANS_EFFET: "non_atteinte"}


def fil(pratique: Pratique | None = None, dernier: str = "") -> list[dict[str, str]]:
    """Where it stands; ends with a page under it when there is one."""
    etapes = [{"libelle": "Bonnes pratiques", "url": reverse("communaute:pratiques")}]
    if pratique is not None:
        url = reverse("communaute:pratique", args=[pratique.pk]) if dernier else ""
        etapes.append({"libelle": pratique.titre, "url": url})
    return [*etapes, {"libelle": dernier, "url": ""}] if dernier else etapes


def page(personne: Personne, p: Pratique) -> dict[str, Any]:
    """The context of the sheet and of its fragment."""
    adoptions = list(p.adoptions.select_related("organisation", "par", "initiative"))
    tenue = tient(personne, p)
    return {
        "pratique": p,
        "sujet": f"pratique:{p.pk}",
        "fil": fil(p),
        "brouillon": p.etat == EtatPratique.BROUILLON,
        "retiree": p.etat == EtatPratique.RETIREE,
        "publiee": p.etat == EtatPratique.PUBLIEE,
        "etampe": etampe(p),
        "preuve": NiveauPreuve(p.preuve).label,
        "mesure": mesure(p),
        "image": image(p),
        "origine": origine(personne, p),
        "faits": _faits(personne, p),
        "adoptions": [_adoption(personne, a) for a in adoptions],
        "bilan": _bilan(adoptions),
        "gestes": _gestes(personne, p, tenue),
        "historique": historique(personne, p, tenue),
    }


def historique(personne: Personne, p: Pratique, tenue: bool) -> list[dict[str, Any]]:
    """Its former words: all to who holds it, since its publication to the public sector, none to a private partner.

    A draft was read by nobody else, and what was once written for the public sector stays there.
    """
    if tenue:
        return entrees(p, GESTES, tus=TUS)
    if not droits(personne).lit_interne:
        return []
    dites = entrees(p, GESTES, tus=TUS)
    publication = next((n for n, e in enumerate(dites) if e["quoi"] == GESTES["publier"]), len(dites) - 1)
    return dites[: publication + 1]


def mesure(p: Pratique) -> str:
    """« −3,2 jours, entre −4,5 et −1,9 »; without its interval, said so."""
    if p.effet_valeur is None:
        return ""
    unite = f" {p.effet_unite}" if p.effet_unite else ""
    valeur = f"{nombre(p.effet_valeur)}{unite}"
    if p.effet_bas is None:
        return f"{valeur}, sans intervalle"
    return f"{valeur}, entre {nombre(p.effet_bas)} et {nombre(p.effet_haut)}"


def image(p: Pratique) -> dict[str, Any] | None:
    """The effect on its line, whole numbers as text, and what the interval allows to say."""
    if p.effet_valeur is None:
        return None
    trace = tracer(p.effet_valeur, p.effet_bas, p.effet_haut)
    dits = {
        None: "Sans intervalle, on ne sait pas si le hasard suffirait à expliquer cet effet.",
        True: "L'intervalle laisse zéro dehors\u00a0: le hasard seul expliquerait mal cet effet.",
        False: "L'intervalle contient zéro\u00a0: le hasard seul suffirait à l'expliquer.",
    }
    return {
        "zero": str(trace.zero), "point": str(trace.point), "bas": str(trace.bas or ""), "haut": str(trace.haut or ""),
        "mots": dits[exclut_zero(p.effet_bas, p.effet_haut)],
    }  # fmt: skip


def origine(personne: Personne, p: Pratique) -> dict[str, str] | None:
    """What it was learned from, as far as the person may read it."""
    genre, _, pk = p.origine.partition(":")
    source = registries.source(genre)
    return source.lien(personne, int(pk)) if source and pk.isdigit() else None


def _faits(personne: Personne, p: Pratique) -> list[dict[str, str]]:
    """What stands beside the text; an internal indicator is named to those who read it only."""
    interne, indicateur = droits(personne).lit_interne, p.indicateur
    faits = [
        ("Partagée par", f"{p.auteur}, {p.organisation.nom}", ""),
        ("Publiée le", date_longue(timezone.localdate(p.publiee_le)) if p.publiee_le else "", ""),
        ("Récrite le", date_longue(timezone.localdate(p.revue_le)) if p.revue_le else "", ""),
        ("Ce qu'elle débloque", ", ".join(CauseBloquant(c).label for c in p.causes), ""),
        ("Qui la lit", p.get_portee_display(), ""),
    ]
    if indicateur and (interne or indicateur.visibilite == "publique"):
        faits.append(("Indicateur", indicateur.nom, reverse("pilotage:indicateur", args=[indicateur.pk])))
    if p.initiative and interne:
        faits.append(("Initiative", p.initiative.titre, reverse("initiative", args=[p.initiative_id])))
    if p.verifiee_par:
        faits.append(("Vérifiée par", f"{p.verifiee_par}, le {date_longue(p.verifiee_le)}\u00a0: {p.verifiee_mot}", ""))
    return [{"terme": terme, "valeur": valeur, "url": url} for terme, valeur, url in faits if valeur]


def _adoption(personne: Personne, a: Adoption) -> dict[str, Any]:
    encore, parle = a.cessee_le is None, parle_pour(personne, a)
    return {
        "pk": a.pk,
        "organisation": a.organisation.nom,
        "depuis": date_longue(a.depuis),
        "qui": str(a.par),
        "mot": a.mot,
        "statut": STATUTS.get(Constat(a.constat), "sans_objet"),
        "constat": a.get_constat_display(),
        "texte": a.constat_texte,
        "constat_le": date_longue(a.constat_le) if a.constat_le else "",
        "cessee": f"Cessée le {date_longue(a.cessee_le)}\u00a0: {a.cessee_motif}" if a.cessee_le else "",
        "initiative": a.initiative.titre if a.initiative and droits(personne).lit_interne else "",
        "url_initiative": reverse("initiative", args=[a.initiative_id]) if a.initiative_id else "",
        "url_constat": reverse("communaute:adoption_constater", args=[a.pk]) if parle and encore else "",
        "url_cesser": reverse("communaute:adoption_cesser", args=[a.pk]) if parle and encore else "",
    }


def _bilan(adoptions: list[Adoption]) -> str:
    """How many apply it and what they saw, successes and failures alike; nothing is averaged."""
    if not adoptions:
        return "Aucune autre organisation ne l'applique encore."
    dits = [a.constat for a in adoptions if a.constat]
    vivantes = sum(a.cessee_le is None for a in adoptions)
    phrases = [f"{compte(vivantes, 'organisation')} l'appliqu{'e' if vivantes < 2 else 'ent'}"]
    for constat, verbe, mots in (
        (Constat.REUSSIT, "y", "l'effet attendu"), (Constat.EN_PARTIE, "y", "un peu d'effet"),
        (Constat.SANS_EFFET, "n'y", "aucun effet"),
    ):  # fmt: skip
        if n := dits.count(constat):
            phrases.append(f"{nombre(n)} {verbe} voi{'t' if n < 2 else 'ent'} {mots}")
    if muettes := sum(not a.constat and a.cessee_le is None for a in adoptions):
        phrases.append(f"{nombre(muettes)} ne l'{'a' if muettes < 2 else 'ont'} pas encore dit")
    return f"{', '.join(phrases)}."


def _gestes(personne: Personne, p: Pratique, tenue: bool) -> dict[str, Any]:
    """What the person may do, the main act first."""

    def lien(nom: str, si: bool) -> str:
        return reverse(f"communaute:pratique_{nom}", args=[p.pk]) if si else ""

    publiee, retiree = p.etat == EtatPratique.PUBLIEE, p.etat == EtatPratique.RETIREE
    return {
        "publier": lien("publier", tenue and p.etat == EtatPratique.BROUILLON),
        "corriger": lien("corriger", tenue and not retiree),
        "appliquer": lien("appliquer", publiee and organisations_libres(personne, p).exists()),
        "verifier": lien("verifier", peut_verifier(personne, p)),
        "lever": lien("lever", publiee and p.verifiee_par_id == personne.pk),
        "retirer": lien("retirer", tenue and not retiree),
        "remettre": lien("remettre", tenue and retiree),
    }


def depart(lecon: registries.Lecon | None) -> dict[str, Any]:
    """What the form starts with: the words of what was learned."""
    if lecon is None:
        return {}
    return {
        "titre": lecon.titre[:200], "contexte": lecon.contexte, "etapes": lecon.etapes, "causes": list(lecon.causes),
        "organisation": lecon.organisation.pk, "indicateur": lecon.indicateur,
    }  # fmt: skip


def relecture(personne: Personne, p: Pratique) -> dict[str, Any]:
    """What is shown before publishing: practices alike, and who will read it."""
    cause = p.causes[0] if p.causes else ""
    return {
        "pratique": p,
        "fil": fil(p, "Relire et publier"),
        "lecteurs": p.get_portee_display(),
        "semblables": semblables(
            personne, p.titre, f"{p.contexte} {p.etapes}", cause=cause, indicateur=p.indicateur_id, sauf=p.pk
        ),
    }
