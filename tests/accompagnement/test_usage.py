"""The portal measures its own use: from what people wrote, once a month, and never a group under five."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command

from ecosysteme.format import FUSEAU
from ecosysteme.models import Adhesion, Indicateur, LotSaisie, Mesure, PlanStrategique
from pilotage import bilans
from pilotage.selectors.usage import Groupe, mesurer, taire
from pilotage.services import usage
from pilotage.tasks import mesurer_usage
from tests import fabriques
from tests.saisie.aides import en_parallele

OCTOBRE = (date(2026, 10, 1), date(2026, 10, 31))


def membres(organisation, n, niveau="direction", role="gestionnaire"):
    gens = [fabriques.personne() for _ in range(n)]
    for personne in gens:
        fabriques.adhesion(personne, organisation, role)
    Adhesion.objects.filter(personne__in=gens).update(niveau_gestion=niveau)
    return gens


def ecrit(personne, *quand):
    LotSaisie.objects.create(par=personne, cree_le=datetime(*quand, tzinfo=FUSEAU))


def parts(mois=OCTOBRE):
    return {(g.partage, g.nom): g.part for g in mesurer(*mois)}


@pytest.fixture
def gens(ministere):
    return membres(ministere, 8)


def test_une_part_est_faite_de_qui_a_ecrit_ce_mois_la_au_quebec(gens, ministere):
    ecrit(gens[0], 2026, 10, 1, 0, 0)
    ecrit(gens[1], 2026, 10, 31, 23, 59)
    ecrit(gens[1], 2026, 10, 12, 9, 0)
    ecrit(gens[2], 2026, 9, 30, 23, 59)
    ecrit(gens[3], 2026, 11, 1, 0, 0)
    lues = parts()
    assert lues["niveau", "direction"] == lues["ensemble", "tous"] == Decimal(25)
    assert lues["taille", "petite"] == lues["secteur", "public"] == Decimal(25)


def test_une_adhesion_finie_avant_le_mois_ne_compte_pas(gens):
    Adhesion.objects.filter(personne=gens[0]).update(fin=date(2026, 9, 30))
    Adhesion.objects.filter(personne=gens[1]).update(debut=date(2026, 11, 1))
    Adhesion.objects.filter(personne=gens[2]).update(fin=date(2026, 10, 1))
    lus = {(g.partage, g.nom): g.personnes for g in mesurer(*OCTOBRE)}
    assert lus["niveau", "direction"] == 6


def test_un_groupe_de_moins_de_cinq_se_tait_et_celui_qui_le_trahirait_aussi(gens, partenaire):
    membres(partenaire, 4, "", "membre_prive")
    lues = parts()
    assert lues["secteur", "prive"] is None and lues["secteur", "public"] is None
    assert lues["ensemble", "tous"] == 0


@pytest.mark.parametrize(
    ("tailles", "dits"),
    [
        ([5, 5], [True, True]),
        ([4, 5, 9], [False, False, True]),
        ([4, 4, 9], [False, False, True]),
        ([3], [False]),
        ([0, 8], [False, True]),
        ([], []),
    ],
)
def test_ce_qui_se_tait(tailles, dits):
    assert [g.dit for g in taire([Groupe("p", str(i), n, 0) for i, n in enumerate(tailles)])] == dits


def test_le_plan_ne_se_cree_qu_une_fois_et_ses_indicateurs_sont_ordinaires(ministere, coordination):
    plan, cree = usage.creer_plan_usage(par=coordination, organisation=ministere)
    assert cree and plan.etat == "publie" and plan.illustratif
    assert usage.creer_plan_usage(par=coordination, organisation=ministere) == (plan, False)
    assert Indicateur.objects.filter(objectif__orientation__plan=plan).count() == len(usage.INDICATEURS)
    assert PlanStrategique.objects.count() == 1


def test_le_mois_ecoule_s_inscrit_une_fois(gens, ministere, coordination, client):
    usage.creer_plan_usage(par=coordination, organisation=ministere)
    ecrit(gens[0], 2026, 10, 5, 9, 0)
    assert usage.mesurer_usage(jour=date(2026, 11, 1)) == 10
    assert usage.mesurer_usage(jour=date(2026, 11, 30)) == 0
    niveau = Mesure.objects.get(indicateur__code="USAGE.2.2")
    assert (niveau.debut, niveau.fin, niveau.valeur, niveau.etat) == (*OCTOBRE, Decimal("12.5"), "validee")
    absents = dict(Mesure.objects.filter(valeur=None).values_list("indicateur__code", "motif_absence"))
    assert absents == {
        "USAGE.2.1": "non_mesure", "USAGE.2.3": "non_mesure", "USAGE.2.4": "non_mesure", "USAGE.3.2": "non_mesure",
        "USAGE.3.3": "non_mesure", "USAGE.4.2": "non_mesure",
    }  # fmt: skip
    list(bilans.vider())
    client.force_login(coordination)
    assert client.get(f"/pilotage/indicateurs/{niveau.indicateur_id}/").status_code == 200


def test_sans_plan_la_tache_n_ecrit_rien(gens):
    mesurer_usage()
    assert not Mesure.objects.exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("journal_videable")
def test_deux_travailleurs_a_la_fois_inscrivent_chaque_resultat_une_fois(gens, ministere, coordination):
    usage.creer_plan_usage(par=coordination, organisation=ministere)
    faites = en_parallele([lambda: usage.mesurer_usage(jour=date(2026, 11, 2))] * 3)
    assert sum(faites) == Mesure.objects.count() == 10


def test_la_commande_cree_le_plan_et_refuse_l_inconnu(ministere, coordination, capsys):
    call_command("usage", ministere.sigle, coordination.email)
    call_command("usage", ministere.sigle, coordination.email)
    assert capsys.readouterr().out.count("existait déjà") == 1
    with pytest.raises(CommandError):
        call_command("usage", "INCONNU", coordination.email)
