"""Illustrative météos of the demonstration: invented judgements, said to be so."""

from collections.abc import Iterator

from ecosysteme.models import Objectif, Organisation, Personne, PlanStrategique

from ..enums import Ciel
from ..models import Meteo
from ..permissions_meteo import Noeud
from . import meteo

EXERCICE = 2025
ILLUSTRATIF = "(Texte illustratif.)"
TEXTES = {
    Ciel.SOLEIL: {"reussites": "Le guichet unique a tenu ses délais toute l'année."},
    Ciel.COUVERT: {
        "risques": "Deux équipes n'ont pas encore leur effectif complet.",
        "solutions": "Embauches en cours ; premier point d'étape en janvier.",
    },
    Ciel.NUAGE: {
        "risques": "Les données de trois régions arrivent avec deux mois de retard.",
        "solutions": "Demande d'appui faite pour automatiser la collecte.",
        "reussites": "La nouvelle fiche de suivi est utilisée partout.",
    },
    Ciel.ORAGE: {
        "risques": "Le fournisseur du système a interrompu ses livraisons.",
        "solutions": "Plan de rechange soumis à la direction, décision attendue.",
    },
}
CHEMIN = {
    "ambition": "Offrir partout le même service, dans le même délai.",
    "deja_fait": "Portrait des écarts entre les régions.",
    "a_faire": "Mettre en place l'équipe volante.",
}
SUITE = (Ciel.COUVERT, Ciel.SOLEIL, Ciel.NUAGE, Ciel.COUVERT, Ciel.ORAGE)


def charger() -> None:
    """Publish what is missing; a node that already has a météo is left alone."""
    par = Personne.objects.get(email="coordination@demo.exemple")
    deja = set(Meteo.objects.publiees().values_list("organisation", "plan", "objectif"))
    for rang, noeud in enumerate(_noeuds()):
        cle = tuple(noeud.pk if noeud.genre == genre else None for genre in ("organisation", "plan", "objectif"))
        if cle not in deja:
            _publier(par, noeud, SUITE[rang % len(SUITE)])


def _noeuds() -> Iterator[Noeud]:
    """Half of the ministries that have a plan, their plans and some of their objectives."""
    organisations = Organisation.objects.filter(plans__isnull=False).distinct().order_by("pk")
    for organisation in organisations[::2]:
        yield Noeud.de("organisation", organisation)
    plans = PlanStrategique.objects.filter(organisation__in=organisations[::2]).select_related("organisation")
    for plan in plans.order_by("pk"):
        yield Noeud.de("plan", plan)
    objectifs = Objectif.objects.filter(orientation__plan__in=plans).select_related("orientation__plan__organisation")
    for objectif in objectifs.order_by("pk")[::2]:
        yield Noeud.de("objectif", objectif)


def _publier(par: Personne, noeud: Noeud, ciel: Ciel) -> None:
    """The first of the year, then for a cloudy one a second that replaces it."""
    precedente = 0
    for voulu in (Ciel.COUVERT, ciel) if ciel == Ciel.NUAGE else (ciel,):
        textes = {champ: f"{texte} {ILLUSTRATIF}" for champ, texte in (TEXTES[voulu] | CHEMIN).items()}
        champs = dict.fromkeys(meteo.CHAMPS, "") | textes | {"ciel": voulu}
        lues = {"par": par, "noeud": noeud, "exercice": EXERCICE}
        brouillon = meteo.enregistrer_brouillon(champs=champs, version_lue=0, **lues)
        precedente = meteo.publier_meteo(version_lue=brouillon.version, precedente_lue=precedente, **lues).pk
