"""Alerts, included under `alertes/`."""

from django.urls import path

from .views import alertes

urlpatterns = [
    path("", alertes.alertes, name="alertes"),
    path("miennes/", alertes.miennes, name="alertes_miennes"),
    path("seuils/", alertes.seuils, name="alertes_seuils"),
    path("acquittements/<int:pk>/lever/", alertes.lever, name="alerte_lever"),
    path("<slug:type_alerte>/<slug:genre>/<int:pk>/acquitter/", alertes.acquitter, name="alerte_acquitter"),
]
