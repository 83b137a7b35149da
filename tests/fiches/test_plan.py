"""The synoptic table of a plan and the page of an objective."""

import re

import pytest
from django.urls import reverse

from ecosysteme.models import Orientation
from pilotage.selectors.ordre import naturel
from tests import fabriques

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(client_de, membre_public):
    return client_de(membre_public)


def lire(client, nom, pk, **parametres):
    reponse = client.get(reverse(f"pilotage:{nom}", args=[pk]), {"exercice": "2024", **parametres})
    assert reponse.status_code == 200
    return reponse.content.decode()


def texte(html):
    return re.sub(r"[\s\u00a0\u202f]+", " ", re.sub(r"<[^>]+>", " ", html))


def test_le_tableau_synoptique_va_de_l_orientation_a_l_indicateur(client, tout, plan):
    lu = lire(client, "plan", plan.pk)
    genres = re.findall(r'<tr class="rang-(\w+)"', lu)
    assert genres == ["orientation", "objectif", "indicateur", "indicateur", "indicateur"]
    ligne = texte(re.search(r'<tr class="rang-indicateur">.*?</tr>', lu, re.DOTALL)[0])
    assert "1.1.1 Ponts en bon état" in ligne
    assert "165 au moins 170 ponts Non atteinte 169 au moins 184 ponts Non atteinte" in ligne
    assert "21,1 %" in ligne
    assert "Signal favorable" in ligne
    assert "<svg" in re.search(r'<tr class="rang-indicateur">.*?</tr>', lu, re.DOTALL)[0]


def test_chaque_niveau_porte_son_poids_sa_progression_et_sa_couverture(client, tout, plan):
    lu = lire(client, "plan", plan.pk)
    rang = texte(re.search(r'<tr class="rang-objectif".*?</tr>', lu, re.DOTALL)[0])
    assert "47,4 % 2 sur 2" in rang
    assert "Enjeu : La confiance" in texte(lu)
    assert f'href="{reverse("pilotage:calcul", args=["orientation", Orientation.objects.get(plan=plan).pk])}' in lu


def test_les_tuiles_viennent_avec_methode_couverture_et_periode_precedente(client, tout, plan):
    tuiles = texte(re.search(r'<ul class="tuiles">.*?</ul>', lire(client, "plan", plan.pk), re.DOTALL)[0])
    for mot in ("Taux d&#x27;atteinte", "50,0 %", "SCT 2022", "2 sur 2 cibles échues", "contre", "2023-2024"):
        assert mot in tuiles


def test_un_plan_long_montre_cinq_annees_et_toutes_sur_demande(client, ministere):
    plan = fabriques.plan(ministere, 2015, 2027)
    fabriques.indicateur(fabriques.objectif(plan))
    entetes = re.compile(r"(20\d\d-20\d\d)<span")
    assert entetes.findall(lire(client, "plan", plan.pk)) == [f"{a}-{a + 1}" for a in range(2021, 2026)]
    assert len(entetes.findall(lire(client, "plan", plan.pk, annees="toutes"))) == 13
    assert entetes.findall(lire(client, "plan", plan.pk, exercice="1999"))[0] == "2015-2016"


def test_les_numeros_se_suivent_comme_des_nombres(client, ministere):
    assert sorted(["20", "9", "1.10", "1.9", "A"], key=naturel) == ["1.9", "1.10", "9", "20", "A"]
    plan = fabriques.plan(ministere)
    for numero in ("20", "9"):
        Orientation.objects.create(plan=plan, numero=numero, titre=f"Orientation numéro {numero}")
    lu = lire(client, "plan", plan.pk)
    assert lu.index("Orientation numéro 9") < lu.index("Orientation numéro 20")


def test_l_export_du_plan_a_une_ligne_par_indicateur_et_trois_colonnes_par_annee(client, tout, plan):
    reponse = client.get(reverse("pilotage:plan_exporter", args=[plan.pk, "csv"]), {"exercice": "2024"})
    lignes = b"".join(reponse.streaming_content).decode("utf-8-sig").splitlines()
    assert len(lignes) == 4
    assert lignes[0].split(";").count("2024-2025, résultat") == 1
    assert len(lignes[0].split(";")) == 8 + 3 * 4 + 2
    assert "1.1.1;Ponts en bon état;ponts;À la hausse;2;165;165;" in lignes[1]
    xlsx = client.get(reverse("pilotage:plan_exporter", args=[plan.pk, "xlsx"]))
    assert b"".join(xlsx.streaming_content).startswith(b"PK")
    assert client.get(reverse("pilotage:plan_exporter", args=[plan.pk, "pdf"])).status_code == 404


def test_qui_tient_le_plan_voit_sa_relecture_et_ses_actes(client, client_de, gestionnaire, tout, plan):
    tenu, lu = lire(client_de(gestionnaire), "plan", plan.pk), lire(client, "plan", plan.pk)
    for mot in ("fiches à revoir", "Ajouter une orientation", "Modifier le plan", "Ajouter un indicateur"):
        assert mot in tenu
        assert mot not in lu


def test_l_objectif_montre_ses_indicateurs_son_calcul_et_son_histoire(client, tout, objectif):
    lu = lire(client, "objectif", objectif.pk)
    assert re.findall(r'<tr class="rang-(\w+)"', lu) == ["indicateur"] * 3
    assert "142,105263157894 ÷ 3 = 47,368421052631" in texte(lu)
    assert "Historique de l'objectif" in lu
    assert "3 fiches créées" in texte(lu)


@pytest.mark.parametrize("nom", ["plan", "objectif"])
def test_le_fragment_en_direct_remplace_la_page_sans_son_cadre(client, tout, plan, objectif, nom):
    pk = {"plan": plan, "objectif": objectif}[nom].pk
    url = reverse(f"pilotage:{nom}", args=[pk])
    fragment = client.get(url, {"exercice": "2024"}, headers={"HX-Request": "true"}).content.decode()
    assert fragment.lstrip().startswith(f'<div id="{nom}" hx-get="?exercice=2024"')
    assert re.search(rf'data-direct-sujets="{nom}:{pk}[,"]', client.get(url).content.decode())
