"""Indicator sheets."""

from typing import Any

from django.db.models import Prefetch, QuerySet
from rest_framework import serializers

from ecosysteme.api.filtres import (
    FiltreBooleen,
    FiltreChoix,
    FiltreEntier,
    FiltreExercice,
    FiltreInstant,
    Filtres,
    FiltreTexte,
)
from ecosysteme.api.gestes import ADRESSE, Geste
from ecosysteme.api.pages import PagesNumerotees
from ecosysteme.api.vues import VueListe
from ecosysteme.enums import Frequence, Sens, TypeIndicateur, Visibilite
from ecosysteme.models import Indicateur
from ecosysteme.permissions import exiger_membre, indicateurs_lisibles

from ..enums import Variation
from ..models import EtatIndicateur
from ..selectors import publies
from .communs import FiltreOrganisation, Ligne, ReferenceOrganisation, modifies_depuis, nom_complet

INTERNES = ("parent", "responsable")


class LectureEtat(Ligne):
    class Meta:
        model = EtatIndicateur
        fields = ["derniere_mesure", "prochaine_maj", "variation", "assurance", "signal_depuis"]
        read_only_fields = fields


class LectureIndicateur(Ligne):
    plan = serializers.IntegerField(source="objectif.orientation.plan_id", read_only=True)
    organisation = ReferenceOrganisation(read_only=True)
    responsable = nom_complet("responsable")
    etat_courant = LectureEtat(read_only=True, allow_null=True, default=None)

    class Meta:
        model = Indicateur
        fields = [
            "id", "objectif", "plan", "organisation", "responsable", "parent", "code", "nom", "nom_public",
            "definition", "type", "sens", "unite", "decimales", "methode_calcul", "source", "source_url",
            "mode_collecte", "frequence", "delai_publication", "agregation_temps", "agregation_organisations",
            "cumulatif", "poids", "valeur_depart", "date_depart", "tolerance", "strict", "visibilite",
            "admissible_spc", "saisonnier", "limites", "illustratif", "note_changement", "etat_courant", "version",
            "cree_le",
        ]  # fmt: skip
        read_only_fields = fields

    def to_representation(self, instance: Indicateur) -> dict[str, Any]:
        """A partner of the private sector sees neither people nor an indicator that may be internal."""
        donnees = super().to_representation(instance)
        if not exiger_membre(self.context["request"].user).lit_interne:
            donnees.update(dict.fromkeys(INTERNES))
        return donnees


class FiltresIndicateurs(Filtres):
    organisation = FiltreOrganisation("organisation__chemin", label="Sigle : cette organisation et ce qui en relève.")
    plan = FiltreEntier("objectif__orientation__plan", label="Identifiant du plan.")
    objectif = FiltreEntier("objectif", label="Identifiant de l'objectif.")
    exercice = FiltreExercice(method="du_plan", label="Indicateurs des plans qui couvrent cet exercice.")
    code = FiltreTexte(label="Code exact.")
    type = FiltreChoix(choices=TypeIndicateur.choices, label="Type d'indicateur.")
    sens = FiltreChoix(choices=Sens.choices, label="Sens voulu.")
    frequence = FiltreChoix(choices=Frequence.choices, label="Fréquence de mesure.")
    visibilite = FiltreChoix(choices=Visibilite.choices, label="Public ou interne.")
    en_retard = FiltreBooleen(method="retards", label="Dont la mise à jour attendue est passée, ou non.")
    variation = FiltreChoix(choices=Variation.choices, method="signaux", label="Signal de la carte de contrôle.")
    modifie_depuis = FiltreInstant(method=modifies_depuis, label="Créés ou modifiés depuis ce jour ou cet instant.")

    def du_plan(self, qs: QuerySet, nom: str, exercice: int) -> QuerySet:
        plan = "objectif__orientation__plan__exercice"
        return qs.filter(**{f"{plan}_debut__lte": exercice, f"{plan}_fin__gte": exercice})

    def retards(self, qs: QuerySet, nom: str, valeur: bool) -> QuerySet:
        en_retard = self._etats().en_retard().values("pk")
        return qs.filter(pk__in=en_retard) if valeur else qs.exclude(pk__in=en_retard)

    def signaux(self, qs: QuerySet, nom: str, valeur: str) -> QuerySet:
        return qs.filter(pk__in=self._etats().filter(variation=valeur).values("pk"))

    def _etats(self) -> QuerySet[EtatIndicateur]:
        return publies.etats(self.personne)


class Indicateurs(VueListe):
    gestes = {
        "list": Geste(
            "Lister les indicateurs", f"Les fiches d'indicateurs, avec leur fraîcheur et leur signal. {ADRESSE}"
        ),
        "retrieve": Geste("Lire un indicateur", "Une fiche d'indicateur. ETag porte sa version."),
    }
    serializer_class = LectureIndicateur
    a_version = True
    filterset_class = FiltresIndicateurs
    pagination_class = PagesNumerotees
    tris = {
        "id": ("pk",),
        "-id": ("-pk",),
        "code": ("code", "pk"),
        "-code": ("-code", "-pk"),
        "nom": ("nom", "pk"),
        "organisation": ("organisation__nom_cle", "code", "pk"),
    }

    def lisibles(self) -> QuerySet[Indicateur]:
        personne = self.request.user
        etats = Prefetch("etat_courant", publies.etats(personne))
        liens = ("organisation", "responsable", "objectif__orientation")
        return indicateurs_lisibles(personne).select_related(*liens).prefetch_related(etats)
