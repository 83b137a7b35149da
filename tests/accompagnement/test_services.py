"""Asking, taking, answering, judging; what nobody takes rises once, whoever looks and however often."""

from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from ecosysteme.models import Notification
from ecosysteme.services._versions import ConflitFiche
from pilotage.enums import Urgence
from pilotage.models import DemandeAccompagnement, Leader
from pilotage.services import accompagnement as services
from pilotage.services.leaders import devenir_leader
from pilotage.tasks import monter_demandes
from tests.saisie.aides import en_parallele


def avis(personne):
    titres = Notification.objects.filter(personne=personne).order_by("pk").values_list("titre", flat=True)
    return [titre.replace("\u00a0", " ") for titre in titres]


def test_les_leaders_d_ailleurs_qui_offrent_cette_aide_sont_avertis(demande, leader, coordination, gestionnaire):
    assert avis(leader) == ["On demande de l'aide : Fixer une cible"]
    assert avis(coordination) == [] and avis(gestionnaire) == []


def test_sans_leader_pour_cette_aide_la_coordination_est_avertie(gestionnaire, ministere, leader, coordination):
    services.demander(par=gestionnaire, organisation=ministere, sujet="Un outil", genre="outil", urgence=1)
    assert avis(leader) == [] and len(avis(coordination)) == 1


def test_le_premier_prend_le_second_apprend_qui(demande, leader, coordination, gestionnaire):
    services.prendre(par=leader, demande=demande)
    services.prendre(par=leader, demande=demande)
    with pytest.raises(ValidationError, match=str(leader)):
        services.prendre(par=coordination, demande=demande)
    assert avis(gestionnaire) == [f"{leader} vous aidera : Fixer une cible"]


def test_rendre_remet_en_attente_et_quelqu_un_d_autre_peut_prendre(demande, leader, coordination):
    services.prendre(par=leader, demande=demande)
    services.rendre(par=leader, demande=demande)
    with pytest.raises(ValidationError):
        services.rendre(par=leader, demande=demande)
    assert services.prendre(par=coordination, demande=demande).prise_par == coordination


def test_un_message_avertit_l_autre_et_jamais_son_auteur(demande, leader, gestionnaire):
    services.prendre(par=leader, demande=demande)
    services.echanger(par=leader, demande=demande, texte=" Bonjour ")
    assert avis(gestionnaire)[-1] == f"{leader} a écrit : Fixer une cible"
    services.echanger(par=gestionnaire, demande=demande, texte="Merci")
    assert avis(leader)[-1] == f"{gestionnaire} a écrit : Fixer une cible"
    with pytest.raises(ValidationError):
        services.echanger(par=leader, demande=demande, texte="  ")


def test_repondre_demande_d_avoir_pris_et_de_dire(demande, leader):
    with pytest.raises(ValidationError, match="prise en charge"):
        services.repondre(par=leader, demande=demande, issue="Fait", version_lue=1)
    services.prendre(par=leader, demande=demande)
    with pytest.raises(ValidationError, match="ce qui en est sorti"):
        services.repondre(par=leader, demande=demande, issue=" ", version_lue=2)
    with pytest.raises(ConflitFiche):
        services.repondre(par=leader, demande=demande, issue="Fait", version_lue=1)
    assert services.repondre(par=leader, demande=demande, issue="Fait", version_lue=2).etat == "repondue"


@pytest.mark.parametrize("note", [0, 6, -1])
def test_la_satisfaction_va_de_un_a_cinq(demande, leader, gestionnaire, note):
    services.prendre(par=leader, demande=demande)
    services.repondre(par=leader, demande=demande, issue="Fait", version_lue=2)
    with pytest.raises(ValidationError):
        services.noter(par=gestionnaire, demande=demande, satisfaction=note)
    assert services.noter(par=gestionnaire, demande=demande, satisfaction=5).satisfaction == 5


def test_on_ne_juge_pas_une_aide_qui_n_est_pas_venue(demande, gestionnaire):
    with pytest.raises(ValidationError):
        services.noter(par=gestionnaire, demande=demande, satisfaction=5)


