"""Telling people: once, whoever tells and however often; never who is gone; the bell hears of it (FIABILITE 5, 14)."""

import pytest
from django.db import transaction

from ecosysteme import live
from ecosysteme.enums import TypeNotification
from ecosysteme.models import Notification
from ecosysteme.services import notifications
from ecosysteme.services.notifications import avertir
from tests import fabriques
from tests.notifications.conftest import dire

pytestmark = pytest.mark.django_db


@pytest.fixture
def effets(monkeypatch, django_capture_on_commit_callbacks):
    """What leaves after the commit: hints published, tasks sent."""
    sonneries, taches = [], []
    monkeypatch.setattr(live, "publier", lambda sujets, evenement, chiffres: sonneries.append(sorted(sujets)))
    monkeypatch.setattr("ecosysteme.ecriture.envoyer", lambda tache, *a: taches.append(tache))
    return sonneries, taches


def test_une_personne_n_est_avertie_qu_une_fois_de_la_meme_chose(camille):
    alix = fabriques.personne()
    assert dire(camille) == 1
    assert dire(camille, alix, camille) == 1
    assert dire(camille, alix) == 0
    assert Notification.objects.count() == 2


def test_deux_choses_font_deux_notifications(camille):
    assert [dire(camille, cle=f"action:{n}") for n in range(2)] == [1, 1]


def test_un_compte_ferme_n_est_plus_averti(camille):
    parti = fabriques.personne(is_active=False)
    assert dire(camille, parti) == 1
    assert not parti.notifications.exists()


def test_personne_a_avertir_ne_fait_rien(db):
    assert dire() == 0


def test_un_titre_trop_long_est_coupe_et_le_dit(camille):
    dire(camille, titre="é" * 400)
    titre = Notification.objects.get().titre
    assert len(titre) == 300 and titre.endswith("…")


@pytest.mark.parametrize(
    "url", ["https://ailleurs.test/", "//ailleurs.test/", "/\\ailleurs.test", "javascript:alert(1)"]
)
def test_une_adresse_hors_du_portail_est_refusee(camille, url):
    with pytest.raises(ValueError, match="chemin du portail"):
        dire(camille, url=url)
    assert not Notification.objects.exists()


def test_ce_qui_n_est_pas_arrive_n_est_pas_dit(camille, effets):
    with pytest.raises(RuntimeError), transaction.atomic():
        dire(camille)
        raise RuntimeError
    assert not Notification.objects.exists()


def test_apres_la_transaction_la_cloche_sonne_et_l_immediat_part(camille, effets, django_capture_on_commit_callbacks):
    sonneries, taches = effets
    with django_capture_on_commit_callbacks(execute=True):
        dire(camille)
        assert sonneries == []
    assert sonneries == [[f"personne:{camille.pk}"]]
    assert taches == ["ecosysteme.tasks.ecrire_courriels"]


def test_ce_qui_attend_le_resume_ne_demande_rien_au_courtier(camille, effets, django_capture_on_commit_callbacks):
    sonneries, taches = effets
    with django_capture_on_commit_callbacks(execute=True):
        dire(camille, type=TypeNotification.SUIVI)
    assert len(sonneries) == 1 and taches == []
    with django_capture_on_commit_callbacks(execute=True):
        dire(camille, type=TypeNotification.SUIVI)
    assert len(sonneries) == 1


def test_une_foule_est_avertie_d_un_coup(django_assert_num_queries, effets, django_capture_on_commit_callbacks):
    foule = [fabriques.personne() for _ in range(3)]
    with django_assert_num_queries(3):  # a savepoint around one insertion
        assert avertir(personnes=foule, type=TypeNotification.ANNONCE, cle="a", titre="T", url="") == 3
    with django_capture_on_commit_callbacks(execute=True):
        notifications.transaction.on_commit(lambda: notifications.sonner(list(range(600))))
    assert [len(lot) for lot in effets[0]] == [250, 250, 100]
