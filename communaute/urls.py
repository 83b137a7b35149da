"""Pages of the community of practice."""

from django.urls import path

from .views import adoptions, blocs, pratiques, vie

app_name = "communaute"
urlpatterns = [
    path("", pratiques.pratiques, name="pratiques"),
    path("pratiques/nouvelle/", pratiques.ajouter, name="pratique_ajouter"),
    path("pratiques/semblables/", blocs.semblables, name="semblables"),
    path("pratiques/travail/", blocs.travail, name="travail"),
    path("pratiques/a-verifier/", blocs.travail_pres, name="travail_pres"),
    path("pratiques/de/<str:genre>/<int:pk>/", blocs.pratiques_de, name="pratiques_de"),
    path("pratiques/apprises/<str:genre>/<int:pk>/", blocs.apprise, name="apprise"),
    path("pratiques/<int:pk>/", pratiques.pratique, name="pratique"),
    path("pratiques/<int:pk>/corriger/", pratiques.corriger, name="pratique_corriger"),
    path("pratiques/<int:pk>/publier/", pratiques.publier, name="pratique_publier"),
    path("pratiques/<int:pk>/verifier/", vie.verifier, name="pratique_verifier"),
    path("pratiques/<int:pk>/verifier/lever/", vie.lever, name="pratique_lever"),
    path("pratiques/<int:pk>/retirer/", vie.retirer, name="pratique_retirer"),
    path("pratiques/<int:pk>/remettre/", vie.remettre, name="pratique_remettre"),
    path("pratiques/<int:pk>/appliquer/", adoptions.appliquer, name="pratique_appliquer"),
    path("adoptions/<int:pk>/constat/", adoptions.constater, name="adoption_constater"),
    path("adoptions/<int:pk>/cesser/", adoptions.cesser, name="adoption_cesser"),
]
