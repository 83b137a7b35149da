"""Rows 2 and 3: the broker away at save, then flushed and restarted. The truth is in PostgreSQL."""

import pytest
from django.test import Client

from ecosysteme.models import Mesure
from pilotage import bilans
from pilotage.models import Bilan, CleSale
from pilotage.selectors.attente import calcul_en_attente
from tests import fabriques
from tests.bilans.test_suites import differences
from tests.lanceur.aides import attendre
from tests.pannes.serveurs import demander

pytestmark = [pytest.mark.pannes, pytest.mark.timeout(300)]


@pytest.fixture
def indicateur(chantier):
    fiche = fabriques.indicateur(organisation=fabriques.organisation(type="gouvernement"))
    fabriques.cible(fiche, 2025, "3")
    list(bilans.vider())
    return fiche


def session_de(personne):
    client = Client()
    client.force_login(personne)
    return client.cookies["sessionid"].value


def test_courtier_mort_le_resultat_s_enregistre_l_attente_se_dit_et_tout_finit_a_son_retour(chantier, indicateur):
    chantier.courtier.tuer()
    ecrivain = chantier.script("ecrivain", str(indicateur.pk), "3")
    attendre(lambda: "fini" in ecrivain.dit, 30)
    assert Mesure.objects.count() == 3
    assert CleSale.objects.exists()
    assert calcul_en_attente() and calcul_en_attente(bilans.Niveau.INDICATEUR, indicateur.pk)
    chantier.courtier.demarrer()
    chantier.travailleur()
    chantier.envoyer("pilotage.tasks.balayer")
    chantier.attendre_calcul()
    assert calcul_en_attente() == ""
    assert Bilan.objects.get(niveau=1, noeud_id=indicateur.pk, exercice=2025).resultat == 2
    assert differences() == {}


def test_un_travailleur_retrouve_un_courtier_redemarre(chantier, indicateur):
    chantier.travailleur()
    chantier.courtier.tuer()
    fabriques.mesure(indicateur, 2025, "4")
    chantier.courtier.demarrer()
    chantier.envoyer("pilotage.tasks.balayer")
    chantier.attendre_calcul()
    assert differences() == {}


def test_courtier_vide_puis_redemarre_rien_n_est_perdu_et_la_session_reste(chantier, indicateur):
    personne = fabriques.personne()
    fabriques.adhesion(personne, indicateur.organisation)
    session = session_de(personne)
    adresse = chantier.portail()
    page = f"{adresse}/pilotage/"
    assert demander(page, session)[0] == 200
    ecrivain = chantier.script("ecrivain", str(indicateur.pk), "3")
    attendre(lambda: "fini" in ecrivain.dit, 30)
    assert chantier.redis().llen("interactif") > 0
    chantier.redis().flushall()
    assert demander(page, session)[0] == 200
    chantier.courtier.tuer()
    assert demander(page, session)[0] == 200
    chantier.courtier.demarrer()
    chantier.travailleur()
    chantier.envoyer("pilotage.tasks.balayer")
    chantier.attendre_calcul()
    assert demander(page, session)[0] == 200
    assert differences() == {}


def test_courtier_mort_un_envoi_renonce_apres_quelques_essais(chantier):
    chantier.courtier.tuer()
    envoi = chantier.script("envoi")
    attendre(lambda: "essais" in envoi.dit, 30)
    mots = next(ligne.split() for ligne in envoi.dit.splitlines() if ligne.startswith("essais"))
    assert 2 <= int(mots[1]) <= 6 and int(mots[3]) == 0
