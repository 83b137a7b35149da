"""What becomes of a proposal: put to a vote, decided, answered officially, carried out or given up, withdrawn."""

from datetime import date, timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Min, Q
from django.urls import reverse
from django.utils import timezone

from ecosysteme.ecriture import ecriture
from ecosysteme.enums import RoleAdhesion, TypeNotification
from ecosysteme.format import date_longue
from ecosysteme.models import Adhesion, Organisation, Personne
from ecosysteme.permissions import droits
from ecosysteme.services.notifications import avertir

from ..enums import EtatProposition, Issue, ModeSuivi
from ..models import Proposition, ReponseOfficielle, Scrutin
from ..permissions import anime_forum
from .propositions import exiger_tenir, poser_etat, verrouiller

E = EtatProposition
ISSUES = {
    Issue.ADOPTEE: E.ADOPTEE, Issue.ORDRE: E.ADOPTEE, Issue.REJETEE: E.REJETEE, Issue.EGALITE: E.EGALITE,
    Issue.SANS_QUORUM: E.SANS_QUORUM, Issue.OBJECTION_MAINTENUE: E.OBJECTION_MAINTENUE,
}  # fmt: skip
REPONSE_JOURS, RAPPEL_JOURS = 60, 7
MOTIF = "Dites pourquoi."
AU_VOTE = "Cette proposition est au vote : retirez d'abord le scrutin."
FINIE = "Cette proposition est close."
PAS_ADOPTEE = "Une réponse officielle se demande pour une proposition adoptée."
DEJA_REPONDU = "Cette organisation a déjà répondu."
TEXTE = "Écrivez la réponse."
REPOND = "La réponse officielle est donnée par qui gère l'organisation."


def exiger_animation(personne: Personne) -> None:
    if not anime_forum(personne):
        raise PermissionDenied("La réponse officielle est demandée par l'animation du forum.")


def exiger_repondre(personne: Personne, reponse: ReponseOfficielle) -> None:
    if not droits(personne).peut("saisir", reponse.organisation):
        raise PermissionDenied(REPOND)


def marquer_au_vote(*, proposition: Proposition, attendu_de: Personne, echeance: date) -> None:
    """A vote on it has opened: who proclaims must act, at its closing."""
    tenue = verrouiller(proposition)
    if tenue.etat == E.EN_DISCUSSION:
        poser_etat(tenue, E.AU_VOTE, attendu_de=attendu_de, echeance=echeance)


def marquer_issue(*, proposition: Proposition, issue: str) -> None:
    """The vote is proclaimed; a consultative one gives the text back to discussion."""
    tenue = verrouiller(proposition)
    if tenue.etat == E.AU_VOTE:
        poser_etat(tenue, ISSUES.get(Issue(issue), E.EN_DISCUSSION), attendu_de=tenue.auteur)


def rendre_a_la_discussion(*, proposition: Proposition) -> None:
    """A vote is withdrawn; while another one runs on it, the proposal stays at the vote."""
    tenue = verrouiller(proposition)
    en_cours = Scrutin.objects.filter(
        version_visee__proposition=tenue,
        registre_fige_le__isnull=False,
        retire_le__isnull=True,
        proclame_le__isnull=True,
    )
    if tenue.etat == E.AU_VOTE and not en_cours.exists():
        poser_etat(tenue, E.EN_DISCUSSION, attendu_de=tenue.auteur)


@ecriture
def retirer_proposition(*, par: Personne, proposition: Proposition, motif: str) -> Proposition:
    """Withdrawn by its author with a reason; never while a vote runs. Raises ValidationError."""
    tenue = verrouiller(proposition)
    exiger_tenir(par, tenue)
    _exiger_motif(motif)
    if tenue.etat == E.AU_VOTE:
        raise ValidationError(AU_VOTE)
    if tenue.etat not in (E.BROUILLON, E.EN_DISCUSSION):
        raise ValidationError(FINIE)
    poser_etat(tenue, E.RETIREE, motif=motif.strip())
    _dire(tenue, "retiree", f"Proposition retirée\u00a0: {motif.strip()}", par)
    return tenue


@ecriture
def demander_reponse(
    *, par: Personne, proposition: Proposition, organisation: Organisation, due_le: date | None = None
) -> ReponseOfficielle:
    """What an organisation owes to an adopted proposal, within sixty days unless said. Raises ValidationError."""
    tenue = verrouiller(proposition)
    exiger_animation(par)
    if tenue.etat not in (E.ADOPTEE, E.REPONDUE):
        raise ValidationError(PAS_ADOPTEE)
    due = due_le or timezone.localdate() + timedelta(days=REPONSE_JOURS)
    reponse = ReponseOfficielle(proposition=tenue, organisation=organisation, due_le=due)
    reponse.full_clean()
    reponse.save(force_insert=True)
    _attendre(tenue)
    _avertir_gestion(reponse, "", f"Une réponse officielle est attendue de {organisation.nom}")
    return reponse


