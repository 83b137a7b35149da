"""Strategic plans, with their orientations and objectives."""

from django.db.models import Prefetch, QuerySet

from ecosysteme.api.filtres import FiltreChoix, FiltreExercice, FiltreInstant, Filtres
from ecosysteme.api.gestes import ADRESSE, Geste
from ecosysteme.api.pages import PagesNumerotees
from ecosysteme.api.vues import VueListe
from ecosysteme.enums import EtatPlan
from ecosysteme.models import Indicateur, Objectif, Orientation, PlanStrategique
from ecosysteme.permissions import exiger_membre

from ..permissions import plans_lisibles
from .communs import FiltreOrganisation, Ligne, ReferenceOrganisation, modifies_depuis


class LectureObjectif(Ligne):
    class Meta:
        model = Objectif
        fields = ["id", "numero", "titre", "poids"]
        read_only_fields = fields


class LectureOrientation(Ligne):
    objectifs = LectureObjectif(many=True, read_only=True)

    class Meta:
        model = Orientation
        fields = ["id", "numero", "titre", "enjeu", "poids", "objectifs"]
        read_only_fields = fields


class LecturePlan(Ligne):
    organisation = ReferenceOrganisation(read_only=True)
    orientations = LectureOrientation(many=True, read_only=True)

    class Meta:
        model = PlanStrategique
        fields = [
            "id", "organisation", "titre", "exercice_debut", "exercice_fin", "etat", "poids", "url", "note_changement",
            "illustratif", "version", "orientations",
        ]  # fmt: skip
        read_only_fields = fields


class FiltresPlans(Filtres):
    organisation = FiltreOrganisation("organisation__chemin", label="Sigle : cette organisation et ce qui en relève.")
    etat = FiltreChoix(choices=EtatPlan.choices, label="État du plan.")
    exercice = FiltreExercice(method="en_vigueur", label="Plans qui couvrent cet exercice (2025 pour 2025-2026).")
    modifie_depuis = FiltreInstant(method=modifies_depuis, label="Créés ou modifiés depuis ce jour ou cet instant.")

    def en_vigueur(self, qs: QuerySet, nom: str, exercice: int) -> QuerySet:
        return qs.filter(exercice_debut__lte=exercice, exercice_fin__gte=exercice)


class Plans(VueListe):
    gestes = {
        "list": Geste(
            "Lister les plans stratégiques", f"Chaque plan vient avec ses orientations et ses objectifs. {ADRESSE}"
        ),
        "retrieve": Geste("Lire un plan stratégique", "Un plan, ses orientations et ses objectifs."),
    }
    serializer_class = LecturePlan
    filterset_class = FiltresPlans
    pagination_class = PagesNumerotees
    tris = {
        "-exercice": ("-exercice_debut", "pk"),
        "exercice": ("exercice_debut", "pk"),
        "titre": ("titre", "pk"),
        "organisation": ("organisation__nom_cle", "pk"),
        "id": ("pk",),
    }

    def lisibles(self) -> QuerySet[PlanStrategique]:
        personne = self.request.user
        orientations, objectifs = Orientation.objects.all(), Objectif.objects.all()
        if not exiger_membre(personne).lit_interne:
            publics = Indicateur.objects.publics().order_by()
            objectifs = objectifs.filter(pk__in=publics.values("objectif"))
            orientations = orientations.filter(pk__in=publics.values("objectif__orientation"))
        arbre = Prefetch("orientations", orientations.prefetch_related(Prefetch("objectifs", objectifs)))
        return plans_lisibles(personne).select_related("organisation").prefetch_related(arbre)
