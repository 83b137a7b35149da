from .bilan import Bilan, CleSale
from .etat_indicateur import EtatIndicateur, PhaseSpc
from .verification import RapportVerification

__all__ = ["Bilan", "CleSale", "EtatIndicateur", "PhaseSpc", "RapportVerification"]
