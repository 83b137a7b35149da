"""The life of an import: drop, match columns, analyse, publish, undo. Work is done by whoever holds its lock."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from typing import BinaryIO

import pghistory
from django.db import DatabaseError, DataError, IntegrityError, connection, transaction
from django.utils import timezone

from ecosysteme.ecriture import after_commit, ecriture, envoyer
from ecosysteme.format import nombre
from ecosysteme.models import Personne

from ..enums import EtatImport
from ..importation import annulation, apercu, correspondance, depot, lecture, preparation, publication, tampon
from ..importation.profils import PROFILS
from ..importation.refus import FichierRefuse
from ..models import CorrespondanceMemorisee, Importation

VERROU = 7302
TENTATIVES_MAX = 3
REPRISE = timedelta(seconds=60)
PEREMPTION = timedelta(days=7)
PART_LECTURE = 70
RECALCUL = "pilotage.tasks.recalculer"
TACHES = {
    EtatImport.ANALYSE: "pilotage.tasks.importer",
    EtatImport.PUBLICATION: "pilotage.tasks.publier_import",
    EtatImport.ANNULATION: "pilotage.tasks.publier_import",
}
HORS_PERIMETRE = (
    "Votre rôle ne couvre pas toutes les organisations de cette importation : la coordination peut l'annuler."
)
Suivi = Callable[[str, int], None]
journal = logging.getLogger(__name__)


class EtapeImpossible(Exception):
    """The import is not at that stage (published twice, abandoned meanwhile…): `str()` says so in French."""


@ecriture
def deposer(*, par: Personne | None, profil: str, fichier: BinaryIO, nom: str) -> Importation:
    """Keep a file and propose its columns; raises FichierRefuse with a sentence when it cannot be read."""
    chemin, empreinte, taille = depot.ranger(fichier)
    try:
        entetes, extraits = lecture.ouvrir(chemin).tete()
    except FichierRefuse:
        depot.retirer(chemin)
        raise
    return Importation.objects.create(
        profil=profil,
        nom_fichier=nom[:255],
        chemin=chemin,
        empreinte=empreinte,
        taille=taille,
        entetes=entetes,
        extraits=extraits,
        correspondance=correspondance.proposer(PROFILS[profil], entetes),
        par=par,
    )


@ecriture
def lancer_analyse(*, par: Personne | None, importation: Importation, colonnes: dict[str, int]) -> Importation:
    """Match the columns, remember the match for this source, and have the file compared with what stands."""
    importation = _passer(importation, {EtatImport.DEPOSE, EtatImport.PRET, EtatImport.ECHEC}, EtatImport.ANALYSE)
    importation.correspondance = colonnes
    importation.save(update_fields=["correspondance"])
    CorrespondanceMemorisee.objects.update_or_create(
        profil=importation.profil,
        signature=correspondance.signature(importation.entetes),
        defaults={"correspondance": colonnes, "par": par, "maj_le": timezone.now()},
    )
    after_commit(TACHES[EtatImport.ANALYSE], importation.pk)
    return importation


@ecriture
def demander_publication(*, par: Personne | None, importation: Importation) -> Importation:
    """Have a previewed import published."""
    importation = _passer(importation, {EtatImport.PRET}, EtatImport.PUBLICATION)
    after_commit(TACHES[EtatImport.PUBLICATION], importation.pk)
    return importation


@ecriture
def demander_annulation(*, par: Personne | None, importation: Importation) -> Importation:
    """Have a published import undone."""
    if par is not None and not annulation.tout_est_permis(importation, apercu.perimetre(par)):
        raise EtapeImpossible(HORS_PERIMETRE)
    importation = _passer(importation, {EtatImport.PUBLIE}, EtatImport.ANNULATION)
    importation.annule_par = par
    importation.save(update_fields=["annule_par"])
    after_commit(TACHES[EtatImport.ANNULATION], importation.pk)
    return importation


@ecriture
def abandonner(*, par: Personne | None, importation: Importation) -> Importation:
    """Give up an import before publication: its file and its preview go."""
    importation = _passer(importation, {EtatImport.DEPOSE, EtatImport.PRET, EtatImport.ECHEC}, EtatImport.ABANDONNE)
    _nettoyer(importation)
    return importation


def _passer(importation: Importation, de: set[EtatImport], vers: EtatImport) -> Importation:
    """Move an import to a stage, under its row lock."""
    actuelle = Importation.objects.select_for_update().get(pk=importation.pk)
    if actuelle.etat not in de:
        raise EtapeImpossible(f"L'importation est à l'étape « {actuelle.get_etat_display()} » : rechargez la page.")
    actuelle.etat, actuelle.maj_le, actuelle.tentatives = vers, timezone.now(), 0
    actuelle.erreur, actuelle.etape, actuelle.avancement = "", "En attente d'un calculateur", 0
    actuelle.save(update_fields=["etat", "maj_le", "tentatives", "erreur", "etape", "avancement"])
    return actuelle


def _nettoyer(importation: Importation) -> None:
    tampon.supprimer(importation.tampon)
    transaction.on_commit(partial(depot.retirer, importation.chemin))


@contextmanager
def _seul(importation_id: int) -> Iterator[bool]:
    """Hold the import's lock for as long as the connection lives; False when somebody else has it."""
    with connection.cursor() as curseur:
        curseur.execute("SELECT pg_try_advisory_lock(%s, %s)", [VERROU, importation_id])
        pris = curseur.fetchone()[0]
    try:
        yield pris
    finally:
        if pris and connection.connection is not None:
            with connection.cursor() as curseur:
                curseur.execute("SELECT pg_advisory_unlock(%s, %s)", [VERROU, importation_id])


