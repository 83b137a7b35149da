"""Météo of an organisation, a plan or an objective, included under `meteo/`."""

from django.urls import path

from .views import meteo

urlpatterns = [
    path("<slug:genre>/<int:pk>/", meteo.meteo, name="meteo"),
    path("<slug:genre>/<int:pk>/ecrire/", meteo.ecrire, name="meteo_ecrire"),
    path("<slug:genre>/<int:pk>/publier/", meteo.publier, name="meteo_publier"),
    path("<slug:genre>/<int:pk>/abandonner/", meteo.abandonner, name="meteo_abandonner"),
]
