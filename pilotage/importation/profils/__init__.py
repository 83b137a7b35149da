"""The kinds of files the portal can read."""

from .base import Champ, Profil
from .infobase import Infobase
from .normes_service import NormesService
from .series import Series
from .standard import Standard

PROFILS: dict[str, Profil] = {p.nom: p for p in (Standard(), Series(), Infobase(), NormesService())}

__all__ = ["PROFILS", "Champ", "Profil"]
