"""The rooms of the forum: bodies, discussion, proposals, votes, opinion."""

from .bulletin import Bulletin, Emargement, Urne, VoixCourante
from .espace import Espace, Lecture, Message, Suivi, Sujet
from .instance import Instance, Mandat, Procuration
from .moderation import PieceJointe, Signalement
from .objection import Objection, Prevision
from .opinion import AvisSurEnonce, CarteOpinion, Consultation, Enonce
from .proposition import Amendement, Proposition, ReponseOfficielle, VersionProposition
from .scrutin import Inscription, OptionScrutin, Recusation, Scrutin

__all__ = [
    "Amendement",
    "AvisSurEnonce",
    "Bulletin",
    "CarteOpinion",
    "Consultation",
    "Emargement",
    "Enonce",
    "Espace",
    "Inscription",
    "Instance",
    "Lecture",
    "Mandat",
    "Message",
    "Objection",
    "OptionScrutin",
    "PieceJointe",
    "Prevision",
    "Procuration",
    "Proposition",
    "Recusation",
    "ReponseOfficielle",
    "Scrutin",
    "Signalement",
    "Suivi",
    "Sujet",
    "Urne",
    "VersionProposition",
    "VoixCourante",
]
