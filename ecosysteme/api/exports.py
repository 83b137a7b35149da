"""A whole list as a streamed CSV: batch after batch by the index, so in constant memory and short queries."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import Any, ClassVar

from django.db.models import Model, QuerySet
from django.http import HttpResponseBase
from rest_framework.request import Request

from ..exports import reponse_csv
from .filtres import tri_demande
from .formats import ToujoursJson
from .limites import LimiteExports
from .pages import apres, position

LOT = 2000


class ExportCsv:
    """To mix in a list: same rights, filters and orders, and no page. Problems are still told in JSON."""

    content_negotiation_class = ToujoursJson
    throttle_classes: ClassVar[list] = [LimiteExports]
    nom_fichier: ClassVar[str]
    entetes: ClassVar[Sequence[str]]

    def parametres_connus(self) -> set[str]:
        return {*self.filterset_class.base_filters, "tri"}

    def rangees(self, lot: list[Any]) -> Iterable[Sequence[Any]]:
        """The cells of a batch of rows, in the order of the headers."""
        raise NotImplementedError

    def exporter(self, request: Request) -> HttpResponseBase:
        lots = self.lots(self.filter_queryset(self.get_queryset()), self.tris[tri_demande(request, self)])
        premier = next(lots, [])  # before the answer starts: a failure is still a problem, not half a file
        rangees = chain.from_iterable(self.rangees(lot) for lot in chain([premier], lots))
        return reponse_csv(self.nom_fichier, self.entetes, rangees)

    def lots(self, queryset: QuerySet, cle: tuple[str, ...]) -> Iterator[list[Model]]:
        suite = queryset
        while lot := list(self.executer(suite[:LOT])):
            yield lot
            if len(lot) < LOT:
                return
            suite = apres(queryset, cle, position(lot[-1], cle))
