"""The action log, A3 sheets, minutes."""

from django.urls import path

from .views import a3, actions, pv

urlpatterns = [
    path("actions/", actions.actions, name="actions"),
    path("actions/confier/", actions.action_ajouter, name="action_ajouter"),
    path("actions/miennes/", actions.actions_miennes, name="actions_miennes"),
    path("actions/bloc/<slug:genre>/<int:pk>/", actions.actions_bloc, name="actions_bloc"),
    path("actions/<int:pk>/", actions.action, name="action"),
    path("actions/<int:pk>/modifier/", actions.action_modifier, name="action_modifier"),
    path("actions/<int:pk>/clore/", actions.action_clore, name="action_clore"),
    path("actions/<int:pk>/faite/", actions.action_faite, name="action_faite"),
    path("actions/<int:pk>/rouvrir/", actions.action_rouvrir, name="action_rouvrir"),
    path("actions/a3/", a3.fiches_a3, name="fiches_a3"),
    path("actions/a3/ouvrir/", a3.a3_ajouter, name="a3_ajouter"),
    path("actions/a3/<int:pk>/", a3.fiche_a3, name="fiche_a3"),
    path("actions/a3/<int:pk>/<slug:section>/", a3.a3_modifier, name="a3_modifier"),
    path("rencontres/<int:pk>/proces-verbal/", pv.rencontre_pv, name="rencontre_pv"),
    path("rencontres/<int:pk>/proces-verbal/pdf/", pv.rencontre_pv_pdf, name="rencontre_pv_pdf"),
    path("rencontres/<int:pk>/proces-verbal/corriger/", pv.rencontre_pv_corriger, name="rencontre_pv_corriger"),
    path("rencontres/<int:pk>/proces-verbal/publier/", pv.rencontre_pv_publier, name="rencontre_pv_publier"),
]
