"""Addresses of instances, mandates and proxies."""

from django.urls import path

from .views import instances

urlpatterns = [
    path("instances/", instances.instances, name="instances"),
    path("instances/nouvelle/", instances.instance_ajouter, name="instance_ajouter"),
    path("instances/<int:pk>/", instances.instance, name="instance"),
    path("instances/<int:pk>/modifier/", instances.instance_modifier, name="instance_modifier"),
    path("instances/<int:pk>/mandats/nouveau/", instances.mandat_donner, name="mandat_donner"),
    path("instances/<int:pk>/procuration/", instances.procuration_donner, name="procuration_donner"),
    path("mandats/<int:pk>/finir/", instances.mandat_finir, name="mandat_finir"),
    path("procurations/<int:pk>/reprendre/", instances.procuration_reprendre, name="procuration_reprendre"),
]
