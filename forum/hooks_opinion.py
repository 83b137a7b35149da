"""What consultations offer: their block on a topic."""

from typing import Any

from ecosysteme.registries import Rubrique, inscrire_fiche

from .permissions_opinion import tient_consultation
from .selectors import consultation


def du_sujet(*, personne: Any, objet: Any, exercice: int | None = None) -> dict[str, Any]:
    ouvrable = tient_consultation(personne, objet) and not (objet.ferme or objet.espace.clos)
    return consultation.du_sujet(personne=personne, objet=objet, ouvrable=ouvrable)


inscrire_fiche("sujet", Rubrique("forum.consultations", 20, "forum/opinion/_bloc.html", du_sujet))