def avancer(importation_id: int, suivre: Suivi | None = None) -> None:
    """Do the work its stage asks for. Safe to call twice, from two workers, after a crash."""
    with _seul(importation_id) as pris:
        importation = Importation.objects.select_related("par", "annule_par").filter(pk=importation_id).first()
        if not pris or importation is None or importation.etat not in TACHES:
            return
        if importation.tentatives >= TENTATIVES_MAX:
            _echouer(importation, "Le travail s'est interrompu trois fois. Découpez le fichier ou réessayez plus tard.")
            return
        importation.tentatives += 1
        noter = partial(_noter, importation, suivre)
        noter(importation.etape, importation.avancement)
        try:
            TRAVAUX[EtatImport(importation.etat)](importation, noter)
        except FichierRefuse as refus:
            _echouer(importation, str(refus))
        except (DataError, IntegrityError):
            journal.exception("Importation %s", importation_id)
            _echouer(importation, "La base de données a refusé une valeur du fichier ; rien n'a été écrit.")
        except DatabaseError:
            raise  # the sweeper tries again, three times at most
        except Exception:
            journal.exception("Importation %s", importation_id)
            _echouer(importation, "Une erreur inattendue a arrêté le travail ; rien n'a été écrit.")


def _echouer(importation: Importation, phrase: str) -> None:
    """Stop with a sentence; an undo that failed leaves the import published."""
    annule = importation.etat == EtatImport.ANNULATION
    importation.etat = EtatImport.PUBLIE if annule else EtatImport.ECHEC
    importation.erreur, importation.maj_le = phrase[:1000], timezone.now()
    importation.save(update_fields=["etat", "erreur", "maj_le"])
    tampon.supprimer(importation.tampon)


def _noter(importation: Importation, suivre: Suivi | None, etape: str, avancement: int) -> None:
    importation.etape, importation.avancement, importation.maj_le = etape, avancement, timezone.now()
    importation.save(update_fields=["etape", "avancement", "maj_le", "tentatives"])
    if suivre:
        suivre(etape, avancement)


