"""When the next result is due, to the end of a month, whatever the clock does; one reminder a due date."""

from datetime import date

import pytest
import time_machine

from ecosysteme.enums import EtatPlan
from ecosysteme.models import Notification
from pilotage import bilans, tasks
from pilotage.models import EtatIndicateur, RapportVerification
from pilotage.services import fraicheur, verification
from tests import fabriques

pytestmark = pytest.mark.django_db
TORONTO = "America/Toronto"


@pytest.fixture
def suivi(objectif):
    responsable = fabriques.personne()
    i = fabriques.indicateur(objectif, responsable=responsable, frequence="mensuelle", delai_publication=1)
    fabriques.mesure(i, debut=date(2025, 8, 1), fin=date(2025, 8, 31), valeur="1")
    list(bilans.vider())
    return i


def etat(indicateur):
    list(bilans.vider())
    return EtatIndicateur.objects.get(pk=indicateur.pk)


@pytest.mark.parametrize(
    ("frequence", "delai", "fin", "attendue"),
    [
        ("mensuelle", 0, date(2026, 1, 31), date(2026, 2, 28)),
        ("mensuelle", 0, date(2028, 1, 31), date(2028, 2, 29)),
        ("mensuelle", 1, date(2025, 12, 31), date(2026, 2, 28)),
        ("trimestrielle", 2, date(2025, 9, 30), date(2026, 2, 28)),
        ("semestrielle", 0, date(2025, 8, 31), date(2026, 2, 28)),
        ("annuelle", 3, date(2026, 3, 31), date(2027, 6, 30)),
        ("annuelle", 0, date(2026, 3, 15), date(2027, 3, 31)),
        ("pluriannuelle", 1, date(2026, 3, 31), date(2031, 4, 30)),
    ],
)
def test_la_prochaine_mise_a_jour_va_au_bout_de_son_mois(objectif, frequence, delai, fin, attendue):
    i = fabriques.indicateur(objectif, frequence=frequence, delai_publication=delai)
    fabriques.mesure(i, debut=date(fin.year, fin.month, 1), fin=fin, valeur="1")
    assert (etat(i).derniere_mesure, etat(i).prochaine_maj) == (fin, attendue)


def test_sans_resultat_on_compte_depuis_la_valeur_de_depart_sinon_depuis_le_plan(objectif):
    i = fabriques.indicateur(objectif, frequence="annuelle", date_depart=date(2024, 12, 31))
    assert etat(i).prochaine_maj == date(2025, 12, 31)
    i.date_depart = None
    i.save()
    assert etat(i).prochaine_maj == date(2026, 3, 31)


def test_une_absence_motivee_n_est_pas_un_resultat_frais(suivi):
    fabriques.mesure(suivi, debut=date(2025, 9, 1), fin=date(2025, 9, 30), valeur=None, motif_absence="non_saisi")
    assert etat(suivi).derniere_mesure == date(2025, 8, 31)


@pytest.mark.parametrize(
    ("instant", "attendus"),
    [
        ("2025-10-31T23:59:59-04:00", 0),  # still the last day, already November in universal time
        ("2025-11-01T00:00:00-04:00", 1),
    ],
)
def test_le_retard_commence_a_minuit_au_quebec(suivi, instant, attendus):
    with time_machine.travel(instant, tick=False):
        tasks.avancer_jour()
    assert Notification.objects.count() == attendus


@pytest.mark.parametrize("jour", ["2026-03-08", "2026-11-01"], ids=["vers l'heure d'été", "vers l'heure normale"])
def test_les_nuits_ou_l_heure_change_un_seul_rappel_et_une_seule_verification(suivi, jour, monkeypatch):
    envois = []
    monkeypatch.setattr(tasks, "envoyer", envois.append)
    annee, mois, numero = map(int, jour.split("-"))
    with time_machine.travel(f"{jour}T04:00:00+00:00", tick=False) as horloge:
        for _ in range(30 * 6):  # every ten minutes for thirty hours of real time
            tasks.avancer_jour()
            tasks.planifier_verification()
            if envois:
                envois.clear()
                verification.verifier()
            horloge.shift(600)
    assert Notification.objects.count() == 1
    jours = list(RapportVerification.objects.order_by("jour").values_list("jour", flat=True))
    assert jours[-1] == date(annee, mois, numero) or date(annee, mois, numero) in jours
    assert len(jours) == len(set(jours))


def test_avant_trois_heures_la_verification_attend(monkeypatch):
    envois = []
    monkeypatch.setattr(tasks, "envoyer", envois.append)
    for instant, attendus in (("02:59:59", 0), ("03:00:00", 1)):
        with time_machine.travel(f"2026-01-15T{instant}-05:00", tick=False):
            tasks.planifier_verification()
        assert len(envois) == attendus


def test_un_rappel_par_echeance_et_un_autre_a_la_suivante(suivi):
    for jour in (date(2025, 11, 1), date(2025, 11, 2), date(2025, 11, 1)):
        fraicheur.rappeler(jour=jour)
    assert Notification.objects.filter(personne=suivi.responsable).count() == 1
    fabriques.mesure(suivi, debut=date(2025, 9, 1), fin=date(2025, 9, 30), valeur="2")
    list(bilans.vider())
    fraicheur.rappeler(jour=date(2025, 12, 1))
    assert Notification.objects.filter(personne=suivi.responsable).count() == 2


def test_un_rappel_mene_a_la_fiche_de_l_indicateur(suivi):
    fraicheur.rappeler(jour=date(2026, 1, 1))
    rappel = Notification.objects.get()
    assert rappel.url == f"/pilotage/indicateurs/{suivi.pk}/" and suivi.nom in rappel.titre


def test_un_plan_en_brouillon_ou_sans_responsable_ne_derange_personne(suivi):
    plan = suivi.objectif.orientation.plan
    plan.etat = EtatPlan.BROUILLON
    plan.save()
    assert fraicheur.rappeler(jour=date(2026, 1, 1)) == 0
    plan.etat = EtatPlan.PUBLIE
    plan.save()
    suivi.responsable = None
    suivi.save()
    assert fraicheur.rappeler(jour=date(2026, 1, 1)) == 0
    assert not Notification.objects.exists()
