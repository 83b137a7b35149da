"""The statuts that flipped: one line each, written by `pilotage/sql/bascules.sql` when a bilan is recomputed."""

from django.db import models

from ecosysteme.enums import Statut


class BasculeStatut(models.Model):
    """An indicator's statut for a fiscal year went from one to another.

    No foreign key: the writer is a trigger on the roll-up's hottest table, and a line outlives its indicator.
    """

    indicateur_id = models.BigIntegerField()
    exercice = models.SmallIntegerField()
    avant = models.CharField(max_length=15, choices=Statut)
    apres = models.CharField(max_length=15, choices=Statut)
    quand = models.DateTimeField()

    class Meta:
        verbose_name = "bascule de statut"
        verbose_name_plural = "bascules de statut"
        indexes = [models.Index(fields=["-quand"], name="bascule_quand")]

    def __str__(self) -> str:
        return f"{self.indicateur_id} {self.exercice} : {self.avant} → {self.apres}"
