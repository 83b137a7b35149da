"""The door: a member with a role in force, and a token whose scope allows the gesture. Rights proper are below."""

from typing import Any

from django.core.exceptions import PermissionDenied
from rest_framework.permissions import SAFE_METHODS, BasePermission
from rest_framework.request import Request

from ..enums import PorteeJeton
from ..models import JetonApi
from ..permissions import exiger_membre


class MembreEtPortee(BasePermission):
    def has_permission(self, request: Request, view: Any) -> bool:
        if not request.user.is_authenticated:
            return False
        exiger_membre(request.user)
        portee = PorteeJeton.LECTURE if request.method in SAFE_METHODS else PorteeJeton.ECRITURE
        if isinstance(request.auth, JetonApi) and portee not in request.auth.portees:
            raise PermissionDenied(f"Ce jeton n'a pas la portée « {portee.value} » : créez-en un qui la porte.")
        return True
