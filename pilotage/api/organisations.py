"""Organisations: the tree, from the government to its branches."""

from django.db.models import QuerySet

from ecosysteme.api.filtres import FiltreBooleen, FiltreChoix, FiltreInstant, Filtres, FiltreTexte
from ecosysteme.api.gestes import ADRESSE, Geste
from ecosysteme.api.pages import PagesNumerotees
from ecosysteme.api.vues import VueListe
from ecosysteme.enums import TypeOrganisation
from ecosysteme.models import Organisation

from .communs import FiltreOrganisation, Ligne, modifies_depuis, organisations_lisibles


class LectureOrganisation(Ligne):
    class Meta:
        model = Organisation
        fields = [
            "id", "sigle", "nom", "type", "parent", "chemin", "poids", "debut", "fin", "fusionnee_dans", "site",
            "illustratif",
        ]  # fmt: skip
        read_only_fields = fields


class FiltresOrganisations(Filtres):
    sigle = FiltreTexte(label="Sigle exact.")
    type = FiltreChoix(choices=TypeOrganisation.choices, label="Type d'organisation.")
    organisation = FiltreOrganisation("chemin", label="Sigle : cette organisation et tout ce qui en relève.")
    active = FiltreBooleen(method="filtrer_active", label="En vigueur aujourd'hui, ou non.")
    modifie_depuis = FiltreInstant(method=modifies_depuis, label="Créées ou modifiées depuis ce jour ou cet instant.")

    def filtrer_active(self, qs: QuerySet, nom: str, valeur: bool) -> QuerySet:
        return qs.actives() if valeur else qs.exclude(pk__in=Organisation.objects.actives().values("pk"))


class Organisations(VueListe):
    gestes = {
        "list": Geste("Lister les organisations", f"L'arbre, du gouvernement aux directions. {ADRESSE}"),
        "retrieve": Geste("Lire une organisation", "Une organisation, avec le chemin qui y mène."),
    }
    serializer_class = LectureOrganisation
    filterset_class = FiltresOrganisations
    pagination_class = PagesNumerotees
    tris = {
        "nom": ("nom_cle", "pk"),
        "-nom": ("-nom_cle", "-pk"),
        "sigle": ("sigle",),
        "-sigle": ("-sigle",),
        "id": ("pk",),
    }

    def lisibles(self) -> QuerySet[Organisation]:
        return organisations_lisibles(self.request.user)
