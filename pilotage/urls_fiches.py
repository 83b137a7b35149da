"""Sheets: plan, objective, indicator, explorer, method."""

urlpatterns: list = []
