"""Reminders: three days before, on the day, each week while late; once each, on the days of Québec, both DST nights."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connections
from django.utils import timezone

from ecosysteme.models import Notification
from pilotage import tasks
from pilotage.enums import EtatAction
from pilotage.models import Action
from pilotage.services import rappels
from pilotage.services.rappels import jalon, rappeler
from tests import fabriques

ECHEANCE = date(2026, 10, 15)


def poser(responsable, organisation, echeance=ECHEANCE, **champs) -> Action:
    return Action.objects.create(
        quoi="Trier", responsable=responsable, confiee_par=responsable, echeance=echeance, organisation=organisation,
        **champs,
    )  # fmt: skip


@pytest.fixture
def echue(responsable, ministere):
    return poser(responsable, ministere)


def rappels_de(personne) -> list[str]:
    return list(Notification.objects.filter(personne=personne).order_by("pk").values_list("titre", flat=True))


@pytest.mark.parametrize(
    ("jour", "attendu"),
    [
        (date(2026, 10, 11), None),
        (date(2026, 10, 12), date(2026, 10, 12)),
        (date(2026, 10, 14), date(2026, 10, 12)),
        (date(2026, 10, 15), date(2026, 10, 15)),
        (date(2026, 10, 21), date(2026, 10, 15)),
        (date(2026, 10, 22), date(2026, 10, 22)),
        (date(2026, 11, 7), date(2026, 11, 5)),
    ],
)
def test_le_dernier_jalon(jour, attendu):
    assert jalon(ECHEANCE, jour) == attendu


def test_un_mois_de_jours_donne_cinq_rappels_et_pas_un_de_plus(echue, responsable):
    for n in range(35):
        for _ in range(3):
            rappeler(jour=date(2026, 10, 8) + timedelta(days=n))
    assert [titre.split("\u00a0:")[0].replace("\u00a0", " ") for titre in rappels_de(responsable)] == [
        "À faire pour le 15 octobre 2026", "À faire aujourd'hui", "En retard de 7 jours", "En retard de 14 jours",
        "En retard de 21 jours",
    ]  # fmt: skip


def test_un_travailleur_arrete_trois_semaines_rattrape_par_un_seul_rappel(echue, responsable):
    assert rappeler(jour=date(2026, 11, 4)) == 1
    assert rappeler(jour=date(2026, 11, 4)) == 0
    assert len(rappels_de(responsable)) == 1
    assert rappeler(jour=date(2026, 11, 5)) == 1


def test_rien_pour_une_action_close(echue, responsable):
    Action.objects.filter(pk=echue.pk).update(etat=EtatAction.FAITE, close_le=timezone.now())
    assert rappeler(jour=ECHEANCE) == 0
    assert rappels_de(responsable) == []


def test_la_personne_partie_c_est_qui_l_a_confiee_qu_on_rappelle(echue, responsable, gestionnaire):
    Action.objects.filter(pk=echue.pk).update(confiee_par=gestionnaire)
    responsable.is_active = False
    responsable.save()
    assert rappeler(jour=ECHEANCE) == 1
    assert len(rappels_de(gestionnaire)) == 1


def test_une_action_confiee_aujourd_hui_pour_aujourd_hui_n_est_pas_rappelee_le_jour_meme(confier, responsable):
    action = confier(echeance=timezone.localdate())
    assert rappeler() == 0
    assert rappeler(jour=action.echeance + timedelta(days=7)) == 1


# Instants around midnight in Québec on the nights when clocks change; the same local hour comes twice in November.
NUITS = [
    ("avant minuit, 31 octobre", datetime(2026, 11, 1, 3, 59, tzinfo=UTC), date(2026, 10, 31)),
    ("minuit, 1er novembre", datetime(2026, 11, 1, 4, 0, tzinfo=UTC), date(2026, 11, 1)),
    ("1 h 30, la première fois", datetime(2026, 11, 1, 5, 30, tzinfo=UTC), date(2026, 11, 1)),
    ("1 h 30, la seconde fois", datetime(2026, 11, 1, 6, 30, tzinfo=UTC), date(2026, 11, 1)),
    ("23 h 59, 1er novembre", datetime(2026, 11, 2, 4, 59, tzinfo=UTC), date(2026, 11, 1)),
    ("minuit, 2 novembre", datetime(2026, 11, 2, 5, 0, tzinfo=UTC), date(2026, 11, 2)),
    ("23 h 59, 7 mars", datetime(2026, 3, 8, 4, 59, tzinfo=UTC), date(2026, 3, 7)),
    ("1 h 59, 8 mars", datetime(2026, 3, 8, 6, 59, tzinfo=UTC), date(2026, 3, 8)),
    ("3 h, 8 mars", datetime(2026, 3, 8, 7, 0, tzinfo=UTC), date(2026, 3, 8)),
    ("23 h 59, 8 mars", datetime(2026, 3, 9, 3, 59, tzinfo=UTC), date(2026, 3, 8)),
]


@pytest.mark.parametrize(("quand", "instant", "jour"), NUITS, ids=[nuit[0] for nuit in NUITS])
def test_les_nuits_du_changement_d_heure_le_jour_est_celui_du_quebec(
    responsable, ministere, monkeypatch, quand, instant, jour
):
    monkeypatch.setattr(timezone, "now", lambda: instant)
    poser(responsable, ministere, jour)
    poser(responsable, ministere, jour + timedelta(days=1), rappelee_le=jour)
    assert rappeler() == 1
    assert rappels_de(responsable) == ["À faire aujourd'hui\u00a0: Trier"]


@pytest.mark.parametrize("nuit", [date(2026, 11, 1), date(2026, 3, 8)])
def test_une_nuit_de_changement_d_heure_ne_fait_qu_un_rappel(responsable, ministere, monkeypatch, nuit):
    """Looked at every ten minutes through the whole day of Québec, the hour that comes twice included."""
    poser(responsable, ministere, nuit)
    depart = datetime(nuit.year, nuit.month, nuit.day, 3, tzinfo=UTC)
    for n in range(0, 27 * 6, 3):
        monkeypatch.setattr(timezone, "now", lambda n=n: depart + timedelta(minutes=10 * n))
        tasks.rappeler_actions()
    titres = [titre.split("\u00a0:")[0] for titre in rappels_de(responsable)]
    assert len(titres) == 2
    assert titres[0].startswith("À faire pour le")
    assert titres[1] == "À faire aujourd'hui"


@pytest.mark.django_db(transaction=True)
def test_deux_travailleurs_a_la_fois_ne_font_qu_un_rappel_par_action():
    gouvernement = fabriques.organisation(type="gouvernement")
    personne = fabriques.personne()
    fabriques.adhesion(personne, gouvernement)
    for _ in range(20):
        poser(personne, gouvernement)

    def un_passage(_):
        try:
            return rappeler(jour=ECHEANCE)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as travailleurs:
        faits = list(travailleurs.map(un_passage, range(8)))
    assert sum(faits) == 20
    assert Notification.objects.filter(personne=personne).count() == 20


def test_un_passage_qui_tombe_au_milieu_reprend_sans_oublier_ni_repeter(responsable, ministere, monkeypatch):
    monkeypatch.setattr(rappels, "LOT", 2)
    for _ in range(5):
        poser(responsable, ministere)
    vrai, appels = rappels.avertir, []

    def fragile(**options):
        appels.append(options["cle"])
        if len(appels) == 4:
            raise RuntimeError("arrêt")
        return vrai(**options)

    monkeypatch.setattr(rappels, "avertir", fragile)
    with pytest.raises(RuntimeError):
        rappeler(jour=ECHEANCE)
    assert Notification.objects.count() == 2
    assert rappeler(jour=ECHEANCE) == 3
    assert Notification.objects.count() == 5
