"""What the steering room shows in the admin: read-only, only its own SQL and tasks write it."""

from django.contrib import admin

from ecosysteme.admin import AdminLecture

from .models import Bilan, EtatIndicateur, Importation, RapportVerification


@admin.register(Bilan)
class AdminBilan(AdminLecture):
    list_display = ("niveau", "noeud_id", "exercice", "territoire", "statut", "progression", "methode", "calcule_le")
    list_filter = ("niveau", "exercice")
    show_full_result_count = False


@admin.register(EtatIndicateur, Importation, RapportVerification)
class AdminEtat(AdminLecture):
    list_display = ("__str__",)
    show_full_result_count = False
