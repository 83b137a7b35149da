"""The roof's map: apps are included by name."""

from django.contrib import admin
from django.urls import include, path

from ecosysteme.views import decisions
from ecosysteme.views.abonnements import suivre
from ecosysteme.views.accueil import accueil
from ecosysteme.views.composants import composants
from ecosysteme.views.direct import evenements
from ecosysteme.views.hors_ligne import hors_ligne, veilleur
from ecosysteme.views.nouveautes import nouveautes
from ecosysteme.views.robots import robots
from ecosysteme.views.sante import sante

urlpatterns = [
    path("", accueil, name="accueil"),
    path("", include("ecosysteme.urls_notifications")),
    path("suivre/", suivre, name="suivre"),
    path("nouveautes/", nouveautes, name="nouveautes"),
    path("decisions/", decisions.decisions, name="decisions"),
    path("decisions/inscrire/", decisions.decision_ajouter, name="decision_ajouter"),
    path("decisions/<int:pk>/", decisions.decision, name="decision"),
    path("decisions/<int:pk>/corriger/", decisions.decision_modifier, name="decision_modifier"),
    path("decisions/<int:pk>/reviser/", decisions.decision_reviser, name="decision_reviser"),
    path("pilotage/", include("pilotage.urls")),
    path("forum/", include("forum.urls")),
    path("communaute/", include("communaute.urls")),
    path("initiatives/", include("ecosysteme.urls_initiatives")),
    path("barometre/", include("pilotage.urls_barometre")),
    path("robots.txt", robots, name="robots"),
    path("compte/", include("ecosysteme.urls_compte")),
    path("api/v1/", include("pilotage.urls_api")),
    path("evenements/", evenements, name="evenements"),
    path("composants/", composants, name="composants"),
    path("sante/", sante, name="sante"),
    path("hors-ligne/", hors_ligne, name="hors_ligne"),
    path("veilleur.js", veilleur, name="veilleur"),
    path("administration/", admin.site.urls),
]

handler429 = "ecosysteme.views.compte.trop_de_demandes"
