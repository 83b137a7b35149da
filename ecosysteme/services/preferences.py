"""How a person wants to be told: by type, in her hours; and the one-click way out, that works logged out."""

from collections.abc import Iterable, Mapping
from datetime import time

from django.core import signing

from ..ecriture import ecriture
from ..enums import CanalNotification, TypeNotification, canal_par_defaut
from ..models import Personne, PreferenceNotification, ReglageCourriel

SEL = "ecosysteme.desabonnement"


@ecriture
def choisir_canaux(*, par: Personne, canaux: Mapping[str, str]) -> None:
    """One channel a type; what is chosen is kept even where it is the default."""
    _poser(par, canaux)


@ecriture
def regler_courriels(*, par: Personne, fuseau: str, calme_de: time, calme_a: time, resume_a: time) -> None:
    """Zone, quiet hours and hour of the digest."""
    horaire = {"fuseau": fuseau, "calme_de": calme_de, "calme_a": calme_a, "resume_a": resume_a}
    ReglageCourriel.objects.update_or_create(personne=par, defaults=horaire)


def jeton_desabonnement(personne: int, types: Iterable[str]) -> str:
    """What names a person and types in an address that nobody else can make."""
    return signing.Signer(salt=SEL).sign_object({"p": personne, "t": sorted(types)}, compress=True)


def lire_jeton(jeton: str) -> tuple[Personne, list[str]] | None:
    """The person and the types, if this portal signed them and the account is still there."""
    try:
        lu = signing.Signer(salt=SEL).unsign_object(jeton)
    except signing.BadSignature:
        return None
    personne = Personne.objects.filter(pk=lu["p"], is_active=True).first()
    types = [type for type in lu["t"] if type in TypeNotification.values]
    return (personne, types) if personne and types else None


@ecriture
def desabonner(*, par: Personne, types: Iterable[str]) -> dict[str, str]:
    """No more e-mail of these types; the channels they had, by which to undo it. Twice changes nothing more."""
    types = list(types)
    poses = dict(PreferenceNotification.objects.filter(personne=par, type__in=types).values_list("type", "canal"))
    _poser(par, dict.fromkeys(types, CanalNotification.PORTAIL))
    return {type: poses.get(type, canal_par_defaut(type)) for type in types}


def _poser(par: Personne, canaux: Mapping[str, str]) -> None:
    PreferenceNotification.objects.bulk_create(
        [PreferenceNotification(personne=par, type=type, canal=canal) for type, canal in canaux.items()],
        update_conflicts=True,
        unique_fields=["personne", "type"],
        update_fields=["canal"],
    )


def signer_canaux(personne: Personne, canaux: Mapping[str, str]) -> str:
    """The channels to give back, in a form a browser may hold."""
    return signing.Signer(salt=f"{SEL}.annuler").sign_object({"p": personne.pk, "c": dict(canaux)})


def lire_canaux(signes: str, personne: Personne) -> dict[str, str] | None:
    """What `signer_canaux` was given for that person; None for anything else."""
    try:
        lu = signing.Signer(salt=f"{SEL}.annuler").unsign_object(signes)
    except signing.BadSignature:
        return None
    return lu["c"] if lu["p"] == personne.pk else None
