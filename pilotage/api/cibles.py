"""Targets."""

from django.db.models import QuerySet

from ecosysteme.api.filtres import FiltreChoix, FiltreEntier, FiltreExercice, FiltreInstant, FiltreJour, Filtres
from ecosysteme.api.gestes import ADRESSE, Geste
from ecosysteme.api.pages import PagesSuivies
from ecosysteme.api.vues import VueListe
from ecosysteme.enums import FormeCible, Sens, Territoire, TypeIndicateur
from ecosysteme.models import Cible
from ecosysteme.permissions import exiger_membre, indicateurs_lisibles

from .communs import FiltreOrganisation, Ligne, modifies_depuis


class LectureCible(Ligne):
    class Meta:
        model = Cible
        fields = [
            "id", "indicateur", "exercice", "territoire", "forme", "valeur_min", "valeur_max", "texte", "echeance",
            "jugee_atteinte", "illustratif", "note_changement", "version",
        ]  # fmt: skip
        read_only_fields = fields


class FiltresCibles(Filtres):
    organisation = FiltreOrganisation(
        "indicateur__organisation__chemin", label="Sigle : indicateurs de cette organisation et de ce qui en relève."
    )
    plan = FiltreEntier("indicateur__objectif__orientation__plan", label="Identifiant du plan.")
    indicateur = FiltreEntier("indicateur", label="Identifiant de l'indicateur.")
    exercice = FiltreExercice(label="Exercice de la cible (2025 pour 2025-2026).")
    territoire = FiltreChoix(choices=Territoire.choices, label="Région ; vide pour l'ensemble du Québec.")
    forme = FiltreChoix(choices=FormeCible.choices, label="Forme de la cible.")
    type = FiltreChoix("indicateur__type", choices=TypeIndicateur.choices, label="Type d'indicateur.")
    sens = FiltreChoix("indicateur__sens", choices=Sens.choices, label="Sens voulu de l'indicateur.")
    echeance_min = FiltreJour("echeance", "gte", label="Échéance à partir de ce jour.")
    echeance_max = FiltreJour("echeance", "lte", label="Échéance jusqu'à ce jour.")
    modifie_depuis = FiltreInstant(method=modifies_depuis, label="Créées ou modifiées depuis ce jour ou cet instant.")


class Cibles(VueListe):
    gestes = {
        "list": Geste(
            "Lister les cibles", f"Une cible vaut pour un indicateur, un exercice et un territoire. {ADRESSE}"
        ),
        "retrieve": Geste("Lire une cible", "Une cible. ETag porte sa version."),
    }
    serializer_class = LectureCible
    a_version = True
    filterset_class = FiltresCibles
    pagination_class = PagesSuivies
    tris = {
        "indicateur": ("indicateur_id", "exercice", "territoire"),
        "-indicateur": ("-indicateur_id", "-exercice", "-territoire"),
    }

    def lisibles(self) -> QuerySet[Cible]:
        if exiger_membre(self.request.user).lit_interne:
            return Cible.objects.all()
        return Cible.objects.filter(indicateur__in=indicateurs_lisibles(self.request.user).order_by())
