"""Pages of the initiatives: the thread that every pillar's objects hang on."""

from django.urls import path

from .views import initiatives, participations

urlpatterns = [
    path("", initiatives.liste, name="initiatives"),
    path("ouvrir/", initiatives.ouvrir, name="initiative_ouvrir"),
    path("<int:pk>/", initiatives.fiche, name="initiative"),
    path("<int:pk>/modifier/", initiatives.modifier, name="initiative_modifier"),
    path("<int:pk>/etape/", initiatives.etape, name="initiative_etape"),
    path("<int:pk>/rattacher/", initiatives.rattacher, name="initiative_rattacher"),
    path("<int:pk>/clore/", initiatives.clore, name="initiative_clore"),
    path("<int:pk>/rouvrir/", initiatives.rouvrir, name="initiative_rouvrir"),
    path("<int:pk>/participer/", participations.participer, name="initiative_participer"),
    path("<int:pk>/quitter/", participations.quitter, name="initiative_quitter"),
    path("<int:pk>/inviter/", participations.inviter, name="initiative_inviter"),
]
