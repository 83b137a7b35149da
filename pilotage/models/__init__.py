from .bilan import Bilan, CleSale
from .etat_indicateur import EtatIndicateur, PhaseSpc
from .importation import CorrespondanceMemorisee, Importation, Remarque
from .verification import RapportVerification

__all__ = [
    "Bilan",
    "CleSale",
    "CorrespondanceMemorisee",
    "EtatIndicateur",
    "Importation",
    "PhaseSpc",
    "RapportVerification",
    "Remarque",
]
