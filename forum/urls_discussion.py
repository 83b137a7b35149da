"""Addresses of the discussion."""

from django.urls import path

from .views import discussion, pieces

urlpatterns = [
    path("", discussion.forum, name="forum"),
    path("recherche/", discussion.recherche, name="recherche"),
    path("espaces/nouveau/", discussion.espace_ajouter, name="espace_ajouter"),
    path("espaces/<int:pk>/", discussion.espace, name="espace"),
    path("espaces/<int:pk>/modifier/", discussion.espace_modifier, name="espace_modifier"),
    path("espaces/<int:pk>/suivre/", discussion.suivre, {"genre": "espace"}, name="espace_suivre"),
    path("espaces/<int:pk>/sujets/nouveau/", discussion.sujet_ajouter, name="sujet_ajouter"),
    path("sujets/<int:pk>/", discussion.sujet, name="sujet"),
    path("sujets/<int:pk>/lu/", discussion.sujet_lu, name="sujet_lu"),
    path("sujets/<int:pk>/nouveaux/", discussion.nouveaux, name="sujet_nouveaux"),
    path("sujets/<int:pk>/regler/", discussion.sujet_regler, name="sujet_regler"),
    path("sujets/<int:pk>/suivre/", discussion.suivre, {"genre": "sujet"}, name="sujet_suivre"),
    path("pieces/<int:pk>/", pieces.piece, name="piece"),
    path("messages/<int:pk>/corriger/", discussion.message_corriger, name="message_corriger"),
    path("messages/<int:pk>/retirer/", discussion.message_retirer, name="message_retirer"),
    path("messages/<int:pk>/repond/", discussion.message_repond, name="message_repond"),
    path("messages/<int:pk>/historique/", discussion.message_historique, name="message_historique"),
]
