"""What the views of every resource share."""

from collections.abc import Iterable
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import Http404
from django.urls import reverse
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView
from rest_framework.viewsets import GenericViewSet

from .filtres import FiltresStricts, Tri
from .gestes import Geste
from .problemes import Conflit
from .versions import PARAMETRE_VERSION, si_correspond


class VueListe(GenericViewSet):
    """A list that is filtered, ordered and paginated, and a row by its identifier, within the reader's rights."""

    filter_backends = [FiltresStricts, Tri]
    tris: ClassVar[dict[str, tuple[str, ...]]]
    gestes: ClassVar[dict[str, Geste]]
    a_version: ClassVar[bool] = False
    parametres_du_retrait: ClassVar[list[dict[str, Any]]] = [PARAMETRE_VERSION]

    def lisibles(self) -> QuerySet:
        """The rows the person may read."""
        raise NotImplementedError

    def get_queryset(self) -> QuerySet:
        if getattr(self, "swagger_fake_view", False):  # the description is made for nobody
            return self.serializer_class.Meta.model.objects.none()
        return self.lisibles()

    def executer(self, queryset: QuerySet) -> Iterable[Any]:
        """The rows of a filtered, ordered and cut queryset."""
        return queryset

    def parametres_connus(self) -> set[str]:
        return {*self.filterset_class.base_filters, *self.pagination_class.parametres, "tri"}

    def admet_le_vide(self, nom: str) -> bool:
        """Whether an empty value means something (the whole of Québec)."""
        return "" in getattr(self.filterset_class.base_filters.get(nom), "valeurs", ())

    def list(self, request: Request) -> Response:
        page = self.paginate_queryset(self.filter_queryset(self.get_queryset()))
        return self.get_paginated_response(self.get_serializer(page, many=True).data)

    def retrieve(self, request: Request, pk: int) -> Response:
        ligne = self.get_queryset().filter(pk=pk).first()
        if ligne is None:
            raise Http404
        return self.une(ligne)

    def corps(self) -> dict[str, Any]:
        """The body of the request, in the form this gesture takes."""
        lu = self.gestes[self.action].corps(data=self.request.data)
        lu.is_valid(raise_exception=True)
        return lu.validated_data

    def une(self, ligne: Any, *, nom_d_adresse: str = "") -> Response:
        """One row, with its version as an entity tag when it has one; newly made, with its address."""
        version = getattr(ligne, "version", None)
        entetes = {"ETag": f'"{version}"'} if version is not None else {}
        if nom_d_adresse:
            entetes["Location"] = reverse(nom_d_adresse, args=[ligne.pk])
        return Response(self.get_serializer(ligne).data, status=201 if nom_d_adresse else 200, headers=entetes)

    def conflit(self, erreur: Exception) -> Conflit:
        """The refusal of a version that is no longer the right one, with what stands now."""
        actuelle = erreur.actuelle and self.get_serializer(erreur.actuelle).data
        return Conflit(str(erreur), actuelle=actuelle, si_correspond=si_correspond(self.request) is not None)


class Introuvable(APIView):
    """Any other address under the API."""

    authentication_classes: ClassVar[list] = []
    permission_classes: ClassVar[list] = []
    throttle_classes: ClassVar[list] = []

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        raise Http404
