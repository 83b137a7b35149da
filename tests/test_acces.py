"""Every address × every role, at home and elsewhere (FIABILITE 15), and CSRF on all that writes (16).

The table is `tests/acces.txt`; its head says how to add a line.
"""

import os
import re

import pytest
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext, override_settings
from django.urls import reverse

from tests.acces_corps import CORPS
from tests.adresses import BIBLIOTHEQUES, Requete, adresses, completer_table, lire_table, parametres
from tests.monde import ROLES, batir

pytestmark = pytest.mark.django_db
TABLE = lire_table()
SECTIONS = list(dict.fromkeys(r.section for r in TABLE))
ECRIRE = bool(os.environ.get("ECRIRE_ACCES"))
# Addresses that have a test of their own, and where.
AILLEURS = {"evenements": "tests/direct", "sante": "tests/exploitation", "api_introuvable": "tests/api"}
# What is written without a token against forgery, and why.
SANS_JETON = {"desabonnement": "RFC 8058: the mail program posts by itself; the signed address is the right"}
SQL_ECRIT = re.compile(r'^\s*(INSERT INTO|UPDATE|DELETE FROM) "?(\w+)', re.IGNORECASE)
TENUES_PAR_LA_SESSION = {"django_session", "usersessions_usersession", "ecosysteme_personne"}


@pytest.fixture(scope="module")
def monde_bati(django_db_setup, django_db_blocker, tmp_path_factory):
    """The world, built once for the whole table: every request is undone after it (`demander`)."""
    depot = tmp_path_factory.mktemp("depot")
    with django_db_blocker.unblock(), override_settings(MEDIA_ROOT=depot), transaction.atomic():
        yield batir(), depot
        transaction.set_rollback(True)


@pytest.fixture
def monde(monde_bati, db, caplog, settings):
    """Refusals are the matter here: they are not worth a line of log each."""
    bati, settings.MEDIA_ROOT = monde_bati
    caplog.set_level("ERROR", "django.request")
    return bati


def clients(monde, **options) -> dict[str, Client]:
    """One logged-in client a column."""
    tous = {}
    for role, personne in monde.roles.items():
        tous[role] = Client(**options)
        if personne is not None:
            tous[role].force_login(personne)
    return tous


def demander(client: Client, requete: Requete, monde):
    """The answer, everything undone after it."""
    cache.clear()
    en_json = requete.nom.startswith("api_")
    corps = CORPS[requete.cle](monde) if requete.cle in CORPS else {}
    options = {"content_type": "application/json"} if en_json and requete.methode != "GET" else {}
    donnees = {} if requete.methode in ("GET", "DELETE") else {"data": corps}
    with transaction.atomic():
        reponse = getattr(client, requete.methode.lower())(requete.chemin(monde), **donnees, **options)
        transaction.set_rollback(True)
    return reponse


def test_chaque_adresse_est_dans_la_table():
    connues = {r.nom for r in TABLE} | AILLEURS.keys()
    absentes = [nom for nom, _ in adresses() if nom not in connues and not nom.startswith(BIBLIOTHEQUES)]
    assert absentes == [], "Ajoutez ces adresses à tests/acces.txt (son en-tête dit comment)."


def test_la_table_ne_garde_pas_d_adresse_disparue_ni_de_corps_inutile():
    noms = {nom for nom, _ in adresses()}
    assert {r.nom for r in TABLE} - noms == set()
    assert CORPS.keys() - {r.cle for r in TABLE} == set()
    assert len({r.cle for r in TABLE}) == len(TABLE)


@pytest.mark.parametrize("section", SECTIONS)
def test_chaque_adresse_repond_a_chaque_role_comme_la_table_le_dit(monde, section):
    tous, ecarts, nouveaux = clients(monde), [], {}
    for requete in (r for r in TABLE if r.section == section):
        statuts = [str(demander(tous[role], requete, monde).status_code) for role in ROLES]
        if ECRIRE and requete.attendus == ("?",):
            nouveaux[requete.cle] = statuts
        elif statuts != list(requete.attendus):
            ecarts.append(requete.ligne(statuts))
    completer_table(nouveaux)
    assert ecarts == [], "Répondu (et non écrit dans tests/acces.txt) :\n" + "\n".join(ecarts)


