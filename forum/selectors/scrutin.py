"""The sheet of a vote: what is asked, by what rules, who may vote, what proves it, and what became of it."""

from typing import Any
from zoneinfo import ZoneInfo

from django.urls import reverse

from ecosysteme.enums import NiveauDelegation
from ecosysteme.format import FUSEAU, compte, date_heure, pourcentage
from ecosysteme.models import Journal, Personne, ReglageCourriel

from ..delegation import decide
from ..enums import BaseSeuil, Compte, EtatObjection, EtatScrutin, Fonction, Issue, Methode
from ..models import Bulletin, Emargement, Inscription, Scrutin, Sujet, VersionProposition, VoixCourante
from ..permissions_scrutins import tient_scrutin
from . import objections, previsions, resultats
from .scrutins import STATUTS
from .scrutins_etat import compter, etat, resultats_visibles

ACTES = {
    "scrutin.annonce": "Vote annoncé", "scrutin.ouvert": "Registre figé, vote ouvert",
    "scrutin.proclame": "Résultat proclamé",
    "scrutin.prolonge": "Fermeture repoussée", "scrutin.retire": "Vote retiré", "scrutin.recusation": "Récusation",
    "scrutin.etape": "Étape franchie", "scrutin.issue": "Décision inscrite au registre",
    **{f"objection.{e.value}": f"Objection {e.label.lower()}" for e in EtatObjection},
    "objection.revue": "Objection revue",
}  # fmt: skip


def fiche(personne: Personne, scrutin: Scrutin) -> dict[str, Any]:
    lu = etat(scrutin)
    contexte = {
        "scrutin": scrutin,
        "etat": lu.label,
        "statut": STATUTS.get(lu, "non_disponible"),
        "ouvert": lu == EtatScrutin.OUVERT,
        "quand": _quand(scrutin, lu) + _chez_vous(personne, scrutin, lu),
        "definitions": _definitions(scrutin),
        "options": list(scrutin.options.all()),
        "moi": _moi(personne, scrutin, lu),
        "participation": _participation(scrutin),
        "gestes": gestes(personne, scrutin, lu),
        "objections": objections.lignes(personne, scrutin, lu),
        "journal": _journal(scrutin),
        "texte": scrutin.version_visee,
        "decision_url": reverse("decision", args=[scrutin.decision_id]) if scrutin.decision_id else "",
        "resultats": None,
        "intrants": "",
        "sujets": f"scrutin:{scrutin.pk}",
    }
    contexte["previsions"] = previsions.page(personne, scrutin)
    if resultats_visibles(scrutin, lu) and scrutin.registre_fige_le:
        contexte["resultats"] = resultats.page(scrutin, scrutin.resultat or compter(scrutin))
        contexte["intrants"] = reverse("forum:scrutin_intrants", args=[scrutin.pk]) if lu != EtatScrutin.OUVERT else ""
    return contexte


def _quand(s: Scrutin, lu: EtatScrutin) -> str:
    if lu == EtatScrutin.RETIRE:
        return s.retire_motif
    if lu in (EtatScrutin.PREPARATION, EtatScrutin.ANNONCE):
        return f"Ouvre le {date_heure(s.ouvre_le)}, ferme le {date_heure(s.ferme_le)} (heure du Québec)."
    if lu == EtatScrutin.OUVERT:
        return f"Ferme le {date_heure(s.ferme_le)}, heure du Québec ; à cet instant, il est trop tard."
    return f"Fermé le {date_heure(s.ferme_le)}, heure du Québec."


def _chez_vous(personne: Personne, s: Scrutin, lu: EtatScrutin) -> str:
    """The next instant in the reader's own zone, when her clock does not show Québec's time."""
    if lu not in (EtatScrutin.ANNONCE, EtatScrutin.OUVERT):
        return ""
    nom = ReglageCourriel.objects.filter(personne=personne).values_list("fuseau", flat=True).first()
    instant = s.ouvre_le if lu == EtatScrutin.ANNONCE else s.ferme_le
    chez = instant.astimezone(ZoneInfo(nom)) if nom else None
    if chez is None or chez.utcoffset() == instant.astimezone(FUSEAU).utcoffset():
        return ""
    verbe = "ouvre" if lu == EtatScrutin.ANNONCE else "ferme"
    return f" Chez vous ({nom}), il {verbe} le {date_heure(chez.replace(tzinfo=None))}."


def seuil_en_mots(s: Scrutin) -> str:
    part = pourcentage(100 * s.seuil_num / s.seuil_den)
    verbe = "plus de" if s.seuil_strict else "au moins"
    dits = [f"Adoptée à {verbe} {part} {BaseSeuil(s.seuil_base).label.lower()}"]
    dits += ["dans l'ensemble et dans chaque collège"] if s.par_college else []
    dits += ["la présidence tranche une égalité"] if s.voix_preponderante else ["une égalité est réputée négative"]
    return "; ".join(dits) + "."


def _definitions(s: Scrutin) -> list[dict[str, str]]:
    lignes = [("Méthode", Methode(s.methode).label)]
    if s.methode == Methode.CLASSEMENT:
        lignes.append(("Compte", Compte(s.compte).label))
    if s.methode == Methode.MAJORITE:
        lignes.append(("Règle", seuil_en_mots(s)))
    if s.methode == Methode.CONSENTEMENT:
        lignes.append(("Règle", "Adoptée s'il y a quorum et qu'aucune objection n'est ouverte, retenue ni maintenue."))
        lignes.append(("Étape", s.get_etape_display() or "à l'ouverture"))
    if decide(s.methode):
        lignes.append(("Quorum", f"{s.quorum_pct}\u00a0% des personnes inscrites; une abstention compte."))
    lignes += [
        ("Délégation", NiveauDelegation(s.niveau_delegation).label),
        ("Portée", "Ce vote lie" if s.contraignant else "Ce vote ne lie pas"),
        ("Résultats", "Cachés jusqu'à la fermeture" if s.masque or s.secret else "Visibles pendant le vote"),
        ("Bulletins", "Secrets" if s.secret else "Nommés"),
        ("Animation", str(s.animation)),
        ("Registraire", str(s.registraire)),
    ]
    if s.avis_autorite:
        lignes.append(("Avis de l'autorité", s.avis_autorite))
    return [{"terme": terme, "valeur": valeur} for terme, valeur in lignes]


