"""Logging in under attack: brute force, spraying, enumeration, fixation, the end of other sessions (rows 18, 19)."""

import time

import pytest
from django.contrib.auth.hashers import make_password
from django.core import mail
from django.core.cache import caches
from django.test import Client
from redis.exceptions import ConnectionError as RedisAbsent

from ecosysteme import limites
from ecosysteme.models import Personne
from tests.comptes.aides import MOT_DE_PASSE, lien_du_courriel, sans_jetons, se_connecter

pytestmark = pytest.mark.django_db


def ouvert(client) -> bool:
    return client.get("/compte/securite/").status_code == 200


def test_on_se_connecte_par_courriel_et_mot_de_passe(client, personne):
    reponse = se_connecter(client, "Camille@Exemple.test")
    assert reponse.status_code == 302 and reponse.url == "/"
    assert ouvert(client)


def test_la_force_brute_recoit_429_meme_avec_le_bon_mot_de_passe_ensuite(client, personne):
    statuts = [se_connecter(client, personne.email, f"mauvais essai {n}").status_code for n in range(6)]
    assert statuts == [200] * 5 + [429]
    bloquee = se_connecter(client, personne.email)
    assert bloquee.status_code == 429 and bloquee["Retry-After"]
    assert "Trop d'essais" in bloquee.content.decode()


def test_le_blocage_tient_depuis_plusieurs_adresses(personne):
    for n in range(5):
        se_connecter(Client(REMOTE_ADDR=f"203.0.113.{n}"), personne.email, "mauvais essai")
    assert se_connecter(Client(REMOTE_ADDR="203.0.113.99"), personne.email).status_code == 429


def test_l_arrosage_de_comptes_depuis_une_adresse_recoit_429(client, db):
    statuts = [se_connecter(client, f"cible{n}@exemple.test", "printemps 2026").status_code for n in range(21)]
    assert statuts == [200] * 20 + [429]


def test_une_connexion_reussie_ne_remet_pas_les_compteurs_a_zero(client, personne):
    for n in range(4):
        se_connecter(client, personne.email, f"mauvais {n}")
    se_connecter(Client(), personne.email)
    assert se_connecter(client, personne.email, "mauvais").status_code == 200
    assert se_connecter(client, personne.email, "mauvais").status_code == 429


@pytest.mark.parametrize("essais", [1, 6])
def test_compte_connu_ou_inconnu_recoit_la_meme_reponse(personne, essais):
    def reponse(courriel):
        client = Client()
        for _ in range(essais):
            derniere = se_connecter(client, courriel, "mauvais essai")
        return derniere.status_code, derniere.content.decode().replace(courriel, "")

    connu, inconnu = reponse(personne.email), reponse("personne@nulle.part")
    assert connu[0] == inconnu[0] == (200 if essais == 1 else 429)
    assert sans_jetons(connu[1]) == sans_jetons(inconnu[1])


def test_compte_connu_ou_inconnu_coute_le_meme_temps(personne, settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]
    Personne.objects.filter(pk=personne.pk).update(password=make_password(MOT_DE_PASSE))

    def duree(courriel):
        debut = time.perf_counter()
        se_connecter(Client(), courriel, "mauvais essai")
        return time.perf_counter() - debut

    connu = min(duree(personne.email) for _ in range(3))
    inconnu = min(duree(f"inconnu{n}@nulle.part") for n in range(3))
    assert 0.5 < connu / inconnu < 2


def test_mot_de_passe_oublie_repond_pareil_et_ecrit_dans_les_deux_cas(personne):
    pages = []
    for courriel in (personne.email, "personne@nulle.part"):
        reponse = Client().post("/compte/mot-de-passe/oublie/", {"email": courriel}, follow=True)
        pages.append((reponse.status_code, sans_jetons(reponse.content.decode())))
    assert pages[0] == pages[1]
    assert [m.to for m in mail.outbox] == [[personne.email], ["personne@nulle.part"]]


def test_la_limite_tient_quand_redis_est_absent(client, personne, monkeypatch):
    def absent(*args, **kwargs):
        raise RedisAbsent("absent")

    monkeypatch.setattr(type(caches["default"]._cache), "get_client", absent)
    monkeypatch.setattr(limites.CacheLimites, "_repos_jusqua", 0.0)
    assert caches["default"].get("autre", "défaut") in (None, "défaut")
    statuts = [se_connecter(client, personne.email, f"mauvais {n}").status_code for n in range(6)]
    assert statuts == [200] * 5 + [429]


def test_la_session_change_de_cle_a_la_connexion(client, personne):
    client.get("/compte/connexion/")
    session = client.session
    session["appat"] = 1
    session.save()
    client.cookies["sessionid"] = session.session_key
    se_connecter(client, personne.email)
    assert client.cookies["sessionid"].value != session.session_key
    victime = Client()
    victime.cookies["sessionid"] = session.session_key
    assert not ouvert(victime)


def test_changer_de_mot_de_passe_ferme_les_autres_sessions(personne):
    ici, la = Client(), Client()
    for client in (ici, la):
        se_connecter(client, personne.email)
    nouveau = "une toute autre phrase 77"
    reponse = ici.post(
        "/compte/mot-de-passe/", {"oldpassword": MOT_DE_PASSE, "password1": nouveau, "password2": nouveau}
    )
    assert reponse.status_code == 302
    assert ouvert(ici) and not ouvert(la)


def test_un_mot_de_passe_choisi_par_lien_ferme_toutes_les_sessions(personne):
    la = Client()
    se_connecter(la, personne.email)
    visiteur = Client()
    visiteur.post("/compte/mot-de-passe/oublie/", {"email": personne.email})
    lien = visiteur.get(lien_du_courriel("/compte/mot-de-passe/cle/")).url
    nouveau = "une toute autre phrase 77"
    assert visiteur.post(lien, {"password1": nouveau, "password2": nouveau}).status_code == 302
    assert not ouvert(la)
    assert se_connecter(Client(), personne.email, nouveau).status_code == 302


def test_se_deconnecter_ferme_aussi_les_autres_sessions(personne):
    ici, la = Client(), Client()
    for client in (ici, la):
        se_connecter(client, personne.email)
    ici.post("/compte/deconnexion/")
    assert not ouvert(ici) and not ouvert(la)


def test_fermer_les_autres_sessions_garde_la_sienne(personne):
    ici, la = Client(), Client()
    for client in (ici, la):
        se_connecter(client, personne.email)
    ici.post("/compte/sessions/")
    assert ouvert(ici) and not ouvert(la)


def test_un_compte_desactive_n_entre_pas_et_perd_sa_session(client, personne):
    se_connecter(client, personne.email)
    Personne.objects.filter(pk=personne.pk).update(is_active=False)
    assert not ouvert(client)
    assert se_connecter(Client(), personne.email).url == "/compte/inactif/"
