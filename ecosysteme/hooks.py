"""What the ground floor offers to the gathering pages."""

from .permissions import droits
from .registries import (
    Entree,
    Question,
    Rubrique,
    inscrire_accueil,
    inscrire_fiche,
    inscrire_navigation,
    inscrire_source,
)
from .selectors import decision, initiatives_apprises, initiatives_blocs
from .selectors.accueil import notifications_non_lues

inscrire_navigation(Entree("Accueil", "accueil", 0, "a"))
inscrire_accueil(
    Rubrique("notifications", 0, "ecosysteme/_notifications.html", notifications_non_lues, Question.CHANGE)
)
inscrire_accueil(
    Rubrique(
        "initiatives.etapes",
        20,
        "ecosysteme/initiatives/travail_etapes.html",
        initiatives_blocs.attendu,
        Question.ATTENDU,
    )
)
inscrire_accueil(
    Rubrique(
        "initiatives.changements", 20, "ecosysteme/initiatives/travail_changements.html", initiatives_blocs.changements,
        Question.CHANGE,
    )
)  # fmt: skip
inscrire_fiche(
    "indicateur",
    Rubrique("initiatives", 30, "ecosysteme/initiatives/_sur_indicateur.html", initiatives_blocs.sur_indicateur),
)
inscrire_navigation(
    Entree("Décisions", "decisions", 60, visible=lambda p: droits(p).lit_interne, pilier="pilotage:gouvernement")
)
inscrire_fiche(
    "initiative", Rubrique("decisions", 30, "ecosysteme/decisions/_initiative.html", decision.d_une_initiative)
)
inscrire_source(initiatives_apprises.SOURCE)
