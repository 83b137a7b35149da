"""The community of the small world of `tests/monde.py`: practices in each state, of home and elsewhere, applied."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

from communaute.enums import PorteePratique
from communaute.services.adoptions import adopter
from communaute.services.pratiques import publier, rediger
from communaute.services.verification import retirer, verifier
from tests import fabriques

TEXTES = {"contexte": "Un bureau où l'on attend.", "etapes": "Trier le matin.", "effet": "L'attente a baissé."}

PRATIQUE = {"titre": "Essai", "contexte": "Ici.", "etapes": "Faire.", "effet": "Mieux.", "preuve": "1",
            "portee": "ecosysteme", "version": 2, "note": "Essai."}  # fmt: skip
VERSION_2 = {"version": 2, "motif": "Essai.", "mot": "Essai."}
CORPS: dict[str, Callable[[SimpleNamespace], dict[str, Any]]] = {
    "pratique_ajouter": lambda m: PRATIQUE | {"organisation": m.ministere.pk},
    "pratique_publier pratique_brouillon": lambda m: {"version": 1},
    "pratique_publier pratique_ailleurs": lambda m: {"version": 2},
    "pratique_lever pratique_verifiee": lambda m: {"version": 3},
    "pratique_appliquer pratique": lambda m: {"organisation": m.ailleurs.pk},
    "pratique_corriger pratique": lambda m: PRATIQUE,
    "pratique_corriger pratique_ailleurs": lambda m: PRATIQUE | {"portee": "secteur_public"},
    **{f"pratique_retirer {nom}": lambda m: VERSION_2 for nom in ("pratique", "pratique_ailleurs")},
    **{f"pratique_verifier pratique{suite}": lambda m: VERSION_2 for suite in ("", "_interne", "_ailleurs")},
    **{f"adoption_constater {nom}": lambda m: {"version": 1, "constat": "reussit", "texte": "Vu."}
       for nom in ("adoption", "adoption_ailleurs")},
    **{f"adoption_cesser {nom}": lambda m: {"version": 1, "motif": "Vu."} for nom in ("adoption", "adoption_ailleurs")},
}  # fmt: skip


def pratique(par, organisation, publiee=True, **champs):
    """A practice, published unless said otherwise, read by the public sector unless said otherwise."""
    redigee = rediger(par=par, organisation=organisation, **({"titre": "Trier le matin"} | TEXTES | champs))
    return publier(par=par, pratique=redigee, version_lue=redigee.version) if publiee else redigee


def batir(m: SimpleNamespace) -> None:
    """« pub » writes at home; « ail » elsewhere; « pri » shares with all; « ges » applies what comes from elsewhere."""
    ouverte = {"portee": PorteePratique.ECOSYSTEME}
    m.pratique = pratique(m.roles["pub"], m.ministere, indicateur=m.indicateur, **ouverte)
    m.pratique_interne = pratique(m.roles["pub"], m.ministere, titre="Entre nous")
    m.pratique_ailleurs = pratique(m.roles["ail"], m.ailleurs, titre="D'ailleurs")
    m.pratique_privee = pratique(m.roles["pri"], m.partenaire, titre="Du privé", **ouverte)
    m.pratique_brouillon = pratique(m.roles["pub"], m.ministere, publiee=False, titre="À finir")
    retiree = pratique(m.roles["pub"], m.ministere, titre="Dépassée", **ouverte)
    m.pratique_retiree = retirer(par=m.roles["pub"], pratique=retiree, motif="Dépassée.", version_lue=retiree.version)
    verifiee = pratique(m.roles["pub"], m.ministere, titre="Vérifiée", **ouverte)
    m.pratique_verifiee = verifier(par=m.roles["coo"], pratique=verifiee, mot="Relue.", version_lue=verifiee.version)
    m.adoption = adopter(par=m.roles["ges"], pratique=m.pratique_ailleurs, organisation=m.ministere)
    m.adoption_ailleurs = adopter(par=m.roles["ail"], pratique=m.pratique, organisation=m.ailleurs)


def peupler(m: SimpleNamespace, n: int) -> None:
    """For « coo »: one practice more to read and verify, one of hers, a draft, an organisation that applies."""
    voisine = fabriques.organisation(parent=m.gouvernement)
    lue = pratique(m.roles["pub"], m.ministere, titre=f"Pratique {n}", indicateur=m.indicateur)
    adopter(par=m.roles["coo"], pratique=m.pratique, organisation=voisine, ouvrir=n % 2 == 0)
    adopter(par=m.roles["coo"], pratique=lue, organisation=voisine)
    pratique(m.roles["coo"], m.ministere, titre=f"Mienne {n}")
    pratique(m.roles["coo"], m.ministere, publiee=False, titre=f"Brouillon {n}")
