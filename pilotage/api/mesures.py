"""Results."""

from typing import Any

from django.db.models import QuerySet
from rest_framework import serializers

from ecosysteme.api.filtres import (
    FiltreBooleen,
    FiltreChoix,
    FiltreEntier,
    FiltreExercice,
    FiltreInstant,
    FiltreJour,
    Filtres,
)
from ecosysteme.api.gestes import ADRESSE, Geste
from ecosysteme.api.pages import PagesSuivies
from ecosysteme.api.vues import VueListe
from ecosysteme.enums import EtatMesure, MotifAbsence, Sens, Territoire, TypeIndicateur
from ecosysteme.models import Mesure
from ecosysteme.permissions import exiger_membre

from ..selectors import publies
from .communs import FiltreOrganisation, Ligne, nom_complet


class LectureMesure(Ligne):
    exercice = serializers.IntegerField(read_only=True)
    saisie_par = nom_complet("saisie_par")

    class Meta:
        model = Mesure
        fields = [
            "id", "indicateur", "debut", "fin", "exercice", "territoire", "valeur", "motif_absence", "sans_objet",
            "etat", "commentaire", "source", "version", "saisie_par", "saisie_le",
        ]  # fmt: skip
        read_only_fields = fields

    def to_representation(self, instance: Mesure) -> dict[str, Any]:
        donnees = super().to_representation(instance)
        if not exiger_membre(self.context["request"].user).lit_interne:
            donnees["saisie_par"] = None
        return donnees


class FiltresMesures(Filtres):
    organisation = FiltreOrganisation(
        "indicateur__organisation__chemin", label="Sigle : indicateurs de cette organisation et de ce qui en relève."
    )
    plan = FiltreEntier("indicateur__objectif__orientation__plan", label="Identifiant du plan.")
    indicateur = FiltreEntier("indicateur", label="Identifiant de l'indicateur.")
    exercice = FiltreExercice(label="Exercice qui contient le dernier jour de la période (2025 pour 2025-2026).")
    territoire = FiltreChoix(choices=Territoire.choices, label="Région ; vide pour l'ensemble du Québec.")
    provisoire = FiltreBooleen(method="filtrer_provisoire", label="Résultats provisoires (true) ou validés (false).")
    disponible = FiltreBooleen("valeur", method="filtrer_disponible", label="Avec une valeur (true), ou sans (false).")
    motif_absence = FiltreChoix(choices=MotifAbsence.choices, label="Motif d'absence.")
    type = FiltreChoix("indicateur__type", choices=TypeIndicateur.choices, label="Type d'indicateur.")
    sens = FiltreChoix("indicateur__sens", choices=Sens.choices, label="Sens voulu de l'indicateur.")
    fin_min = FiltreJour("fin", "gte", label="Périodes qui finissent à partir de ce jour.")
    fin_max = FiltreJour("fin", "lte", label="Périodes qui finissent jusqu'à ce jour.")
    modifie_depuis = FiltreInstant("saisie_le", "gte", label="Saisis ou modifiés depuis ce jour ou cet instant.")

    def filtrer_provisoire(self, qs: QuerySet, nom: str, valeur: bool) -> QuerySet:
        return qs.filter(etat=EtatMesure.PROVISOIRE if valeur else EtatMesure.VALIDEE)

    def filtrer_disponible(self, qs: QuerySet, nom: str, valeur: bool) -> QuerySet:
        return qs.filter(valeur__isnull=not valeur)


class Mesures(VueListe):
    gestes = {
        "list": Geste(
            "Lister les résultats",
            "Le dernier jour de la période décide de l'exercice. Un partenaire privé lit les résultats validés des "
            f"indicateurs publics. {ADRESSE}",
        ),
        "retrieve": Geste("Lire un résultat", "Un résultat. ETag porte sa version."),
    }
    serializer_class = LectureMesure
    a_version = True
    filterset_class = FiltresMesures
    pagination_class = PagesSuivies
    tris = {
        "indicateur": ("indicateur_id", "fin", "territoire"),
        "-indicateur": ("-indicateur_id", "-fin", "-territoire"),
        "modification": ("saisie_le", "id"),
        "-modification": ("-saisie_le", "-id"),
    }

    def lisibles(self) -> QuerySet[Mesure]:
        return publies.mesures(self.request.user).select_related("saisie_par")
