"""Steering meetings: the list, a meeting before, during and after, its series."""

from django.urls import path

from .views import rencontres, rencontres_actes, rencontres_ordre, rencontres_salle, series

urlpatterns = [
    path("", rencontres.liste, name="rencontres"),
    path("series/", series.liste, name="rencontre_series"),
    path("series/ajouter/", series.ajouter, name="serie_ajouter"),
    path("series/<int:pk>/", series.modifier, name="serie_modifier"),
    path("miennes/", series.miennes, name="rencontres_miennes"),
    path("organisations/<int:pk>/", series.d_organisation, name="rencontres_organisation"),
    path("planifier/", rencontres.planifier, name="rencontre_planifier"),
    path("<int:pk>/", rencontres.rencontre, name="rencontre"),
    path("<int:pk>/modifier/", rencontres.modifier, name="rencontre_modifier"),
    path("<int:pk>/annuler/", rencontres.annuler, name="rencontre_annuler"),
    path("<int:pk>/ouvrir/", rencontres.ouvrir, name="rencontre_ouvrir"),
    path("<int:pk>/clore/", rencontres.clore, name="rencontre_clore"),
    path("<int:pk>/calendrier/", rencontres.ics, name="rencontre_ics"),
    path("<int:pk>/fiche/", rencontres.fiche, name="rencontre_fiche"),
    path("<int:pk>/mur/", rencontres.mur, name="rencontre_mur"),
    path("<int:pk>/ordre/batir/", rencontres_ordre.batir, name="rencontre_batir"),
    path("<int:pk>/ordre/ajouter/", rencontres_ordre.ajouter, name="rencontre_point_ajouter"),
    path("<int:pk>/ordre/", rencontres_ordre.ordonner, name="rencontre_ordonner"),
    path("<int:pk>/ordre/<int:point>/", rencontres_ordre.point, name="rencontre_point"),
    path("<int:pk>/salle/", rencontres_salle.parties, name="rencontre_parties"),
    path("<int:pk>/presences/", rencontres_salle.presences, name="rencontre_presences"),
    path("<int:pk>/manque/", rencontres_salle.manque, name="rencontre_manque"),
    path("<int:pk>/geste/", rencontres_salle.geste, name="rencontre_geste"),
    path("<int:pk>/animation/", rencontres_salle.animation, name="rencontre_animation"),
    path("<int:pk>/inscrire/<slug:genre>/", rencontres_actes.inscrire, name="rencontre_inscrire"),
    path("<int:pk>/note/", rencontres_salle.note, name="rencontre_note"),
    path("<int:pk>/accord/", rencontres_salle.accord, name="rencontre_accord"),
]
