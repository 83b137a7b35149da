"""Tasks of the forum, by part: a worker finds them all here."""

from .tasks_opinion import calculer_cartes
from .tasks_pieces import entretenir
from .tasks_propositions import rappeler_reponses
from .tasks_scrutins import balayer_scrutins

__all__ = ["balayer_scrutins", "calculer_cartes", "entretenir", "rappeler_reponses"]
