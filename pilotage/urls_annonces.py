"""Announcements of the coordination, and first steps."""

from django.urls import path

from .views import annonces, premiers_pas

urlpatterns = [
    path("annonces/", annonces.annonces, name="annonces"),
    path("annonces/nouvelle/", annonces.annonce_ajouter, name="annonce_ajouter"),
    path("annonces/<int:pk>/", annonces.annonce, name="annonce"),
    path("annonces/<int:pk>/lue/", annonces.annonce_lue, name="annonce_lue"),
    path("annonces/<int:pk>/modifier/", annonces.annonce_modifier, name="annonce_modifier"),
    path("annonces/<int:pk>/supprimer/", annonces.annonce_supprimer, name="annonce_supprimer"),
    path("annonces/<int:pk>/publier/", annonces.annonce_publier, name="annonce_publier"),
    path("premiers-pas/", premiers_pas.premier_pas, name="premier_pas"),
]
