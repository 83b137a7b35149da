"""Tasks of the steering room: thin, idempotent, safe to deliver twice. A task is a hint; the truth is in PostgreSQL."""

import time

from celery import shared_task
from django.utils import timezone

from ecosysteme.ecriture import envoyer
from ecosysteme.live import publier

from . import bilans
from .services import alertes_avis, fraicheur, imports, rapports, signaux, verification
from .tasks_accompagnement import mesurer_usage, monter_demandes
from .tasks_actions import rappeler_actions
from .tasks_bloquants import monter_escalades
from .tasks_import import importer, publier_import
from .tasks_rapports import preparer_rapport
from .tasks_rencontres import planifier_rencontres

__all__ = [
    "importer",
    "mesurer_usage",
    "monter_demandes",
    "monter_escalades",
    "planifier_rencontres",
    "preparer_rapport",
    "publier_import",
    "rappeler_actions",
]

HEURE_VERIFICATION = 3
QUANTUM = 2.0


@shared_task(name="pilotage.tasks.recalculer")
def recalculer() -> None:
    """Roll up what is dirty and tell the open pages; then have the control charts of what moved drawn again.

    After a while, what is left goes to the end of the queue, so that a large import holds nobody back.
    """
    depart, touche = time.monotonic(), False
    for passe in bilans.vider():
        publier(cle.sujet for cle in passe.touchees)
        touche = True
        if passe.reste and time.monotonic() - depart > QUANTUM and envoyer("pilotage.tasks.recalculer"):
            break
    if touche:
        envoyer("pilotage.tasks.recalculer_signaux")


@shared_task(name="pilotage.tasks.recalculer_signaux")
def recalculer_signaux() -> None:
    """Draw again the control charts marked to be, a batch at a time, giving way between two."""
    while changes := signaux.recalculer_lot():
        publier(changes.sujets)
        if changes.lus == signaux.LOT and envoyer("pilotage.tasks.recalculer_signaux"):
            return


@shared_task(name="pilotage.tasks.balayer")
def balayer() -> None:
    """Every 30 seconds: finish whatever a lost task left behind."""
    imports.relancer_imports_bloques()
    rapports.relancer()
    if bilans.en_attente():
        recalculer()
    elif signaux.en_attente():
        recalculer_signaux()


@shared_task(name="pilotage.tasks.avancer_jour")
def avancer_jour() -> None:
    """Remind the owners of late indicators, once for each due date; early in the morning, tell of new alerts."""
    fraicheur.rappeler()
    rapports.purger()
    alertes_avis.avertir_le_matin()


@shared_task(name="pilotage.tasks.planifier_verification")
def planifier_verification() -> None:
    """After three in the morning, start the day's verification unless its report exists."""
    maintenant = timezone.localtime()
    if maintenant.hour >= HEURE_VERIFICATION and not verification.faite(maintenant.date()):
        envoyer("pilotage.tasks.verifier_bilans")


@shared_task(name="pilotage.tasks.verifier_bilans")
def verifier_bilans() -> None:
    """The nightly full recompute: zero difference expected, a report either way."""
    verification.verifier()
