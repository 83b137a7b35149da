"""Canary secrets never reach logs, error pages or the admin (row 20); tokens are kept as hashes."""

import logging

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.core import mail
from django.test import Client

from ecosysteme.models import Invitation, JetonApi
from ecosysteme.services.jetons import creer_jeton, empreinte
from tests import fabriques
from tests.comptes.aides import MOT_DE_PASSE, client_de, se_connecter

pytestmark = pytest.mark.django_db
CANARI = "canari-secret-93f1"


@pytest.fixture
def racine(db):
    return fabriques.personne("racine@exemple.test", mot_de_passe=MOT_DE_PASSE, is_staff=True, is_superuser=True)


def pages_admin(client):
    """Every list, form and history of the admin."""
    from django.contrib import admin

    for modele in admin.site._registry:
        base = f"/administration/{modele._meta.app_label}/{modele._meta.model_name}/"
        yield base
        for objet in modele.objects.all()[:3]:
            yield f"{base}{objet.pk}/change/"
            yield f"{base}{objet.pk}/history/"


def test_l_administration_ne_montre_ni_empreinte_ni_secret(racine, coordination, inviter_a, ministere):
    jeton, secret = creer_jeton(par=coordination, nom="tableur", portees=["lecture"], jours=30)
    invitation, lien = inviter_a("nouvelle@exemple.test", ministere)
    TOTP.activate(coordination, CANARI)
    assert Authenticator.objects.exists() and Invitation.objects.exists()
    fabriques.mesure(fabriques.indicateur())
    client = client_de(racine)
    interdits = [
        secret,
        jeton.empreinte,
        invitation.empreinte_jeton,
        lien.split("/")[-2],
        CANARI,
        coordination.password,
    ]
    vues = list(pages_admin(client))
    for adresse in vues:
        reponse = client.get(adresse)
        assert reponse.status_code == 200, adresse
        page = reponse.content.decode()
        assert not [s for s in interdits if s in page], adresse
    assert len(vues) > 20


def test_les_mots_de_passe_ne_paraissent_ni_aux_journaux_ni_aux_pages_d_erreur(personne, monkeypatch, caplog):
    caplog.set_level(logging.DEBUG)
    reponse = se_connecter(Client(), personne.email, CANARI)
    assert CANARI not in reponse.content.decode()

    def en_panne(*args, **kwargs):
        raise RuntimeError("panne provoquée")

    monkeypatch.setattr("ecosysteme.adaptateurs.AdaptateurCompte.authenticate", en_panne)
    client = Client(raise_request_exception=False)
    reponse = se_connecter(client, personne.email, CANARI)
    assert reponse.status_code == 500 and CANARI not in reponse.content.decode()
    assert CANARI not in caplog.text


def test_le_rapport_d_erreur_envoye_aux_administrateurs_cache_les_secrets(inviter_a, ministere, monkeypatch, rf):
    from django.views.debug import ExceptionReporter

    _, lien = inviter_a("nouvelle@exemple.test", ministere)
    client = Client(raise_request_exception=False)
    client.get(lien)
    captures = []

    def en_panne(**champs):
        raise RuntimeError("panne provoquée")

    def signaler(sender, request, **reste):
        import sys

        captures.append(ExceptionReporter(request, *sys.exc_info()).get_traceback_text())

    from django.core.signals import got_request_exception

    got_request_exception.connect(signaler)
    monkeypatch.setattr("ecosysteme.views.invitations.ouvrir_compte_invite", en_panne)
    donnees = {"prenom": "A", "nom": "B", "mot_de_passe": f"une phrase longue {CANARI}"}
    try:
        assert client.post("/compte/invitation/", donnees).status_code == 500
    finally:
        got_request_exception.disconnect(signaler)
    assert captures and CANARI not in captures[0]


def test_un_jeton_d_api_est_montre_une_fois_et_garde_en_empreinte(personne, caplog):
    caplog.set_level(logging.DEBUG)
    client = Client()
    se_connecter(client, personne.email)
    adresse = "/compte/jetons/nouveau/"
    assert client.get(adresse).status_code == 302
    client.post(f"/compte/confirmer/?next={adresse}", {"password": MOT_DE_PASSE})
    page = client.post(adresse, {"nom": "tableur", "portees": ["lecture"], "jours": "30"}).content.decode()
    jeton = JetonApi.objects.get()
    secret = page.split('<code class="secret">')[1].split("<")[0]
    assert secret.startswith(f"{jeton.prefixe}_") and len(secret) == 4 + 8 + 1 + 43
    assert (
        jeton.empreinte == empreinte(secret) and JetonApi.objects.valides().filter(empreinte=jeton.empreinte).exists()
    )
    liste = client.get("/compte/jetons/").content.decode()
    assert secret not in liste and jeton.prefixe in liste and secret not in caplog.text
    client.post(f"/compte/jetons/{jeton.pk}/revoquer/")
    assert not JetonApi.objects.valides().exists()


def test_on_ne_revoque_pas_le_jeton_d_un_autre(personne, coordination):
    jeton, _ = creer_jeton(par=coordination, nom="sien", portees=["lecture"], jours=1)
    assert client_de(personne).post(f"/compte/jetons/{jeton.pk}/revoquer/").status_code == 404
    assert JetonApi.objects.valides().exists()


@pytest.mark.parametrize(("portees", "jours"), [([], 30), (["tout"], 30), (["lecture"], 366), (["lecture"], 0)])
def test_portee_inconnue_ou_duree_trop_longue_sont_refusees(personne, portees, jours):
    from django.core.exceptions import ValidationError

    with pytest.raises(ValidationError):
        creer_jeton(par=personne, nom="n", portees=portees, jours=jours)


def test_les_avis_de_securite_partent_sans_secret(personne):
    client = Client()
    se_connecter(client, personne.email)
    nouveau = "une toute autre phrase 77"
    client.post("/compte/mot-de-passe/", {"oldpassword": MOT_DE_PASSE, "password1": nouveau, "password2": nouveau})
    assert "vient d'être changé" in mail.outbox[-1].body and nouveau not in mail.outbox[-1].body
