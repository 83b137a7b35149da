"""Each alert is told to its owner once, however often the task runs, both nights when the clock changes included."""

import pytest
import time_machine

from ecosysteme.models import Notification
from pilotage import tasks
from pilotage.services import alertes_avis


def averties() -> set[tuple[str, str]]:
    lues = Notification.objects.filter(type="alerte").select_related("personne")
    return {(n.cle.split(":")[1], n.personne.email.split("@")[0]) for n in lues}


def test_chacun_est_averti_de_ce_qu_il_tient_une_seule_fois(etat, gestionnaire, gestionnaire_d_ailleurs):
    n = alertes_avis.avertir_proprietaires()
    assert averties() == {
        ("non_calcule", "responsable"), ("signal", "gestionnaire"), ("depart", "gestionnaire"),
        ("ecart", "gestionnaire"), ("tendance", "gestionnaire"), ("meteo", "gestionnaire"),
        ("retard", "gestionnaire-ailleurs"), ("meteo", "gestionnaire-ailleurs"),
    }  # fmt: skip
    assert n == Notification.objects.filter(type="alerte").count() == 8
    assert alertes_avis.avertir_proprietaires() == 0


@pytest.mark.parametrize("jour", ["2026-03-08", "2026-11-01"], ids=["vers l'heure d'été", "vers l'heure normale"])
def test_les_nuits_ou_l_heure_change_un_seul_avis_par_alerte(etat, gestionnaire, jour):
    with time_machine.travel(f"{jour}T04:00:00+00:00", tick=False) as horloge:
        for _ in range(30 * 6):  # every ten minutes for thirty hours of real time
            tasks.avancer_jour()
            horloge.shift(600)
    cles = list(Notification.objects.filter(type="alerte").values_list("personne", "cle"))
    assert len(cles) == len(set(cles)) and ("signal", "gestionnaire") in averties()


def test_mon_travail_compte_les_alertes_sur_ce_qu_on_tient_et_la_page_en_dit_autant(
    etat, gestionnaire, responsable, client_de
):
    for personne, genres in ((gestionnaire, 6), (responsable, 1)):
        client = client_de(personne)
        bloc = client.get("/pilotage/alertes/miennes/", headers={"HX-Request": "true"})
        comptees = {c["libelle"]: c["nombre"] for c in bloc.context["comptees"]}
        page = client.get("/pilotage/alertes/?tenues=oui").context["compteurs"][1:]
        assert comptees == {c["libelle"]: c["nombre"] for c in page if c["nombre"] != "0"}
        assert len(comptees) == genres, comptees
        assert "/pilotage/alertes/miennes/" in client.get("/").content.decode()
