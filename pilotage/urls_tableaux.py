"""Dashboards: government and organisations."""

urlpatterns: list = []
