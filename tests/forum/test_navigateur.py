"""The whole path in Chromium: a vote is prepared, announced, cast, proclaimed; a message arrives while one types."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from forum.enums import Fonction
from forum.models import Bulletin, Scrutin
from forum.services.scrutins_clore import proclamer
from forum.services.sujets import ecrire_message
from tests import fabriques_forum as forum
from tests.forum.aides_scrutins import fermer, relu
from tests.tableaux.conftest import live_server  # noqa: F401

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("journal_videable")]


@pytest.fixture
def scene(membre_public, gestionnaire, animation, coordination, ministere):
    instance = forum.instance("Forum fictif", par=coordination, niveau_delegation=7)
    forum.mandat(instance, membre_public, ministere, fonction=Fonction.PRESIDENCE)
    forum.mandat(instance, gestionnaire, ministere)
    return forum.sujet(forum.espace(instance, nom="Espace réservé"), gestionnaire, titre="Ouvrir le samedi")


def test_du_sujet_au_resultat(ouvrir, axe, scene, animation, coordination, membre_public):
    page = ouvrir(f"/forum/sujets/{scene.pk}/", personne=animation)
    page.get_by_role("link", name="Préparer un scrutin").click()
    page.get_by_label("Question", exact=True).fill("Ouvrons-nous le samedi?")
    page.get_by_label("Méthode").select_option("majorite")
    local = timezone.localtime()
    page.get_by_label("Ouvre le").fill((local - timedelta(minutes=1)).strftime("%Y-%m-%dT%H:%M"))
    page.get_by_label("Ferme le").fill((local + timedelta(days=2)).strftime("%Y-%m-%dT%H:%M"))
    page.get_by_label("Qui anime").select_option(str(animation.pk))
    page.get_by_label("Registraire").select_option(str(coordination.pk))
    page.get_by_role("button", name="Garder ce scrutin").click()
    page.get_by_role("link", name="Annoncer").click()
    page.get_by_role("button", name="Annoncer le scrutin").click()
    scrutin = Scrutin.objects.get()
    bulletin = ouvrir(f"/forum/scrutins/{scrutin.pk}/voter/", personne=membre_public, largeur=375)
    bulletin.get_by_role("radio", name=re.compile(r"^\s*Pour")).check()
    axe(bulletin)
    bulletin.get_by_role("button", name="Relire mon bulletin").click()
    bulletin.get_by_role("button", name="Déposer mon bulletin").click()
    bulletin.get_by_role("heading", name="Votre bulletin est déposé").wait_for()
    assert Bulletin.objects.get().empreinte in bulletin.content()
    assert proclamer(scrutin=fermer(relu(scrutin)))
    bulletin.goto(f"/forum/scrutins/{scrutin.pk}/")
    assert "Adoptée" in bulletin.content()
    axe(bulletin)


def test_un_message_arrive_pendant_qu_on_ecrit_et_le_brouillon_survit(ouvrir, axe, scene, membre_public, gestionnaire):
    ecrire_message(par=gestionnaire, sujet=scene, corps="Premier.")
    page = ouvrir(f"/forum/sujets/{scene.pk}/", personne=membre_public)
    page.get_by_label("Message").fill("Je réfléchis encore")
    page.locator("#direct[data-etat=direct]").wait_for()
    ecrire_message(par=gestionnaire, sujet=scene, corps="Un second, **arrivé** pendant ce temps.")
    page.get_by_text("1 nouveau message").wait_for()
    assert page.get_by_label("Message").input_value() == "Je réfléchis encore"
    page.get_by_role("link", name=re.compile("1 nouveau message")).click()
    page.get_by_text("arrivé").wait_for()
    assert page.get_by_label("Message").input_value() == "Je réfléchis encore"
    axe(page)
