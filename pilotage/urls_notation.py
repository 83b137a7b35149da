"""Scores: quality of plans, second reading of all of them, simulation."""

from django.urls import path

from .views import notation

urlpatterns = [
    path("qualite/", notation.qualite, name="qualite"),
    path("relecture/", notation.relecture, name="relecture"),
    path("simulation/<slug:niveau>/<int:pk>/", notation.simulation, name="simulation"),
    path("plans/<int:pk>/qualite/", notation.qualite_plan, name="qualite_plan"),
]
