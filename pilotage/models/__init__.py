from .accompagnement import Annonce, DemandeAccompagnement, EchangeDemande, Leader, LectureAnnonce, PremierPas
from .action import Action, FicheA3
from .alerte import Acquittement, SeuilAlerte
from .bascule import BasculeStatut
from .bilan import Bilan, CleSale
from .bloquant import Bloquant, Escalade, EvenementBloquant, OffreAide
from .correction import CorrectionProposee
from .etat_indicateur import CarteSale, EtatIndicateur, PhaseSpc
from .importation import CorrespondanceMemorisee, Importation, Remarque
from .meteo import Meteo
from .methode import GrilleQualite, MethodeNotation
from .proces_verbal import ProcesVerbal
from .rapport import Rapport
from .rencontre import (
    Accord,
    DecisionRencontre,
    EvenementRencontre,
    NoteRencontre,
    PointOrdreDuJour,
    Presence,
    Rencontre,
    SerieRencontre,
)
from .verification import RapportVerification

__all__ = [
    "Accord",
    "Acquittement",
    "Action",
    "Annonce",
    "BasculeStatut",
    "Bilan",
    "Bloquant",
    "CarteSale",
    "CleSale",
    "CorrectionProposee",
    "CorrespondanceMemorisee",
    "DecisionRencontre",
    "DemandeAccompagnement",
    "EchangeDemande",
    "Escalade",
    "EtatIndicateur",
    "EvenementBloquant",
    "EvenementRencontre",
    "FicheA3",
    "GrilleQualite",
    "Importation",
    "Leader",
    "LectureAnnonce",
    "Meteo",
    "MethodeNotation",
    "NoteRencontre",
    "OffreAide",
    "PhaseSpc",
    "PointOrdreDuJour",
    "PremierPas",
    "Presence",
    "ProcesVerbal",
    "Rapport",
    "RapportVerification",
    "Remarque",
    "Rencontre",
    "SerieRencontre",
    "SeuilAlerte",
]
