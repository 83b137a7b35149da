"""The pages of the acts on a blocker: their question, what is summed up before, why not when it cannot be done."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from ecosysteme.enums import EtatInitiative
from ecosysteme.models import Initiative, Personne
from ecosysteme.permissions import initiatives_lisibles

from ..enums import IssueEscalade, Palier
from ..models import Bloquant
from ..vie_bloquant import Geste, limite_en_mots, refus
from . import bloquant as lire


@dataclass(frozen=True, slots=True)
class Acte:
    geste: Geste
    titre: str
    explication: str
    bouton: str
    dernier: str


ESCALADER = Acte(
    Geste.ESCALADER,
    "À quel palier demander de l'aide\u00a0?",
    "L'escalade a une échéance. Sans réponse à temps, elle monte d'elle-même au palier suivant et s'y montre. Elle "
    "redescend avec une décision et une personne en charge. Rien n'est effacé.",
    "Demander de l'aide à ce palier",
    "Escalader",
)
REPONDRE = Acte(
    Geste.REPONDRE,
    "Que décidez-vous\u00a0?",
    "Votre décision redescend avec le bloquant, au palier où il a été signalé, à la personne que vous désignez.",
    "Donner cette réponse",
    "Répondre",
)
RETIRER = Acte(
    Geste.RETIRER_ESCALADE,
    "Retirer l'escalade\u00a0?",
    "Le bloquant redescend au palier où il a été signalé. La demande reste à son histoire.",
    "Retirer l'escalade",
    "Retirer l'escalade",
)
RESOUDRE = Acte(
    Geste.RESOUDRE,
    "Qu'est-ce qui l'a réglé\u00a0?",
    "Le bloquant se ferme et reste lisible. Les autres organisations retrouveront ce qui l'a réglé.",
    "Dire que c'est réglé",
    "Résoudre",
)
ABANDONNER = Acte(
    Geste.ABANDONNER,
    "Pourquoi l'abandonner\u00a0?",
    "Le bloquant se ferme sans être réglé. Il reste lisible, avec la raison.",
    "Abandonner le bloquant",
    "Abandonner",
)
PRECISER = Acte(
    Geste.PRECISER,
    "Comment le dire mieux\u00a0?",
    "Les mots d'avant restent à l'histoire du bloquant, et les personnes qui le suivent sont prévenues.",
    "Enregistrer ces mots",
    "Dire autrement",
)
RATTACHER = Acte(
    Geste.RATTACHER,
    "Ouvrir une initiative, ou en rejoindre une\u00a0?",
    "Une initiative réunit ce que plusieurs font pour régler la même chose. Le bloquant y reste lié.",
    "Rattacher le bloquant",
    "Initiative",
)
INITIATIVES_MAX = 100


def initiatives_a_rejoindre(personne: Personne, b: Bloquant) -> list[Initiative]:
    """Open ones, those of the same indicator or organisation first."""
    ouvertes = initiatives_lisibles(personne).filter(etat__in=[EtatInitiative.OUVERTE, EtatInitiative.EN_COURS])
    proches = Q(organisations=b.organisation_id)
    if b.indicateur_id:
        proches |= Q(indicateurs=b.indicateur_id)
    meme = Exists(Initiative.objects.filter(proches, pk=OuterRef("pk")))
    return list(
        ouvertes.exclude(pk=b.initiative_id).annotate(meme=meme).order_by("-meme", "-ouverte_le")[:INITIATIVES_MAX]
    )


def page(b: Bloquant, acte: Acte) -> dict[str, Any]:
    return {
        "bloquant": b,
        "fil": lire.fil(b, acte.dernier),
        "titre": acte.titre,
        "explication": acte.explication,
        "bouton": acte.bouton,
        "danger": acte.geste == Geste.ABANDONNER,
        "refus": refus(lire.situation(b), acte.geste),
        "resume": _resume(b),
        "retour": reverse("pilotage:bloquant", args=[b.pk]),
    }


def _resume(b: Bloquant) -> list[dict[str, str]]:
    elements = [
        {"terme": "Bloque", "valeur": lire.titre_objet(b)},
        {"terme": "Gravité", "valeur": b.get_gravite_display()},
        {"terme": "Palier", "valeur": Palier(b.palier).label},
        {"terme": "En charge", "valeur": str(b.responsable) if b.responsable else "Personne pour l'instant"},
    ]
    if attend := b.escalades.filter(issue=IssueEscalade.EN_ATTENTE).select_related("par").first():
        elements += [
            {"terme": "Aide demandée", "valeur": attend.aide_demandee},
            {"terme": "Répondre avant", "valeur": limite_en_mots(attend.repondre_avant)},
        ]
    return elements
