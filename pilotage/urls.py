"""Pages of the steering room."""


app_name = "pilotage"
urlpatterns: list = []
