"""The rules every test is held to do bite."""

import socket

import pytest
from django.db import IntegrityError, connection, transaction
from django.http import HttpResponse
from django.template import engines
from django.test import Client

from ecosysteme.models import Journal
from tests import rigueur
from tests.reglages import redis_du_travailleur


def rendre(source: str, **contexte) -> str:
    return engines["django"].from_string(source).render(contexte)


@pytest.mark.parametrize(
    "source",
    [
        "{{ absente }}",
        "{{ presente.absente }}",
        "{{ absente|default:'rien' }}",
        "{% include 'composants/statut.html' with statut=absente libelle='x' only %}",
        "{{ presente.sans_ligne }}",
    ],
)
def test_une_variable_indefinie_echoue(source):
    class Presente:
        def sans_ligne(self):
            raise Journal.DoesNotExist

    with pytest.raises(rigueur.VariableIndefinie):
        rendre(source, presente=Presente())
    assert rigueur.INDEFINI.fautes
    rigueur.INDEFINI.fautes.clear()


def test_une_condition_sur_une_variable_absente_reste_muette():
    assert rendre("{% if absente %}a{% else %}b{% endif %}{% for x in absente %}c{% endfor %}") == "b"


@pytest.mark.parametrize(
    ("page", "fautes"),
    [
        ('<p style="color:red">', 1),
        ('<button onclick="x()">', 1),
        ("<script>x()</script>", 1),
        ("<style>p{}</style>", 1),
        ('<a href=" JavaScript:x()">', 1),
        ('<script type="application/json">{}</script><script src="/a.js"></script><p class="style">', 0),
    ],
)
def test_le_client_refuse_ce_que_la_politique_de_contenu_refuserait(page, fautes):
    reponse = HttpResponse(page, headers={"Content-Security-Policy": "default-src 'self'"})
    assert len(rigueur.fautes_en_ligne(page)) == fautes
    if fautes:
        with pytest.raises(AssertionError, match="en ligne"):
            rigueur.controler_reponse("/page/", reponse)
    else:
        rigueur.controler_reponse("/page/", reponse)


def test_le_client_refuse_une_page_sans_politique_de_contenu():
    with pytest.raises(AssertionError, match="politique"):
        rigueur.controler_reponse("/page/", HttpResponse("<p>"))


def test_le_client_des_tests_lit_chaque_reponse(monkeypatch):
    lues = []
    monkeypatch.setattr(rigueur, "controler_reponse", lambda chemin, reponse: lues.append(chemin))
    Client().get("/composants/")
    assert lues == ["/composants/"]


def test_aucune_connexion_ne_sort_de_la_machine():
    with socket.socket() as prise, pytest.raises(AssertionError, match=r"192\.0\.2\.1"):
        prise.connect(("192.0.2.1", 80))
    with pytest.raises(AssertionError, match=r"exemple\.test"):
        socket.create_connection(("exemple.test", 80))


def test_chaque_processus_de_tests_a_ses_bases_redis():
    assert redis_du_travailleur("redis://h:1/0", "") == "redis://h:1/0"
    assert redis_du_travailleur("redis://:m@h:1/2", "gw1") == "redis://:m@h:1/6"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("passage", [1, 2])
def test_le_journal_se_vide_entre_deux_tests_et_jamais_autrement(passage):
    """Two passes: the emptying after the first leaves the trigger standing for the second."""
    assert not Journal.objects.exists()
    Journal.objects.create(acte="essai", objet=f"passage {passage}")
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as curseur:
        curseur.execute("TRUNCATE ecosysteme_journal")
    assert Journal.objects.count() == 1
