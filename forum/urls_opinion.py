"""Addresses of consultations."""

from django.urls import path

from .views import opinion

urlpatterns = [
    path("sujets/<int:pk>/consultation/", opinion.consultation_ouvrir, name="consultation_ouvrir"),
    path("consultations/<int:pk>/", opinion.consultation, name="consultation"),
    path("consultations/<int:pk>/enonce/", opinion.enonce_proposer, name="enonce_proposer"),
    path("consultations/<int:pk>/fermer/", opinion.consultation_fermer, name="consultation_fermer"),
    path("enonces/<int:pk>/repondre/", opinion.enonce_repondre, name="enonce_repondre"),
    path("enonces/<int:pk>/retirer/", opinion.enonce_retirer, name="enonce_retirer"),
]
