"""SCT 2019 on real rows: the page of the calculation is redone by hand, at every level."""

import json
import re
from decimal import Decimal
from html import unescape

import pytest
from django.core.management import call_command
from django.urls import reverse

from pilotage.methodes import lire_2019
from pilotage.models import GrilleQualite
from pilotage.selectors import notes
from tests import fabriques

pytestmark = pytest.mark.django_db
D = Decimal


def texte(reponse) -> str:
    assert reponse.status_code in (200, 409, 422)
    return re.sub(r"[\s\u00a0\u202f]+", " ", unescape(re.sub(r"<[^>]+>", " ", reponse.content.decode())))


def lire(client, niveau, pk, methode, exercice="2019"):
    adresse = reverse("pilotage:calcul", args=[niveau, pk])
    return texte(client.get(adresse, {"exercice": exercice, "methode": methode}))


@pytest.fixture
def client(client_de, coordination):
    return client_de(coordination)


@pytest.fixture
def jugee(plan, coordination):
    return GrilleQualite.objects.create(plan=plan, exercice=2019, qualite_jugee=D(50), motif="Essai.", par=coordination)


def test_la_note_d_un_plan_compte_ce_qui_est_du_et_reporte_le_reste(plan, indicateurs, jugee, methodes):
    p = lire_2019(methodes["sct-2019"].parametres)
    lue = notes.noter_plans([plan], [2018, 2019], p)[plan.pk, 2019]
    assert (lue.compte.indicateurs, lue.compte.avec_cible, lue.compte.avec_annuelles) == (5, 5, 1)
    assert {vu.code: (vu.verdict.du, vu.verdict.atteint, vu.verdict.raison) for vu in lue.vus} == {
        "atteint": (True, True, ""),
        "manque": (True, False, "manquee"),
        "absent": (True, False, "absent"),
        "activite": (True, False, "processus"),
        "avenir": (False, False, "a_venir"),
    }
    # (20·100 + 10·60 + 30·80 + 30·50) / 90, then with 1 of 4 due targets
    assert lue.note.qualite == D("72.222222222222")
    assert lue.note.atteinte == 25
    assert lue.note.note == D("48.611111111111")


def test_le_calcul_se_lit_ligne_par_ligne(client, plan, indicateurs, jugee):
    lu = lire(client, "plan", plan.pk, "sct-2019")
    assert "SCT 2019, version 1" in lu
    assert "Plan en vigueur 20 plan en vigueur ; 5 sur 5 indicateurs avec cible 100 2 000 Oui" in lu
    assert "Cibles annuelles 10 1 sur 5 indicateurs avec une cible chaque année du plan 60 600 Oui" in lu
    assert "Composante non documentée 10 composante non documentée publiquement – – Non" in lu
    assert "Exclue : son poids est réparti entre les autres." in lu
    assert "6 500 ÷ 90 = 72,222222222222" in lu
    assert "100 × 1 ÷ 4 = 25" in lu
    assert "(50 × 72,222222222222 + 50 × 25) ÷ 100 = 48,611111111111" in lu
    assert "aucun résultat : compte comme non atteinte" in lu
    assert "pas encore due au 31 mars" in lu
    assert "4 sur 5 composantes, 4 sur 5 indicateurs dus au 31 mars" in lu
    assert "Rien à comparer en 2018-2019" in lu


def test_la_composante_inscrite_compte(client, plan, indicateurs, jugee):
    jugee.non_documentee = D(100)
    jugee.save()
    assert "7 500 ÷ 100 = 75" in lire(client, "plan", plan.pk, "sct-2019")


def test_sans_jugement_la_note_manque_et_la_coordination_trouve_la_grille(client, plan, indicateurs):
    lu = client.get(reverse("pilotage:calcul", args=["plan", plan.pk]) + "?exercice=2019&methode=sct-2019")
    assert reverse("pilotage:qualite_plan", args=[plan.pk]) in lu.content.decode()
    assert "aucune tant qu'il reste à juger : qualité des indicateurs et des cibles" in texte(lu)
    assert "aucune tant qu'une des deux parts manque" in texte(lu)


def test_hors_de_ses_exercices_une_methode_le_dit(client, plan, indicateurs, jugee):
    assert "ce n'est pas une note officielle" in lire(client, "plan", plan.pk, "sct-2019", "2021")
    assert "ce n'est pas une note officielle" not in lire(client, "plan", plan.pk, "sct-2019", "2019")
    assert "ce n'est pas une note officielle" in lire(client, "plan", plan.pk, "sct-2022", "2019")


