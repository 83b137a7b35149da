"""The consultation of the demonstration: illustrative statements, answered by people who do not exist."""

import random

from ecosysteme.models import Personne

from ..models import AvisSurEnonce, Espace
from .consultations import calculer_carte, ouvrir_consultation
from .sujets import ouvrir_sujet

# Statement, then the chance that each of the two camps agrees.
ENONCES = (
    ("Publier l'attente de chaque bureau aide les gens à choisir leur moment.", 0.9, 0.85),
    ("Un palmarès des bureaux pousserait les équipes à s'améliorer.", 0.85, 0.1),
    ("Un palmarès humilierait des équipes qui manquent de personnel.", 0.15, 0.9),
    ("On devrait publier la médiane et le 90e centile plutôt que la moyenne.", 0.75, 0.8),
    ("Les petits bureaux devraient être regroupés avant publication.", 0.3, 0.8),
    ("La publication devrait commencer sans attendre que les données soient parfaites.", 0.9, 0.25),
    ("Chaque chiffre publié devrait être accompagné du mot de l'équipe.", 0.6, 0.95),
    ("Les citoyennes et citoyens devraient choisir ce qui est publié.", 0.6, 0.5),
    ("Publier chaque heure serait utile.", 0.7, 0.2),
    ("Il faut un responsable nommé pour chaque indicateur.", 0.85, 0.8),
)
REPONDANTS, GRAINE = 38, 2026


def charger(gens: dict[str, Personne], espace: Espace) -> None:
    """A topic, its consultation, its answers and its first map."""
    sujet = ouvrir_sujet(
        par=gens["coordination"], espace=espace, titre="Jusqu'où publier l'attente\u202f? (illustratif)",
        corps="Texte illustratif. Avant d'écrire une proposition, voyons sur quoi nous nous accordons déjà.",
    )  # fmt: skip
    consultation = ouvrir_consultation(
        par=gens["coordination"], sujet=sujet,
        question="Que publier de l'attente dans les bureaux\u202f? (illustratif)",
        enonces=[texte for texte, *_ in ENONCES],
    )  # fmt: skip
    hasard = random.Random(GRAINE)  # noqa: S311 illustrative answers, nothing secret
    repondants = Personne.objects.bulk_create(
        Personne(email=f"repondant-{n:02}@fictif.exemple", prenom="Répondant", nom=f"Fictif {n}", is_active=False)
        for n in range(1, REPONDANTS + 1)
    )
    enonces = list(consultation.enonces.order_by("pk"))
    AvisSurEnonce.objects.bulk_create(
        AvisSurEnonce(enonce=enonce, personne=personne, avis=_avis(hasard, chances[n % 2]))
        for n, personne in enumerate(repondants)
        for enonce, (_, *chances) in zip(enonces, ENONCES, strict=True)
        if hasard.random() < 0.9
    )
    calculer_carte(consultation=consultation)


def _avis(hasard: random.Random, chance: float) -> int:
    return 0 if hasard.random() < 0.08 else 1 if hasard.random() < chance else -1
