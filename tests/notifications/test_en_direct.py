"""The bell in a real browser: it moves by itself, for the person alone; following a link reads what led there."""

import pytest

from ecosysteme.models import Notification
from ecosysteme.views.direct import _sujets
from tests.lanceur.aides import attendre
from tests.notifications.conftest import dire
from tests.tableaux.conftest import live_server  # noqa: F401


@pytest.mark.navigateur
@pytest.mark.django_db(transaction=True)
def test_la_cloche_bouge_sans_recharger_sur_une_page_qui_n_a_rien_d_autre_en_direct(ouvrir, gestionnaire, coordination):
    page = ouvrir("/notifications/preferences/", personne=gestionnaire)
    autre = ouvrir("/notifications/preferences/", personne=coordination)
    nombre = page.locator(".cloche-nombre")
    for n in range(20):
        dire(gestionnaire, cle=str(n))
        page.wait_for_timeout(500)
        if nombre.count():
            break
    assert nombre.inner_text().split()[0].isdigit()
    assert autre.locator(".cloche-nombre").count() == 0
    assert page.locator("#direct").is_hidden()


@pytest.mark.navigateur
@pytest.mark.django_db(transaction=True)
def test_suivre_le_lien_d_une_notification_la_marque_lue(ouvrir, gestionnaire):
    dire(gestionnaire, url="/notifications/preferences/")
    page = ouvrir("/notifications/", personne=gestionnaire)
    page.get_by_role("link", name="Une action vous est confiée", exact=True).click()
    page.wait_for_url("**/notifications/preferences/")
    attendre(lambda: Notification.objects.get().lue_le is not None)


def test_on_n_ecoute_de_personne_que_soi(rf):
    request = rf.get("/evenements/", {"sujets": "personne:7,personne:8,personne:*,organisation:1"})
    assert _sujets(request, 7) == ["personne:7", "organisation:1"]
