"""The data-entry grid, included under `saisie/`."""

urlpatterns: list = []