@pytest.mark.parametrize("section", SECTIONS)
def test_lire_n_ecrit_rien_et_une_adresse_sans_ligne_post_non_plus(monde, section):
    """For who may the most: coordination."""
    client, fautes = clients(monde)["coo"], []
    ecrites = {r.nom for r in TABLE if r.methode == "POST"}
    for requete in (r for r in TABLE if r.section == section and r.methode == "GET"):
        for methode in ("GET", "POST") if requete.nom not in ecrites else ("GET",):
            jumelle = Requete(section, methode, requete.nom, requete.mots, ())
            with CaptureQueriesContext(connection) as captees:
                demander(client, jumelle, monde)
            tables = {m[2] for q in captees if (m := SQL_ECRIT.match(q["sql"]))} - TENUES_PAR_LA_SESSION
            fautes += [f"{jumelle.cle} écrit dans {', '.join(sorted(tables))}"] if tables else []
    assert fautes == []


def test_rien_ne_s_ecrit_sans_jeton_anti_falsification(monde):
    client = clients(monde, enforce_csrf_checks=True)["coo"]
    ecritures = [r for r in TABLE if r.methode != "GET" and r.nom not in SANS_JETON]
    assert len(ecritures) > 20
    assert [r.cle for r in ecritures if demander(client, r, monde).status_code != 403] == []


# The libraries' addresses, by rule.
SANS_CONNEXION = {
    "account_login", "account_signup", "account_logout", "account_inactive", "account_confirm_email",
    "account_email_verification_sent", "account_reset_password", "account_reset_password_done",
    "account_reset_password_from_key", "account_reset_password_from_key_done", "mfa_authenticate",
    "mfa_login_webauthn", "socialaccount_login_cancelled", "socialaccount_login_error", "socialaccount_signup",
    "openid_connect_login", "openid_connect_callback",
}  # fmt: skip
ARGUMENTS = {"key": "inconnue", "uidb36": "1", "pk": 1, "provider_id": "inconnu"}


def test_les_pages_de_compte_demandent_une_connexion_sauf_celles_qui_y_menent(monde):
    tous, fautes = clients(monde), []
    for nom, _ in adresses():
        if not nom.startswith(BIBLIOTHEQUES) or nom.startswith("admin:"):
            continue
        chemin = reverse(nom, kwargs={p: ARGUMENTS[p] for p in parametres(nom)})
        for methode in ("get", "post"):
            for role, client in tous.items():
                with transaction.atomic():
                    reponse = getattr(client, methode)(chemin)
                    transaction.set_rollback(True)
                renvoye = reponse.status_code == 302 and reponse.url.startswith("/compte/connexion/?next=")
                if role == "ano" and nom not in SANS_CONNEXION and not renvoye:
                    fautes.append(f"{nom} ({methode}) s'ouvre sans connexion : {reponse.status_code}")
                elif reponse.status_code in (403, 500) and nom not in SANS_CONNEXION:
                    fautes.append(f"{nom} ({methode}) refuse {role} : {reponse.status_code}")
    assert fautes == []


def test_l_administration_ne_s_ouvre_qu_a_l_administration(monde):
    """Every page of the admin, for an object that exists when there is one."""
    from django.contrib import admin

    tous, fautes, vues = clients(monde), [], 0
    base = reverse("admin:index")
    pages = ["", "jsi18n/", "autocomplete/", "password_change/", "ecosysteme/", "pilotage/", "rien/"]
    for modele in admin.site._registry:
        racine = f"{modele._meta.app_label}/{modele._meta.model_name}/"
        pk = modele.objects.values_list("pk", flat=True).first() or 1
        pages += [racine, f"{racine}add/", *(f"{racine}{pk}/{geste}/" for geste in ("change", "delete", "history"))]
    for page in pages:
        for role, client in tous.items():
            for methode in ("get", "post") if role in ("ano", "coo", "adm") else ("get",):
                with transaction.atomic():
                    reponse = getattr(client, methode)(base + page)
                    transaction.set_rollback(True)
                vues += 1
                renvoye = reponse.status_code == 302 and reponse.url.startswith("/administration/login/")
                if (role != "adm" and not renvoye) or reponse.status_code >= 500:
                    fautes.append(f"{page} ({methode}) répond {reponse.status_code} à {role}")
    assert fautes == [] and vues > 500
