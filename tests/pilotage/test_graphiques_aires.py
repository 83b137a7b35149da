"""Status bars and treemaps: areas follow figures, and labels stay inside."""

from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pilotage.graphiques import Noeud, barre_statuts, carte_arborescente
from pilotage.graphiques.carte import Boite, disposer

SVG = "{http://www.w3.org/2000/svg}"


def rectangles(svg):
    return [
        tuple(float(e.get(cle)) for cle in ("x", "y", "width", "height"))
        for e in ElementTree.fromstring(svg).iter(f"{SVG}rect")
    ]


def textes(svg):
    return [e.text for e in ElementTree.fromstring(svg).iter(f"{SVG}text")]


def test_la_barre_partage_sa_largeur_selon_les_comptes_et_le_dit():
    svg = barre_statuts({"atteinte": 6, "non_atteinte": 3, "a_venir": 1}, titre="MTQ", largeur=200)
    assert [(x, large) for x, _, large, _ in rectangles(svg)] == [(0, 119), (120, 59), (180, 19)]
    assert ElementTree.fromstring(svg)[0].text == "MTQ : 6\u00a0atteintes, 3\u00a0non atteintes, 1\u00a0à venir"
    assert textes(svg) == ["● 6", "■ 3", "1"]


def test_une_part_trop_mince_ne_porte_pas_de_nombre():
    assert textes(barre_statuts({"atteinte": 500, "non_atteinte": 1}, largeur=120)) == ["● 500"]


def test_une_barre_vide_se_dit_vide():
    svg = barre_statuts({"atteinte": 0})
    assert "aucun indicateur" in svg
    assert "g-statut-aucun" in svg


@pytest.mark.parametrize("comptes", [{"verte": 1}, {"atteinte": -1}])
def test_des_comptes_insenses_sont_refuses(comptes):
    with pytest.raises(ValueError, match=r"inconnus|négatif"):
        barre_statuts(comptes)


poids = st.lists(st.floats(0.1, 1000), min_size=1, max_size=60)


@given(poids)
def test_les_tuiles_couvrent_le_cadre_en_proportion_sans_se_chevaucher(valeurs):
    cadre = Boite(0, 0, 1000, 500)
    places = disposer([Noeud(str(i), v) for i, v in enumerate(valeurs)], cadre)
    assert len(places) == len(valeurs)
    for noeud, boite in places:
        assert boite.largeur * boite.hauteur == pytest.approx(noeud.poids / sum(valeurs) * 500_000, rel=1e-6)
        assert boite.x >= -1e-6
        assert boite.y >= -1e-6
        assert boite.x + boite.largeur <= 1000 + 1e-6
        assert boite.y + boite.hauteur <= 500 + 1e-6
    for rang, (_, a) in enumerate(places):
        for _, b in places[rang + 1 :]:
            commun_x = min(a.x + a.largeur, b.x + b.largeur) - max(a.x, b.x)
            commun_y = min(a.y + a.hauteur, b.y + b.hauteur) - max(a.y, b.y)
            assert min(commun_x, commun_y) <= 1e-6


def test_des_poids_egaux_donnent_des_tuiles_presque_carrees():
    places = disposer([Noeud(str(i), 1) for i in range(24)], Boite(0, 0, 900, 600))
    assert max(max(b.largeur / b.hauteur, b.hauteur / b.largeur) for _, b in places) < 1.7


def test_l_exemple_de_l_article_est_retrouve():
    places = disposer([Noeud(str(v), v) for v in (6, 6, 4, 3, 2, 2, 1)], Boite(0, 0, 6, 4))
    assert [(round(b.largeur, 2), round(b.hauteur, 2)) for _, b in places[:4]] == [
        (3, 2),
        (3, 2),
        (1.71, 2.33),
        (1.29, 2.33),
    ]


def test_une_tuile_porte_son_nom_sinon_son_sigle_sinon_rien():
    nom = "Environnement et Lutte contre les changements climatiques"
    assert "changements" in " ".join(textes(carte_arborescente([Noeud(nom, 1, 50, "50 %", court="ELCC")], titre="t")))
    etroite = carte_arborescente([Noeud(nom, 1, 50, "50 %", court="ELCC")], titre="t", largeur=70, hauteur=60)
    assert textes(etroite) == ["ELCC", "50 %"]
    assert textes(carte_arborescente([Noeud(nom, 1, court="ELCC")], titre="t", largeur=20, hauteur=20)) == []


@pytest.mark.parametrize(
    ("valeur", "classe"), [(None, "nd"), (0, "0"), (19.9, "0"), (20, "1"), (99, "4"), (100, "4"), (-5, "0")]
)
def test_la_classe_d_une_tuile_va_par_pas_de_vingt(valeur, classe):
    assert Noeud("n", 1, valeur).classe == f"g-taux-{classe}"


def test_un_groupe_nomme_ses_tuiles_et_les_poids_nuls_disparaissent():
    groupe = Noeud("Santé", href="/p/", enfants=(Noeud("A", 3), Noeud("B", 1), Noeud("C", 0)))
    svg = carte_arborescente([groupe], titre="t")
    assert textes(svg) == ["Santé", "A", "B"]
    assert textes(carte_arborescente([Noeud("A", 0)], titre="t")) == ["Rien à montrer pour cette période."]


@pytest.mark.parametrize("href", ["javascript:alert(1)", "https://ailleurs.example", "//ailleurs.example"])
def test_une_tuile_ne_mene_pas_hors_du_portail(href):
    with pytest.raises(ValueError, match="page du portail"):
        carte_arborescente([Noeud("A", 1, href=href)], titre="t")
