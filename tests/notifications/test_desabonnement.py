"""One click out, logged out, by type (RFC 8058); undone as easily; an address nobody else can make."""

import re

import pytest
from django.core import mail
from django.test import Client

from ecosysteme import tasks
from ecosysteme.models import PreferenceNotification
from ecosysteme.services import preferences
from tests.notifications.conftest import dire

pytestmark = pytest.mark.django_db


@pytest.fixture
def lettre(matin, camille):
    dire(camille)
    tasks.ecrire_courriels()
    return mail.outbox[0]


@pytest.fixture
def adresse(lettre):
    return re.fullmatch(r"<http://localhost:8000(/\S+)>", lettre.extra_headers["List-Unsubscribe"])[1]


def canaux():
    return dict(PreferenceNotification.objects.values_list("type", "canal"))


def test_le_clic_unique_d_un_logiciel_de_courriel_suffit(lettre, adresse):
    """No cookie, no token against forgery, no page read before."""
    assert lettre.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    reponse = Client(enforce_csrf_checks=True).post(adresse, {"List-Unsubscribe": "One-Click"})
    assert reponse.status_code == 200
    assert canaux() == {"action": "portail"}


def test_lire_la_page_explique_et_ne_change_rien(adresse):
    texte = Client().get(adresse).content.decode()
    assert "Une action m&#x27;est confiée" in texte and "Ne plus m'écrire à ce sujet" in texte
    assert "camille" not in texte.lower()
    assert canaux() == {}


def test_deux_clics_valent_un_clic_et_annuler_rend_ce_qu_il_y_avait(adresse, camille):
    PreferenceNotification.objects.create(personne=camille, type="action", canal="quotidien")
    Client().post(adresse)
    texte = Client().post(adresse).content.decode()
    assert canaux() == {"action": "portail"}
    premier = Client()
    PreferenceNotification.objects.update(canal="quotidien")
    texte = premier.post(adresse).content.decode()
    retablir = re.search(r'name="retablir" value="([^"]+)"', texte)[1]
    assert "rétabli" in premier.post(adresse, {"retablir": retablir}).content.decode()
    assert canaux() == {"action": "quotidien"}


def test_annuler_rend_ce_qui_etait_par_defaut(adresse):
    texte = Client().post(adresse).content.decode()
    Client().post(adresse, {"retablir": re.search(r'name="retablir" value="([^"]+)"', texte)[1]})
    assert canaux() == {"action": "immediat"}


@pytest.mark.parametrize(
    "retouche", [lambda a: a[:-3] + "xx/", lambda a: a.replace("desabonnement/", "desabonnement/x")]
)
def test_une_adresse_retouchee_n_ouvre_rien(adresse, retouche):
    for methode in ("get", "post"):
        reponse = getattr(Client(), methode)(retouche(adresse))
        assert reponse.status_code == 404 and "plus valable" in reponse.content.decode()
    assert canaux() == {}


def test_ce_qui_annule_ne_vaut_que_pour_la_personne(adresse, camille, gestionnaire):
    autre = preferences.signer_canaux(gestionnaire, {"action": "immediat"})
    Client().post(adresse, {"retablir": autre})
    assert canaux() == {"action": "portail"}
    assert not gestionnaire.preferences_notification.exists()


def test_un_compte_ferme_n_a_plus_de_page(adresse, camille):
    camille.is_active = False
    camille.save()
    assert Client().post(adresse).status_code == 404


def test_chaque_genre_du_resume_a_sa_sortie(matin, demain_matin, camille):
    dire(camille, type="suivi", cle="1")
    dire(camille, type="annonce", cle="2")
    demain_matin()
    tasks.ecrire_courriels()
    liens = re.findall(r"http://localhost:8000(/notifications/desabonnement/\S+)", mail.outbox[0].body)
    assert len(liens) == 2
    Client().post(liens[0])
    assert canaux() == {"annonce": "portail"}
