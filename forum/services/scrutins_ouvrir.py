"""Opening: the roll is frozen and sealed, once, whoever asks and however often."""

from django.core.exceptions import ValidationError
from django.db.models.functions import Now
from django.utils import timezone

from ecosysteme.ecriture import ecriture

from .. import canonique
from ..enums import EtapeConsentement, EtatScrutin, Methode
from ..models import Inscription, Scrutin, Urne
from ..selectors.scrutins_etat import etat, horloge, lignes_registre
from ._scrutins import consigner, dire, inscrits, interesses, nom_court, verrouiller
from .propositions_etats import marquer_au_vote
from .scrutins_registre import exiger_registre

SANS_REGISTRE = "Retiré à l'ouverture : {raison}"


@ecriture
def ouvrir_scrutin(*, scrutin: Scrutin) -> bool:
    """Freeze the roll of a vote whose hour has come; False when there is nothing to do.

    A roll that has become impossible (nobody left, a secret that would not hold) withdraws the vote and says why.
    """
    tenu = verrouiller(scrutin)
    if tenu.registre_fige_le is not None or etat(tenu) not in (EtatScrutin.OUVERT, EtatScrutin.CLOS):
        return False
    try:
        lignes = exiger_registre(tenu)
    except ValidationError as refus:
        _retirer(tenu, " ".join(refus.messages))
        return False
    Inscription.objects.bulk_create(lignes)
    if tenu.secret:
        Urne.objects.create(scrutin=tenu)
    tenu.registre_empreinte = canonique.empreinte(lignes_registre(tenu))
    tenu.registre_fige_le, tenu.ferme_initiale = horloge(), tenu.ferme_le
    tenu.etape = EtapeConsentement.PRESENTATION if tenu.methode == Methode.CONSENTEMENT else ""
    tete = consigner(
        None, "scrutin.ouvert", tenu, registre=tenu.registre_empreinte, inscrits=len(lignes),
        texte=tenu.version_empreinte, options=canonique.empreinte(_options(tenu)), ferme_le=tenu.ferme_le.isoformat(),
    )  # fmt: skip
    tenu.tete_ouverture = tete.empreinte
    tenu.save(update_fields=["registre_empreinte", "registre_fige_le", "ferme_initiale", "etape", "tete_ouverture"])
    if tenu.version_visee is not None:
        marquer_au_vote(
            proposition=tenu.version_visee.proposition, attendu_de=tenu.animation,
            echeance=timezone.localdate(tenu.ferme_le),
        )  # fmt: skip
    sceaux = f"Registre {tenu.registre_empreinte}, journal {tenu.tete_ouverture}."
    dire(tenu, inscrits(tenu), "ouvert", f"Votre voix est attendue\u00a0: {nom_court(tenu)}.", sceaux=sceaux)
    return True


def ouvrir_a_l_heure(pk: int) -> None:
    """The first voter need not wait for the sweeper: a vote whose hour has come opens."""
    dus = Scrutin.objects.filter(pk=pk, registre_fige_le__isnull=True, annonce_le__isnull=False, ouvre_le__lte=Now())
    for scrutin in dus:
        ouvrir_scrutin(scrutin=scrutin)


def _options(scrutin: Scrutin) -> list[dict[str, str]]:
    return list(scrutin.options.order_by("cle").values("cle", "libelle", "sens", "genre", "raison"))


def _retirer(scrutin: Scrutin, raison: str) -> None:
    scrutin.retire_le, scrutin.retire_motif = horloge(), SANS_REGISTRE.format(raison=raison)
    scrutin.save(update_fields=["retire_le", "retire_motif"])
    consigner(None, "scrutin.retire", scrutin, motif=scrutin.retire_motif)
    dire(scrutin, interesses(scrutin), "retire", f"Le vote {nom_court(scrutin)} est retiré. {scrutin.retire_motif}")
