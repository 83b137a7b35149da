"""Support, convinced leaders, adoption."""

from django.urls import path

from .views import accompagnement, leaders, parcours

urlpatterns = [
    path("", accompagnement.tableau, name="accompagnement"),
    path("demander/", accompagnement.demander, name="demander"),
    path("demandes/<int:pk>/", accompagnement.demande, name="demande"),
    path("demandes/<int:pk>/prendre/", accompagnement.prendre, name="demande_prendre"),
    path("demandes/<int:pk>/rendre/", accompagnement.rendre, name="demande_rendre"),
    path("demandes/<int:pk>/retirer/", accompagnement.retirer, name="demande_retirer"),
    path("demandes/<int:pk>/echanger/", accompagnement.echanger, name="demande_echanger"),
    path("demandes/<int:pk>/repondre/", accompagnement.repondre, name="demande_repondre"),
    path("demandes/<int:pk>/noter/", accompagnement.noter, name="demande_noter"),
    path("leaders/", leaders.leaders, name="leaders"),
    path("leaders/devenir/", leaders.devenir, name="leader_devenir"),
    path("leaders/quitter/", leaders.quitter, name="leader_quitter"),
    path("parcours/", parcours.parcours, name="parcours"),
    path("parcours/<int:pk>/", parcours.organisation, name="parcours_organisation"),
]
