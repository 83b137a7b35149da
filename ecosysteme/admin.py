"""The Django admin, for administrators: accounts and structure; results, journal and secrets stay out of reach."""

from importlib import import_module
from typing import Any

import pghistory
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from allauth.usersessions.models import UserSession
from django.contrib import admin
from django.contrib.admin import AdminSite
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.db.models import URLField
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

from . import models
from .historique_admin import evenements
from .permissions import droits


def est_administrateur(request: HttpRequest) -> bool:
    """A superuser, or staff holding the role of administration today."""
    personne = request.user
    if not personne.is_active:
        return False
    return personne.is_superuser or (personne.is_staff and droits(personne).peut("administrer"))


def connexion(request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
    """The portal's own login (rate limited, second factor); a person without the right is told so."""
    if not request.user.is_authenticated:
        suite = urlencode({"next": request.GET.get("next") or reverse("admin:index")})
        return redirect(f"{reverse('account_login')}?{suite}")
    if not est_administrateur(request):
        raise PermissionDenied("L'administration est réservée aux personnes qui en ont le rôle.")
    return redirect("admin:index")


site = admin.site
site.site_header = site.site_title = "Écosystème – administration"
site.index_title = "Comptes et structure"
site.has_permission = est_administrateur  # type: ignore[method-assign]
site.login = connexion  # type: ignore[method-assign]

# Registered by their own apps, then withdrawn: they would show keys, tokens and secrets.
for application in ("account", "mfa", "socialaccount", "usersessions"):
    import_module(f"allauth.{application}.admin")
import_module("django.contrib.auth.admin")
for modele in (Group, SocialApp, SocialToken, SocialAccount, UserSession, EmailAddress, Authenticator):
    if site.is_registered(modele):
        site.unregister(modele)


class AdminHistorise(admin.ModelAdmin):
    """Rights from the role, not from permission rows; every change keeps its author in the history."""

    reserve_superusager = False
    list_per_page = 100

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        with pghistory.context(ecriture="administration", par=request.user.pk, par_nom=str(request.user)):
            return super().changeform_view(request, *args, **kwargs)

    def delete_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        with pghistory.context(ecriture="administration", par=request.user.pk, par_nom=str(request.user)):
            return super().delete_view(request, *args, **kwargs)

    def history_view(self, request: HttpRequest, object_id: str, extra_context: dict | None = None) -> HttpResponse:
        objet = self.get_object(request, object_id)
        contexte = {"evenements": evenements(objet) if objet else [], **(extra_context or {})}
        return super().history_view(request, object_id, contexte)

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if isinstance(db_field, URLField):
            kwargs["assume_scheme"] = "https"
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def get_actions(self, request: HttpRequest) -> dict:
        return {}

    def _peut_ecrire(self, request: HttpRequest) -> bool:
        return request.user.is_superuser if self.reserve_superusager else est_administrateur(request)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return est_administrateur(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return est_administrateur(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self._peut_ecrire(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._peut_ecrire(request)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._peut_ecrire(request)


class AdminStructure(AdminHistorise):
    """Plans and sheets: the administration role reads, a superuser mends."""

    reserve_superusager = True
    exclude = ("version",)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if change and hasattr(obj, "version"):
            obj.version += 1
        super().save_model(request, obj, form, change)


class AdminLecture(AdminHistorise):
    """Read-only, for everybody."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(models.Personne)
class AdminPersonne(AdminHistorise):
    """No password, no secret; only a superuser touches staff marks, addresses and other superusers."""

    list_display = ("email", "prenom", "nom", "is_active", "is_staff", "last_login")
    list_filter = ("is_active", "is_staff", "is_superuser")
    search_fields = ("email", "prenom", "nom")
    ordering = ("email",)
    fields = ("email", "prenom", "nom", "is_active", "is_staff", "is_superuser", "inscrite_le", "last_login")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        toujours = ("inscrite_le", "last_login")
        return toujours if request.user.is_superuser else (*toujours, "email", "is_staff", "is_superuser")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        protegee = obj is not None and obj.is_superuser and not request.user.is_superuser
        return not protegee and super().has_change_permission(request, obj)


@admin.register(models.Adhesion)
class AdminAdhesion(AdminHistorise):
    list_display = ("personne", "role", "organisation", "debut", "fin")
    list_filter = ("role",)
    list_select_related = ("personne", "organisation")
    search_fields = ("personne__email", "personne__nom", "organisation__nom", "organisation__sigle")
    autocomplete_fields = ("personne", "organisation")
    date_hierarchy = "debut"


@admin.register(models.Organisation)
class AdminOrganisation(AdminHistorise):
    list_display = ("sigle", "nom", "type", "parent", "debut", "fin")
    list_filter = ("type",)
    list_select_related = ("parent",)
    search_fields = ("sigle", "nom")
    autocomplete_fields = ("parent", "fusionnee_dans")


@admin.register(models.PlanStrategique)
class AdminPlan(AdminStructure):
    list_display = ("titre", "organisation", "exercice_debut", "exercice_fin", "etat")
    list_filter = ("etat",)
    list_select_related = ("organisation",)
    search_fields = ("titre", "organisation__nom", "organisation__sigle")
    autocomplete_fields = ("organisation",)


@admin.register(models.Orientation)
class AdminOrientation(AdminStructure):
    exclude = ()
    list_display = ("numero", "titre", "plan")
    list_select_related = ("plan",)
    search_fields = ("titre", "plan__titre")
    autocomplete_fields = ("plan",)


@admin.register(models.Objectif)
class AdminObjectif(AdminStructure):
    exclude = ()
    list_display = ("numero", "titre", "orientation")
    list_select_related = ("orientation",)
    search_fields = ("titre",)
    autocomplete_fields = ("orientation",)


@admin.register(models.Indicateur)
class AdminIndicateur(AdminStructure):
    list_display = ("code", "nom", "organisation", "sens", "frequence", "visibilite")
    list_filter = ("sens", "frequence", "visibilite", "illustratif")
    list_select_related = ("organisation",)
    search_fields = ("code", "nom", "organisation__sigle")
    autocomplete_fields = ("objectif", "organisation", "responsable", "parent")


@admin.register(models.Cible)
class AdminCible(AdminStructure):
    list_display = ("indicateur", "exercice", "territoire", "forme", "valeur_min", "valeur_max", "echeance")
    list_filter = ("forme", "exercice")
    list_select_related = ("indicateur",)
    search_fields = ("indicateur__code", "indicateur__nom")
    autocomplete_fields = ("indicateur",)


@admin.register(models.Initiative, models.Decision)
class AdminFil(AdminLecture):
    list_display = ("__str__",)


@admin.register(models.Mesure)
class AdminMesure(AdminLecture):
    """Results are entered in the grid, never here."""

    list_display = ("indicateur", "fin", "territoire", "valeur", "etat", "saisie_par")
    list_filter = ("etat",)
    list_select_related = ("indicateur", "saisie_par")
    search_fields = ("indicateur__code", "indicateur__nom")
    show_full_result_count = False


@admin.register(models.Invitation)
class AdminInvitation(AdminLecture):
    list_display = ("courriel", "role", "organisation", "invite_par", "cree_le", "expire_le", "acceptee_le")
    list_select_related = ("organisation", "invite_par")
    exclude = ("empreinte_jeton",)


@admin.register(models.JetonApi)
class AdminJeton(AdminLecture):
    list_display = ("prefixe", "nom", "personne", "expire_le", "dernier_usage", "revoque_le")
    list_select_related = ("personne",)
    exclude = ("empreinte",)


@admin.register(models.Journal)
class AdminJournal(AdminLecture):
    list_display = ("pk", "horodatage", "acteur", "acte", "objet")
    list_select_related = ("acteur",)
    list_filter = ("acte",)
    search_fields = ("objet",)
    show_full_result_count = False


@admin.register(Authenticator)
class AdminSecondFacteur(AdminLecture):
    """That a second factor exists, never what it holds; an administrator removes one that is lost."""

    list_display = ("user", "type", "created_at", "last_used_at")
    list_select_related = ("user",)
    exclude = ("data",)

    def changelist_view(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        return super().changelist_view(request, {"title": "Seconds facteurs", **(extra_context or {})})

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        protegee = obj is not None and obj.user.is_superuser and not request.user.is_superuser
        return est_administrateur(request) and not protegee


def rubriques(request: HttpRequest, app_label: str | None = None) -> list[dict[str, Any]]:
    """The index, with a French name for the library whose models have none."""
    liste = AdminSite.get_app_list(site, request, app_label)
    for rubrique in liste:
        if rubrique["app_label"] == "mfa":
            rubrique["name"] = "Sécurité des comptes"
            rubrique["models"][0]["name"] = "Seconds facteurs"
    return liste


site.get_app_list = rubriques  # type: ignore[method-assign]
