"""Pages of the forum: each part of it has its own map."""

from django.urls import include, path

app_name = "forum"
urlpatterns: list = [
    path("", include("forum.urls_discussion")),
    path("", include("forum.urls_instances")),
    path("", include("forum.urls_moderation")),
    path("", include("forum.urls_opinion")),
    path("", include("forum.urls_propositions")),
    path("", include("forum.urls_scrutins")),
]
