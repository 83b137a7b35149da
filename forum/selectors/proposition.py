"""One proposal: its words and versions, its amendments, its answers, who must act next, what may be done."""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils import timezone

from ecosysteme import registries
from ecosysteme.format import date_heure, date_longue, nombre
from ecosysteme.models import Indicateur, Personne
from ecosysteme.permissions import droits

from ..differences import differences
from ..enums import EtatAmendement, EtatProposition
from ..models import Amendement, Proposition, VersionProposition
from ..permissions import anime_forum, raison_de_ne_pas_ecrire
from .previsions import effet
from .propositions import STATUTS
from .semblables import semblables

E = EtatProposition
CHAMPS = {
    "titre": "Titre", "probleme": "Problème", "action": "Action proposée", "effet": "Effet attendu",
    "effet_indicateur": "Indicateur visé", "effet_sens": "Sens de l'effet", "effet_valeur": "Ampleur",
    "effet_le": "Mesuré le", "effort": "Effort", "cout": "Coût", "reversibilite": "Si l'on se trompe",
}  # fmt: skip
INTERNE = "un indicateur interne"
CONSTATABLES = (E.ADOPTEE, E.REPONDUE, E.REALISEE)


def fiche(personne: Personne, p: Proposition, parametres: Mapping[str, str]) -> dict[str, Any]:
    versions = list(p.versions.select_related("auteur", "effet_indicateur"))
    actuelle = versions[-1]
    interne = droits(personne).lit_interne
    tient = personne.pk == p.auteur_id or anime_forum(personne)
    ferme = raison_de_ne_pas_ecrire(personne, p.espace)
    reponses = list(p.reponses.select_related("organisation", "donnee_par"))
    amendements = Amendement.objects.filter(visee__proposition=p).select_related("auteur", "visee", "traite_par")
    return {
        "proposition": p,
        "version": actuelle,
        "etat": p.get_etat_display(),
        "statut": STATUTS.get(E(p.etat), "non_atteinte"),
        "depuis": date_longue(timezone.localdate(p.etat_depuis)),
        "suite": _suite(p, [r.organisation.nom for r in reponses if r.donnee_le is None]),
        "effet": _effet(actuelle, interne),
        "constat": _constat(personne, p, actuelle),
        "definitions": _definitions(p, actuelle, interne),
        "versions": [
            {"numero": v.numero, "quand": date_heure(v.publiee_le) if v.publiee_le else "brouillon",
             "qui": str(v.auteur),
             "note": v.note, "mineure": v.mineure, "sceau": v.empreinte,
             "url": f"?de={v.numero - 1}&a={v.numero}#titre-versions" if v.numero > 1 else ""}
            for v in versions
        ],
        "comparees": _comparees(versions, parametres, interne),
        "choix_versions": _choix_versions(versions, parametres),
        "amendements": [_amendement(a, personne, tient and not ferme, ferme) for a in amendements],
        "reponses": [_reponse(r, personne) for r in reponses],
        "gestes": _gestes(p, personne, tient, ferme),
        "amendable": p.etat in (E.EN_DISCUSSION, E.AU_VOTE) and not ferme,
        "ferme": ferme,
        "au_vote": p.etat == E.AU_VOTE,
        "sujets": f"sujet:{p.sujet_id}" if p.sujet_id else "",
    }  # fmt: skip


def _suite(p: Proposition, attendues: list[str]) -> str:
    """Who must act next and by when; `attendues` owe an official answer."""
    quand = f" pour le {date_longue(p.echeance)}" if p.echeance else ""
    retard = ", en retard" if p.echeance and p.echeance < timezone.localdate() else ""
    if p.etat == E.BROUILLON:
        return f"{p.auteur} doit la publier ; personne d'autre ne la lit."
    if attendues:
        return f"Réponse officielle attendue de\u00a0: {', '.join(attendues)}{quand}{retard}."
    if p.attendu_de:
        return f"La suite revient à {p.attendu_de}{quand}{retard}."
    return p.motif