def _participation(s: Scrutin) -> dict[str, str]:
    if s.registre_fige_le is None:
        return {}
    lignes = list(Inscription.objects.filter(scrutin=s).values_list("college", flat=True))
    votants = (Emargement if s.secret else VoixCourante).objects.filter(scrutin=s).count()
    publics = lignes.count("public")
    changes = 0 if s.secret else Bulletin.objects.filter(scrutin=s).count() - votants
    return {
        "texte": f"{compte(votants, 'personne a voté', 'personnes ont voté')} sur {len(lignes)}"
        f" ({publics} du collège public, {len(lignes) - publics} du collège privé).",
        "changements": compte(changes, "changement de vote", "changements de vote") if changes > 0 else "",
        "url": reverse("forum:scrutin_registre", args=[s.pk]),
    }


def _moi(personne: Personne, s: Scrutin, lu: EtatScrutin) -> dict[str, Any]:
    """The one act expected of me."""
    inscription = Inscription.objects.filter(scrutin=s, personne=personne).first()
    if inscription is None:
        non = s.registre_fige_le is not None
        return {
            "phrase": "Vous n'êtes pas inscrit au registre : vous pouvez lire ce scrutin." if non else "",
            "url": "",
        }
    bulletin = (
        None if s.secret else VoixCourante.objects.filter(inscription=inscription).select_related("bulletin").first()
    )
    signe = s.secret and Emargement.objects.filter(inscription=inscription).exists()
    url = reverse("forum:voter", args=[s.pk])
    if lu != EtatScrutin.OUVERT:
        dit = "Vous avez voté." if bulletin or signe else "Vous n'avez pas voté."
        return {"phrase": dit, "url": "", "recu": bulletin.bulletin.empreinte if bulletin else ""}
    if signe:
        return {"phrase": "Vous avez voté. Un vote secret ne se change pas.", "url": ""}
    if bulletin:
        return {"phrase": "Vous avez voté. Vous pouvez changer votre vote jusqu'à la fermeture.", "url": url,
                "bouton": "Changer mon vote", "recu": bulletin.bulletin.empreinte}  # fmt: skip
    return {"phrase": "Votre voix est attendue.", "url": url, "bouton": "Voter"}


def gestes(personne: Personne, s: Scrutin, lu: EtatScrutin) -> list[dict[str, str]]:
    """What this person may do now to this vote."""

    def lien(nom: str, libelle: str) -> dict[str, str]:
        return {"url": reverse(f"forum:scrutin_{nom}", args=[s.pk]), "libelle": libelle}

    avant = lu in (EtatScrutin.PREPARATION, EtatScrutin.ANNONCE)
    faits = [lien("recuser", "Me récuser")] if avant and s.registre_fige_le is None else []
    if lu == EtatScrutin.ANNONCE and s.registre_fige_le is None and s.instance and s.instance.procurations_max:
        faits.append(lien("procuration", "Donner procuration pour ce vote"))
    if not tient_scrutin(personne, s):
        return faits
    if lu == EtatScrutin.PREPARATION:
        faits += [lien("modifier", "Corriger"), lien("annoncer", "Annoncer")]
    if lu == EtatScrutin.OUVERT and s.prolongation_permise and not s.secret:
        faits.append(lien("prolonger", "Prolonger"))
    if lu == EtatScrutin.OUVERT and s.methode == Methode.CONSENTEMENT:
        faits.append(lien("etape", "Passer à l'étape suivante"))
    if avant or lu == EtatScrutin.OUVERT:
        faits.append(lien("retirer", "Retirer"))
    if lu == EtatScrutin.PROCLAME and s.issue in (Issue.ADOPTEE, Issue.ORDRE) and s.decision_id is None:
        faits.append(lien("issue", "Inscrire la décision"))
    if (
        lu == EtatScrutin.PROCLAME
        and s.issue == Issue.SANS_QUORUM
        and s.instance
        and s.instance.second_appel_quorum_pct is not None
    ):
        faits.append(lien("appel", "Faire un second appel"))
    return faits


def _journal(s: Scrutin) -> list[dict[str, str]]:
    entrees = Journal.objects.filter(objet=f"scrutin:{s.pk}").select_related("acteur").order_by("pk")
    return [
        {"quand": date_heure(e.horodatage), "quoi": ACTES.get(e.acte, e.acte), "qui": str(e.acteur or "Portail"),
         "sceau": e.empreinte}
        for e in entrees
    ]  # fmt: skip


def registre(s: Scrutin) -> list[dict[str, str]]:
    return [
        {"rang": str(i.rang), "nom": i.nom, "organisation": i.organisation, "college": i.get_college_display(),
         "fonction": Fonction(i.fonction).label if i.fonction else ""}
        for i in Inscription.objects.filter(scrutin=s).order_by("rang")
    ]  # fmt: skip


def version_a_voter(sujet: Sujet) -> VersionProposition | None:
    """What a vote on a proposal's topic is about: its latest published version."""
    publiees = VersionProposition.objects.filter(proposition__sujet=sujet, publiee_le__isnull=False)
    return publiees.select_related("proposition").order_by("-numero").first()
