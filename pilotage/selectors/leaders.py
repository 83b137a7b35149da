"""Convinced leaders, by kind of help."""

from typing import Any

from django.db.models import Count, Q

from ecosysteme.format import compte
from ecosysteme.models import Personne

from ..enums import EtatDemande, GenreAccompagnement
from ..models import DemandeAccompagnement, Leader
from ..permissions_accompagnement import leader_de
from .demande import fil

ENTETES = ("Nom", "Organisation", "Sigle", "Aide offerte", "Présentation", "Demandes répondues")


def lire() -> list[dict[str, Any]]:
    """Everybody who offers help, with how many requests they answered: two queries."""
    repondues = dict(
        DemandeAccompagnement.objects.filter(etat=EtatDemande.REPONDUE)
        .order_by()
        .values_list("prise_par")
        .annotate(n=Count("pk"))
    )
    tous = Leader.objects.filter(Q(personne__is_active=True)).select_related("personne", "organisation")
    return [
        {
            "pk": leader.personne_id,
            "nom": str(leader.personne),
            "organisation": leader.organisation.nom,
            "sigle": leader.organisation.sigle,
            "genres": leader.genres,
            "presentation": leader.presentation,
            "repondues": repondues.get(leader.personne_id, 0),
        }
        for leader in tous.order_by("organisation__nom_cle", "personne__nom", "pk")
    ]


def page(personne: Personne, voulu: str) -> dict[str, Any]:
    """Counters by kind that filter, and the people."""
    tous = lire()
    genre = voulu if voulu in GenreAccompagnement.values else ""
    montres = [leader for leader in tous if not genre or genre in leader["genres"]]
    compteurs = [{"libelle": "leaders", "nombre": str(len(tous)), "url": "?", "actif": not genre, "id": "genre-tous"}]
    for valeur, libelle in GenreAccompagnement.choices:
        n = sum(valeur in leader["genres"] for leader in tous)
        url = f"?genre={valeur}" if valeur != genre else "?"
        compteurs.append(
            {
                "libelle": libelle.lower(),
                "nombre": str(n),
                "url": url,
                "actif": genre == valeur,
                "id": f"genre-{valeur}",
            }
        )
    return {
        "fil": fil("Leaders convaincus"),
        "compteurs": compteurs,
        "lignes": [_ligne(leader) for leader in montres],
        "montres": f"{len(montres)} sur {compte(len(tous), 'leader')}",
        "moi": leader_de(personne),
        "exports": [{"libelle": "CSV", "url": "?format=csv"}, {"libelle": "Excel (XLSX)", "url": "?format=xlsx"}],
    }


def _ligne(leader: dict[str, Any]) -> dict[str, Any]:
    n = leader["repondues"]
    suite = f"{compte(n, 'demande')} {'répondues' if n > 1 else 'répondue'}" if n else ""
    return leader | {"genres": genres(leader["genres"]), "repondues": suite}


def genres(valeurs: list[str]) -> str:
    return ", ".join(GenreAccompagnement(valeur).label for valeur in valeurs)


def export() -> list[tuple[Any, ...]]:
    return [
        (u["nom"], u["organisation"], u["sigle"], genres(u["genres"]), u["presentation"], u["repondues"])
        for u in lire()
    ]
