"""What one is told, how, and the way out of e-mails."""

from django.urls import path

from .views import courriels, desabonnement, notifications

urlpatterns = [
    path("notifications/", notifications.notifications, name="notifications"),
    path("notifications/cloche/", notifications.cloche, name="cloche"),
    path("notifications/lues/", notifications.notifications_lues, name="notifications_lues"),
    path("notifications/preferences/", notifications.preferences_notification, name="preferences_notification"),
    path("notifications/preferences/apercu/", notifications.preferences_apercu, name="preferences_apercu"),
    path("notifications/desabonnement/<str:jeton>/", desabonnement.desabonnement, name="desabonnement"),
    path("courriels/", courriels.courriels, name="courriels"),
    path("courriels/<int:pk>/", courriels.courriel, name="courriel"),
]
