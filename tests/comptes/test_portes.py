"""Doors: closed sign-up, allow-listed domains, single sign-on by settings."""

import importlib

import pytest
from allauth.account.models import EmailAddress
from allauth.core import context
from allauth.socialaccount.models import SocialLogin
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.core import mail
from django.test import Client, RequestFactory

from ecosysteme import settings as reglages
from ecosysteme.adaptateurs import AdaptateurUnique
from ecosysteme.models import Personne
from ecosysteme.services.invitations import empreinte
from tests.comptes.aides import MOT_DE_PASSE, lien_du_courriel, se_connecter

pytestmark = pytest.mark.django_db
INSCRIPTION = {"prenom": "Alex", "nom": "Libre", "password1": MOT_DE_PASSE}


def test_l_inscription_libre_est_fermee(client):
    for reponse in (
        client.get("/compte/inscription/"),
        client.post("/compte/inscription/", {"email": "a@b.test", **INSCRIPTION}),
    ):
        assert "se donne par invitation" in reponse.content.decode()
    assert not Personne.objects.exists()


def test_un_domaine_autorise_ouvre_un_compte_sans_role_apres_preuve_du_courriel(client, settings):
    settings.DOMAINES_AUTORISES = ["ministere.test"]
    courriel = "alex@ministere.test"
    reponse = client.post("/compte/inscription/", {"email": courriel, **INSCRIPTION})
    assert reponse.url == "/compte/courriel/verifier/"
    se_connecter(Client(), courriel)
    assert not EmailAddress.objects.get(email=courriel).verified
    lien = next(m for m in mail.outbox if "confirmer" in m.body or "ouvrir votre compte" in m.body)
    assert lien.to == [courriel]
    client.post(lien_du_courriel("/compte/courriel/verifier/"))
    assert se_connecter(Client(), courriel).url == "/compte/sans-role/"
    assert Personne.objects.get(email=courriel).prenom == "Alex"


def test_un_autre_domaine_est_refuse_avec_la_marche_a_suivre(client, settings):
    settings.DOMAINES_AUTORISES = ["ministere.test"]
    for courriel in ("alex@ailleurs.test", "alex@sous.ministere.test", "alex@ministere.test.ailleurs.test"):
        page = client.post("/compte/inscription/", {"email": courriel, **INSCRIPTION}).content.decode()
        assert "demandez une invitation" in page
    assert not Personne.objects.exists()


@pytest.fixture
def oidc(settings, monkeypatch):
    """A provider configured as the environment does, and its discovery document without any network."""
    settings.SOCIALACCOUNT_PROVIDERS = {
        "openid_connect": {
            "APPS": [
                {
                    "provider_id": "gouvernement",
                    "name": "le compte gouvernemental",
                    "client_id": "portail",
                    "secret": "secret-canari-oidc",
                    "settings": {"server_url": "https://identite.exemple.test"},
                }
            ]
        }
    }
    base = "https://identite.exemple.test"
    adresses = {"authorization_endpoint": f"{base}/autoriser", "token_endpoint": f"{base}/jeton"}
    monkeypatch.setattr(OpenIDConnectOAuth2Adapter, "openid_config", adresses)


def test_sans_reglage_la_page_ne_propose_pas_l_authentification_unique(client):
    page = client.get("/compte/connexion/").content.decode()
    assert "/compte/oidc/" not in page
    assert client.post("/compte/oidc/gouvernement/login/").status_code == 404


def test_avec_reglage_le_bouton_mene_au_fournisseur(client, oidc):
    assert "Se connecter avec le compte gouvernemental" in client.get("/compte/connexion/").content.decode()
    reponse = client.post("/compte/oidc/gouvernement/login/")
    assert reponse.status_code == 302
    assert reponse.url.startswith("https://identite.exemple.test/autoriser?client_id=portail")
    assert "secret-canari-oidc" not in reponse.url


def test_l_environnement_regle_le_fournisseur_et_la_politique_de_contenu(monkeypatch):
    for nom, valeur in {"OIDC_URL": "https://id.exemple.test/r", "OIDC_CLIENT_ID": "c", "OIDC_SECRET": "s"}.items():
        monkeypatch.setenv(nom, valeur)
    try:
        module = importlib.reload(reglages)
        application = module.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"][0]
        assert application["client_id"] == "c" and application["settings"]["server_url"] == "https://id.exemple.test/r"
        assert "https://id.exemple.test" in module.CONTENT_SECURITY_POLICY["DIRECTIVES"]["form-action"]
    finally:
        monkeypatch.undo()
        importlib.reload(reglages)


@pytest.mark.parametrize(
    ("courriel", "invite", "domaines", "ouvert"),
    [
        ("x@exemple.test", "", [], False),
        ("x@exemple.test", "", ["exemple.test"], True),
        ("x@exemple.test", "x@exemple.test", [], True),
        ("x@exemple.test", "autre@exemple.test", [], False),
    ],
)
def test_l_authentification_unique_passe_par_la_meme_porte(
    settings, inviter_a, ministere, courriel, invite, domaines, ouvert
):
    settings.DOMAINES_AUTORISES = domaines
    requete = RequestFactory().get("/")
    requete.session = {}
    if invite:
        _, lien = inviter_a(invite, ministere)
        requete.session["invitation"] = empreinte(lien.split("/")[-2])
    with context.request_context(requete):
        arrivee = SocialLogin(user=Personne(email=courriel))
        assert AdaptateurUnique().is_open_for_signup(requete, arrivee) is ouvert
