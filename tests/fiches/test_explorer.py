"""Exploring: the figure Plotly draws says what the server's picture says, in French, in the tokens of the look."""

import json
import re

import pytest
from django.urls import reverse

from ecosysteme import plotly_statique
from pilotage.graphiques.explorable import figure
from pilotage.graphiques.explorable_cadre import Lecture
from pilotage.models import PhaseSpc
from pilotage.spc import analyser
from tests import fabriques

N = "\u00a0"


@pytest.fixture
def lue(db, client_de, membre_public, tout, gestionnaire):
    PhaseSpc.objects.create(indicateur=tout, debut="2018-04-01", motif="<b>Guichet</b>", auteur=gestionnaire)
    return client_de(membre_public).get(reverse("pilotage:explorer_figure", args=[tout.pk])).json()


def traces(lue, nom):
    return [t for t in lue["figure"]["data"] if t.get("name", "").startswith(nom)]


def test_la_figure_porte_chaque_resultat_en_francais(lue):
    points = [
        p for t in traces(lue, "Signal") + traces(lue, "Variation") for p in zip(t["x"], t["customdata"], strict=True)
    ]
    assert len(points) == 13
    assert dict(points)["2024-2025"].startswith(f"169{N}ponts")
    assert lue["figure"]["layout"]["separators"] == f",{N}"


def test_la_figure_porte_cibles_limites_et_etendues(lue):
    (cible,) = traces(lue, "Cible")
    assert [v for v in cible["y"] if v] == [170, 184]
    assert len(traces(lue, "Moyenne")) == 2
    assert any(t.get("yaxis") == "y2" for t in lue["figure"]["data"])


def test_les_phases_se_choisissent_et_leur_motif_n_est_pas_du_balisage(lue):
    assert [vue["etendue"] for vue in lue["phases"]] == [[-0.5, 5.5], [5.5, 12.5]]
    textes = [a["text"] for a in lue["figure"]["layout"]["annotations"]]
    assert "&lt;b&gt;Guichet&lt;/b&gt;" in textes
    assert not any("<b>" in t for t in textes)


def test_les_couleurs_sont_des_jetons(lue):
    dites = set(re.findall(r'"(?:bg|line|font)?color": "([^"]+)"', json.dumps(lue["figure"]["layout"])))
    assert dites
    assert all(couleur.startswith("var(--") for couleur in dites)


def test_une_serie_courte_ou_cumulative_se_dessine_sans_limites():
    courte = figure(Lecture(analyser([1, 2], sens="hausse"), ["A", "B"], [None, None], []))
    assert courte["phases"] == []
    assert [t["name"] for t in courte["figure"]["data"] if t.get("name")] == ["Résultat"]
    assert "yaxis2" not in courte["figure"]["layout"]
    json.dumps(courte)


def test_une_plage_a_deux_lignes_de_cible():
    lecture = Lecture(analyser([1, 2, 3], sens="plage"), ["A", "B", "C"], [(1, 2), (1, 2), None], [])
    cibles = [t["y"] for t in figure(lecture)["figure"]["data"] if t.get("name", "").startswith("Cible")]
    assert cibles == [[1.0, 1.0, None], [2.0, 2.0, None]]


def test_la_page_garde_l_image_et_le_tableau_du_serveur(db, client_de, membre_public, tout):
    reponse = client_de(membre_public).get(reverse("pilotage:explorer", args=[tout.pk]))
    lu = reponse.content.decode()
    assert "g-xmr" in lu
    assert "fiche-resultats" in lu
    assert 'id="plotly.js-style-global" class="no-inline-styles"' in lu
    assert "blob:" in reponse.headers["Content-Security-Policy"]


def test_plotly_n_est_charge_que_la_ou_l_on_explore(db, client_de, membre_public, tout, plan):
    client = client_de(membre_public)
    for nom, pk in (("indicateur", tout.pk), ("plan", plan.pk)):
        reponse = client.get(reverse(f"pilotage:{nom}", args=[pk]))
        assert "plotly" not in reponse.content.decode().lower()
        assert "blob:" not in reponse.headers["Content-Security-Policy"]


def test_un_indicateur_sans_resultat_s_explore_sans_tomber(db, client_de, membre_public, indicateur):
    client = client_de(membre_public)
    assert client.get(reverse("pilotage:explorer", args=[indicateur.pk])).status_code == 200
    assert client.get(reverse("pilotage:explorer_figure", args=[indicateur.pk])).status_code == 200


def test_la_feuille_de_plotly_vient_du_script_installe():
    script = plotly_statique._script().read_text("utf-8")
    feuille = plotly_statique.regles(script)
    assert feuille.count("{") >= 60
    assert ".js-plotly-plot .plotly .main-svg {" in feuille
    assert not re.search(r"^[XY]\b", feuille, re.MULTILINE)
    with pytest.raises(ValueError, match="ne se trouvent plus"):
        plotly_statique.regles("")


def test_le_chercheur_n_expose_que_ses_deux_fichiers():
    chercheur = plotly_statique.Plotly()
    assert [nom for nom, _ in chercheur.list([])] == [plotly_statique.SCRIPT, plotly_statique.FEUILLE]
    assert chercheur.find("plotly/widgetbundle.js") == []
    assert chercheur.find(plotly_statique.FEUILLE).endswith("plotly.css")
    assert len(chercheur.find(plotly_statique.SCRIPT, find_all=True)) == 1


def test_un_resultat_par_territoire_s_explore_a_part(db, client_de, membre_public, tout, calculer):
    fabriques.mesure(tout, 2024, "12", territoire="06")
    calculer()
    url = reverse("pilotage:explorer_figure", args=[tout.pk])
    lue = client_de(membre_public).get(url, {"territoire": "06"}).json()
    assert lue["figure"]["layout"]["xaxis"]["categoryarray"] == ["2024-2025"]
