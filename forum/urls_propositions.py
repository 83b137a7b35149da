"""Addresses of proposals."""

from django.urls import path

from .views import propositions, propositions_blocs

urlpatterns = [
    path("propositions/", propositions.propositions, name="propositions"),
    path("espaces/<int:pk>/propositions/nouvelle/", propositions.proposition_ajouter, name="proposition_ajouter"),
    path("propositions/<int:pk>/", propositions.proposition, name="proposition"),
    path("propositions/<int:pk>/corriger/", propositions.proposition_corriger, name="proposition_corriger"),
    path("propositions/<int:pk>/publier/", propositions.proposition_publier, name="proposition_publier"),
    path("propositions/<int:pk>/version/", propositions.proposition_version, name="proposition_version"),
    path("propositions/<int:pk>/retirer/", propositions.proposition_retirer, name="proposition_retirer"),
    path("propositions/<int:pk>/clore/", propositions.proposition_clore, name="proposition_clore"),
    path("propositions/<int:pk>/reponse/", propositions.proposition_demander, name="proposition_demander"),
    path("propositions/<int:pk>/amender/", propositions.amender, name="amender"),
    path("propositions/travail/", propositions_blocs.travail, name="propositions_travail"),
    path("propositions/indicateurs/<int:pk>/", propositions_blocs.indicateur, name="propositions_indicateur"),
    path("propositions/organisations/<int:pk>/", propositions_blocs.organisation, name="propositions_organisation"),
    path("reponses/<int:pk>/", propositions.reponse_donner, name="reponse_donner"),
    path("amendements/<int:pk>/accepter/", propositions.amendement_accepter, name="amendement_accepter"),
    path("amendements/<int:pk>/refuser/", propositions.amendement_refuser, name="amendement_refuser"),
    path("amendements/<int:pk>/retirer/", propositions.amendement_retirer, name="amendement_retirer"),
    path("amendements/<int:pk>/promouvoir/", propositions.amendement_promouvoir, name="amendement_promouvoir"),
]
