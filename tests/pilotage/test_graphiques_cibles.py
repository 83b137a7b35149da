"""Targets on a control chart: steps when they change, the one ahead told with its year."""

from xml.etree import ElementTree

from pilotage.graphiques import marches, xmr
from pilotage.spc import analyser

SVG = "{http://www.w3.org/2000/svg}"
SERIE = [10, 12, 11, 13, 12, 14, 13, 15]
ANNEES = [str(2015 + i) for i in range(8)]


def _dessin(cibles, **plus):
    paliers = marches(cibles, **plus)
    svg = xmr(analyser(SERIE, sens="hausse"), ANNEES, titre="Taux", paliers=paliers)
    racine = ElementTree.fromstring(svg)
    lignes = [e for e in racine.iter(f"{SVG}line") if e.get("class") == "g-cible"]
    mots = [e.text for e in racine.iter(f"{SVG}text") if "g-cible-nom" in e.get("class", "")]
    return lignes, mots, racine.find(f"{SVG}desc").text, racine


def test_une_cible_qui_monte_fait_des_marches():
    lignes, mots, description, _ = _dessin([(11, None)] * 4 + [(14, None)] * 4)
    (basse, haute) = lignes
    assert float(haute.get("y1")) < float(basse.get("y1"))
    assert basse.get("x2") == haute.get("x1")
    assert mots == ["cible 14"]
    assert "Cibles successives : 11, 14." in description


def test_une_periode_sans_cible_n_a_pas_de_ligne():
    lignes, mots, description, _ = _dessin([None] * 5 + [(11, None)] * 2 + [None])
    assert len(lignes) == 1
    assert mots == ["ancienne cible 11"]
    assert "Cible 11." in description


def test_la_cible_a_venir_porte_son_exercice():
    lignes, mots, description, racine = _dessin([None] * 8, prochaine=(None, 20), nom="cible 2027-2028")
    assert len(lignes) == 1
    assert mots == ["cible 2027-2028 : 20"]
    assert "Cible 2027-2028 : 20." in description
    points = [float(e.get("cx")) for e in racine.iter(f"{SVG}circle")]
    assert float(lignes[0].get("x1")) >= max(points)


def test_une_plage_est_une_bande_entre_deux_lignes():
    lignes, mots, description, racine = _dessin([(11, 13)] * 8)
    assert len(lignes) == 2
    assert sorted(mots) == ["cible 11", "cible 13"]
    assert any(e.get("class") == "g-cible-plage" for e in racine.iter(f"{SVG}rect"))
    assert "Cible 11 à 13." in description
