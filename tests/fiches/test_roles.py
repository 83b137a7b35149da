"""Who reads, who changes: each door of the sheets, for each role."""

import pytest
from django.test import Client
from django.urls import reverse

pytestmark = pytest.mark.django_db
LECTEURS = ["gestionnaire", "responsable", "coordination", "membre_public", "animation", "formation", "administration"]
TIENNENT = ["gestionnaire", "coordination"]
SAISISSENT = ["gestionnaire", "responsable", "coordination"]


def lectures(plan, objectif, indicateur):
    yield reverse("pilotage:methode")
    yield reverse("pilotage:plan", args=[plan.pk])
    yield reverse("pilotage:plan_exporter", args=[plan.pk, "csv"])
    yield reverse("pilotage:objectif", args=[objectif.pk])
    for nom in ("indicateur", "indicateur_historique", "explorer", "explorer_figure"):
        yield reverse(f"pilotage:{nom}", args=[indicateur.pk])
    noeuds = {
        "indicateur": indicateur.pk,
        "objectif": objectif.pk,
        "orientation": objectif.orientation_id,
        "plan": plan.pk,
        "organisation": plan.organisation_id,
    }
    for niveau, pk in noeuds.items():
        yield reverse("pilotage:calcul", args=[niveau, pk])


def editions(plan, objectif, indicateur):
    yield reverse("pilotage:plan_ajouter", args=[plan.organisation_id])
    for nom in ("plan_modifier", "plan_publier", "orientation_ajouter"):
        yield reverse(f"pilotage:{nom}", args=[plan.pk])
    for nom in ("orientation_modifier", "objectif_ajouter"):
        yield reverse(f"pilotage:{nom}", args=[objectif.orientation_id])
    for nom in ("objectif_modifier", "indicateur_ajouter"):
        yield reverse(f"pilotage:{nom}", args=[objectif.pk])
    for nom in ("indicateur_modifier", "cible_ajouter"):
        yield reverse(f"pilotage:{nom}", args=[indicateur.pk])
    yield reverse("pilotage:cible_modifier", args=[indicateur.pk, indicateur.cibles.first().pk])


@pytest.mark.parametrize("role", LECTEURS)
def test_chaque_role_du_secteur_public_lit_tout(request, client_de, tout, plan, objectif, role):
    client = client_de(request.getfixturevalue(role))
    for url in lectures(plan, objectif, tout):
        assert client.get(url).status_code == 200, url


@pytest.mark.parametrize("role", [*LECTEURS, "gestionnaire_d_ailleurs"])
def test_seuls_ceux_qui_tiennent_l_organisation_changent_ses_plans(request, client_de, tout, plan, objectif, role):
    client = client_de(request.getfixturevalue(role))
    attendu = 200 if role in TIENNENT else 403
    for url in editions(plan, objectif, tout):
        assert client.get(url).status_code == attendu, url


@pytest.mark.parametrize("role", [*LECTEURS, "gestionnaire_d_ailleurs"])
def test_qui_saisit_l_indicateur_note_un_changement_de_processus(request, client_de, tout, role):
    client = client_de(request.getfixturevalue(role))
    url = reverse("pilotage:phase_ajouter", args=[tout.pk])
    assert client.get(url).status_code == (200 if role in SAISISSENT else 403)


def test_sans_role_on_ne_lit_rien(client_de, sans_role, tout, plan, objectif):
    client = client_de(sans_role)
    assert {client.get(url).status_code for url in lectures(plan, objectif, tout)} == {403}


def test_sans_compte_on_va_se_connecter(tout, plan, objectif):
    for url in [*lectures(plan, objectif, tout), *editions(plan, objectif, tout)]:
        assert Client().get(url).status_code == 302, url


def test_ce_qui_n_existe_pas_n_existe_pas(client_de, coordination, tout):
    client = client_de(coordination)
    for nom in ("indicateur", "explorer", "objectif", "plan", "indicateur_modifier", "objectif_modifier"):
        assert client.get(reverse(f"pilotage:{nom}", args=[999999])).status_code == 404
    assert client.get(reverse("pilotage:calcul", args=["ministere", tout.pk])).status_code == 404


def test_une_cible_ou_une_phase_d_un_autre_indicateur_n_est_pas_trouvee(client_de, coordination, tout, delai):
    client = client_de(coordination)
    autre = delai.cibles.get().pk
    assert client.get(reverse("pilotage:cible_modifier", args=[tout.pk, autre])).status_code == 404
    assert client.post(reverse("pilotage:cible_retirer", args=[tout.pk, autre])).status_code == 404
    assert client.post(reverse("pilotage:phase_retirer", args=[tout.pk, 999999])).status_code == 404