def _effet(v: VersionProposition, interne: bool) -> str:
    indicateur = v.effet_indicateur
    if indicateur is None or not (interne or indicateur.visibilite == "publique"):
        return ""
    ampleur = f" de {nombre(v.effet_valeur)}" if v.effet_valeur is not None else ""
    quand = f", mesuré le {date_longue(v.effet_le)}" if v.effet_le else ""
    return f"{indicateur.nom}\u00a0: {v.get_effet_sens_display().lower()}{ampleur}{quand}."


def _constat(personne: Personne, p: Proposition, v: VersionProposition) -> dict[str, Any] | None:
    """Whether the effect of an adopted text came."""
    if p.etat not in CONSTATABLES or v.publiee_le is None:
        return None
    return effet(personne, v, timezone.localdate(v.publiee_le))


def _definitions(p: Proposition, v: VersionProposition, interne: bool) -> list[dict[str, str]]:
    indicateurs = [i for i in p.indicateurs.all() if interne or i.visibilite == "publique"]
    lignes = [
        ("Auteur", str(p.auteur)), ("Effort", v.get_effort_display() if v.effort else ""), ("Coût", v.cout),
        ("Réversibilité", v.get_reversibilite_display()),
        ("Indicateurs", ", ".join(i.nom for i in indicateurs)),
        ("Organisations", ", ".join(o.nom for o in p.organisations.all())),
    ]  # fmt: skip
    return [{"terme": t, "valeur": valeur} for t, valeur in lignes if valeur]


def version_lue(p: Proposition, numero: str) -> VersionProposition | None:
    """The published version of that number, as a form or an address writes it; None when there is none."""
    if not (numero.isascii() and numero.isdigit() and len(numero) < 5):
        return None
    return p.versions.filter(numero=int(numero), publiee_le__isnull=False).first()


def _choix_versions(versions: list[VersionProposition], parametres: Mapping[str, str]) -> list[dict[str, Any]]:
    """The two pickers that compare any two versions; none when there is only one."""
    publiees = [v for v in versions if v.publiee_le]
    if len(publiees) < 2:
        return []
    defauts = {"de": publiees[-2].numero, "a": publiees[-1].numero}
    return [
        {"nom": nom, "libelle": libelle,
         "options": [{"numero": v.numero, "choisie": str(v.numero) == parametres.get(nom, str(defauts[nom]))}
                     for v in publiees]}
        for nom, libelle in (("de", "De la version"), ("a", "à la version"))
    ]  # fmt: skip


def _comparees(
    versions: list[VersionProposition], parametres: Mapping[str, str], interne: bool
) -> dict[str, Any] | None:
    par_numero = {str(v.numero): v for v in versions if v.publiee_le}
    de, a = par_numero.get(parametres.get("de", "")), par_numero.get(parametres.get("a", ""))
    if de is None or a is None or de == a:
        return None
    return {"de": de.numero, "a": a.numero, "champs": champs_changes(textes(de, interne), textes(a, interne))}


def textes(v: VersionProposition, interne: bool) -> dict[str, str]:
    """Every field of a version in words; an internal indicator is named to those who read it only."""
    vise = v.effet_indicateur
    if vise is None:
        indicateur = ""
    else:
        indicateur = vise.nom if interne or vise.visibilite == "publique" else f"{INTERNE} ({vise.pk})"
    dits = {
        "effet_indicateur": indicateur,
        "effet_sens": v.get_effet_sens_display(),
        "effet_valeur": nombre(v.effet_valeur) if v.effet_valeur is not None else "",
        "effet_le": date_longue(v.effet_le) if v.effet_le else "",
        "effort": v.get_effort_display() if v.effort else "",
        "reversibilite": v.get_reversibilite_display(),
    }
    return {nom: dits[nom] if nom in dits else getattr(v, nom) for nom in CHAMPS}


