"""Blockers: the board, the life of one, its acts."""

from django.urls import path

from .views import bloquants, bloquants_actes

urlpatterns = [
    path("", bloquants.tableau, name="bloquants"),
    path("signaler/", bloquants.signaler, name="bloquant_signaler"),
    path("semblables/", bloquants.semblables, name="bloquants_semblables"),
    path("organisation/<int:pk>/", bloquants.de_l_organisation, name="bloquants_organisation"),
    path("<int:pk>/", bloquants.bloquant, name="bloquant"),
    path("<int:pk>/prendre/", bloquants_actes.prendre, name="bloquant_prendre"),
    path("<int:pk>/escalader/", bloquants_actes.escalader, name="bloquant_escalader"),
    path("<int:pk>/repondre/", bloquants_actes.repondre, name="bloquant_repondre"),
    path("<int:pk>/retirer-escalade/", bloquants_actes.retirer_escalade, name="bloquant_retirer_escalade"),
    path("<int:pk>/resoudre/", bloquants_actes.resoudre, name="bloquant_resoudre"),
    path("<int:pk>/abandonner/", bloquants_actes.abandonner, name="bloquant_abandonner"),
    path("<int:pk>/preciser/", bloquants_actes.preciser, name="bloquant_preciser"),
    path("<int:pk>/initiative/", bloquants_actes.initiative, name="bloquant_initiative"),
    path("<int:pk>/aider/", bloquants_actes.aider, name="bloquant_aider"),
    path("<int:pk>/suivre/", bloquants_actes.suivre, name="bloquant_suivre"),
    path("<int:pk>/offres/<int:offre>/accepter/", bloquants_actes.accepter, name="bloquant_accepter"),
    path("<int:pk>/offres/<int:offre>/retirer/", bloquants_actes.retirer_offre, name="bloquant_retirer_offre"),
]