def _avertir_gestion(reponse: ReponseOfficielle, moment: str, phrase: str) -> int:
    """Tell those who manage the organisation; how many are newly told."""
    gestion = Adhesion.objects.filter(organisation=reponse.organisation, role=RoleAdhesion.GESTIONNAIRE).en_vigueur()
    return avertir(
        personnes=Personne.objects.filter(adhesions__in=gestion, is_active=True).distinct(),
        type=TypeNotification.ACTION, cle=f"reponse:{reponse.pk}{moment}", url=_page(reponse.proposition),
        titre=f"{phrase} pour le {date_longue(reponse.due_le)}",
    )  # fmt: skip


def rappeler() -> int:
    """Remind of the answers due within a week, once; say once that one is late, also to the proposal's author."""
    jour, dits = timezone.localdate(), 0
    dues = ReponseOfficielle.objects.filter(donnee_le__isnull=True, due_le__lte=jour + timedelta(days=RAPPEL_JOURS))
    for r in dues.select_related("proposition__auteur", "organisation").order_by("due_le", "pk"):
        if r.due_le >= jour:
            dits += _avertir_gestion(r, ":rappel", f"Rappel\u00a0: {r.organisation.nom} doit une réponse officielle")
            continue
        phrase = f"En retard\u00a0: la réponse officielle de {r.organisation.nom} était attendue"
        dits += _avertir_gestion(r, ":retard", phrase)
        dits += avertir(
            personnes=[r.proposition.auteur], type=TypeNotification.SUIVI, cle=f"reponse:{r.pk}:retard-auteur",
            titre=f"{phrase} pour le {date_longue(r.due_le)}", url=_page(r.proposition),
        )  # fmt: skip
    return dits


@ecriture
def repondre(*, par: Personne, reponse: ReponseOfficielle, sens: str, texte: str) -> ReponseOfficielle:
    """Answer for the organisation, once. Raises PermissionDenied, ValidationError."""
    tenue = verrouiller(reponse.proposition)
    due = ReponseOfficielle.objects.select_for_update().get(pk=reponse.pk)
    exiger_repondre(par, due)
    if due.donnee_le is not None:
        raise ValidationError(DEJA_REPONDU)
    if not texte.strip():
        raise ValidationError({"texte": TEXTE})
    due.sens, due.texte, due.donnee_par, due.donnee_le = sens, texte.strip(), par, timezone.now()
    due.full_clean()
    due.save()
    _attendre(tenue)
    _dire(tenue, f"reponse:{due.pk}", f"{due.organisation.nom} a répondu à une proposition que vous suivez", par)
    return due


def _attendre(tenue: Proposition) -> None:
    """Answered once nobody owes an answer; until then the deadline is the earliest one."""
    due = tenue.reponses.filter(donnee_le__isnull=True).aggregate(due=Min("due_le"))["due"]
    poser_etat(tenue, E.ADOPTEE if due else E.REPONDUE, echeance=due)


@ecriture
def clore_proposition(*, par: Personne, proposition: Proposition, realisee: bool, motif: str) -> Proposition:
    """Carried out, or given up, with what there is to say. Raises ValidationError."""
    tenue = verrouiller(proposition)
    exiger_tenir(par, tenue)
    _exiger_motif(motif)
    if tenue.etat not in (E.ADOPTEE, E.REPONDUE):
        raise ValidationError("Une proposition se dit réalisée ou abandonnée une fois adoptée.")
    poser_etat(tenue, E.REALISEE if realisee else E.ABANDONNEE, motif=motif.strip())
    _dire(tenue, "close", f"Proposition {tenue.get_etat_display().lower()}\u00a0: {motif.strip()}", par)
    return tenue


def _exiger_motif(motif: str) -> None:
    if not motif.strip():
        raise ValidationError({"motif": MOTIF})


def _page(proposition: Proposition) -> str:
    return reverse("forum:proposition", args=[proposition.pk])


def _dire(tenue: Proposition, moment: str, phrase: str, par: Personne) -> None:
    """Tell who follows its topic, and its author."""
    suivent = Q(suivis_forum__sujet=tenue.sujet_id, suivis_forum__mode=ModeSuivi.SUIVRE)
    gens = Personne.objects.filter(suivent | Q(pk=tenue.auteur_id)).exclude(pk=par.pk).distinct()
    avertir(
        personnes=gens, type=TypeNotification.SUIVI, cle=f"proposition:{tenue.pk}:{moment}", titre=phrase,
        url=_page(tenue),
    )  # fmt: skip
