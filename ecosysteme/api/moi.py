"""Who the API takes you for: to try a token, and to see what it may do and until when."""

from typing import ClassVar

from drf_spectacular.utils import extend_schema_serializer
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import ViewSet

from ..enums import PorteeJeton, RoleAdhesion
from ..models import JetonApi
from ..permissions import droits
from .gestes import Geste


class Role(serializers.Serializer):
    role = serializers.ChoiceField(choices=RoleAdhesion.choices, help_text="Rôle.")
    organisation = serializers.CharField(source="organisation.sigle", help_text="Sigle de l'organisation où il vaut.")
    debut = serializers.DateField(help_text="Premier jour.")
    fin = serializers.DateField(help_text="Dernier jour, ou null.", allow_null=True)


@extend_schema_serializer(component_name="Moi")
class LectureMoi(serializers.Serializer):
    nom = serializers.CharField(help_text="Votre nom.")
    roles = Role(many=True, help_text="Vos rôles en vigueur ; chacun vaut pour l'organisation et ce qui en relève.")
    portees = serializers.ListField(
        child=serializers.ChoiceField(choices=PorteeJeton.choices), help_text="Ce que cet accès permet."
    )
    expire_le = serializers.DateTimeField(help_text="Fin du jeton ; null pour une session.", allow_null=True)

    @classmethod
    def exemple(cls) -> dict:
        role = {"role": "gestionnaire", "organisation": "MEX", "debut": "2025-04-01", "fin": None}
        fin = "2026-09-30T12:00:00-04:00"
        return {"nom": "Camille Exemple", "roles": [role], "portees": ["lecture"], "expire_le": fin}


class Moi(ViewSet):
    serializer_class = LectureMoi
    gestes: ClassVar[dict[str, Geste]] = {
        "moi": Geste("Savoir qui je suis", "Vos rôles, et ce que permet le jeton employé. Pratique pour l'essayer.")
    }

    def moi(self, request: Request) -> Response:
        jeton = request.auth if isinstance(request.auth, JetonApi) else None
        acces = {
            "nom": request.user.get_full_name(),
            "roles": droits(request.user).adhesions,
            "portees": jeton.portees if jeton else PorteeJeton.values,
            "expire_le": jeton.expire_le if jeton else None,
        }
        return Response(LectureMoi(acces).data)
