"""Pages of the forum: each part of it has its own map."""

app_name = "forum"
urlpatterns: list = []
