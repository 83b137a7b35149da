"""What is new: dated, leading somewhere, and only where the reader may go; and whom to write to, on every page."""

import pytest
from django.urls import reverse

from ecosysteme.nouveautes import NOUVEAUTES

pytestmark = pytest.mark.django_db


def test_les_nouveautes_vont_de_la_plus_recente_a_la_plus_ancienne_et_menent_quelque_part():
    jours = [n.jour for n in NOUVEAUTES]
    assert jours == sorted(jours, reverse=True)
    assert all(reverse(n.url_name) for n in NOUVEAUTES)


def test_chacun_lit_celles_qui_lui_servent(client, membre_prive, gestionnaire):
    for personne, toutes in ((gestionnaire, True), (membre_prive, False)):
        client.force_login(personne)
        page = client.get(reverse("nouveautes")).content.decode().replace("&#x27;", "'")
        assert page.count("novembre\u00a02026") + page.count("novembre 2026") >= 3
        for n in NOUVEAUTES:
            assert (n.titre in page) is (toutes or not n.interne), n.titre
            if n.titre in page:
                assert client.get(reverse(n.url_name)).status_code == 200, n.url_name


def test_chaque_page_dit_a_qui_ecrire(client, gestionnaire, settings):
    settings.ADRESSE_CONTACT = "soutien@exemple.test"
    client.force_login(gestionnaire)
    page = client.get(reverse("pilotage:gouvernement")).content.decode()
    assert 'href="mailto:soutien@exemple.test?subject=Portail%20/pilotage/"' in page
    settings.ADRESSE_CONTACT, settings.DEFAULT_FROM_EMAIL = "", "portail@exemple.test"
    client.logout()
    assert "mailto:portail@exemple.test" in client.get(reverse("account_login")).content.decode()
