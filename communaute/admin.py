"""What the community of practice shows in the admin: read-only, people write it on its pages."""

from django.contrib import admin

from ecosysteme.admin import AdminLecture

from .models import Adoption, Pratique


@admin.register(Pratique)
class AdminPratique(AdminLecture):
    list_display = ("titre", "organisation", "auteur", "etat", "verifiee_jusqu")
    list_filter = ("etat", "portee")
    search_fields = ("titre",)


@admin.register(Adoption)
class AdminAdoption(AdminLecture):
    list_display = ("pratique", "organisation", "depuis", "constat", "cessee_le")
