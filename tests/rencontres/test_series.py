"""Series: made ahead once, moved and called off one by one, kept at their hour (FIABILITE 5, 21)."""

import threading
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import connections
from django.utils import timezone

from ecosysteme.models import Notification
from pilotage import tasks
from pilotage.enums import EtatRencontre
from pilotage.models import Presence, Rencontre, SerieRencontre
from pilotage.services import rencontres, series
from pilotage.services.rencontres import ConflitRencontre

QUEBEC = ZoneInfo("America/Toronto")


@pytest.fixture
def champs(ministere, gestionnaire):
    return {
        "organisation": ministere, "palier": 1, "titre": "Dix minutes", "recurrence": "hebdomadaire",
        "premiere": timezone.localdate() + timedelta(days=1), "heure": time(9), "duree": 10, "animation": gestionnaire,
    }  # fmt: skip


@pytest.fixture
def serie(champs, gestionnaire, seconde):
    return series.creer_serie(par=gestionnaire, champs=champs, participants=[seconde])


def test_les_rencontres_se_creent_d_avance_et_une_seule_fois(serie):
    n = Rencontre.objects.filter(serie=serie).count()
    assert n == 5
    for _ in range(3):
        tasks.planifier_rencontres()
    assert Rencontre.objects.filter(serie=serie).count() == n
    assert Presence.objects.filter(rencontre__serie=serie, attendue=True).count() == 2 * n


def test_l_invitation_est_une_et_le_rappel_aussi(serie, seconde):
    for _ in range(3):
        tasks.planifier_rencontres()
    cles = list(Notification.objects.filter(personne=seconde).values_list("cle", flat=True))
    assert sum(cle.endswith(":invitation") for cle in cles) == 1
    assert sum(":rappel:" in cle for cle in cles) <= 1
    assert len(cles) == len(set(cles))


def test_l_heure_locale_reste_a_travers_les_deux_changements_d_heure(champs, gestionnaire, db):
    for jour in (date(2026, 2, 24), date(2026, 10, 20)):
        with time_machine.travel(datetime(jour.year, jour.month, jour.day, 12, tzinfo=QUEBEC), tick=False):
            faite = series.creer_serie(
                par=gestionnaire, champs=champs | {"premiere": jour + timedelta(days=1)}, participants=[]
            )
        heures = {r.prevue_le.astimezone(QUEBEC).time() for r in Rencontre.objects.filter(serie=faite)}
        decalages = {r.prevue_le.astimezone(QUEBEC).utcoffset() for r in Rencontre.objects.filter(serie=faite)}
        assert heures == {time(9)}
        assert len(decalages) == 2


def test_deplacer_ou_annuler_l_une_ne_la_recree_pas(serie, gestionnaire, seconde):
    premiere, deuxieme, *_ = Rencontre.objects.filter(serie=serie).order_by("prevue_le")
    n = Rencontre.objects.filter(serie=serie).count()
    rencontres.modifier(
        par=gestionnaire, rencontre=premiere, champs={"prevue_le": premiere.prevue_le + timedelta(hours=3)},
        version_lue=premiere.version, participants=[seconde],
    )  # fmt: skip
    rencontres.annuler(par=gestionnaire, rencontre=deuxieme, motif="Congé")
    tasks.planifier_rencontres()
    assert Rencontre.objects.filter(serie=serie).count() == n


def test_changer_le_rythme_change_la_suite_et_garde_ce_qu_une_main_a_touche(serie, gestionnaire, seconde):
    deplacee = Rencontre.objects.filter(serie=serie).order_by("prevue_le")[1]
    ailleurs = deplacee.prevue_le + timedelta(days=1)
    rencontres.modifier(
        par=gestionnaire, rencontre=deplacee, champs={"prevue_le": ailleurs}, version_lue=deplacee.version,
        participants=[],
    )  # fmt: skip
    series.modifier_serie(
        par=gestionnaire, serie=serie, champs={"heure": time(13), "duree": 20}, version_lue=1, participants=[seconde]
    )
    lues = Rencontre.objects.filter(serie=serie)
    heures = {timezone.localtime(r.prevue_le).hour for r in lues.exclude(pk=deplacee.pk)}
    assert heures == {13}
    assert set(lues.values_list("duree", flat=True)) == {20}
    assert lues.get(pk=deplacee.pk).prevue_le == ailleurs
    with pytest.raises(ConflitRencontre):
        series.modifier_serie(par=gestionnaire, serie=serie, champs={}, version_lue=1, participants=[])


def test_une_serie_finie_ne_fait_plus_de_rencontres(champs, gestionnaire):
    fin = champs["premiere"] + timedelta(days=8)
    faite = series.creer_serie(par=gestionnaire, champs=champs | {"fin": fin}, participants=[])
    assert Rencontre.objects.filter(serie=faite, etat=EtatRencontre.PLANIFIEE).count() == 2


@pytest.mark.django_db(transaction=True)
def test_deux_travailleurs_a_la_fois_font_les_memes_rencontres(champs, gestionnaire):
    serie = SerieRencontre.objects.create(**champs)
    depart, erreurs = threading.Barrier(2), []

    def travailler():
        try:
            depart.wait(10)
            tasks.planifier_rencontres()
        except Exception as erreur:
            erreurs.append(erreur)
        finally:
            connections.close_all()

    fils = [threading.Thread(target=travailler) for _ in range(2)]
    for fil in fils:
        fil.start()
    for fil in fils:
        fil.join(30)
    assert erreurs == []
    lues = Rencontre.objects.filter(serie=serie)
    assert lues.count() == lues.values("prevue_le").distinct().count() == 5
    assert {r.evenements.count() for r in lues} <= {1, 2}
    assert all(list(r.evenements.values_list("rang", flat=True)) == list(range(1, r.rang + 1)) for r in lues)


def test_planifier_une_serie_par_la_page(client_de, gestionnaire, ministere):
    client = client_de(gestionnaire)
    adresse = f"/pilotage/rencontres/series/ajouter/?organisation={ministere.pk}"
    demain = timezone.localdate() + timedelta(days=1)
    corps = {
        "titre": "Équipe", "palier": "1", "recurrence": "hebdomadaire", "premiere": demain.isoformat(), "heure": "9h",
        "fuseau": "America/Toronto", "duree": "10", "animation": gestionnaire.pk,
    }  # fmt: skip
    refus = client.post(adresse, corps | {"fin": (demain - timedelta(days=3)).isoformat()})
    assert refus.status_code == 422
    assert "finirait avant" in refus.content.decode()
    assert client.post(adresse, corps).status_code == 302
    assert "Équipe" in client.get("/pilotage/rencontres/series/").content.decode()
    faite = SerieRencontre.objects.get()
    reponse = client.post(f"/pilotage/rencontres/series/{faite.pk}/", corps | {"duree": "15", "version": "1"})
    assert reponse.status_code == 302
    faite.refresh_from_db()
    assert faite.duree == 15