def test_une_demande_retiree_ne_se_prend_plus(demande, gestionnaire, leader):
    services.retirer(par=gestionnaire, demande=demande)
    with pytest.raises(ValidationError):
        services.prendre(par=leader, demande=demande)
    with pytest.raises(ValidationError):
        services.retirer(par=gestionnaire, demande=demande)


# The deadline, and both nights when the clock changes (FIABILITE 21).
@pytest.mark.parametrize(
    ("depuis", "attendue"),
    [
        (datetime(2026, 3, 6, 15, tzinfo=UTC), datetime(2026, 3, 10, 3, 59, tzinfo=UTC)),
        (datetime(2026, 10, 30, 15, tzinfo=UTC), datetime(2026, 11, 3, 4, 59, tzinfo=UTC)),
        (datetime(2026, 7, 2, 3, 30, tzinfo=UTC), datetime(2026, 7, 5, 3, 59, tzinfo=UTC)),
    ],
    ids=["on avance l'heure", "on recule l'heure", "encore la veille à Québec"],
)
def test_l_echeance_est_la_derniere_minute_du_jour_au_quebec(depuis, attendue):
    assert services.echeance(Urgence.CETTE_SEMAINE, depuis) == attendue


@pytest.mark.parametrize("mois", [3, 11])
def test_une_demande_monte_a_la_minute_de_son_echeance_et_pas_avant(demande, coordination, mois):
    limite = services.echeance(Urgence.CETTE_SEMAINE, datetime(2026, mois, 1, 5, 30, tzinfo=UTC) - timedelta(days=2))
    DemandeAccompagnement.objects.update(repondre_avant=limite)
    assert services.monter_demandes(maintenant=limite - timedelta(seconds=1)) == 0
    assert services.monter_demandes(maintenant=limite) == 1
    assert services.monter_demandes(maintenant=limite + timedelta(days=1)) == 0
    assert avis(coordination) == ["Demande sans réponse à l'échéance : Fixer une cible"]


def test_une_demande_prise_ne_monte_pas(demande, leader):
    services.prendre(par=leader, demande=demande)
    assert services.monter_demandes(maintenant=timezone.now() + timedelta(days=365)) == 0


def test_la_tache_se_livre_cinq_fois_sans_repeter(demande, coordination, gestionnaire):
    DemandeAccompagnement.objects.update(repondre_avant=timezone.now() - timedelta(minutes=1))
    for _ in range(5):
        monter_demandes()
    assert len(avis(coordination)) == 1 and len(avis(gestionnaire)) == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("journal_videable")
def test_deux_travailleurs_a_la_fois_montent_chaque_demande_une_fois(demande, coordination):
    DemandeAccompagnement.objects.update(repondre_avant=timezone.now() - timedelta(minutes=1))
    montees = en_parallele([services.monter_demandes] * 4)
    assert sum(montees) == 1
    assert len(avis(coordination)) == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("journal_videable")
def test_deux_leaders_qui_prennent_ensemble_un_seul_l_a(demande, leader, coordination):
    def prendre(personne):
        try:
            services.prendre(par=personne, demande=demande)
        except ValidationError:
            return 0
        return 1

    assert sum(en_parallele([partial(prendre, leader), partial(prendre, coordination)])) == 1


def test_devenir_leader_deux_fois_remplace_l_offre(leader, ailleurs):
    devenir_leader(par=leader, organisation=ailleurs, genres=["outil", "absurde"], presentation=" Dix ans. ")
    offre = Leader.objects.get(personne=leader)
    assert (offre.genres, offre.presentation) == (["outil"], "Dix ans.")


def test_on_n_offre_rien_au_nom_d_une_organisation_ou_l_on_n_est_pas(leader, ministere, ailleurs):
    with pytest.raises(ValidationError):
        devenir_leader(par=leader, organisation=ministere, genres=["outil"])
    with pytest.raises(ValidationError):
        devenir_leader(par=leader, organisation=ailleurs, genres=[])