def champs_changes(avant: Mapping[str, str], apres: Mapping[str, str]) -> list[dict[str, Any]]:
    """The fields of `apres` that differ from `avant`, each with its runs of words."""
    return [
        {"nom": libelle, "morceaux": differences(avant[nom], apres[nom])}
        for nom, libelle in CHAMPS.items()
        if nom in apres and apres[nom] != avant[nom]
    ]


def _amendement(a: Amendement, personne: Personne, traite: bool, ferme: str) -> dict[str, Any]:
    """`traite`: whether the person accepts and refuses; `ferme`: why she does not write here, if so."""
    ouvert = a.etat == EtatAmendement.PROPOSE
    sien = a.auteur_id == personne.pk
    avant = {nom: getattr(a.visee, nom) for nom in a.champs}

    def lien(nom: str, si: bool) -> str:
        return reverse(f"forum:amendement_{nom}", args=[a.pk]) if si else ""

    return {
        "pk": a.pk, "auteur": str(a.auteur), "quand": date_heure(a.cree_le), "motif": a.motif, "visee": a.visee.numero,
        "etat": a.get_etat_display(), "raison": a.raison, "champs": champs_changes(avant, a.champs),
        "accepter": lien("accepter", ouvert and traite), "refuser": lien("refuser", ouvert and traite),
        "retirer": lien("retirer", ouvert and sien),
        "promouvoir": lien("promouvoir", sien and a.etat == EtatAmendement.REFUSE and not ferme),
    }  # fmt: skip


def _reponse(r: Any, personne: Personne) -> dict[str, Any]:
    retard = r.donnee_le is None and r.due_le < timezone.localdate()
    return {
        "organisation": r.organisation.nom, "sens": r.get_sens_display(), "texte": r.texte,
        "qui": str(r.donnee_par or ""),
        "due": date_longue(r.due_le), "retard": retard, "donnee": r.donnee_le is not None,
        "url": reverse("forum:reponse_donner", args=[r.pk])
        if r.donnee_le is None and droits(personne).peut("saisir", r.organisation) else "",
    }  # fmt: skip


def _gestes(p: Proposition, personne: Personne, tient: bool, ferme: str) -> list[dict[str, str]]:
    def lien(nom: str, libelle: str) -> dict[str, str]:
        return {"url": reverse(f"forum:proposition_{nom}", args=[p.pk]), "libelle": libelle}

    faits = []
    if tient and p.etat == E.BROUILLON:
        faits.append(lien("corriger", "Récrire le brouillon"))
        faits += [] if ferme else [lien("publier", "Relire et publier")]
    if tient and not ferme and p.etat in (E.EN_DISCUSSION, E.AU_VOTE):
        faits.append(lien("version", "Publier une nouvelle version"))
    if tient and p.etat in (E.BROUILLON, E.EN_DISCUSSION):
        faits.append(lien("retirer", "Retirer la proposition"))
    if anime_forum(personne) and p.etat == E.EN_DISCUSSION:
        faits.append({"url": reverse("forum:scrutin_preparer", args=[p.sujet_id]), "libelle": "Mettre au vote"})
    if anime_forum(personne) and p.etat in (E.ADOPTEE, E.REPONDUE):
        faits.append(lien("demander", "Demander une réponse officielle"))
    if tient and p.etat in (E.ADOPTEE, E.REPONDUE):
        faits.append(lien("clore", "Dire ce qu'elle est devenue"))
    return faits


def relecture(personne: Personne, p: Proposition) -> dict[str, Any]:
    """What is shown before publishing: proposals alike, and what the other pillars tried on the same indicators."""
    v = p.versions.order_by("-numero")[0]
    concernes = {i.pk: i for i in Indicateur.objects.filter(propositions=p)}
    if v.effet_indicateur is not None:
        concernes[v.effet_indicateur.pk] = v.effet_indicateur
    essais = registries.essais_passes(personne, list(concernes.values()))
    return {
        "proposition": p, "version": v, "essais": essais,
        "semblables": semblables(personne, v.titre, f"{v.probleme} {v.action}", sauf=p.pk),
    }  # fmt: skip
