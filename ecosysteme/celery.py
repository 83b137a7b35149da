"""The Celery application. Tasks are discovered by name; nobody imports this module."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ecosysteme.settings")
app = Celery("ecosysteme")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
