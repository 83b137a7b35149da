"""The practices of the demonstration: illustrative, by people who do not exist; loading again adds nothing."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from ecosysteme.models import Organisation, Personne

from ..enums import NiveauPreuve, PorteePratique
from ..models import Adoption, Pratique
from .adoptions import adopter, constater
from .pratiques import publier, rediger
from .verification import verifier

GENS = ("coordination", "gestion", "animation", "membre", "partenaire")
PRATIQUES: tuple[dict[str, Any], ...] = (
    {
        "auteur": "gestion", "titre": "Trier les demandes le matin, à deux (illustratif)",
        "causes": ["processus"], "portee": PorteePratique.ECOSYSTEME, "preuve": NiveauPreuve.AVANT_APRES,
        "contexte": "Un bureau recevait les demandes dans l'ordre d'arrivée. Les dossiers simples attendaient derrière"
        " les difficiles, et le délai moyen montait chaque semaine.",
        "etapes": "1. Chaque matin, deux personnes lisent ensemble les demandes de la veille, quinze minutes.\n"
        "2. Elles mettent de côté ce qui se règle en moins de dix minutes et le règlent le jour même.\n"
        "3. Elles inscrivent au tableau ce qui manque aux autres dossiers, et qui le demande.\n"
        "4. Le vendredi, l'équipe regarde ce qui est resté plus de trois jours.",
        "conditions": "Deux personnes présentes chaque matin. À éviter si les demandes arrivent déjà triées.",
        "cout": "Deux fois quinze minutes par jour ; aucun outil.",
        "effet": "Le délai médian a baissé dès la deuxième semaine et s'est maintenu. Les dossiers difficiles n'ont pas"
        " attendu davantage.",
        "effet_valeur": Decimal("-3.2"), "effet_bas": Decimal("-4.5"), "effet_haut": Decimal("-1.9"),
        "effet_unite": "jours",
    },
    {
        "auteur": "animation", "titre": "Une donnée manquante, un nom, une date (illustratif)",
        "causes": ["donnees", "partenaire"], "portee": PorteePratique.SECTEUR_PUBLIC,
        "preuve": NiveauPreuve.TEMOIGNAGE,
        "contexte": "Des indicateurs restaient sans résultat parce que la source dépendait d'un partenaire, et"
        " personne ne savait à qui le demander.",
        "etapes": "1. Nommer une personne chez le partenaire, pas un service.\n2. Convenir d'une date de remise par"
        " écrit.\n3. Signaler un bloquant dès le lendemain de la date, sans attendre la rencontre.",
        "conditions": "Le partenaire connaît l'usage qui sera fait de la donnée.",
        "cout": "Une heure par partenaire, une fois.",
        "effet": "La plupart des sources arrivent maintenant à la date convenue. L'effet n'a pas été mesuré.",
    },
    {
        "auteur": "partenaire", "titre": "Commencer la rencontre par ce qui a changé (illustratif)",
        "causes": ["processus", "decision"], "portee": PorteePratique.ECOSYSTEME, "preuve": NiveauPreuve.COMPAREE,
        "contexte": "Les rencontres repassaient tous les indicateurs ; on manquait de temps pour décider.",
        "etapes": "1. Ouvrir par les signaux nouveaux et les actions en retard.\n2. Ne dire le reste que si quelqu'un"
        " le demande.\n3. Finir dix minutes avant l'heure par les décisions, relues à voix haute.",
        "conditions": "Un ordre du jour construit d'après les chiffres, envoyé la veille.",
        "cout": "Aucun, sinon l'habitude à perdre.",
        "effet": "Comparées à celles d'équipes voisines, nos rencontres donnent plus de décisions dans la même durée.",
        "effet_valeur": Decimal("1.1"), "effet_bas": Decimal("-0.2"), "effet_haut": Decimal("2.4"),
        "effet_unite": "décision par rencontre",
    },
)  # fmt: skip


def charger() -> None:
    """Three practices, one verified, applied elsewhere with a success and a failure."""
    gens = {nom: Personne.objects.filter(email=f"{nom}@demo.exemple").first() for nom in GENS}
    if Pratique.objects.exists() or any(personne is None for personne in gens.values()):
        return
    publiees = [_publier(gens[fiche["auteur"]], dict(fiche)) for fiche in PRATIQUES]
    verifier(
        par=gens["coordination"], pratique=publiees[0], version_lue=publiees[0].version,
        mot="Étapes suivies avec l'équipe pendant une semaine, délais relus sur la courbe. (illustratif)",
    )  # fmt: skip
    ailleurs = Organisation.objects.publiques().actives().filter(type="ministere").exclude(
        pk__in=[p.organisation_id for p in publiees]
    )  # fmt: skip
    dits = (
        ("reussit", "Même baisse que chez vous, à la troisième semaine. (illustratif)"),
        ("sans_effet", "Nos demandes arrivent déjà triées par le formulaire\u00a0: rien n'a changé. (illustratif)"),
        ("", ""),
    )
    for organisation, (constat, texte) in zip(ailleurs.order_by("nom_cle")[:3], dits, strict=False):
        _adopter(gens["coordination"], publiees[0], organisation, constat, texte)


def _publier(auteur: Personne, fiche: dict[str, Any]) -> Pratique:
    del fiche["auteur"]
    organisation = auteur.adhesions.order_by("pk")[0].organisation
    pratique = rediger(par=auteur, organisation=organisation, **fiche)
    return publier(par=auteur, pratique=pratique, version_lue=pratique.version)


def _adopter(par: Personne, pratique: Pratique, organisation: Organisation, constat: str, texte: str) -> Adoption:
    depuis = timezone.localdate() - timedelta(days=60)
    adoption = adopter(par=par, pratique=pratique, organisation=organisation, depuis=depuis, mot="(illustratif)")
    if constat:
        constater(par=par, adoption=adoption, constat=constat, texte=texte, version_lue=adoption.version)
    return adoption
