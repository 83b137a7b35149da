"""The database's constraints speak French: the sentence of the one that an insert or an update broke."""

from functools import cache

from django.apps import apps
from django.db import IntegrityError


@cache
def _messages() -> dict[str, str]:
    return {
        contrainte.name: str(contrainte.violation_error_message)
        for modele in apps.get_models()
        for contrainte in modele._meta.constraints
        if contrainte.violation_error_message != contrainte.default_violation_error_message
    }


def message_de_contrainte(erreur: IntegrityError) -> str:
    """Its sentence, or '' when it is not one of ours."""
    diagnostic = getattr(erreur.__cause__, "diag", None)
    return _messages().get(getattr(diagnostic, "constraint_name", None) or "", "")
