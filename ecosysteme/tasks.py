"""Heartbeats: proof that beat sends and that a worker hears."""

import time

from celery import shared_task
from django.core.cache import cache

CLE_BATTEMENT = "battement"


@shared_task
def battre() -> None:
    cache.set(CLE_BATTEMENT, time.time(), timeout=None)
