"""A practice is drafted, published and rewritten; rewriting what it says lapses its stamp."""

from typing import Any

import pghistory
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from ecosysteme.ecriture import ecriture
from ecosysteme.enums import TypeNotification
from ecosysteme.live import publier as annoncer
from ecosysteme.models import Initiative, Organisation, Personne
from ecosysteme.permissions import droits
from ecosysteme.services import _versions
from ecosysteme.services._versions import ConflitFiche
from ecosysteme.services.notifications import avertir

from ..enums import EtatPratique, PorteePratique
from ..models import Pratique

SUJET = "pratiques:0"
REQUIS = {
    "titre": "Donnez un titre à la pratique.",
    "contexte": "Dites dans quel contexte elle a servi.",
    "etapes": "Dites ce qu'il faut faire, étape par étape.",
    "effet": "Dites ce que cela a donné, même si ce n'est pas mesuré.",
}
CHAMPS = (
    "titre", "causes", "contexte", "etapes", "conditions", "cout", "effet", "indicateur", "effet_valeur", "effet_bas",
    "effet_haut", "effet_unite", "preuve", "portee",
)  # fmt: skip
SANS_TAMPON = {"verifiee_par": None, "verifiee_le": None, "verifiee_jusqu": None, "verifiee_mot": ""}
DEJA_TIREE = "Une pratique en est déjà tirée : complétez-la plutôt."
DEJA_DITE = (
    "D'autres organisations ont dit ici, au secteur public seulement, ce que la pratique donne chez elles\u00a0:"
    " partagez-en plutôt une nouvelle avec tout l'écosystème."
)
NOTE = "Dites ce qui change : celles et ceux qui l'appliquent le liront."
RIEN_DE_NEUF = "Rien ne change dans cette pratique."


@ecriture
def rediger(
    *, par: Personne, organisation: Organisation, origine: str = "", initiative: Initiative | None = None, **champs: Any
) -> Pratique:
    """Keep a draft, whatever is still missing but its title. Raises ValidationError, also when `origine` has one."""
    pratique = Pratique(auteur=par, organisation=organisation, origine=origine, initiative=initiative, **_nets(champs))
    _exiger_portee(par, pratique.portee)
    pratique.full_clean(validate_constraints=False)
    _ecrire(pratique, force_insert=True)
    return pratique


def _nets(champs: dict[str, Any]) -> dict[str, Any]:
    """What is written, trimmed, with one kind of line end."""
    return {
        nom: v.replace("\r\n", "\n").strip() if isinstance(v, str) else v for nom, v in champs.items() if nom in CHAMPS
    }


def _exiger_portee(par: Personne, portee: str) -> None:
    """A private partner shares with the whole ecosystem: it could not read its own practice again otherwise."""
    if portee == PorteePratique.SECTEUR_PUBLIC and not droits(par).lit_interne:
        raise ValidationError({"portee": "Un partenaire privé partage avec tout l'écosystème."})


def _ecrire(pratique: Pratique, **options: Any) -> None:
    """Save; what the database refuses is told in French, and nothing else of the transaction is lost."""
    pratique.validate_constraints()
    try:
        with transaction.atomic():
            pratique.save(**options)
    except IntegrityError as erreur:
        raise ValidationError(DEJA_TIREE) from erreur
    transaction.on_commit(lambda: annoncer([f"pratique:{pratique.pk}", SUJET], "nouveaute", chiffres=False))


def manques(pratique: Pratique) -> dict[str, str]:
    """What is still to be written before it may be published, beside each field."""
    return {champ: phrase for champ, phrase in REQUIS.items() if not getattr(pratique, champ).strip()}


@ecriture
def publier(*, par: Personne, pratique: Pratique, version_lue: int) -> Pratique:
    """Have the others read it. Raises ConflitFiche, ValidationError when a part is missing."""
    tenue = Pratique.objects.select_for_update().get(pk=pratique.pk)
    if tenue.etat == EtatPratique.PUBLIEE and tenue.version == version_lue + 1:
        return tenue  # sent twice
    if tenue.version != version_lue:
        raise ConflitFiche(tenue)
    if tenue.etat != EtatPratique.BROUILLON:
        raise ValidationError("Cette pratique est déjà publiée.")
    if absents := manques(tenue):
        raise ValidationError(absents)
    tenue.etat, tenue.publiee_le = EtatPratique.PUBLIEE, timezone.now()
    return enregistrer(tenue)


def enregistrer(tenue: Pratique) -> Pratique:
    """Save a locked row under its next version, and have open pages look again."""
    tenue.version += 1
    _ecrire(tenue)
    return tenue


@ecriture
def recrire(*, par: Personne, pratique: Pratique, version_lue: int, note: str = "", **champs: Any) -> Pratique:
    """Write it again. Once published it takes a note, loses its stamp, and those who apply it are told.

    Raises ConflitFiche when somebody wrote meanwhile, ValidationError when nothing changes or a part is missing.
    """
    tenue = _versions.verrouiller(pratique, version_lue)
    if tenue.etat == EtatPratique.RETIREE:
        raise ValidationError("Cette pratique est retirée : remettez-la avant de la récrire.")
    changes = _versions.differences(tenue, _nets(champs))
    if not changes:
        raise ValidationError(RIEN_DE_NEUF)
    publiee, verificateur = tenue.etat == EtatPratique.PUBLIEE, tenue.verifiee_par
    if publiee and not note.strip():
        raise ValidationError({"note": NOTE})
    for champ, valeur in changes.items():
        setattr(tenue, champ, valeur)
    if "portee" in changes:
        _exiger_portee(par, tenue.portee)
        if tenue.portee == PorteePratique.ECOSYSTEME and tenue.adoptions.exists():
            raise ValidationError({"portee": DEJA_DITE})
    if publiee:
        if absents := manques(tenue):
            raise ValidationError(absents)
        for champ, valeur in (SANS_TAMPON | {"revue_le": timezone.now()}).items():
            setattr(tenue, champ, valeur)
    tenue.full_clean(validate_constraints=False)
    with pghistory.context(note=note.strip()):
        enregistrer(tenue)
    if publiee:
        _dire_recrite(par, tenue, verificateur)
    return tenue


def _dire_recrite(par: Personne, pratique: Pratique, verificateur: Personne | None) -> None:
    personnes = {a.par for a in pratique.adoptions.filter(cessee_le__isnull=True).select_related("par")}
    if verificateur is not None:
        personnes.add(verificateur)
    prevenir(
        pratique, personnes - {par}, f"recrite:{pratique.version}", f"Une pratique est récrite\u00a0: {pratique.titre}"
    )


def prevenir(pratique: Pratique, personnes: Any, geste: str, titre: str) -> int:
    """Tell these people once of one act on the practice."""
    return avertir(
        personnes=personnes,
        type=TypeNotification.PRATIQUE,
        cle=f"pratique:{pratique.pk}:{geste}",
        titre=titre,
        url=reverse("communaute:pratique", args=[pratique.pk]),
        sujet=f"pratique:{pratique.pk}",
    )
