"""The public barometer and its open data, without an account, under « /barometre/ »."""

from django.urls import path

from .views import barometre, donnees

app_name = "barometre"
urlpatterns = [
    path("", barometre.accueil, name="accueil"),
    path("organisations/<int:pk>/", barometre.organisation, name="organisation"),
    path("indicateurs/<int:pk>/", barometre.indicateur, name="indicateur"),
    path("methode/", barometre.methode, name="methode"),
    path("donnees/", donnees.accueil, name="donnees"),
    path("donnees/licence/", donnees.licence, name="licence"),
    path("donnees/datapackage.json", donnees.dictionnaire, name="dictionnaire"),
    path("donnees/<slug:table>.csv", donnees.en_csv, name="csv"),
    path("donnees/<slug:table>.json", donnees.en_json, name="json"),
]
