"""Sheets: indicator, objective, plan; how their figures are calculated; how they are changed."""

from django.urls import path

from .views import edition, explorer, fiches, noeuds, plans

urlpatterns = [
    path("indicateurs/<int:pk>/", fiches.indicateur, name="indicateur"),
    path("indicateurs/<int:pk>/historique/", fiches.historique, name="indicateur_historique"),
    path("indicateurs/<int:pk>/exporter/<slug:genre>/", fiches.exporter, name="indicateur_exporter"),
    path("indicateurs/<int:pk>/explorer/", explorer.explorer, name="explorer"),
    path("indicateurs/<int:pk>/explorer/figure/", explorer.figure, name="explorer_figure"),
    path("indicateurs/<int:pk>/modifier/", edition.indicateur_modifier, name="indicateur_modifier"),
    path("indicateurs/<int:pk>/cibles/ajouter/", edition.cible_ajouter, name="cible_ajouter"),
    path("indicateurs/<int:pk>/cibles/<int:cible>/", edition.cible_modifier, name="cible_modifier"),
    path("indicateurs/<int:pk>/cibles/<int:cible>/retirer/", edition.cible_retirer, name="cible_retirer"),
    path("indicateurs/<int:pk>/phases/ajouter/", edition.phase_ajouter, name="phase_ajouter"),
    path("indicateurs/<int:pk>/phases/<int:phase>/retirer/", edition.phase_retirer, name="phase_retirer"),
    path("objectifs/<int:pk>/", noeuds.objectif, name="objectif"),
    path("objectifs/<int:pk>/modifier/", plans.objectif_modifier, name="objectif_modifier"),
    path("objectifs/<int:pk>/indicateurs/ajouter/", edition.indicateur_ajouter, name="indicateur_ajouter"),
    path("orientations/<int:pk>/modifier/", plans.orientation_modifier, name="orientation_modifier"),
    path("orientations/<int:pk>/objectifs/ajouter/", plans.objectif_ajouter, name="objectif_ajouter"),
    path("plans/<int:pk>/", noeuds.plan, name="plan"),
    path("plans/<int:pk>/exporter/<slug:genre>/", noeuds.plan_exporter, name="plan_exporter"),
    path("plans/<int:pk>/modifier/", plans.plan_modifier, name="plan_modifier"),
    path("plans/<int:pk>/publier/", plans.plan_publier, name="plan_publier"),
    path("plans/<int:pk>/orientations/ajouter/", plans.orientation_ajouter, name="orientation_ajouter"),
    path("organisations/<int:pk>/plans/ajouter/", plans.plan_ajouter, name="plan_ajouter"),
    path("calculs/<slug:niveau>/<int:pk>/", noeuds.calcul, name="calcul"),
    path("methode/", noeuds.methode, name="methode"),
]
