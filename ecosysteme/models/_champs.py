"""Field and history habits shared by the models of the schema."""

from decimal import Decimal

import pghistory
from django.db import models
from django.db.models import Q

CHIFFRES, DECIMALES = 24, 9
VALEUR_MAX = Decimal(10) ** 15
POIDS_MAX = Decimal(10000)


def valeur_exacte(verbose_name: str, **options) -> models.DecimalField:
    """An exact decimal, NUMERIC(24, 9), optional by default."""
    options.setdefault("null", True)
    options.setdefault("blank", True)
    return models.DecimalField(verbose_name, max_digits=CHIFFRES, decimal_places=DECIMALES, **options)


def poids() -> models.DecimalField:
    """The weight of a node among its siblings; 0 leaves it out of the progression."""
    return models.DecimalField("poids", max_digits=9, decimal_places=4, default=1)


def borne(champ: str, nom: str) -> models.CheckConstraint:
    """Refuse NaN and out-of-range values (PostgreSQL sorts NaN above every number)."""
    return models.CheckConstraint(
        condition=Q(**{f"{champ}__isnull": True}) | Q(**{f"{champ}__gt": -VALEUR_MAX, f"{champ}__lt": VALEUR_MAX}),
        name=nom,
        violation_error_message="La valeur doit être un nombre fini, inférieur à un million de milliards.",
    )


def borne_poids(nom: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=Q(poids__gte=0, poids__lte=POIDS_MAX),
        name=nom,
        violation_error_message="Le poids doit être compris entre 0 et 10 000.",
    )


def historique(**options):
    """Keep who, when, before and after of every change, by database triggers.

    An insertion keeps the row as created, an update or a deletion keeps the row as it was before:
    the state after a change is the next event's, or the row's today.
    """
    return pghistory.track(
        pghistory.InsertEvent(),
        pghistory.UpdateEvent(row=pghistory.Old),
        pghistory.DeleteEvent(),
        **options,
    )
