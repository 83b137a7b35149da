"""Requests for support: asked, taken, discussed, answered, judged; what nobody takes in time rises once."""

from collections.abc import Iterable
from datetime import datetime, time, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from ecosysteme.ecriture import ecriture
from ecosysteme.enums import RoleAdhesion, TypeNotification
from ecosysteme.format import FUSEAU
from ecosysteme.live import publier
from ecosysteme.models import Adhesion, Indicateur, Initiative, Organisation, Personne
from ecosysteme.services._versions import ConflitFiche
from ecosysteme.services.notifications import avertir

from ..enums import EtatDemande, Urgence
from ..models import DemandeAccompagnement, EchangeDemande, Leader

DELAIS = {Urgence.CETTE_SEMAINE: 3, Urgence.CE_MOIS: 10, Urgence.QUAND_POSSIBLE: 30}
SUJET = "accompagnement:0"


def echeance(urgence: int, depuis: datetime) -> datetime:
    """The last minute of the day, in Québec, by which somebody answers; the clock may change meanwhile."""
    jour = depuis.astimezone(FUSEAU).date() + timedelta(days=DELAIS[Urgence(urgence)])
    return datetime.combine(jour, time(23, 59), tzinfo=FUSEAU)


@ecriture
def demander(
    *,
    par: Personne,
    organisation: Organisation,
    sujet: str,
    genre: str,
    urgence: int,
    description: str = "",
    indicateur: Indicateur | None = None,
    initiative: Initiative | None = None,
) -> DemandeAccompagnement:
    """Ask for help; leaders elsewhere who offer that kind are told, coordination when there is none."""
    maintenant = timezone.now()
    demande = DemandeAccompagnement(
        par=par,
        organisation=organisation,
        sujet=sujet.strip(),
        description=description.strip(),
        genre=genre,
        urgence=urgence,
        indicateur=indicateur,
        initiative=initiative,
        demandee_le=maintenant,
        repondre_avant=echeance(urgence, maintenant),
    )
    demande.full_clean()
    demande.save(force_insert=True)
    _avertir(
        demande, _aidants(demande) or _coordination(), "ouverte", f"On demande de l'aide\u00a0: {demande.sujet}", par
    )
    _annoncer(demande)
    return demande


def _aidants(demande: DemandeAccompagnement) -> list[Personne]:
    """Leaders of other organisations who offer this kind of help."""
    leaders = Leader.objects.filter(genres__contains=[demande.genre]).exclude(organisation=demande.organisation_id)
    return list(Personne.objects.filter(is_active=True, leader__in=leaders))


def _coordination() -> list[Personne]:
    roles = Adhesion.objects.en_vigueur().filter(role=RoleAdhesion.COORDINATION)
    return list(Personne.objects.filter(is_active=True, adhesions__in=roles).distinct())


def _avertir(
    demande: DemandeAccompagnement,
    personnes: Iterable[Personne | None],
    geste: str,
    titre: str,
    par: Personne | None = None,
) -> None:
    avertir(
        personnes=[p for p in personnes if p is not None and p != par],
        type=TypeNotification.ACCOMPAGNEMENT,
        cle=f"demande:{demande.pk}:{geste}",
        titre=titre[:300],
        url=reverse("pilotage:demande", args=[demande.pk]),
        sujet=f"demande:{demande.pk}",
    )


def _annoncer(demande: DemandeAccompagnement) -> None:
    transaction.on_commit(lambda: publier([f"demande:{demande.pk}", SUJET], "nouveaute"))


def _verrouiller(demande: DemandeAccompagnement) -> DemandeAccompagnement:
    return (
        DemandeAccompagnement.objects.select_for_update(of=("self",))
        .select_related("par", "prise_par")
        .get(pk=demande.pk)
    )


def _ecrire(actuelle: DemandeAccompagnement, **champs: object) -> DemandeAccompagnement:
    for champ, valeur in champs.items():
        setattr(actuelle, champ, valeur)
    actuelle.version += 1
    actuelle.save(update_fields=[*champs, "version"])
    _annoncer(actuelle)
    return actuelle


@ecriture
def prendre(*, par: Personne, demande: DemandeAccompagnement) -> DemandeAccompagnement:
    """Take it in charge; the second of two says who was first."""
    actuelle = _verrouiller(demande)
    if actuelle.prise_par_id == par.pk:
        return actuelle
    if actuelle.etat != EtatDemande.OUVERTE:
        qui = f"\u00a0: {actuelle.prise_par} l'a prise" if actuelle.prise_par else ""
        raise ValidationError(f"Cette demande n'attend plus personne{qui}.")
    _ecrire(actuelle, etat=EtatDemande.PRISE, prise_par=par, prise_le=timezone.now())
    _avertir(actuelle, [actuelle.par], f"prise:{actuelle.version}", f"{par} vous aidera\u00a0: {actuelle.sujet}", par)
    return actuelle


