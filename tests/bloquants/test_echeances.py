"""Escalations rise by themselves at their deadline: exactly once, whatever runs, by the clock of the database."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from ecosysteme.models import Notification
from pilotage import tasks
from pilotage.enums import EtatBloquant, IssueEscalade, Palier
from pilotage.models import Escalade
from pilotage.services import bloquants as services
from pilotage.services import bloquants_echeances
from pilotage.services._bloquants import horloge
from pilotage.services.bloquants_echeances import monter_escalades
from pilotage.vie_bloquant import fin_de_journee, jour_limite
from tests.bloquants.conftest import avancer_echeance
from tests.saisie.aides import en_parallele

pytestmark = pytest.mark.django_db


def montees(bloquant):
    return bloquant.evenements.filter(genre="montee").count()


def test_sans_reponse_a_l_echeance_l_escalade_monte_d_un_palier_et_s_y_montre(de_direction, coordination):
    avancer_echeance(de_direction)
    assert monter_escalades() == 1
    de_direction.refresh_from_db()
    b, suivante = de_direction.bloquant, de_direction.suivante
    b.refresh_from_db()
    assert de_direction.issue == IssueEscalade.SANS_REPONSE and de_direction.close_le is not None
    assert (suivante.palier, suivante.issue, suivante.par) == (
        Palier.GOUVERNEMENT, IssueEscalade.EN_ATTENTE, de_direction.par,
    )  # fmt: skip
    assert (b.palier, b.etat) == (Palier.GOUVERNEMENT, EtatBloquant.ESCALADE)
    assert b.evenements.get(genre="montee").par is None
    assert Notification.objects.filter(personne=coordination, cle__startswith=f"bloquant:{b.pk}:").count() == 1
    assert jour_limite(suivante.repondre_avant) > jour_limite(horloge())


def test_avant_l_echeance_rien_ne_bouge(de_direction, escalade):
    assert monter_escalades() == 0
    assert monter_escalades(maintenant=de_direction.repondre_avant - timedelta(microseconds=1)) == 0
    assert monter_escalades(maintenant=de_direction.repondre_avant) == 1


def test_cinq_passages_une_seule_montee(de_direction):
    avancer_echeance(de_direction)
    assert [monter_escalades() for _ in range(5)] == [1, 0, 0, 0, 0]
    for _ in range(5):
        tasks.monter_escalades()
    assert Escalade.objects.count() == 2 and montees(de_direction.bloquant) == 1


def test_au_gouvernement_elle_reste_et_son_retard_se_dit_une_fois(escalade, coordination):
    avancer_echeance(escalade)
    Notification.objects.all().delete()
    assert [monter_escalades() for _ in range(5)] == [1, 0, 0, 0, 0]
    escalade.refresh_from_db()
    assert escalade.issue == IssueEscalade.EN_ATTENTE and Escalade.objects.count() == 1
    assert escalade.bloquant.evenements.filter(genre="retard").count() == 1
    assert Notification.objects.filter(personne=coordination).count() == 1


def test_une_nouvelle_escalade_au_gouvernement_dit_a_son_tour_son_retard(escalade, gestionnaire, coordination):
    avancer_echeance(escalade)
    monter_escalades()
    services.repondre_escalade(par=coordination, escalade=escalade, decision="Non.", responsable=gestionnaire)
    seconde = services.escalader(par=gestionnaire, bloquant=escalade.bloquant, aide_demandee="Encore.")
    assert monter_escalades(maintenant=seconde.repondre_avant + timedelta(days=1)) == 1
    assert escalade.bloquant.evenements.filter(genre="retard").count() == 2


def test_les_livraisons_en_desordre_ne_remontent_rien(de_direction, gestionnaire):
    """An older delivery, made before the answer, arrives after it."""
    services.repondre_escalade(par=gestionnaire, escalade=de_direction, decision="Tranché.", responsable=gestionnaire)
    tard = de_direction.repondre_avant + timedelta(days=3)
    assert bloquants_echeances.monter(escalade=de_direction.pk, maintenant=tard) is False
    assert bloquants_echeances.monter(escalade=0) is False
    assert monter_escalades(maintenant=tard) == 0
    assert Escalade.objects.count() == 1


def test_ce_qui_echoue_ne_retient_pas_les_autres(de_direction, gestionnaire_de_direction, gestionnaire, monkeypatch):
    from django.db import OperationalError

    from tests.bloquants.conftest import signaler

    autre = signaler(gestionnaire_de_direction, de_direction.bloquant.indicateur)
    services.prendre_en_charge(par=gestionnaire_de_direction, bloquant=autre)
    seconde = services.escalader(par=gestionnaire_de_direction, bloquant=autre, aide_demandee="Aide.")
    for escalade in (de_direction, seconde):
        avancer_echeance(escalade)
    vraie = bloquants_echeances.monter

    def en_panne(*, escalade, maintenant):
        if escalade == de_direction.pk:
            raise OperationalError("base occupée")
        return vraie(escalade=escalade, maintenant=maintenant)

    monkeypatch.setattr(bloquants_echeances, "monter", en_panne)
    assert monter_escalades() == 1
    monkeypatch.setattr(bloquants_echeances, "monter", vraie)
    assert monter_escalades() == 1


@pytest.mark.parametrize("annees", [-5, 5])
def test_l_horloge_est_celle_de_la_base_pas_celle_du_travailleur(de_direction, annees):
    with time_machine.travel(datetime.now(UTC) + timedelta(days=365 * annees)):
        assert monter_escalades() == 0
    avancer_echeance(de_direction)
    with time_machine.travel(datetime.now(UTC) + timedelta(days=365 * annees)):
        assert monter_escalades() == 1


@pytest.mark.parametrize(
    ("jour", "derniere", "minuit"),
    [
        ("2026-03-08", datetime(2026, 3, 9, 3, 59, 59, tzinfo=UTC), datetime(2026, 3, 9, 4, tzinfo=UTC)),
        ("2026-11-01", datetime(2026, 11, 2, 4, 59, 59, tzinfo=UTC), datetime(2026, 11, 2, 5, tzinfo=UTC)),
        ("2026-07-15", datetime(2026, 7, 16, 3, 59, 59, tzinfo=UTC), datetime(2026, 7, 16, 4, tzinfo=UTC)),
    ],
)
def test_23_h_59_tient_jusqu_a_la_derniere_seconde_meme_les_nuits_du_changement_d_heure(
    de_direction, jour, derniere, minuit
):
    limite = fin_de_journee(datetime.fromisoformat(jour).date())
    Escalade.objects.filter(pk=de_direction.pk).update(demandee_le=limite - timedelta(days=9), repondre_avant=limite)
    assert monter_escalades(maintenant=derniere) == 0
    assert monter_escalades(maintenant=minuit) == 1


def test_les_deux_1_h_30_de_novembre_sont_deux_instants(de_direction):
    premier, second = datetime(2026, 11, 1, 5, 30, tzinfo=UTC), datetime(2026, 11, 1, 6, 30, tzinfo=UTC)
    Escalade.objects.filter(pk=de_direction.pk).update(demandee_le=premier - timedelta(days=9), repondre_avant=second)
    assert monter_escalades(maintenant=premier) == 0
    assert monter_escalades(maintenant=second) == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("journal_videable")
def test_deux_travailleurs_a_la_fois_une_seule_montee_une_seule_notification(de_direction, coordination):
    avancer_echeance(de_direction)
    assert sum(en_parallele([monter_escalades] * 2)) == 1
    assert Escalade.objects.count() == 2 and montees(de_direction.bloquant) == 1
    cles = Notification.objects.filter(personne=coordination).values_list("cle", flat=True)
    assert len(cles) == len(set(cles))


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("journal_videable")
def test_une_reponse_et_la_montee_au_meme_instant_une_seule_l_emporte(de_direction, gestionnaire):
    """Near the deadline: the answer in time and the rise never both happen."""
    from django.core.exceptions import ValidationError

    Escalade.objects.filter(pk=de_direction.pk).update(repondre_avant=horloge() + timedelta(milliseconds=60))

    def repondre():
        try:
            services.repondre_escalade(
                par=gestionnaire, escalade=de_direction, decision="Oui.", responsable=gestionnaire
            )
        except ValidationError:
            return 0
        return 1

    def monter():
        return sum(monter_escalades() for _ in range(40))

    repondues, _ = en_parallele([repondre, monter])
    monter_escalades()
    de_direction.refresh_from_db()
    if repondues:
        assert de_direction.issue == IssueEscalade.REPONDUE and Escalade.objects.count() == 1
    else:
        assert de_direction.issue == IssueEscalade.SANS_REPONSE and Escalade.objects.count() == 2
    assert repondues + montees(de_direction.bloquant) == 1
