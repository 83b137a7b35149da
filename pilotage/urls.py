"""Pages of the steering room."""

from django.urls import include, path

app_name = "pilotage"
urlpatterns: list = [
    path("imports/", include("pilotage.urls_imports")),
]
