"""Pages of the steering room: each part of the room has its own map."""

from django.urls import include, path

app_name = "pilotage"
urlpatterns: list = [
    path("", include("pilotage.urls_tableaux")),
    path("", include("pilotage.urls_fiches")),
    path("", include("pilotage.urls_annonces")),
    path("", include("pilotage.urls_actions")),
    path("saisie/", include("pilotage.urls_saisie")),
    path("", include("pilotage.urls_notation")),
    path("accompagnement/", include("pilotage.urls_accompagnement")),
    path("rapports/", include("pilotage.urls_rapports")),
    path("imports/", include("pilotage.urls_imports")),
    path("bloquants/", include("pilotage.urls_bloquants")),
    path("rencontres/", include("pilotage.urls_rencontres")),
    path("alertes/", include("pilotage.urls_alertes")),
    path("", include("pilotage.urls_corrections")),
    path("meteo/", include("pilotage.urls_meteo")),
]
