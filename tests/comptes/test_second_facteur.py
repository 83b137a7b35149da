"""Second factors: an application, recovery codes, and passkeys in a real browser with a virtual authenticator."""

import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.test import Client

from tests.comptes.aides import MOT_DE_PASSE, se_connecter


def code_totp(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


@pytest.fixture
def avec_application(personne):
    """A client whose account has an authenticator application; returns its secret too."""
    client = Client()
    se_connecter(client, personne.email)
    adresse = "/compte/securite/application/"
    client.get(adresse)
    client.post(f"/compte/confirmer/?next={adresse}", {"password": MOT_DE_PASSE})
    secret = re.search(r'class="secret">([A-Z2-7]+)<', client.get(adresse).content.decode())[1]
    client.post(adresse, {"code": code_totp(secret)})
    assert Authenticator.objects.filter(user=personne, type="totp").exists()
    return client, secret


@pytest.mark.django_db
def test_le_mot_de_passe_ne_suffit_plus_une_fois_l_application_active(avec_application, personne):
    intrus = Client()
    assert se_connecter(intrus, personne.email).url == "/compte/connexion/code/"
    assert intrus.get("/compte/securite/").status_code == 302
    page = intrus.post("/compte/connexion/code/", {"code": "000000"}).content.decode()
    assert "inexact ou périmé" in page and intrus.get("/compte/securite/").status_code == 302


@pytest.mark.django_db
def test_un_code_de_recuperation_ouvre_une_seule_fois(avec_application, personne):
    client, _ = avec_application
    codes = re.findall(r"<li><code>(\w+)</code>", client.get("/compte/securite/codes/").content.decode())
    assert len(codes) == 10

    def entrer():
        visiteur = Client()
        se_connecter(visiteur, personne.email)
        return visiteur.post("/compte/connexion/code/", {"code": codes[0]}).status_code

    assert entrer() == 302 and entrer() == 200


@pytest.mark.django_db
def test_la_page_de_securite_dit_ce_qui_est_actif(avec_application):
    client, _ = avec_application
    page = client.get("/compte/securite/").content.decode()
    assert "Retirer l'application" in page and "10 codes encore bons" in page
    assert "Votre compte ne tient qu" not in page


@pytest.mark.django_db
def test_les_reglages_de_securite_redemandent_le_mot_de_passe(personne):
    client = Client()
    se_connecter(client, personne.email)
    for page in ("securite/application/", "securite/cles/ajouter/", "jetons/nouveau/"):
        assert client.get(f"/compte/{page}").url.startswith("/compte/confirmer/")


def authentificateur_virtuel(page) -> None:
    cdp = page.context.new_cdp_session(page)
    cdp.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    automatique = {"isUserVerified": True, "automaticPresenceSimulation": True}
    cdp.send("WebAuthn.addVirtualAuthenticator", {"options": {**options, **automatique}})


@pytest.mark.django_db(transaction=True)
def test_une_cle_d_acces_s_ajoute_puis_ouvre_le_compte_sans_mot_de_passe(ouvrir, live_server, personne):
    page = ouvrir(base_url=live_server.url.replace("127.0.0.1", "localhost"))
    authentificateur_virtuel(page)
    page.goto("/compte/connexion/?next=/compte/securite/")
    page.get_by_label("Courriel").fill(personne.email)
    page.get_by_label("Mot de passe").fill(MOT_DE_PASSE)
    page.get_by_role("button", name="Se connecter", exact=True).click()
    page.get_by_role("link", name="Ajouter une clé d'accès").click()
    page.get_by_label("Mot de passe").fill(MOT_DE_PASSE)
    page.get_by_role("button", name="Confirmer").click()
    page.get_by_label("Nom de la clé").fill("Portable du bureau")
    page.get_by_role("button", name="Ajouter cette clé").click()
    page.get_by_role("heading", name="Codes de récupération").wait_for()
    page.goto("/compte/deconnexion/")
    page.get_by_role("main").get_by_role("button", name="Se déconnecter").click()
    page.goto("/compte/connexion/?next=/compte/securite/cles/")
    page.get_by_role("button", name="Se connecter avec une clé d'accès").click()
    page.get_by_role("rowheader", name="Portable du bureau").wait_for()