def _analyser(importation: Importation, noter: Suivi) -> None:
    """Read the file into fresh staging tables, then compare: a crash in between starts over."""
    source = lecture.ouvrir(importation.chemin)
    importation.remarques.all().delete()
    tampon.creer(importation.tampon)
    total = max(importation.taille, 1)

    def lire(lues: preparation.Lues) -> None:
        part = min(source.octets_lus() / total, 1) if source.format == "csv" else 0.5
        noter(f"{nombre(lues.lignes)} lignes lues", int(PART_LECTURE * part))

    lues = preparation.verser(importation, source, PROFILS[importation.profil], lire)
    noter(f"Comparaison de {nombre(lues.lignes)} lignes avec les données du portail", PART_LECTURE)
    with transaction.atomic():
        apercu.comparer(importation)
        comptes = apercu.compter(importation)
        importation.nb_lignes = lues.lignes
        for champ, compte in comptes.items():
            setattr(importation, champ, compte)
        importation.etat, importation.etape, importation.avancement = EtatImport.PRET, "Aperçu prêt", 100
        importation.maj_le = timezone.now()
        importation.save()


def _publier(importation: Importation, noter: Suivi) -> None:
    if not tampon.existe(importation.tampon):
        importation.etat = EtatImport.ANALYSE
        importation.save(update_fields=["etat"])
        _analyser(importation, noter)
        return
    noter("Écriture de toutes les lignes, d'un seul geste", 0)
    _publier_tout(par=importation.par, importation=importation)


@ecriture
def _publier_tout(*, par: Personne | None, importation: Importation) -> None:
    """One transaction: everything announced, and the import's own state."""
    with pghistory.context(importation=importation.pk) as contexte:
        importation.rapport = publication.publier(importation)
        importation.contexte = contexte.id
    importation.etat, importation.etape, importation.avancement = EtatImport.PUBLIE, "Publié", 100
    importation.publie_le = importation.maj_le = timezone.now()
    importation.save()
    _nettoyer(importation)
    after_commit(RECALCUL)


def _annuler(importation: Importation, noter: Suivi) -> None:
    noter("Retour aux valeurs d'avant", 0)
    _annuler_tout(par=importation.annule_par, importation=importation)


@ecriture
def _annuler_tout(*, par: Personne | None, importation: Importation) -> None:
    with pghistory.context(annulation=importation.pk):
        importation.rapport = {**importation.rapport, "annulation": annulation.annuler(importation)}
    importation.etat, importation.etape, importation.avancement = EtatImport.ANNULE, "Annulé", 100
    importation.annule_le = importation.maj_le = timezone.now()
    importation.save()
    after_commit(RECALCUL)


TRAVAUX = {
    EtatImport.ANALYSE: _analyser,
    EtatImport.PUBLICATION: _publier,
    EtatImport.ANNULATION: _annuler,
}


def relancer_imports_bloques() -> int:
    """Send again the work nobody does (lost task, killed worker), and drop previews left for a week."""
    oubliees = Importation.objects.filter(
        etat__in=[EtatImport.DEPOSE, EtatImport.PRET, EtatImport.ECHEC], maj_le__lt=timezone.now() - PEREMPTION
    )
    for importation in oubliees:
        abandonner(par=importation.par, importation=importation)
    bloquees = list(
        Importation.objects.en_cours().filter(maj_le__lt=timezone.now() - REPRISE).values_list("pk", "etat")
    )
    for pk, etat in bloquees:
        with _seul(pk) as libre:
            if libre:
                Importation.objects.filter(pk=pk).update(maj_le=timezone.now())
        if libre:
            envoyer(TACHES[EtatImport(etat)], pk)
    return len(bloquees)


def apercu_intact(importation: Importation) -> bool:
    """Whether the previewed lines are still there: a crash of the database server empties them, and they are redone."""
    return tampon.existe(importation.tampon)
