"""Addresses of votes."""

from django.urls import path

from .views import objections, scrutins, scrutins_actes

urlpatterns = [
    path("scrutins/", scrutins.scrutins, name="scrutins"),
    path("scrutins/a-voter/", scrutins.a_voter, name="a_voter"),
    path("scrutins/<int:pk>/", scrutins.scrutin, name="scrutin"),
    path("scrutins/<int:pk>/registre/", scrutins.registre, name="scrutin_registre"),
    path("scrutins/<int:pk>/recompte.csv", scrutins.scrutin_intrants, name="scrutin_intrants"),
    path("scrutins/<int:pk>/voter/", scrutins.voter, name="voter"),
    path("scrutins/<int:pk>/corriger/", scrutins_actes.modifier, name="scrutin_modifier"),
    path("scrutins/<int:pk>/annoncer/", scrutins_actes.annoncer, name="scrutin_annoncer"),
    path("scrutins/<int:pk>/recuser/", scrutins_actes.recuser, name="scrutin_recuser"),
    path("scrutins/<int:pk>/prolonger/", scrutins_actes.prolonger, name="scrutin_prolonger"),
    path("scrutins/<int:pk>/retirer/", scrutins_actes.retirer, name="scrutin_retirer"),
    path("scrutins/<int:pk>/etape/", scrutins_actes.etape, name="scrutin_etape"),
    path("scrutins/<int:pk>/appel/", scrutins_actes.appel, name="scrutin_appel"),
    path("scrutins/<int:pk>/issue/", scrutins_actes.issue, name="scrutin_issue"),
    path("scrutins/<int:pk>/procuration/", scrutins_actes.procuration, name="scrutin_procuration"),
    path("scrutins/<int:pk>/recu/", scrutins.recu, name="scrutin_recu"),
    path("objections/<int:pk>/trier/", objections.objection_trier, name="objection_trier"),
    path("objections/<int:pk>/integrer/", objections.objection_integrer, name="objection_integrer"),
    path("objections/<int:pk>/retirer/", objections.objection_retirer, name="objection_retirer"),
    path("objections/<int:pk>/revoir/", objections.objection_revoir, name="objection_revoir"),
    path("sujets/<int:pk>/scrutin/", scrutins_actes.preparer, name="scrutin_preparer"),
]
