"""Personal API tokens: shown once, kept as a hash, with scopes and an end."""

import hashlib
import secrets
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.utils import timezone

from ..ecriture import ecriture
from ..enums import PorteeJeton
from ..models import JetonApi, Personne

JOURS_MAX = 365
ACTIFS_MAX = 10


def empreinte(secret: str) -> str:
    """What is kept of a token: the SHA-256 of the whole secret."""
    return hashlib.sha256(secret.encode()).hexdigest()


@ecriture
def creer_jeton(*, par: Personne, nom: str, portees: list[str], jours: int) -> tuple[JetonApi, str]:
    """Create a token; its secret is returned once and never again."""
    if not portees or set(portees) - set(PorteeJeton.values):
        raise ValidationError("Choisissez au moins une portée : lecture, écriture.")
    if not 1 <= jours <= JOURS_MAX:
        raise ValidationError("Un jeton dure d'un jour à un an.")
    if JetonApi.objects.valides().filter(personne=par).count() >= ACTIFS_MAX:
        raise ValidationError("Vous avez déjà dix jetons valides : révoquez-en un d'abord.")
    prefixe = f"eco_{secrets.token_hex(4)}"
    secret = f"{prefixe}_{secrets.token_urlsafe(32)}"
    jeton = JetonApi.objects.create(
        personne=par,
        nom=nom,
        prefixe=prefixe,
        empreinte=empreinte(secret),
        portees=sorted(set(portees)),
        expire_le=timezone.now() + timedelta(days=jours),
    )
    return jeton, secret


@ecriture
def revoquer_jeton(*, par: Personne, jeton: JetonApi) -> None:
    """Make a token useless at once."""
    if jeton.revoque_le is None:
        jeton.revoque_le = timezone.now()
        jeton.save(update_fields=["revoque_le"])
