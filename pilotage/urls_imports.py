"""The import wizard, included under `imports/` in the namespace of the steering room."""

from django.urls import path

from .views import imports

urlpatterns = [
    path("", imports.liste, name="imports"),
    path("nouveau/", imports.nouveau, name="import_nouveau"),
    path("gabarit/<slug:genre>/", imports.modele, name="import_gabarit"),
    path("exporter/", imports.exporter, name="import_exporter"),
    path("<int:pk>/", imports.detail, name="import_detail"),
    path("<int:pk>/colonnes/", imports.colonnes, name="import_colonnes"),
    path("<int:pk>/avancement/", imports.avancement, name="import_avancement"),
    path("<int:pk>/publier/", imports.publier, name="import_publier"),
    path("<int:pk>/annuler/", imports.annuler, name="import_annuler"),
    path("<int:pk>/abandonner/", imports.abandonner, name="import_abandonner"),
    path("<int:pk>/remarques/", imports.remarques, name="import_remarques"),
]
