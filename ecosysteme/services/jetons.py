"""Personal API tokens: shown once, kept as a hash, with scopes and an end."""

import hashlib
import hmac
import secrets
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone
from django.views.decorators.debug import sensitive_variables

from ..ecriture import ecriture
from ..enums import PorteeJeton
from ..models import JetonApi, Personne

JOURS_MAX = 365
ACTIFS_MAX = 10
LONGUEUR_MAX = 100
PAS_USAGE = timedelta(minutes=1)


@sensitive_variables()
def empreinte(secret: str) -> str:
    """What is kept of a token: the SHA-256 of the whole secret."""
    return hashlib.sha256(secret.encode()).hexdigest()


@sensitive_variables()
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


@sensitive_variables()
def jeton_valide(secret: str) -> JetonApi | None:
    """The token of this secret with its person, if it is neither expired nor revoked and the account is open.

    The search is on the hash of a long random secret: its time says nothing of the secrets there are.
    """
    if not secret or len(secret) > LONGUEUR_MAX:
        return None
    cherchee = empreinte(secret)
    jeton = JetonApi.objects.valides().filter(empreinte=cherchee).select_related("personne").first()
    if jeton is None or not hmac.compare_digest(jeton.empreinte, cherchee) or not jeton.personne.is_active:
        return None
    return jeton


def noter_usage(jeton: JetonApi) -> None:
    """Record the last use, at most once a minute; not a change of the token, so without author nor history."""
    maintenant = timezone.now()
    if jeton.dernier_usage is None or maintenant - jeton.dernier_usage >= PAS_USAGE:
        recent = Q(dernier_usage__gt=maintenant - PAS_USAGE)
        JetonApi.objects.filter(pk=jeton.pk).exclude(recent).update(dernier_usage=maintenant)
