"""A3/PDCA sheets: opened from a problem, written section by section; two people on two sections never collide."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone

from ecosysteme.ecriture import ecriture
from ecosysteme.models import Indicateur, Initiative, Organisation, Personne
from ecosysteme.services.lignes import ConflitFiche, modifier_ligne

from ..models import Bloquant, FicheA3

POURQUOIS_MAX = 5


@ecriture
def ouvrir_fiche_a3(
    *,
    par: Personne,
    titre: str,
    organisation: Organisation,
    indicateur: Indicateur | None = None,
    bloquant: Bloquant | None = None,
    initiative: Initiative | None = None,
    **sections: Any,
) -> FicheA3:
    """Start a sheet. Raises ValidationError in French."""
    fiche = FicheA3(
        titre=" ".join(titre.split()),
        organisation=organisation,
        indicateur=indicateur,
        bloquant=bloquant,
        initiative=initiative,
        auteur=par,
        **_nettes(sections),
    )
    fiche.full_clean()
    fiche.save(force_insert=True)
    return fiche


@ecriture
def ecrire_section(*, par: Personne, fiche: FicheA3, version_lue: int, champs: dict[str, Any]) -> FicheA3:
    """Write a section. Somebody else's writing in another section is no conflict; in this one it is.

    Raises ConflitFiche, ValidationError.
    """
    nets = _nettes(champs)
    actuelle = FicheA3.objects.select_for_update().get(pk=fiche.pk)
    if actuelle.version != version_lue and not _intacte(actuelle, version_lue, nets):
        raise ConflitFiche(actuelle)
    if all(getattr(actuelle, champ) == valeur for champ, valeur in nets.items()):
        return actuelle
    return modifier_ligne(fiche, version_lue=actuelle.version, champs=nets | {"maj_le": timezone.now()})


def _intacte(actuelle: FicheA3, version_lue: int, champs: dict[str, Any]) -> bool:
    """Whether these fields are still what they were in the version that was read (history keeps each version)."""
    versions = FicheA3.pgh_event_model.objects.filter(pgh_obj_id=actuelle.pk, version=version_lue)
    lue = versions.order_by("-pgh_id").first()
    return lue is not None and all(getattr(lue, champ) == getattr(actuelle, champ) for champ in champs)


def _nettes(champs: dict[str, Any]) -> dict[str, Any]:
    """Texts trimmed; the whys without the empty ones, five at most."""
    nets = {champ: v.strip() if isinstance(v, str) else v for champ, v in champs.items()}
    if "pourquois" in nets:
        nets["pourquois"] = [" ".join(p.split()) for p in nets["pourquois"] if p.strip()]
        if len(nets["pourquois"]) > POURQUOIS_MAX:
            raise ValidationError({"pourquois": "Cinq pourquoi suffisent : gardez ceux qui mènent à la cause."})
    return nets
