"""The level of management of a role, said by who holds the invitations."""

import pytest

from ecosysteme.models import Adhesion

pytestmark = pytest.mark.django_db


def adresse(adhesion):
    return f"/compte/membres/{adhesion.pk}/niveau/"


def test_la_coordination_precise_le_niveau_d_un_role(client_de, coordination, gestionnaire):
    adhesion, client = gestionnaire.adhesions.get(), client_de(coordination)
    assert 'name="niveau"' in client.get("/compte/membres/").content.decode()
    suite = "/compte/membres/?role=gestionnaire"
    assert client.post(adresse(adhesion), {"niveau": "direction", "suite": suite}).url == suite
    assert Adhesion.objects.get(pk=adhesion.pk).niveau_gestion == "direction"
    assert '<option value="direction" selected>' in client.get(suite).content.decode()


def test_un_niveau_inconnu_est_refuse_et_dit(client_de, coordination, gestionnaire):
    adhesion = gestionnaire.adhesions.get()
    reponse = client_de(coordination).post(adresse(adhesion), {"niveau": "roi"}, headers={"HX-Request": "true"})
    assert reponse.status_code == 422 and "n'existe pas" in reponse.content.decode().replace("&#x27;", "'")
    assert Adhesion.objects.get(pk=adhesion.pk).niveau_gestion == ""


def test_qui_n_invite_pas_ne_classe_personne(client_de, gestionnaire, coordination):
    assert client_de(gestionnaire).post(adresse(coordination.adhesions.get()), {"niveau": ""}).status_code == 403
