"""What votes offer: what is left to vote on « Mon travail », the votes of a topic."""

from ecosysteme.registries import Question, Rubrique, inscrire_accueil, inscrire_fiche

from .selectors import scrutins

inscrire_accueil(
    Rubrique("forum.a_voter", 3, "forum/scrutins/_annonce_travail.html", scrutins.annonce_travail, Question.ATTENDU)
)
inscrire_fiche("sujet", Rubrique("forum.scrutins", 10, "forum/scrutins/_bloc.html", scrutins.du_sujet))
