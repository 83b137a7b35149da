"""A sender killed in the middle, two at once, deliveries repeated (FIABILITE 5): nothing lost, one name a message."""

from datetime import timedelta

import pytest
from django.utils import timezone

from ecosysteme.enums import EtatCourriel, TypeNotification
from ecosysteme.models import Courriel, Notification, ReglageCourriel
from ecosysteme.services.notifications import avertir
from tests import fabriques
from tests.lanceur.aides import attendre
from tests.pannes.serveur_courriel import Boite

pytestmark = [pytest.mark.pannes, pytest.mark.timeout(300)]
TACHE = "ecosysteme.tasks.ecrire_courriels"


@pytest.fixture
def boite(chantier, monkeypatch):
    """The mail server the workers speak to; the people are never in quiet hours."""
    with Boite() as boite:
        monkeypatch.setenv("EMAIL_BACKEND", "django.core.mail.backends.smtp.EmailBackend")
        monkeypatch.setenv("EMAIL_HOST", "127.0.0.1")
        monkeypatch.setenv("EMAIL_PORT", str(boite.port))
        yield boite
        boite.shutdown()


def dire(combien: int) -> None:
    for n in range(combien):
        personne = fabriques.personne()
        ReglageCourriel.objects.create(personne=personne, calme_de="00:00", calme_a="00:00")
        avertir(personnes=[personne], type=TypeNotification.ACTION, cle=f"action:{n}", titre=f"Action {n}", url="/")


def fini() -> bool:
    return not Courriel.objects.exclude(etat=EtatCourriel.ENVOYE).exists() and Courriel.objects.exists()


def test_un_envoyeur_tue_apres_l_acceptation_reprend_plus_tard_sous_le_meme_nom(chantier, boite):
    dire(2)
    boite.pause.set()
    travailleur = chantier.travailleur()
    chantier.envoyer(TACHE)
    assert boite.en_pause.wait(60)
    travailleur.tuer()
    boite.pause.clear()
    pris = Courriel.objects.get(etat=EtatCourriel.EN_COURS)
    assert boite.recus == [pris.message_id]
    chantier.redis().flushall()
    chantier.travailleur("deux")
    chantier.envoyer(TACHE)
    attendre(lambda: Courriel.objects.filter(etat=EtatCourriel.ENVOYE).count() == 1, 60)
    assert boite.recus.count(pris.message_id) == 1  # nobody takes it while its sender may still be there
    Courriel.objects.filter(pk=pris.pk).update(pas_avant=timezone.now() - timedelta(seconds=1))
    chantier.envoyer(TACHE)
    attendre(fini, 60)
    assert boite.recus.count(pris.message_id) == 2
    assert len(set(boite.recus)) == 2 == Courriel.objects.count()


def test_un_envoyeur_tue_avant_de_commencer_ne_perd_rien(chantier, boite):
    """The hint is lost with the broker; the sweeper finds the rows."""
    dire(3)
    chantier.redis().flushall()
    chantier.travailleur()
    chantier.envoyer(TACHE)
    attendre(lambda: fini() and len(boite.recus) >= 3, 60)
    assert len(boite.recus) == len(set(boite.recus)) == 3


def test_deux_travailleurs_et_cinq_livraisons_un_seul_courriel_chacun(chantier, boite):
    dire(40)
    chantier.travailleur("un")
    chantier.travailleur("deux")
    chantier.envoyer(TACHE, fois=5)
    attendre(lambda: fini() and len(boite.recus) >= 40, 90)
    attendre(lambda: not chantier.redis().hlen("unacked"))
    assert len(boite.recus) == len(set(boite.recus)) == 40
    assert Notification.objects.filter(courriel__isnull=True).count() == 0
    assert set(Courriel.objects.values_list("tentatives", flat=True)) == {1}
