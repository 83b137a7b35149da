"""Reports, included under `rapports/` in the namespace of the steering room."""

from django.urls import path

from .views import changements, rapports

urlpatterns = [
    path("", rapports.liste, name="rapports"),
    path("nouveau/", rapports.nouveau, name="rapport_nouveau"),
    path("changements/", changements.changements, name="changements"),
    path("<int:pk>/", rapports.rapport, name="rapport"),
    path("<int:pk>/organisations/<int:organisation>/", rapports.organisation, name="rapport_organisation"),
    path("<int:pk>/avancement/", rapports.avancement, name="rapport_avancement"),
    path("<int:pk>/pdf/", rapports.en_pdf, name="rapport_pdf"),
    path("<int:pk>/retirer/", rapports.retirer, name="rapport_retirer"),
]
