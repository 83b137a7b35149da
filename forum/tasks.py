"""Tasks of the forum, by part: a worker finds them all here."""

from .tasks_scrutins import balayer_scrutins

__all__ = ["balayer_scrutins"]
