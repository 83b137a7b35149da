"""What the steering room offers to the pages that gather the pillars."""

from dataclasses import replace

from ecosysteme.permissions import droits
from ecosysteme.registries import (
    Entree,
    Place,
    Question,
    Rubrique,
    inscrire_accueil,
    inscrire_fiche,
    inscrire_navigation,
    inscrire_source,
)

from . import (
    hooks_actions,  # noqa: F401
    hooks_bloquants,  # noqa: F401
    hooks_meteo,  # noqa: F401
)
from .selectors import apprises, demande, initiatives, notes_fiches, parcours, premiers_pas, rencontres_travail, travail


def membre(personne) -> bool:
    return personne.is_authenticated and droits(personne).est_membre


def saisit(personne) -> bool:
    return droits(personne).peut("saisir") or droits(personne).peut("saisir_les_siens")


inscrire_navigation(Entree("Pilotage", "pilotage:gouvernement", 10, "p", visible=membre))
for entree in (
    Entree("Vue d'ensemble", "pilotage:gouvernement", 0, visible=membre),
    Entree("Saisie", "pilotage:saisie", 10, visible=saisit),
    Entree("Rencontres", "pilotage:rencontres", 50, visible=lambda p: droits(p).lit_interne),
    Entree("Initiatives", "initiatives", 60, visible=membre),
    Entree("Qualité des plans", "pilotage:qualite", 80, visible=lambda p: droits(p).peut("coordonner")),
    Entree("Accompagnement", "pilotage:accompagnement", 70, visible=lambda p: droits(p).lit_interne),
    Entree("Annonces", "pilotage:annonces", 80, visible=membre),
    Entree("Rapports", "pilotage:rapports", 80, visible=lambda p: droits(p).lit_interne),
    Entree("Importations", "pilotage:imports", 90, visible=lambda p: droits(p).peut("importer")),
    Entree("Méthode", "pilotage:methode", 99, visible=membre),
):
    inscrire_navigation(replace(entree, pilier="pilotage:gouvernement"))
inscrire_accueil(
    Rubrique("premiers_pas", -10, "pilotage/travail/premiers_pas.html", premiers_pas.bloc, Question.ATTENDU)
)
inscrire_accueil(Rubrique("pilotage.attendu", 10, "pilotage/travail/attendu.html", travail.attendu, Question.ATTENDU))
inscrire_accueil(
    Rubrique("pilotage.changements", 10, "pilotage/travail/changements.html", travail.changements, Question.CHANGE)
)
inscrire_accueil(Rubrique("pilotage.pres", 10, "pilotage/travail/pres.html", travail.pres, Question.PRES))
inscrire_fiche(
    "initiative",
    Rubrique(
        "pilotage.indicateurs", 10, "pilotage/initiatives/_indicateurs.html", initiatives.indicateurs, place=Place.BAS
    ),
)
inscrire_accueil(
    Rubrique("pilotage.accompagnement", 30, "pilotage/accompagnement/travail.html", demande.attendu, Question.ATTENDU)
)
inscrire_accueil(Rubrique("pilotage.aider", 30, "pilotage/accompagnement/travail.html", demande.pres, Question.PRES))
inscrire_fiche(
    "organisation",
    Rubrique("pilotage.parcours", 90, "pilotage/accompagnement/_sur_organisation.html", parcours.bloc, place=Place.BAS),
)
for genre in ("indicateur", "initiative"):
    inscrire_fiche(genre, Rubrique("pilotage.demander", 95, "pilotage/accompagnement/_demander.html", demande.lien))
for genre in ("organisation", "plan"):
    inscrire_fiche(
        genre,
        Rubrique("pilotage.note", 40, "pilotage/notation/_officielle.html", notes_fiches.officielle, place=Place.HAUT),
    )
for genre, place in (("organisation", Place.BAS), *((g, Place.COTE) for g in ("plan", "objectif", "indicateur"))):
    inscrire_fiche(
        genre, Rubrique("pilotage.et_si", 80, "pilotage/notation/_liens.html", notes_fiches.liens, place=place)
    )
inscrire_accueil(
    Rubrique(
        "pilotage.rencontres", 5, "pilotage/rencontres/_place_travail.html", rencontres_travail.place, Question.ATTENDU
    )
)
inscrire_fiche(
    "organisation",
    Rubrique(
        "pilotage.rencontres",
        30,
        "pilotage/rencontres/_place_organisation.html",
        rencontres_travail.place_organisation,
    ),
)
for source in apprises.SOURCES:
    inscrire_source(source)
