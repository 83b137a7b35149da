from django.db import models

from ecosysteme.enums import MotifAbsence, Statut, Territoire

from ..enums import Niveau


class BilanQuerySet(models.QuerySet):
    def du(self, niveau: Niveau, noeud_id: int, exercice: int, territoire: str = ""):
        return self.filter(niveau=niveau, noeud_id=noeud_id, exercice=exercice, territoire=territoire)


class Bilan(models.Model):
    """What a node is worth in a fiscal year: a summary row that only `pilotage/sql/` writes.

    Counts are numbers of indicators. `progression` is a percentage, null while one of the `progression_m`
    weighted applicable children has none (`progression_n` have one). `pointage_somme / pointage_n` is the mean
    score of SCT 2022.
    """

    niveau = models.SmallIntegerField(choices=Niveau)
    noeud_id = models.BigIntegerField()
    exercice = models.SmallIntegerField()
    territoire = models.CharField(max_length=2, choices=Territoire, default="")
    statut = models.CharField(max_length=15, choices=Statut, default="")
    motif = models.CharField(max_length=20, choices=MotifAbsence, default="")
    provisoire = models.BooleanField(default=False)
    resultat = models.DecimalField(max_digits=30, decimal_places=12, null=True)
    nb_atteinte = models.IntegerField(default=0)
    nb_non_atteinte = models.IntegerField(default=0)
    nb_a_venir = models.IntegerField(default=0)
    nb_non_disponible = models.IntegerField(default=0)
    nb_sans_objet = models.IntegerField(default=0)
    progression = models.DecimalField(max_digits=15, decimal_places=12, null=True)
    progression_n = models.IntegerField(default=0)
    progression_m = models.IntegerField(default=0)
    pointage_somme = models.DecimalField(max_digits=24, decimal_places=12, default=0)
    pointage_n = models.IntegerField(default=0)
    derniere_mesure = models.DateField(null=True)
    methode = models.CharField(max_length=40, default="")
    calcule_le = models.DateTimeField()

    objects = BilanQuerySet.as_manager()

    class Meta:
        verbose_name = "bilan"
        constraints = [
            models.UniqueConstraint(
                fields=["niveau", "noeud_id", "exercice", "territoire"],
                name="bilan_cle",
                violation_error_message="Ce nœud a déjà un bilan pour cette période.",
            )
        ]
        indexes = [models.Index(fields=["exercice", "niveau", "territoire", "noeud_id"], name="bilan_exercice")]

    def __str__(self) -> str:
        return f"{self.get_niveau_display()} {self.noeud_id} {self.exercice}"


class CleSale(models.Model):
    """A (node, period) touched by a committed change and not yet recomputed: the truth a task is a hint of.

    Exercice 0 is every exercice of the node, -1 every exercice of the node and of the indicators under it.

    Append-only on the writers' side and without uniqueness: a key written twice is recomputed once, and a
    writer can never lean on a row that a worker is consuming.
    """

    niveau = models.SmallIntegerField(choices=Niveau)
    noeud_id = models.BigIntegerField()
    exercice = models.SmallIntegerField()
    territoire = models.CharField(max_length=2, default="")
    priorite = models.SmallIntegerField(default=0)

    class Meta:
        verbose_name = "clé à recalculer"
        verbose_name_plural = "clés à recalculer"
        indexes = [models.Index(fields=["priorite", "id"], name="clesale_ordre")]

    def __str__(self) -> str:
        return f"{self.niveau}:{self.noeud_id}:{self.exercice}"
