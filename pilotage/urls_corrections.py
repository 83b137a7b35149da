"""Proposed corrections."""

from django.urls import path

from .views import corrections

urlpatterns = [
    path("corrections/", corrections.corrections, name="corrections"),
    path("corrections/<int:pk>/", corrections.correction, name="correction"),
    path("corrections/<int:pk>/accepter/", corrections.accepter, name="correction_accepter"),
    path("corrections/<int:pk>/refuser/", corrections.refuser, name="correction_refuser"),
    path("corrections/<int:pk>/retirer/", corrections.retirer, name="correction_retirer"),
    path("indicateurs/<int:pk>/corrections/proposer/", corrections.proposer, name="correction_proposer"),
]
