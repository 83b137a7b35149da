"""Up by name: every name that goes up leads somewhere (tasks, addresses, templates of the registries)."""

import ast
import re
from pathlib import Path

from celery import current_app
from django.conf import settings
from django.template.loader import get_template

from ecosysteme import registries
from tests.adresses import adresses
from tests.garde.test_tailles import RACINE, fichiers

APPLICATIONS = ("ecosysteme", "forum", "pilotage", "incubateurs", "formation", "communaute")
TACHE = re.compile(rf"(?:{'|'.join(APPLICATIONS)})\.tasks\.\w+")
URL = re.compile(r"""{%\s*url\s+["']([^"']+)["']""")
APPELS_D_ADRESSE = {"reverse", "redirect", "reverse_lazy"}


def sources() -> list[Path]:
    return [f for f in fichiers(".py") if f.relative_to(RACINE).parts[0] in APPLICATIONS]


def taches() -> set[str]:
    current_app.loader.import_default_modules()
    return set(current_app.tasks)


def test_chaque_tache_planifiee_ou_envoyee_existe():
    nommees = {tache for f in sources() for tache in TACHE.findall(f.read_text("utf-8"))}
    assert nommees - taches() == set()
    assert {entree["task"] for entree in settings.CELERY_BEAT_SCHEDULE.values()} <= taches()
    assert set(settings.CELERY_TASK_ROUTES) <= taches()


def test_chaque_file_de_travail_a_son_travailleur():
    files = {route["queue"] for route in settings.CELERY_TASK_ROUTES.values()} | {settings.CELERY_TASK_DEFAULT_QUEUE}
    composition = (RACINE / "docker-compose.yml").read_text("utf-8")
    assert {file for file in files if file not in composition} == set()


def test_chaque_adresse_nommee_par_un_gabarit_existe():
    connues = {nom for nom, _ in adresses()}
    fautes = {
        f"{f.relative_to(RACINE)} : {nom}"
        for f in fichiers(".html", ".txt")
        for nom in URL.findall(f.read_text("utf-8"))
        if nom not in connues and not nom.startswith("admin:")
    }
    assert fautes == set()


def test_chaque_adresse_nommee_par_le_code_existe():
    connues = {nom for nom, _ in adresses()}
    fautes = set()
    for fichier in sources():
        for noeud in ast.walk(ast.parse(fichier.read_text("utf-8"))):
            if not isinstance(noeud, ast.Call) or not noeud.args or not isinstance(noeud.args[0], ast.Constant):
                continue
            fonction = noeud.func.id if isinstance(noeud.func, ast.Name) else getattr(noeud.func, "attr", "")
            nom = noeud.args[0].value
            if fonction in APPELS_D_ADRESSE and isinstance(nom, str) and "/" not in nom and nom[:1] not in ("?", "#"):
                fautes |= set() if nom in connues or nom.startswith("admin:") else {f"{fichier.name} : {nom}"}
    assert fautes == set()


def test_ce_que_les_registres_nomment_existe():
    connues = {nom for nom, _ in adresses()}
    assert {entree.url_name for entree in registries.navigation()} - connues == set()
    for rubrique in registries.rubriques_accueil():
        get_template(rubrique.gabarit)
