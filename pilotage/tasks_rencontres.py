"""Meetings made ahead, agendas brought up to date, people reminded: every ten minutes, safe to run twice."""

from celery import shared_task

from .services import rencontres_ordre, series


@shared_task(name="pilotage.tasks.planifier_rencontres")
def planifier_rencontres() -> None:
    series.prolonger_toutes()
    rencontres_ordre.rebatir_prochaines()
    series.rappeler()
