"""The data-entry grid, included under `saisie/`."""

from django.urls import path

from .views import saisie

urlpatterns = [
    path("", saisie.saisie, name="saisie"),
    path("etat/", saisie.etat, name="saisie_etat"),
    path("lots/<int:pk>/annuler/", saisie.annuler, name="saisie_annuler"),
]
