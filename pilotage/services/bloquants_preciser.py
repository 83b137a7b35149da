"""Saying a blocker better while it is open: its former words stay in its story."""

from ecosysteme.ecriture import ecriture
from ecosysteme.models import Personne
from ecosysteme.textes import une_ligne

from ..models import Bloquant
from ..vie_bloquant import Geste
from ._bloquants import Acte, concernes, prevenir, texte_requis

MOTS = ("titre", "description", "aide_demandee", "cause", "gravite")
TITRE = "Dites en une phrase ce qui bloque."


@ecriture
def preciser_bloquant(
    *, par: Personne, bloquant: Bloquant, titre: str, description: str, aide_demandee: str, cause: str, gravite: int,
    version_lue: int | None = None,
) -> Bloquant:  # fmt: skip
    """Write its words, its cause or its gravity again; the same words change nothing.

    Raises ConflitFiche when somebody acted meanwhile, ValidationError once it is closed or without a title.
    """
    acte = Acte.commencer(bloquant, Geste.PRECISER, version_lue)
    b = acte.bloquant
    nets = {
        "titre": une_ligne(texte_requis(titre, "titre", TITRE)), "description": description.strip(),
        "aide_demandee": aide_demandee.strip(), "cause": cause, "gravite": gravite,
    }  # fmt: skip
    avant = {nom: _dit(b, nom) for nom in MOTS}
    changes = {nom: valeur for nom, valeur in nets.items() if valeur != getattr(b, nom)}
    if not changes:
        return b
    for nom, valeur in changes.items():
        setattr(b, nom, valeur)
    b.full_clean()
    histoire = "\n".join(
        f"{str(Bloquant._meta.get_field(nom).verbose_name).capitalize()}, avant\u00a0: {avant[nom] or 'rien'}"
        for nom in changes
    )
    evenement = acte.conclure(par=par, genre="precise", texte=histoire, **changes)
    prevenir(evenement, "Bloquant précisé", concernes(b))
    return b


def _dit(b: Bloquant, nom: str) -> str:
    return str(getattr(b, f"get_{nom}_display")() if hasattr(b, f"get_{nom}_display") else getattr(b, nom))
