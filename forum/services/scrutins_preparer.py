"""A vote before it opens: prepared, corrected, recused from, announced. Nothing here is on a roll yet."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError

from ecosysteme.ecriture import ecriture
from ecosysteme.models import Personne
from ecosysteme.services.lignes import modifier_ligne
from ecosysteme.textes import une_ligne

from ..delegation import decide, raison_de_refus
from ..enums import EtatScrutin, GenreOption, Methode, RegleRaison
from ..models import Instance, OptionScrutin, Recusation, Scrutin, Sujet, VersionProposition
from ..selectors.scrutins_etat import horloge
from ._scrutins import consigner, dire, exiger_etat, nom_court, verrouiller
from .scrutins_registre import composer, electeurs, exiger_registre

CHARTE = ("quorum_pct", "seuil_num", "seuil_den", "seuil_strict", "seuil_base", "par_college", "voix_preponderante",
          "procurations_max", "prolongation_permise", "compte")  # fmt: skip
PASSEE = "La fermeture est déjà passée : choisissez une date à venir."
OPTIONS_MANQUENT = "Un scrutin offre au moins deux options."
PAS_ELECTEUR = "Vous ne seriez pas au registre de ce scrutin : il n'y a rien dont se récuser."
TROP_TARD = "Le registre est figé : on ne se récuse qu'avant l'ouverture."
NI_VU_NI_PROLONGE = "Un vote secret ne montre rien avant la fermeture et ne se prolonge pas."


@dataclass(frozen=True, slots=True)
class OptionDonnee:
    """An option as it is prepared; `cle` is what ballots hold."""

    cle: str
    libelle: str
    genre: str = GenreOption.CHOIX
    sens: str = ""
    raison: str = RegleRaison.FACULTATIVE


_EXIGE = RegleRaison.REQUISE
OPTIONS: dict[str, tuple[OptionDonnee, ...]] = {
    Methode.MAJORITE: (
        OptionDonnee("pour", "Pour", GenreOption.POUR, "Je veux que cela se fasse."),
        OptionDonnee("contre", "Contre", GenreOption.CONTRE, "Je ne veux pas que cela se fasse."),
        OptionDonnee("abstention", "Je m'abstiens", GenreOption.ABSTENTION, "Compte pour le quorum, pas au seuil."),
    ),
    Methode.CONSENTEMENT: (
        OptionDonnee("consens", "Je consens", GenreOption.CONSENTEMENT, "Assez bon et assez sûr pour essayer."),
        OptionDonnee("objecte", "J'objecte", GenreOption.OBJECTION, "Cela nuirait à un but commun.", _EXIGE),
    ),
    Methode.AVIS: (
        OptionDonnee("favorable", "Favorable"),
        OptionDonnee("reserves", "Favorable avec réserves", raison=_EXIGE),
        OptionDonnee("defavorable", "Défavorable", raison=_EXIGE),
        OptionDonnee("sans_avis", "Sans avis", GenreOption.ABSTENTION),
    ),
}


@ecriture
def preparer_scrutin(
    *,
    par: Personne,
    sujet: Sujet,
    question: str,
    methode: str,
    ouvre_le: datetime,
    ferme_le: datetime,
    animation: Personne,
    registraire: Personne,
    options: Sequence[OptionDonnee] = (),
    instance: Instance | None = None,
    version_visee: VersionProposition | None = None,
    niveau_delegation: int | None = None,
    avis_autorite: str = "",
    contexte: str = "",
    regles: Mapping[str, Any] | None = None,
) -> Scrutin:
    """Prepare a vote on a topic, by the charter of its instance save what `regles` says.

    Without options, those of the method. Raises ValidationError in French: no delegation level, a method that the level
    does not allow, dates, rules.
    """
    instance = instance or sujet.espace.instance
    niveau = niveau_delegation or sujet.niveau_delegation or (instance.niveau_delegation if instance else None)
    if refus := raison_de_refus(niveau, methode, avis_autorite):
        raise ValidationError({"methode": refus})
    charte = {nom: getattr(instance, nom) for nom in CHARTE} if instance else {}
    if version_visee is not None and not version_visee.publiee_le:
        raise ValidationError({"version_visee": "On ne vote que sur un texte publié."})
    scrutin = Scrutin(
        sujet=sujet, instance=instance, version_visee=version_visee,
        version_empreinte=version_visee.empreinte if version_visee else "",
        question=une_ligne(question), methode=methode, niveau_delegation=niveau, avis_autorite=avis_autorite,
        contexte=contexte.strip(), ouvre_le=ouvre_le, ferme_le=ferme_le, animation=animation, registraire=registraire,
        cree_par=par, **{**charte, **(regles or {})},
    )  # fmt: skip
    controler(scrutin)
    scrutin.save(force_insert=True)
    ecrire_options(scrutin, options or OPTIONS.get(methode, ()))
    return scrutin


def controler(scrutin: Scrutin) -> None:
    """What the rules of a vote must be, whoever writes them. Raises ValidationError."""
    scrutin.full_clean(exclude=["version_empreinte", "decision"])
    if scrutin.secret and (not scrutin.masque or scrutin.prolongation_permise):
        raise ValidationError({"secret": NI_VU_NI_PROLONGE})
    if scrutin.secret and scrutin.methode == Methode.CONSENTEMENT:
        raise ValidationError({"secret": "Une objection a un auteur : un consentement n'est pas secret."})
    if scrutin.contraignant and not decide(scrutin.methode):
        raise ValidationError({"contraignant": "Un sondage ou un avis ne lie personne."})


def ecrire_options(scrutin: Scrutin, options: Sequence[OptionDonnee]) -> None:
    if len(options) < 2:
        raise ValidationError({"options": OPTIONS_MANQUENT})
    lignes = [OptionScrutin(scrutin=scrutin, ordre=ordre, **asdict(donnee)) for ordre, donnee in enumerate(options)]
    for ligne in lignes:
        ligne.clean_fields(exclude=["scrutin"])
    if len({ligne.libelle.casefold() for ligne in lignes}) < len(lignes):
        raise ValidationError({"options": "Deux options portent le même nom."})
    scrutin.options.all().delete()
    OptionScrutin.objects.bulk_create(lignes)


@ecriture
def modifier_scrutin(
    *, par: Personne, scrutin: Scrutin, version_lue: int, champs: dict[str, Any], options: Sequence[OptionDonnee] = ()
) -> Scrutin:
    """Correct a vote in preparation. Raises ConflitFiche, ValidationError."""
    tenu = verrouiller(scrutin)
    exiger_etat(tenu, EtatScrutin.PREPARATION)
    autre_methode = champs.get("methode", tenu.methode) != tenu.methode
    change = modifier_ligne(tenu, version_lue=version_lue, champs=champs)
    refus = raison_de_refus(change.niveau_delegation, change.methode, change.avis_autorite)
    if refus:
        raise ValidationError({"methode": refus})
    controler(change)
    if options or autre_methode:
        ecrire_options(change, options or OPTIONS.get(change.methode, ()))
    return change


@ecriture
def recuser(*, par: Personne, scrutin: Scrutin, motif: str) -> Recusation:
    """Withdraw oneself from a vote before its roll is frozen (A21). Raises ValidationError."""
    tenu = verrouiller(scrutin)
    if tenu.registre_fige_le is not None:
        raise ValidationError(TROP_TARD)
    exiger_etat(tenu, EtatScrutin.PREPARATION, EtatScrutin.ANNONCE)
    if par.pk not in {ligne.personne_id for ligne in composer(tenu)}:
        raise ValidationError(PAS_ELECTEUR)
    recusation = Recusation(scrutin=tenu, personne=par, motif=motif.strip())
    recusation.full_clean()
    recusation.save(force_insert=True)
    consigner(par, "scrutin.recusation", tenu, motif=recusation.motif)
    return recusation


@ecriture
def annoncer_scrutin(*, par: Personne, scrutin: Scrutin, version_lue: int) -> Scrutin:
    """Set the dates and tell those who will be on the roll. Raises ConflitFiche, ValidationError (an empty roll)."""
    tenu = verrouiller(scrutin)
    exiger_etat(tenu, EtatScrutin.PREPARATION)
    refus = raison_de_refus(tenu.niveau_delegation, tenu.methode, tenu.avis_autorite)
    if refus:
        raise ValidationError(refus)
    maintenant = horloge()
    if tenu.ferme_le <= maintenant:
        raise ValidationError({"ferme_le": PASSEE})
    if tenu.options.count() < 2:
        raise ValidationError(OPTIONS_MANQUENT)
    exiger_registre(tenu)
    tenu = modifier_ligne(tenu, version_lue=version_lue, champs={"annonce_le": maintenant})
    consigner(par, "scrutin.annonce", tenu, ouvre_le=tenu.ouvre_le.isoformat(), ferme_le=tenu.ferme_le.isoformat())
    dire(tenu, electeurs(tenu), "annonce", f"Un vote s'annonce\u00a0: {nom_court(tenu)}", par)
    return tenu
