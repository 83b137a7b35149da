"""Addresses of the moderation."""

from django.urls import path

from .views import moderation

urlpatterns = [
    path("moderation/", moderation.file, name="moderation"),
    path("messages/<int:pk>/signaler/", moderation.message_signaler, name="message_signaler"),
    path("signalements/<int:pk>/traiter/", moderation.signalement_traiter, name="signalement_traiter"),
    path("signalements/<int:pk>/appel/", moderation.appel_faire, name="appel_faire"),
    path("signalements/<int:pk>/trancher/", moderation.appel_trancher, name="appel_trancher"),
]
