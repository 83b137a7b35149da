from .bilan import Bilan, CleSale
from .etat_indicateur import CarteSale, EtatIndicateur, PhaseSpc
from .importation import CorrespondanceMemorisee, Importation, Remarque
from .verification import RapportVerification

__all__ = [
    "Bilan",
    "CarteSale",
    "CleSale",
    "CorrespondanceMemorisee",
    "EtatIndicateur",
    "Importation",
    "PhaseSpc",
    "RapportVerification",
    "Remarque",
]
