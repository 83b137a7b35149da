"""Consent, step by step; each objection an object: sorted, integrated by a version, withdrawn by its author."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from ecosysteme.ecriture import ecriture
from ecosysteme.models import Personne

from ..enums import EtapeConsentement, EtatObjection, EtatScrutin, Methode
from ..models import Objection, Scrutin, VersionProposition
from ._scrutins import consigner, dire, dire_intervention, exiger_etat, interesses, nom_court, verrouiller

ORDRE = list(EtapeConsentement)
PAS_CONSENTEMENT = "Seul un consentement a des étapes."
EN_ARRIERE = "Les étapes d'un consentement se suivent : on ne revient pas à une étape passée."
SON_AUTEUR = "Une objection n'est retirée que par son auteur."
RAISON = "Dites pourquoi."
TRIS = (EtatObjection.RETENUE, EtatObjection.PREFERENCE, EtatObjection.MAINTENUE)
PAS_UN_TRI = "Une objection se trie comme retenue, comme préférence ou comme maintenue."
REVOIR = "Le constat revient à la personne qui a objecté, ou à qui tient le scrutin."
CONSTAT = "Dites ce que vous constatez."
CLOSE = "Cette objection est close : elle ne change plus."
AUTRE_TEXTE = "L'objection s'intègre par une version plus récente du texte voté."
FIN = (EtatObjection.INTEGREE, EtatObjection.RETIREE)


@ecriture
def passer_etape(*, par: Personne, scrutin: Scrutin, etape: str) -> Scrutin:
    """Go on to a later step. Raises ValidationError."""
    tenu = verrouiller(scrutin)
    exiger_etat(tenu, EtatScrutin.OUVERT)
    if tenu.methode != Methode.CONSENTEMENT:
        raise ValidationError(PAS_CONSENTEMENT)
    if ORDRE.index(EtapeConsentement(etape)) <= ORDRE.index(EtapeConsentement(tenu.etape)):
        raise ValidationError(EN_ARRIERE)
    tenu.etape = etape
    tenu.save(update_fields=["etape"])
    consigner(par, "scrutin.etape", tenu, etape=etape)
    dire_intervention(par, tenu, f"étape «\u00a0{EtapeConsentement(etape).label}\u00a0»", f"etape:{etape}")
    if etape == EtapeConsentement.TOUR:
        dire(tenu, interesses(tenu), "tour", f"Le tour de consentement commence\u00a0: {nom_court(tenu)}", par)
    return tenu


def _tenue(objection: Objection) -> Objection:
    """The objection, under the lock of its vote: while it is open, or closed and not proclaimed yet."""
    scrutin = verrouiller(objection.scrutin)
    exiger_etat(scrutin, EtatScrutin.OUVERT, EtatScrutin.CLOS)
    tenue = Objection.objects.select_for_update(of=("self",)).select_related("inscription").get(pk=objection.pk)
    tenue.scrutin = scrutin
    if tenue.etat in FIN:
        raise ValidationError(CLOSE)
    return tenue


def _ecrire(par: Personne, objection: Objection, etat: str, raison: str) -> Objection:
    objection.etat, objection.raison = etat, raison.strip()
    objection.traite_par, objection.traite_le = par, timezone.now()
    objection.version += 1
    objection.save()
    consigner(par, f"objection.{etat}", objection.scrutin, objection=objection.pk, raison=objection.raison)
    if par.pk != objection.inscription.personne_id:
        dit = f"une objection est dite {EtatObjection(etat).label.lower()}"
        dire_intervention(par, objection.scrutin, dit, f"{objection.pk}:{objection.version}")
    auteur = Personne(pk=objection.inscription.personne_id)
    phrase = f"Votre objection à {nom_court(objection.scrutin)}\u00a0: {EtatObjection(etat).label.lower()}."
    dire(objection.scrutin, [auteur], f"objection:{objection.pk}:{objection.version}", phrase, par)
    return objection


@ecriture
def trier_objection(*, par: Personne, objection: Objection, etat: str, raison: str) -> Objection:
    """Keep an objection, take it for a preference (which blocks nothing), or hold it maintained; with the reason."""
    if etat not in TRIS:
        raise ValidationError({"etat": PAS_UN_TRI})
    if not raison.strip():
        raise ValidationError({"raison": RAISON})
    return _ecrire(par, _tenue(objection), etat, raison)


def exiger_auteur(personne: Personne, objection: Objection) -> None:
    if objection.inscription.personne_id != personne.pk:
        raise PermissionDenied(SON_AUTEUR)


@ecriture
def retirer_objection(*, par: Personne, objection: Objection, raison: str) -> Objection:
    """Withdraw one's own objection. Raises PermissionDenied for anybody else."""
    exiger_auteur(par, objection)
    tenue = _tenue(objection)
    return _ecrire(par, tenue, EtatObjection.RETIREE, raison or "Retirée par son auteur.")


@ecriture
def integrer_objection(*, par: Personne, objection: Objection, version: VersionProposition) -> Objection:
    """Say that a later published version of the text voted answers the objection."""
    tenue = _tenue(objection)
    visee = tenue.scrutin.version_visee
    meme = visee is not None and visee.proposition_id == version.proposition_id
    if not meme or version.numero <= visee.numero or version.publiee_le is None:
        raise ValidationError({"version": AUTRE_TEXTE})
    tenue.integree_par = version
    return _ecrire(par, tenue, EtatObjection.INTEGREE, f"Intégrée par la version {version.numero}.")


@ecriture
def revoir_objection(*, par: Personne, objection: Objection, constat: str) -> Objection:
    """Once the vote is proclaimed: whether the feared harm happened, in words. Raises ValidationError."""
    exiger_etat(verrouiller(objection.scrutin), EtatScrutin.PROCLAME)
    if not constat.strip():
        raise ValidationError({"constat": CONSTAT})
    tenue = Objection.objects.select_for_update(of=("self",)).select_related("inscription").get(pk=objection.pk)
    tenue.revue_constat, tenue.revue_le = constat.strip(), timezone.now()
    tenue.version += 1
    tenue.save(update_fields=["revue_constat", "revue_le", "version"])
    consigner(par, "objection.revue", objection.scrutin, objection=tenue.pk, constat=tenue.revue_constat)
    return tenue
