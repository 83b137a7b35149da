"""Who is on the roll: the mandates in force on the day of opening, or every reader of an open space."""

from collections import Counter

from django.core.exceptions import ValidationError
from django.utils import timezone

from ecosysteme.enums import RoleAdhesion
from ecosysteme.models import Adhesion, Personne

from ..enums import College, Portee
from ..models import Inscription, Mandat, Scrutin

K_SECRET = 5
VIDE = "Personne ne serait inscrit au registre : un scrutin demande au moins une personne qui vote."
TROP_PEU = (
    f"Un vote secret demande au moins {K_SECRET} personnes inscrites, et autant dans chaque collège quand on les "
    "compte à part : en deçà, un bulletin se devine."
)


def electeurs(scrutin: Scrutin) -> list[Personne]:
    """The people a roll made now would hold."""
    return list(Personne.objects.filter(pk__in=[ligne.personne_id for ligne in composer(scrutin)]))


def composer(scrutin: Scrutin) -> list[Inscription]:
    """The lines of a roll made now, unsaved, in the order of names; those who recused themselves are not on it."""
    recusees = set(scrutin.recusations.values_list("personne_id", flat=True))
    lignes = _mandats(scrutin) if scrutin.instance_id else _lecteurs(scrutin)
    voulues = [ligne for ligne in lignes if ligne.personne_id not in recusees]
    voulues.sort(key=lambda ligne: (ligne.nom.casefold(), ligne.personne_id))
    for rang, ligne in enumerate(voulues, 1):
        ligne.rang = rang
    return voulues


def _mandats(scrutin: Scrutin) -> list[Inscription]:
    jour = timezone.localdate(scrutin.ouvre_le)
    tenus = Mandat.objects.filter(instance=scrutin.instance_id, personne__is_active=True).en_vigueur(jour).votants()
    return [
        Inscription(
            scrutin=scrutin, personne=m.personne, mandat=m, nom=str(m.personne)[:200],
            organisation=m.organisation.nom[:300], organisation_ref=m.organisation, college=m.college,
            fonction=m.fonction,
        )
        for m in tenus.select_related("personne", "organisation")
    ]  # fmt: skip


def _lecteurs(scrutin: Scrutin) -> list[Inscription]:
    """An open space: whoever reads it through a role in force; the college is that of the role."""
    roles = Adhesion.objects.en_vigueur().filter(personne__is_active=True).select_related("personne", "organisation")
    if scrutin.sujet.espace.portee != Portee.ECOSYSTEME:
        roles = roles.exclude(role=RoleAdhesion.MEMBRE_PRIVE)
    lignes: dict[int, Inscription] = {}
    for role in roles.order_by("pk"):
        college = College.PRIVE if role.role == RoleAdhesion.MEMBRE_PRIVE else College.PUBLIC
        lignes.setdefault(
            role.personne_id,
            Inscription(
                scrutin=scrutin, personne=role.personne, nom=str(role.personne)[:200],
                organisation=role.organisation.nom[:300], organisation_ref=role.organisation, college=college,
            ),
        )  # fmt: skip
    return list(lignes.values())


def exiger_registre(scrutin: Scrutin) -> list[Inscription]:
    """The lines a roll would have, or ValidationError: empty, or too few for a secret to hold (k >= 5)."""
    lignes = composer(scrutin)
    if not lignes:
        raise ValidationError(VIDE)
    if scrutin.secret:
        groupes = Counter(ligne.college for ligne in lignes) if scrutin.par_college else {"": len(lignes)}
        if min(groupes.values()) < K_SECRET:
            raise ValidationError({"secret": TROP_PEU})
    return lignes
