"""A proposal: drafted, published, rewritten by versions that nothing changes; what becomes of it is in the states."""

from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from ecosysteme.ecriture import ecriture
from ecosysteme.models import Indicateur, Initiative, Organisation, Personne
from ecosysteme.services.fiches import ConflitFiche

from .. import canonique
from ..enums import EtatProposition
from ..models import Espace, Proposition, VersionProposition
from ..permissions import anime_forum, raison_de_ne_pas_ecrire
from .sujets import ouvrir_sujet

TEXTES = ("titre", "probleme", "action", "effet")
CHAMPS = (*TEXTES, "effet_indicateur", "effet_sens", "effet_valeur", "effet_le", "effort", "cout", "reversibilite")
REQUIS = {
    "titre": "Donnez un titre à la proposition.",
    "probleme": "Dites quel problème elle résout.",
    "action": "Dites ce que vous proposez de faire.",
    "effet": "Dites quel effet vous en attendez.",
}
SON_AUTEUR = "Une proposition se récrit par son auteur ou par l'animation du forum."
DEJA_PUBLIEE = "Cette proposition est déjà publiée : proposez une nouvelle version ou un amendement."
PAS_VIVANTE = "Cette proposition n'est plus en discussion : son texte ne change plus."
RIEN_DE_NEUF = "Rien ne change dans ce texte : il n'y a pas de nouvelle version à publier."


def exiger_tenir(personne: Personne, proposition: Proposition) -> None:
    if personne.pk != proposition.auteur_id and not anime_forum(personne):
        raise PermissionDenied(SON_AUTEUR)


def exiger_ecrire(personne: Personne, espace: Espace) -> None:
    """Raises PermissionDenied, with the reason, where the person only reads."""
    if raison := raison_de_ne_pas_ecrire(personne, espace):
        raise PermissionDenied(raison)


def courante(proposition: Proposition) -> VersionProposition:
    """The latest version; of a published proposal it is published."""
    return proposition.versions.order_by("-numero")[0]


def sceau(version: VersionProposition) -> str:
    """The hash a ballot is tied to: every word of the version, and what it aims at."""
    dit: dict[str, Any] = {"proposition": version.proposition_id, "numero": version.numero}
    for champ in CHAMPS:
        valeur = getattr(version, f"{champ}_id" if champ == "effet_indicateur" else champ)
        dit[champ] = valeur if valeur is None or isinstance(valeur, int | str) else str(valeur)
    return canonique.empreinte(dit)


@ecriture
def proposer(
    *, par: Personne, espace: Espace, initiative: Initiative | None = None, indicateurs: list[Indicateur] | None = None,
    organisations: list[Organisation] | None = None, **champs: Any,
) -> Proposition:  # fmt: skip
    """Keep a draft, whatever is still missing but its title. Raises ValidationError."""
    if not champs.get("titre", "").strip():
        raise ValidationError({"titre": REQUIS["titre"]})
    proposition = Proposition.objects.create(espace=espace, auteur=par, initiative=initiative, attendu_de=par)
    proposition.indicateurs.set(indicateurs or [])
    proposition.organisations.set(organisations or [])
    version = VersionProposition(proposition=proposition, numero=1, auteur=par, **_nets(champs))
    version.full_clean(exclude=["proposition"])
    version.save(force_insert=True)
    return proposition


def _nets(champs: dict[str, Any]) -> dict[str, Any]:
    return {nom: v.strip() if isinstance(v, str) else v for nom, v in champs.items() if nom in CHAMPS}


@ecriture
def corriger_brouillon(*, par: Personne, proposition: Proposition, **champs: Any) -> Proposition:
    """Write the draft again: nobody else reads it."""
    tenue = verrouiller(proposition)
    exiger_tenir(par, tenue)
    if tenue.etat != EtatProposition.BROUILLON:
        raise ValidationError(DEJA_PUBLIEE)
    for nom in ("indicateurs", "organisations"):
        if nom in champs:
            getattr(tenue, nom).set(champs[nom])
    if "initiative" in champs:
        tenue.initiative = champs["initiative"]
        tenue.save(update_fields=["initiative"])
    version = courante(tenue)
    for nom, valeur in _nets(champs).items():
        setattr(version, nom, valeur)
    version.full_clean()
    version.save()
    return tenue


