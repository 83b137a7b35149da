"""Who is served an attachment: who reads its message; before it has one, who sent it. Never what was refused."""

from django.db.models import Q
from django.shortcuts import get_object_or_404

from ecosysteme.models import Personne

from .enums import EtatAntivirus
from .models import PieceJointe
from .permissions import sujets_lisibles


def piece_lisible_ou_404(personne: Personne, pk: int) -> PieceJointe:
    lisible = Q(message__sujet__in=sujets_lisibles(personne), message__retire_le__isnull=True)
    sienne = Q(message__isnull=True, deposee_par=personne)
    return get_object_or_404(
        PieceJointe.objects.filter(lisible | sienne).exclude(antivirus=EtatAntivirus.REFUSEE), pk=pk
    )