def test_une_organisation_a_la_note_de_son_plan_et_le_gouvernement_la_moyenne(
    client, plan, indicateurs, jugee, ministere, gouvernement, ailleurs, calculer, coordination
):
    autre = fabriques.plan(ailleurs, 2018, 2021)
    i = fabriques.indicateur(fabriques.objectif(autre))
    for annee in range(2018, 2022):
        fabriques.cible(i, annee, "10")
    fabriques.mesure(i, 2019, "10")
    calculer()
    assert "48,611111111111" in lire(client, "organisation", ministere.pk, "sct-2019")
    lu = lire(client, "organisation", gouvernement.pk, "sct-2019")
    assert "1 sur 2 organisations ayant un plan" in lu
    assert "Non une part manque" in lu
    GrilleQualite.objects.create(plan=autre, exercice=2019, qualite_jugee=D(100), motif="Essai.", par=coordination)
    lu = lire(client, "organisation", gouvernement.pk, "sct-2019")
    assert "148,611111111111 ÷ 2 = 74,305555555556" in lu
    assert "2 sur 2 organisations ayant un plan" in lu


def test_sous_le_plan_seule_l_atteinte_a_un_sens(client, objectif, indicateurs, jugee):
    for niveau, pk in (("objectif", objectif.pk), ("orientation", objectif.orientation_id)):
        lu = lire(client, niveau, pk, "sct-2019")
        assert "100 × 1 ÷ 4 = 25" in lu
        assert "La qualité et la note globale sont celles du plan entier." in lu
    lu = lire(client, "indicateur", indicateurs["absent"].pk, "sct-2019")
    assert "100 × 0 ÷ 1 = 0" in lu


def test_sct_2022_dit_pourquoi_chaque_indicateur_compte(client, plan, indicateurs, ministere):
    lu = lire(client, "plan", plan.pk, "sct-2022")
    assert "Indicateurs : 3 sur 5 ont un pointage" in lu
    assert "100 × 2 ÷ (2 + 1) = 66,666666666667" in lu
    assert "240 ÷ 3 = 80" in lu
    assert "pas de résultat : ne peut être jugée" in lu
    lu = lire(client, "organisation", ministere.pk, "sct-2022")
    assert "Plan des Essais 2 1 240 3 Oui" in lu


def test_la_progression_ponderee_seule(client, plan, indicateurs):
    lu = lire(client, "plan", plan.pk, "progression-ponderee")
    assert "Progression pondérée, version 1" in lu
    assert "Taux d'atteinte" not in lu


def test_une_methode_inconnue_montre_le_calcul_habituel(client, plan, indicateurs):
    assert "Taux d'atteinte" in lire(client, "plan", plan.pk, "inventee")


def test_un_partenaire_ne_lit_pas_une_note_jugee_et_refait_sct_2022_sur_le_publie(
    client_de, membre_prive, plan, indicateurs, jugee, calculer
):
    indicateurs["manque"].visibilite = "interne"
    indicateurs["manque"].save()
    calculer()
    client = client_de(membre_prive)
    lu = lire(client, "plan", plan.pk, "sct-2019")
    assert "n'est pas publiée" in lu
    assert "48,6" not in lu and "Essai." not in lu
    lu = lire(client, "plan", plan.pk, "sct-2022")
    assert "Indicateur manque" not in lu
    assert "200 ÷ 2 = 100" in lu


def test_la_page_de_la_methode_montre_les_versions_et_les_notes_publiees(client, methodes):
    lu = texte(client.get(reverse("pilotage:methode")))
    for mot in ("SCT 2019, version 1", "SCT 2022, version 1", "Progression pondérée, version 1", "newswire.ca"):
        assert mot in lu
    assert "2018-2019 à 2019-2020" in lu
    assert "Tourisme" in lu


def test_la_fiche_montre_la_note_officielle_de_l_annee_qui_en_avait_une(
    client, client_de, membre_prive, plan, ministere, indicateurs, jugee
):
    for nom, pk in (("plan", plan.pk), ("organisation", ministere.pk)):
        adresse = reverse(f"pilotage:{nom}", args=[pk])
        lu = texte(client.get(adresse, {"exercice": "2019"}))
        assert "Note officielle SCT 2019, version 1" in lu and "48,6 %" in lu
        assert "Note officielle" not in texte(client.get(adresse, {"exercice": "2021"}))
        assert "Note officielle" not in texte(client_de(membre_prive).get(adresse, {"exercice": "2019"}))
        simuler = reverse("pilotage:simulation", args=[nom, pk])
        assert f"{simuler}?exercice=2021" in client.get(adresse, {"exercice": "2021"}).content.decode()


def test_la_commande_donne_les_notes_officielles_en_json(plan, ministere, indicateurs, jugee, capsys):
    def lire_json(*options):
        call_command("bilans", "--json", "--periode", "2019-2020", *options)
        return {(b["niveau"], b["id"]): b["notes_officielles"] for b in json.loads(capsys.readouterr().out)}

    attendue = {"qualite": "72.222222222222", "atteinte": "25.000000000000", "note": "48.611111111111"}
    lues = lire_json()
    assert lues["plan", plan.pk] == lues["organisation", ministere.pk] == {"SCT 2019, version 1": attendue}
    assert lues["indicateur", indicateurs["atteint"].pk] == {}
    assert lire_json("--publics")["plan", plan.pk] == {}
    call_command("bilans", "--json", "--periode", "2021-2022")
    toutes = json.loads(capsys.readouterr().out)
    assert all(list(b["notes_officielles"]) == ["SCT 2022, version 1"] for b in toutes) and toutes
