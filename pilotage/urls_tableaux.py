"""Dashboards: government and organisations."""

from django.urls import path

from .views import gouvernement, organisation

urlpatterns = [
    path("", gouvernement.gouvernement, name="gouvernement"),
    path("organisations/<int:pk>/", organisation.organisation, name="organisation"),
]
