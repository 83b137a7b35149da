"""The shared schema: one noun a file. Constraints live in the database and speak French."""

from .adhesion import Adhesion
from .cible import Cible
from .courriel import Courriel, PreferenceNotification, ReglageCourriel
from .decision import Decision
from .indicateur import Indicateur
from .initiative import Initiative, Participation
from .invitation import Invitation
from .jeton_api import JetonApi
from .journal import Journal
from .lot import LotSaisie
from .mesure import Mesure
from .notification import Abonnement, Notification
from .objectif import Objectif
from .organisation import Organisation
from .orientation import Orientation
from .personne import Personne
from .plan import PlanStrategique

__all__ = [
    "Abonnement",
    "Adhesion",
    "Cible",
    "Courriel",
    "Decision",
    "Indicateur",
    "Initiative",
    "Invitation",
    "JetonApi",
    "Journal",
    "LotSaisie",
    "Mesure",
    "Notification",
    "Objectif",
    "Organisation",
    "Orientation",
    "Participation",
    "Personne",
    "PlanStrategique",
    "PreferenceNotification",
    "ReglageCourriel",
]
