"""What votes offer: what is left to vote on « Mon travail », the votes of a topic and of a proposal."""

from ecosysteme.registries import Place, Question, Rubrique, inscrire_accueil, inscrire_fiche

from .selectors import scrutins

inscrire_accueil(
    Rubrique("forum.a_voter", 3, "forum/scrutins/_annonce_travail.html", scrutins.annonce_travail, Question.ATTENDU)
)
inscrire_fiche("sujet", Rubrique("forum.scrutins", 10, "forum/scrutins/_bloc.html", scrutins.du_sujet))
inscrire_fiche(
    "proposition",
    Rubrique("forum.scrutins", 10, "forum/scrutins/_bloc.html", scrutins.de_la_proposition, place=Place.HAUT),
)
