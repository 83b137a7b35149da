"""Rows whose number is already known from the counters: the paginator need not count them again."""

from typing import Any

from django.db.models import QuerySet


class Comptee:
    """A queryset and its number of rows, as django.core.paginator asks for them."""

    ordered = True

    def __init__(self, lignes: QuerySet, total: int) -> None:
        self.lignes, self.total = lignes, total

    def count(self) -> int:
        return self.total

    def __len__(self) -> int:
        return self.total

    def __getitem__(self, tranche: slice) -> list[Any]:
        return list(self.lignes[tranche])
