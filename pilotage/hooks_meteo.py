"""Météo on the sheets, alerts in the room's bar, corrections beside the official values."""

from functools import partial

from ecosysteme.permissions import droits
from ecosysteme.registries import (
    Entree,
    Place,
    Question,
    Rubrique,
    inscrire_accueil,
    inscrire_fiche,
    inscrire_navigation,
)

from .selectors import corrections, meteo, travail


def lit_interne(personne) -> bool:
    return personne.is_authenticated and droits(personne).lit_interne


inscrire_navigation(Entree("Alertes", "pilotage:alertes", 20, visible=lit_interne, pilier="pilotage:gouvernement"))
for genre in ("organisation", "plan", "objectif"):
    inscrire_fiche(
        genre,
        Rubrique("pilotage.meteo", 0, "pilotage/meteo/_bloc.html", partial(meteo.bloc, genre=genre), place=Place.HAUT),
    )
inscrire_fiche(
    "indicateur",
    Rubrique(
        "pilotage.corrections", 5, "pilotage/corrections/_sur_fiche.html", corrections.sur_fiche, place=Place.HAUT
    ),
)
inscrire_fiche("indicateur", Rubrique("pilotage.corriger", 60, "pilotage/corrections/_cote.html", corrections.cote))
CORRECTIONS = "pilotage/corrections/_attendues.html"
inscrire_accueil(Rubrique("pilotage.corrections", 20, CORRECTIONS, travail.corrections_attendues, Question.ATTENDU))
