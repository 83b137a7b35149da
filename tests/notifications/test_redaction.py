"""What an e-mail says: plain, whole addresses, nothing a hostile title could turn to its use (FIABILITE 14)."""

import re

import pytest

from tests.notifications.conftest import dire
from tests.notifications.test_courriels import ecrire

pytestmark = pytest.mark.django_db


def test_un_titre_hostile_reste_un_texte(matin, camille):
    dire(camille, titre="<script>alert(1)</script>\r\nBcc: autre@exemple.test")
    (lettre,) = ecrire()
    assert "\n" not in lettre.subject and lettre.bcc == []
    html = lettre.alternatives[0][0]
    assert "<script>" not in html and "&lt;script&gt;" in html
    assert "<img" not in html and "style=" not in html
    assert "Bcc" not in lettre.message()


def test_le_texte_dit_ou_aller_pour_chaque_genre(matin, camille):
    dire(camille, cle="1", type="mention", titre="On vous nomme", url="/a/")
    dire(camille, cle="2", titre="À faire", url="/b/")
    (lettre,) = ecrire()
    liens = re.findall(r"http\S+", lettre.body)
    assert liens[:2] == ["http://localhost:8000/a/", "http://localhost:8000/b/"]
    assert sum("/notifications/desabonnement/" in lien for lien in liens) == 2
    assert "On me mentionne" in lettre.body and "Bonjour Camille," in lettre.body