@ecriture
def publier_proposition(*, par: Personne, proposition: Proposition) -> Proposition:
    """Seal the first version and open its topic. Raises ValidationError when a part is missing."""
    tenue = verrouiller(proposition)
    exiger_tenir(par, tenue)
    exiger_ecrire(par, tenue.espace)
    if tenue.etat != EtatProposition.BROUILLON:
        raise ValidationError(DEJA_PUBLIEE)
    version = courante(tenue)
    manques = {nom: phrase for nom, phrase in REQUIS.items() if not getattr(version, nom).strip()}
    if manques:
        raise ValidationError(manques)
    _sceller(version)
    tenue.sujet = ouvrir_sujet(
        par=par, espace=tenue.espace, titre=version.titre, corps=f"{version.probleme}\n\n{version.action}",
        initiative=tenue.initiative,
    )  # fmt: skip
    poser_etat(tenue, EtatProposition.EN_DISCUSSION, attendu_de=tenue.auteur)
    return tenue


@ecriture
def publier_version(
    *, par: Personne, proposition: Proposition, version_lue: int, note: str, mineure: bool = False, **champs: Any
) -> VersionProposition:
    """Publish version n+1 over the one that was read: the former stays, with the ballots tied to it.

    Raises ConflitFiche when another version came meanwhile, ValidationError, PermissionDenied.
    """
    tenue = verrouiller(proposition)
    exiger_tenir(par, tenue)
    exiger_ecrire(par, tenue.espace)
    if (actuelle := courante(tenue)).numero != version_lue:
        raise ConflitFiche(actuelle)
    return nouvelle_version(par, tenue, _nets(champs), note=note, mineure=mineure)


def nouvelle_version(
    par: Personne, tenue: Proposition, champs: dict[str, Any], *, note: str, mineure: bool = False
) -> VersionProposition:
    """Under the proposal's lock: what `champs` says over what the current version says."""
    if tenue.etat not in (EtatProposition.EN_DISCUSSION, EtatProposition.AU_VOTE):
        raise ValidationError(PAS_VIVANTE)
    ancienne = courante(tenue)
    valeurs = {nom: champs.get(nom, getattr(ancienne, nom)) for nom in CHAMPS}
    if all(valeurs[nom] == getattr(ancienne, nom) for nom in CHAMPS):
        raise ValidationError(RIEN_DE_NEUF)
    manques = {nom: phrase for nom, phrase in REQUIS.items() if not str(valeurs[nom]).strip()}
    if manques:
        raise ValidationError(manques)
    version = VersionProposition(
        proposition=tenue, numero=ancienne.numero + 1, auteur=par, note=note.strip()[:300], mineure=mineure, **valeurs
    )
    version.full_clean()
    version.save(force_insert=True)
    _sceller(version)
    return version


def _sceller(version: VersionProposition) -> None:
    version.empreinte, version.publiee_le = sceau(version), timezone.now()
    version.save(update_fields=["empreinte", "publiee_le"])


def verrouiller(proposition: Proposition) -> Proposition:
    tenue = Proposition.objects.select_for_update(of=("self",)).select_related("espace__instance", "auteur", "sujet")
    return tenue.get(pk=proposition.pk)


def poser_etat(
    tenue: Proposition, etat: str, *, attendu_de: Personne | None = None, echeance: date | None = None, motif: str = ""
) -> None:
    """Where it stands, since when, who must act next and by when."""
    tenue.etat, tenue.etat_depuis = etat, timezone.now()
    tenue.attendu_de, tenue.echeance, tenue.motif = attendu_de, echeance, motif
    tenue.version += 1
    tenue.save()