@ecriture
def rendre(*, par: Personne, demande: DemandeAccompagnement) -> DemandeAccompagnement:
    """Give it back: it waits for somebody again."""
    actuelle = _verrouiller(demande)
    if actuelle.etat != EtatDemande.PRISE or actuelle.prise_par_id != par.pk:
        raise ValidationError("Vous ne tenez plus cette demande.")
    _ecrire(actuelle, etat=EtatDemande.OUVERTE, prise_par=None, prise_le=None)
    titre = f"La demande attend de nouveau quelqu'un\u00a0: {actuelle.sujet}"
    _avertir(actuelle, [actuelle.par], f"rendue:{actuelle.version}", titre, par)
    return actuelle


@ecriture
def echanger(*, par: Personne, demande: DemandeAccompagnement, texte: str) -> EchangeDemande:
    """Write to the other side."""
    if not texte.strip():
        raise ValidationError({"texte": "Écrivez votre message."})
    actuelle = _verrouiller(demande)
    message = EchangeDemande.objects.create(demande=actuelle, par=par, texte=texte.strip())
    titre = f"{par} a écrit\u00a0: {actuelle.sujet}"
    _avertir(actuelle, {actuelle.par, actuelle.prise_par}, f"echange:{message.pk}", titre, par)
    _annoncer(actuelle)
    return message


@ecriture
def repondre(*, par: Personne, demande: DemandeAccompagnement, issue: str, version_lue: int) -> DemandeAccompagnement:
    """Say what came of it: what was learned stays for the others. Raises ConflitFiche or ValidationError."""
    actuelle = _verrouiller(demande)
    if actuelle.version != version_lue:
        raise ConflitFiche(actuelle)
    if actuelle.etat not in (EtatDemande.PRISE, EtatDemande.REPONDUE):
        raise ValidationError("Cette demande n'est pas prise en charge.")
    if not issue.strip():
        raise ValidationError({"issue": "Dites ce qui en est sorti : c'est ce que les autres liront."})
    quand = actuelle.repondue_le or timezone.now()
    _ecrire(actuelle, etat=EtatDemande.REPONDUE, issue=issue.strip(), repondue_le=quand)
    _avertir(actuelle, [actuelle.par], "repondue", f"Votre demande a sa réponse\u00a0: {actuelle.sujet}", par)
    return actuelle


@ecriture
def retirer(*, par: Personne, demande: DemandeAccompagnement) -> DemandeAccompagnement:
    """Take one's request back while it has no answer."""
    actuelle = _verrouiller(demande)
    if actuelle.etat not in (EtatDemande.OUVERTE, EtatDemande.PRISE):
        raise ValidationError("Cette demande est déjà close.")
    _ecrire(actuelle, etat=EtatDemande.RETIREE)
    _avertir(actuelle, [actuelle.prise_par], "retiree", f"La demande est retirée\u00a0: {actuelle.sujet}", par)
    return actuelle


@ecriture
def noter(*, par: Personne, demande: DemandeAccompagnement, satisfaction: int) -> DemandeAccompagnement:
    """One question, to who asked: was one helped, from 1 to 5."""
    actuelle = _verrouiller(demande)
    if actuelle.etat != EtatDemande.REPONDUE:
        raise ValidationError("Cette demande n'a pas encore de réponse.")
    if satisfaction not in range(1, 6):
        raise ValidationError({"satisfaction": "Choisissez de 1 à 5."})
    return _ecrire(actuelle, satisfaction=satisfaction)


@ecriture
def monter_demandes(*, maintenant: datetime | None = None) -> int:
    """Tell coordination, once, of what nobody took by its deadline. Safe to run twice, and by two at once."""
    present = maintenant or timezone.now()
    dues = DemandeAccompagnement.objects.en_attente().filter(montee_le__isnull=True, repondre_avant__lte=present)
    montees = list(dues.select_for_update(skip_locked=True))
    if not montees:
        return 0
    DemandeAccompagnement.objects.filter(pk__in=[d.pk for d in montees]).update(montee_le=present)
    coordination = _coordination()
    for demande in montees:
        titre = f"Demande sans réponse à l'échéance\u00a0: {demande.sujet}"
        _avertir(demande, [*coordination, demande.par], "montee", titre)
        _annoncer(demande)
    return len(montees)
