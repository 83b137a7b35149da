"""« Nous l'appliquons »: an organisation says so, says what it gave there, or that it stopped and why."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from ecosysteme.ecriture import ecriture
from ecosysteme.live import publier as annoncer
from ecosysteme.models import Initiative, Organisation, Personne
from ecosysteme.services import _versions
from ecosysteme.services.initiatives import ouvrir_initiative

from ..enums import Constat, EtatPratique
from ..models import Adoption, Pratique
from .pratiques import SUJET, prevenir

DEJA = "Cette organisation applique déjà la pratique."
TITRE_INITIATIVE = "Appliquer\u00a0: {titre}"


@ecriture
def adopter(
    *, par: Personne, pratique: Pratique, organisation: Organisation, depuis: date | None = None, mot: str = "",
    ouvrir: bool = False,
) -> Adoption:  # fmt: skip
    """Say that one's organisation applies it; `ouvrir` opens the initiative that carries the work.

    An organisation that had stopped takes it up again. Raises ValidationError.
    """
    tenue = Pratique.objects.select_for_update(of=("self",)).select_related("auteur").get(pk=pratique.pk)
    jour = timezone.localdate()
    if tenue.etat != EtatPratique.PUBLIEE:
        raise ValidationError("Une pratique s'applique une fois publiée.")
    if organisation.pk == tenue.organisation_id:
        raise ValidationError({"organisation": "C'est de cette organisation que vient la pratique."})
    if (depuis or jour) > jour:
        raise ValidationError({"depuis": "Dites-le une fois que c'est commencé : choisissez un jour passé."})
    adoption = Adoption.objects.filter(pratique=tenue, organisation=organisation).first()
    dit = {"par_id": par.pk, "depuis": depuis or jour, "mot": mot.strip()}
    if adoption is not None and adoption.cessee_le is None:
        if all(getattr(adoption, champ) == valeur for champ, valeur in dit.items()):
            return adoption  # sent twice
        raise ValidationError({"organisation": DEJA})
    adoption = adoption or Adoption(pratique=tenue, organisation=organisation)
    for champ, valeur in dit.items():
        setattr(adoption, champ, valeur)
    adoption.cessee_le, adoption.cessee_motif = None, ""
    if ouvrir:
        adoption.initiative = _initiative(par, tenue, organisation)
    _ecrire(adoption)
    titre = f"{organisation.nom} applique votre pratique\u00a0: {tenue.titre}"
    prevenir(tenue, {tenue.auteur} - {par}, f"adoptee:{organisation.pk}:{adoption.version}", titre)
    return adoption


def _initiative(par: Personne, pratique: Pratique, organisation: Organisation) -> Initiative:
    return ouvrir_initiative(
        par=par, titre=TITRE_INITIATIVE.format(titre=pratique.titre)[:300], description=pratique.etapes,
        organisations=[organisation],
    )  # fmt: skip


def _ecrire(adoption: Adoption) -> None:
    if adoption.pk:
        adoption.version += 1
    adoption.full_clean(validate_unique=False, validate_constraints=False)
    adoption.validate_constraints()
    try:
        with transaction.atomic():
            adoption.save()
    except IntegrityError as erreur:
        raise ValidationError({"organisation": DEJA}) from erreur
    sujets = [f"pratique:{adoption.pratique_id}", SUJET]
    transaction.on_commit(lambda: annoncer(sujets, "nouveaute", chiffres=False))


@ecriture
def constater(*, par: Personne, adoption: Adoption, constat: str, texte: str, version_lue: int) -> Adoption:
    """Say what it gives: good, half good or nothing; a failure is worth as much to the others.

    Raises ConflitFiche, ValidationError.
    """
    tenue = _versions.verrouiller(adoption, version_lue)
    if constat not in (Constat.REUSSIT, Constat.EN_PARTIE, Constat.SANS_EFFET):
        raise ValidationError({"constat": "Choisissez ce que la pratique donne chez vous."})
    if not texte.strip():
        raise ValidationError({"texte": "Dites ce que vous avez vu, un chiffre si vous en avez un."})
    tenue.constat, tenue.constat_texte, tenue.constat_le = constat, texte.strip(), timezone.localdate()
    _ecrire(tenue)
    titre = f"{tenue.organisation.nom} dit ce que donne votre pratique\u00a0: {tenue.pratique.titre}"
    prevenir(tenue.pratique, {tenue.pratique.auteur} - {par}, f"constat-dit:{tenue.pk}:{tenue.version}", titre)
    return tenue


@ecriture
def cesser(*, par: Personne, adoption: Adoption, motif: str, version_lue: int) -> Adoption:
    """Say that one no longer applies it, and why: it stays told. Raises ConflitFiche, ValidationError."""
    tenue = _versions.verrouiller(adoption, version_lue)
    if tenue.cessee_le is not None:
        raise ValidationError("Vous avez déjà dit que vous ne l'appliquez plus.")
    if not motif.strip():
        raise ValidationError({"motif": "Dites pourquoi : c'est utile à celles et ceux qui hésitent."})
    tenue.cessee_le, tenue.cessee_motif = timezone.localdate(), motif.strip()
    _ecrire(tenue)
    return tenue
