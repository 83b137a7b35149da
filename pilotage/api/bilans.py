"""Roll-ups: what each node of the tree is worth in a fiscal year."""

from collections.abc import Iterable

from django.db.models import Q, QuerySet
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from ecosysteme.api.filtres import FiltreBooleen, FiltreChoix, FiltreEntier, FiltreExercice, FiltreInstant, Filtres
from ecosysteme.api.gestes import ADRESSE, Geste
from ecosysteme.api.pages import PagesSuivies
from ecosysteme.api.vues import VueListe
from ecosysteme.enums import Statut, Territoire
from ecosysteme.models import Indicateur, Objectif, Organisation, Orientation, PlanStrategique

from ..enums import Niveau
from ..models import Bilan
from ..selectors import publies
from ..selectors.bilans_publies import parmi_publies
from ..selectors.meteo_repartitions import repartitions
from .communs import FiltreOrganisation, Ligne

PAR_EXERCICE = "Donnez un exercice : les chiffres publiés se lisent un exercice à la fois."
NOMS = {n.name.lower(): n for n in Niveau}
NIVEAUX = [(nom, niveau.label) for nom, niveau in NOMS.items()]


class NiveauEnTexte(serializers.ChoiceField):
    """« plan » rather than 4."""

    def __init__(self, **options) -> None:
        super().__init__(choices=NIVEAUX, **options)

    def to_representation(self, value: int) -> str:
        return Niveau(value).name.lower()


@extend_schema_field(
    {
        "type": ["object", "null"],
        "additionalProperties": {
            "type": "object",
            "additionalProperties": {"type": "integer", "minimum": 1},
        },
    }
)
class Repartition(serializers.Field):
    """The skies below a node, read for the whole page by the view."""

    def to_representation(self, bilan: Bilan) -> dict[str, dict[str, int]] | None:
        if bilan.territoire:
            return None
        return self.context["view"].repartitions.get((bilan.niveau, bilan.noeud_id, bilan.exercice))


class LectureBilan(Ligne):
    niveau = NiveauEnTexte(read_only=True)
    noeud = serializers.IntegerField(source="noeud_id", read_only=True)
    meteos = Repartition(source="*", read_only=True)

    class Meta:
        model = Bilan
        fields = [
            "niveau", "noeud", "exercice", "territoire", "statut", "motif", "provisoire", "resultat", "nb_atteinte",
            "nb_non_atteinte", "nb_a_venir", "nb_non_disponible", "nb_sans_objet", "progression", "progression_n",
            "progression_m", "pointage_somme", "pointage_n", "derniere_mesure", "methode", "calcule_le",
            "meteos",
        ]  # fmt: skip
        read_only_fields = fields


class FiltreNoeuds(FiltreOrganisation):
    """The bilans of an organisation, of those below, and of their plans, down to their indicators."""

    def sous(self, qs: QuerySet, pk: int) -> QuerySet:
        dessous = {"chemin__contains": [pk]}
        organisations = Organisation.objects.filter(**dessous).order_by().values("pk")
        noeuds = {
            Niveau.ORGANISATION: organisations,
            Niveau.PLAN: PlanStrategique.objects.filter(organisation__in=organisations),
            Niveau.ORIENTATION: Orientation.objects.filter(plan__organisation__in=organisations),
            Niveau.OBJECTIF: Objectif.objects.filter(orientation__plan__organisation__in=organisations),
            Niveau.INDICATEUR: Indicateur.objects.filter(organisation__in=organisations),
        }
        condition = Q()
        for niveau, tous in noeuds.items():
            condition |= Q(niveau=niveau, noeud_id__in=tous.order_by().values("pk"))
        return qs.filter(condition)


class FiltresBilans(Filtres):
    organisation = FiltreNoeuds(label="Sigle : cette organisation, ce qui en relève, leurs plans et leurs indicateurs.")
    niveau = FiltreChoix(choices=NIVEAUX, method="du_niveau", label="Niveau du nœud.")
    noeud = FiltreEntier("noeud_id", label="Identifiant du nœud ; s'emploie avec « niveau ».")
    exercice = FiltreExercice(label="Exercice (2025 pour 2025-2026).")
    territoire = FiltreChoix(choices=Territoire.choices, label="Région ; vide pour l'ensemble du Québec.")
    statut = FiltreChoix(choices=Statut.choices, label="Statut, au niveau des indicateurs.")
    provisoire = FiltreBooleen(label="Calculé sur un résultat provisoire, ou non.")
    modifie_depuis = FiltreInstant("calcule_le", "gte", label="Calculés depuis ce jour ou cet instant.")

    def du_niveau(self, qs: QuerySet, nom: str, valeur: str) -> QuerySet:
        return qs.filter(niveau=NOMS[valeur])


class Bilans(VueListe):
    gestes = {
        "list": Geste(
            "Lister les bilans",
            "Ce que vaut chaque nœud par exercice : nombre d'indicateurs par statut, progression et couverture, "
            "pointages, méthode, météos de ce qui est dessous. Un partenaire privé donne un exercice et lit des bilans "
            "recomptés sur le seul publié. " + ADRESSE,
        )
    }
    serializer_class = LectureBilan
    filterset_class = FiltresBilans
    pagination_class = PagesSuivies
    tris = {
        "noeud": ("niveau", "noeud_id", "exercice", "territoire"),
        "-noeud": ("-niveau", "-noeud_id", "-exercice", "-territoire"),
        "calcul": ("calcule_le", "niveau", "noeud_id", "exercice", "territoire"),
        "-calcul": ("-calcule_le", "-niveau", "-noeud_id", "-exercice", "-territoire"),
    }

    def lisibles(self) -> QuerySet[Bilan]:
        if not publies.complet(self.request.user) and not self.request.query_params.get("exercice"):
            raise serializers.ValidationError({"exercice": PAR_EXERCICE})
        return Bilan.objects.all()

    def paginate_queryset(self, queryset: QuerySet[Bilan]) -> list[Bilan]:
        lignes = super().paginate_queryset(queryset)
        cles = [(b.niveau, b.noeud_id, b.exercice, b.territoire) for b in lignes]
        self.repartitions = repartitions(cles if publies.complet(self.request.user) else [])
        return lignes

    def executer(self, queryset: QuerySet[Bilan]) -> Iterable[Bilan]:
        if publies.complet(self.request.user):
            return queryset
        demande = self.request.query_params
        return parmi_publies(queryset, exercice=int(demande["exercice"]), territoire=demande.get("territoire", ""))
