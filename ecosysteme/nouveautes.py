"""What is new in the portal, as its users are told: dated, the latest first, the public sector's own marked so.

A line is added with what it tells of; a date is the day it was put at everyone's disposal.
"""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Nouveaute:
    """`url_name`: the page where it is found; `interne`: a private partner has no use of it."""

    jour: date
    titre: str
    texte: str
    url_name: str
    interne: bool = True


NOUVEAUTES = (
    Nouveaute(
        date(2026, 11, 27), "Bonnes pratiques",
        "Une demande d'aide répondue, un bloquant réglé ou une initiative terminée devient une pratique que d'autres"
        " appliquent\u00a0; vérifiée jusqu'à un jour, avec ce qu'elle donne ailleurs, échecs compris.",
        "communaute:pratiques", interne=False,
    ),
    Nouveaute(
        date(2026, 11, 27), "Mon travail, au complet",
        "Actions, rencontres, propositions et alertes sur ce que vous tenez s'y lisent d'elles-mêmes.", "accueil",
        interne=False,
    ),
    Nouveaute(
        date(2026, 11, 26), "Carte d'opinion",
        "Répondez à des énoncés un à un\u00a0; la carte ne dessine des groupes que si le hasard ne suffit pas à les"
        " expliquer.", "forum:forum", interne=False,
    ),
    Nouveaute(
        date(2026, 11, 26), "Forum des leaders",
        "Discussions, propositions scellées version par version, votes qui se prouvent et se recomptent, réponses"
        " officielles avec leur échéance.", "forum:forum", interne=False,
    ),
    Nouveaute(
        date(2026, 11, 25), "Salle de pilotage",
        "Rencontres en direct avec ordre du jour construit d'après les chiffres, décisions, actions suivies et"
        " procès-verbal.", "pilotage:rencontres",
    ),
    Nouveaute(
        date(2026, 11, 25), "Bloquants",
        "Signalez ce qui bloque, voyez qui a déjà réglé la même chose, escaladez avec une échéance de réponse.",
        "pilotage:bloquants",
    ),
    Nouveaute(
        date(2026, 11, 25), "Accompagnement",
        "Demandez de l'aide à la coordination ou à un leader d'ailleurs et suivez le parcours de votre organisation.",
        "pilotage:accompagnement",
    ),
    Nouveaute(
        date(2026, 11, 25), "Baromètre public et données ouvertes",
        "Les chiffres publiés, leur méthode et leurs fichiers, sans compte.", "barometre:accueil", interne=False,
    ),
    Nouveaute(
        date(2026, 11, 24), "Tableaux en direct",
        "Un résultat saisi remonte en quelques secondes jusqu'au gouvernement, avec son signal et son calcul.",
        "pilotage:gouvernement", interne=False,
    ),
)  # fmt: skip
