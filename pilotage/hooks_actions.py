"""What the action log, A3 sheets and minutes offer to the pages that gather the pillars."""

from ecosysteme.permissions import droits
from ecosysteme.registries import Entree, Question, Rubrique, inscrire_accueil, inscrire_fiche, inscrire_navigation

from .selectors import actions_blocs, decisions

inscrire_navigation(
    Entree("Actions", "pilotage:actions", 50, visible=lambda p: droits(p).lit_interne, pilier="pilotage:gouvernement")
)
inscrire_accueil(
    Rubrique(
        "pilotage.actions", 5, "pilotage/actions/_annonce_travail.html", actions_blocs.annonce_travail, Question.ATTENDU
    )
)
for genre, voir in (("indicateur", "?origine=indicateur"), ("organisation", "?organisation={}")):
    bloc = actions_blocs.annonce(genre, voir)
    inscrire_fiche(genre, Rubrique("pilotage.actions", 40, "pilotage/actions/_annonce.html", bloc))
inscrire_fiche(
    "initiative",
    Rubrique("pilotage.actions", 40, "pilotage/actions/_bloc.html", actions_blocs.d_une_initiative),
)
inscrire_fiche(
    "decision", Rubrique("pilotage.rencontre", 10, "pilotage/pv/_decision_rencontre.html", decisions.rencontre)
)
