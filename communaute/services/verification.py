"""A practice is verified until a day, taken back with a reason, put back; a stamp that lapses is told once."""

from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.utils import timezone

from ecosysteme.ecriture import ecriture
from ecosysteme.models import Personne
from ecosysteme.services import _versions

from ..enums import EtatPratique
from ..fraicheur import DUREE, DUREE_MAX, RECUL
from ..models import Adoption, Pratique
from .pratiques import SANS_TAMPON, enregistrer, prevenir


@ecriture
def verifier(*, par: Personne, pratique: Pratique, version_lue: int, jusqu: date | None = None, mot: str) -> Pratique:
    """Stamp what was read, until a day (a year from now by default). Raises ConflitFiche, ValidationError."""
    tenue, jour = _versions.verrouiller(pratique, version_lue), timezone.localdate()
    limite = jusqu or jour + timedelta(days=DUREE)
    if tenue.etat != EtatPratique.PUBLIEE:
        raise ValidationError("Seule une pratique publiée se vérifie.")
    if not mot.strip():
        raise ValidationError({"mot": "Dites ce que vous avez vérifié, et comment."})
    if not jour < limite <= jour + timedelta(days=DUREE_MAX):
        raise ValidationError({"jusqu": "Choisissez un jour à venir, d'ici trois ans."})
    tenue.verifiee_par, tenue.verifiee_le, tenue.verifiee_jusqu, tenue.verifiee_mot = par, jour, limite, mot.strip()
    enregistrer(tenue)
    prevenir(
        tenue,
        {tenue.auteur} - {par},
        f"verifiee:{tenue.version}",
        f"{par} a vérifié votre pratique\u00a0: {tenue.titre}",
    )
    return tenue


@ecriture
def lever_verification(*, par: Personne, pratique: Pratique, version_lue: int) -> Pratique:
    """Take one's own stamp back: it was given by mistake, or holds no more."""
    tenue = _versions.verrouiller(pratique, version_lue)
    if tenue.verifiee_par_id != par.pk:
        raise ValidationError("Cette vérification n'est pas la vôtre.")
    for champ, valeur in SANS_TAMPON.items():
        setattr(tenue, champ, valeur)
    return enregistrer(tenue)


@ecriture
def retirer(*, par: Personne, pratique: Pratique, motif: str, version_lue: int) -> Pratique:
    """Take it back: it stays readable with the reason, and leaves the lists; a draft leaves with it."""
    tenue = _versions.verrouiller(pratique, version_lue)
    if tenue.etat == EtatPratique.RETIREE:
        raise ValidationError("Cette pratique est déjà retirée.")
    if not motif.strip():
        raise ValidationError({"motif": "Dites pourquoi : celles et ceux qui l'appliquent le liront."})
    tenue.etat, tenue.motif = EtatPratique.RETIREE, motif.strip()
    enregistrer(tenue)
    personnes = {a.par for a in tenue.adoptions.filter(cessee_le__isnull=True).select_related("par")}
    prevenir(tenue, personnes - {par}, f"retiree:{tenue.version}", f"Une pratique est retirée\u00a0: {tenue.titre}")
    return tenue


@ecriture
def remettre(*, par: Personne, pratique: Pratique, version_lue: int) -> Pratique:
    """Undo the removal: published again if it was, otherwise a draft."""
    tenue = _versions.verrouiller(pratique, version_lue)
    if tenue.etat != EtatPratique.RETIREE:
        raise ValidationError("Cette pratique n'est pas retirée.")
    tenue.etat = EtatPratique.PUBLIEE if tenue.publiee_le else EtatPratique.BROUILLON
    tenue.motif = ""
    return enregistrer(tenue)


@ecriture
def rappeler(*, jour: date | None = None) -> int:
    """Tell of stamps that lapsed (author and verifier), ask what a practice gave after ninety days; each once."""
    present = jour or timezone.localdate()
    averties = 0
    perimees = Pratique.objects.publiees().perimees(present).select_related("auteur", "verifiee_par")
    for p in perimees:
        geste, titre = f"perimee:{p.verifiee_jusqu}", f"À revérifier\u00a0: {p.titre}"
        averties += prevenir(p, {p.auteur, p.verifiee_par}, geste, titre)
    limite = present - timedelta(days=RECUL)
    muettes = Adoption.objects.filter(depuis__lte=limite, constat="", cessee_le__isnull=True)
    for a in muettes.filter(pratique__etat=EtatPratique.PUBLIEE).select_related("pratique", "par"):
        titre = f"Depuis trois mois que vous l'appliquez, que donne-t-elle\u202f? {a.pratique.titre}"
        averties += prevenir(a.pratique, {a.par}, f"constat:{a.pk}:{a.depuis}", titre)
    return averties
