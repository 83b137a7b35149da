"""The API, /api/v1/."""

from django.urls import path, re_path

from ecosysteme.api.documentation import Schema, page
from ecosysteme.api.moi import Moi
from ecosysteme.api.vues import Introuvable

from .api.bilans import Bilans
from .api.cibles_ecriture import CiblesModifiables
from .api.exports import BilansCsv, MesuresCsv
from .api.fiches import IndicateursModifiables
from .api.mesures_ecriture import MesuresModifiables
from .api.mesures_lot import LotDeMesures
from .api.organisations import Organisations
from .api.plans import Plans

LISTE, DETAIL = {"get": "list"}, {"get": "retrieve"}
CREER, MODIFIER, RETIRER = {"post": "create"}, {"patch": "partial_update"}, {"delete": "destroy"}

urlpatterns = [
    path("", page, name="api_documentation"),
    path("schema/", Schema.as_view({"get": "lire"}), name="api_schema"),
    path("moi/", Moi.as_view({"get": "moi"}), name="api_moi"),
    path("organisations/", Organisations.as_view(LISTE), name="api_organisations"),
    path("organisations/<int:pk>/", Organisations.as_view(DETAIL), name="api_organisation"),
    path("plans/", Plans.as_view(LISTE), name="api_plans"),
    path("plans/<int:pk>/", Plans.as_view(DETAIL), name="api_plan"),
    path("indicateurs/", IndicateursModifiables.as_view(LISTE), name="api_indicateurs"),
    path("indicateurs/<int:pk>/", IndicateursModifiables.as_view(DETAIL | MODIFIER), name="api_indicateur"),
    path("cibles/", CiblesModifiables.as_view(LISTE | CREER), name="api_cibles"),
    path("cibles/<int:pk>/", CiblesModifiables.as_view(DETAIL | MODIFIER | RETIRER), name="api_cible"),
    path("mesures/", MesuresModifiables.as_view(LISTE | CREER), name="api_mesures"),
    path("mesures/<int:pk>/", MesuresModifiables.as_view(DETAIL | MODIFIER | RETIRER), name="api_mesure"),
    path("mesures/lot/", LotDeMesures.as_view(CREER), name="api_mesures_lot"),
    path("bilans/", Bilans.as_view(LISTE), name="api_bilans"),
    path("mesures.csv", MesuresCsv.as_view({"get": "exporter"}), name="api_mesures_csv"),
    path("bilans.csv", BilansCsv.as_view({"get": "exporter"}), name="api_bilans_csv"),
    re_path(r"^.*/$", Introuvable.as_view(), name="api_introuvable"),
]
