"""What an initiative may be attached to: indicators and organisations, looked for by code, name or acronym."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.http import Http404
from django.urls import reverse

from ..models import Indicateur, Initiative, Organisation, Personne
from ..permissions import (
    indicateur_lisible_ou_404,
    indicateurs_lisibles,
    organisation_lisible_ou_404,
)
from .initiatives import fil

MONTRES = 20


def indicateurs_demandes(personne: Personne, parametres: Mapping[str, str]) -> list[Indicateur]:
    """The indicator that the address names (`?indicateur=3`), if any."""
    numero = parametres.get("indicateur", "")
    if not numero:
        return []
    return [indicateur_lisible_ou_404(personne, _numero(numero))]


def _numero(texte: str) -> int:
    if not (texte.isascii() and texte.isdigit() and len(texte) < 19):
        raise Http404
    return int(texte)


def ouverture(liees: list[Indicateur]) -> dict[str, Any]:
    """The frame of the opening page."""
    sur = f"Sur l'indicateur {liees[0]}." if liees else "Un effort d'amélioration, ceux qui le portent, ce qu'il vise."
    retour = reverse("pilotage:indicateur", args=[liees[0].pk]) if liees else reverse("initiatives")
    titre = "Ouvrir une initiative"
    return {"fil": fil(titre), "titre": titre, "sous_titre": sur, "bouton": titre, "retour": retour}


def objet_ou_404(personne: Personne, donnees: Mapping[str, str]) -> Indicateur | Organisation:
    """What the form names, if the person may read it."""
    if numero := donnees.get("indicateur", ""):
        return indicateur_lisible_ou_404(personne, _numero(numero))
    return organisation_lisible_ou_404(personne, _numero(donnees.get("organisation", "")))


def page(personne: Personne, initiative: Initiative, texte: str) -> dict[str, Any]:
    """The search, and what it finds: two queries."""
    q = texte.strip()[:100].replace("\x00", "")
    titre = "Rattacher un indicateur ou une organisation"
    contexte = {
        "fil": [*fil(initiative.titre, initiative.pk), {"libelle": titre, "url": ""}],
        "titre": titre,
        "initiative": initiative,
        "q": q,
        "indicateurs": [],
        "organisations": [],
        "retour": reverse("initiative", args=[initiative.pk]),
    }
    if not q:
        return contexte
    liens = Initiative.indicateurs.through.objects.filter(initiative=initiative, indicateur=OuterRef("pk"))
    trouves = indicateurs_lisibles(personne).filter(Q(code__istartswith=q) | Q(nom__icontains=q))
    trouves = trouves.select_related("organisation").annotate(lie=Exists(liens)).order_by("organisation__sigle", "code")
    la = Initiative.organisations.through.objects.filter(initiative=initiative, organisation=OuterRef("pk"))
    lieux = Organisation.objects.publiques().actives().filter(Q(sigle__istartswith=q) | Q(nom__icontains=q))
    contexte["indicateurs"] = [
        {"pk": i.pk, "nom": str(i), "ou": i.organisation.sigle, "lie": i.lie} for i in trouves[:MONTRES]
    ]
    contexte["organisations"] = [
        {"pk": o.pk, "nom": o.nom, "ou": o.sigle, "lie": o.lie} for o in lieux.annotate(lie=Exists(la))[:MONTRES]
    ]
    return contexte
