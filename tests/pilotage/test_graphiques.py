"""Figures drawn by the server: valid, escaped, without style nor script, and saying in words what they show."""

import re
from decimal import Decimal
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

import pilotage.graphiques as graphiques
from pilotage.graphiques import Noeud, barre_statuts, carte_arborescente, sparkline, xmr
from pilotage.spc import analyser

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = "<script>alert(1)</script>\"' & ]]> \x00\x08 é"
MONTEE = [*[10, 12] * 9, 30, 31, 33]


def mois(n):
    return [f"{i % 12 + 1:02} {2023 + i // 12}" for i in range(n)]


def carte_de_controle(serie, sens="hausse", etiquettes=None, **options):
    reglages = {cle: options.pop(cle) for cle in ("phases", "cumulatif", "saisonnier") if cle in options}
    titre = options.pop("titre", "Délai")
    analyse = analyser(serie, sens=sens, cible=options.get("cible"), **reglages)
    return xmr(analyse, etiquettes or mois(len(serie)), titre=titre, **options)


def figures(texte="Délai"):
    tuiles = [Noeud(texte, 4, 50, texte, "/a/", texte), Noeud(texte, enfants=(Noeud(texte, 3, None, "–", "/b/"),))]
    return [
        carte_de_controle(
            MONTEE, titre=texte, unite=texte, etiquettes=[texte] * len(MONTEE), phases=[9], noms_phases=[texte]
        ),
        sparkline([1, None, 3], titre=texte, nature="favorable", cible=2),
        barre_statuts({"atteinte": 3, "sans_objet": 1}, titre=texte),
        carte_arborescente(tuiles, titre=texte, description=texte),
    ]


def arbre(svg):
    return ElementTree.fromstring(svg)


def textes(svg):
    return [element.text for element in arbre(svg).iter(f"{SVG}text")]


def classes(svg):
    return {classe for element in arbre(svg).iter() for classe in element.get("class", "").split()}


@pytest.mark.parametrize("svg", [*figures(), *figures(HOSTILE)])
def test_une_figure_est_du_xml_sans_style_ni_script_avec_titre(svg):
    racine = arbre(svg)
    assert racine[0].tag == f"{SVG}title"
    assert racine[0].text.strip()
    assert racine.get("role") in {"img", "group"}
    for element in racine.iter():
        assert element.tag.removeprefix(SVG) in {
            "svg", "title", "desc", "g", "a", "rect", "line", "path", "circle", "text",
        }  # fmt: skip
        assert not [nom for nom in element.attrib if nom == "style" or nom == "id" or nom.startswith("on")]
    assert "<script" not in svg
    assert svg.__html__() == svg


def test_toutes_les_classes_sont_annoncees_pour_la_feuille_de_style():
    annonces = set(re.findall(r"g-[a-z_0-9-]+", graphiques.__doc__))
    annonces |= {f"g-statut-{s}" for s in ("atteinte", "sans_objet")} | {"g", "g-taux-2", "g-taux-nd"}
    for svg in [
        *figures(),
        carte_de_controle([1, 2, 3]),
        carte_de_controle([*[1, 2] * 4, 9], cible=(1, 4)),
        barre_statuts({}),
    ]:
        assert classes(svg) <= annonces


def test_les_figures_avec_liens_ne_sont_pas_annoncees_comme_images():
    svg = carte_arborescente([Noeud("Finances", 1, 50, "50,0 %", "/o/1/")], titre="Gouvernement")
    assert (arbre(svg).get("role"), arbre(svg).get("aria-label")) == ("group", "Gouvernement")
    lien = next(arbre(svg).iter(f"{SVG}a"))
    assert (lien.get("href"), lien.get("aria-label")) == ("/o/1/", "Finances : 50,0 %")


def test_la_carte_de_controle_dit_le_dernier_point_la_cible_et_les_limites():
    svg = carte_de_controle([*[40, 44] * 9, Decimal("45.5")], unite="%", cible=50)
    ecrits = textes(svg)
    assert "45,5\u00a0%" in ecrits
    assert "cible 50" in ecrits
    assert sum(ecrit.startswith("limite ") for ecrit in ecrits) == 2
    assert any(ecrit.startswith("moyenne ") for ecrit in ecrits)
    desc = arbre(svg)[1].text
    assert "19 résultats" in desc
    assert "Cible 50." in desc


def test_un_signal_a_une_forme_une_classe_et_un_mot():
    svg = carte_de_controle(MONTEE, sens="baisse")
    assert "g-signal-defavorable" in classes(svg)
    assert "hors des limites" in textes(svg)
    assert "Signaux : " in arbre(svg)[1].text
    formes = [
        e for e in arbre(svg).iter() if "g-signal-defavorable" in e.get("class", "") and "g-forme" in e.get("class")
    ]
    assert formes
    assert all(forme.tag == f"{SVG}path" for forme in formes)
    assert len([e for e in arbre(svg).iter() if "g-forme" in e.get("class", "")]) == len(MONTEE)


def test_favorable_defavorable_et_neutre_n_ont_pas_la_meme_forme():
    traces = []
    for sens in ("hausse", "baisse", "plage"):
        points = [
            e for e in arbre(carte_de_controle(MONTEE, sens=sens)).iter(f"{SVG}path") if "g-dernier" in e.get("class")
        ]
        traces.append(points[0].get("d").count("L"))
        traces.append(points[0].get("d"))
    assert traces[0] == 2
    assert traces[2] == traces[4] == 3
    assert traces[3] != traces[5]


def test_des_limites_provisoires_ou_absentes_sont_annoncees():
    assert any("provisoires" in ecrit for ecrit in textes(carte_de_controle([1, 2, 1, 2, 1, 2, 1])))
    court = carte_de_controle([1, 2, 3])
    assert "Moins de 6 points : trop peu pour des limites de contrôle." in textes(court)
    assert "g-bande" not in classes(court)
    assert any("cumulative" in e for e in textes(carte_de_controle([1, 2, 3] * 5, cumulatif=True)))
    assert any("saisonnière" in e for e in textes(carte_de_controle([1, 2, 3] * 5, saisonnier=True)))


def test_une_phase_a_sa_propre_bande_et_son_nom():
    svg = carte_de_controle([*[1, 2] * 8, *[11, 12] * 8], phases=[16], noms_phases=["Nouveau logiciel"])
    bandes = [e for e in arbre(svg).iter(f"{SVG}rect") if e.get("class") == "g-bande"]
    assert len(bandes) == 2
    assert float(bandes[0].get("y")) > float(bandes[1].get("y"))
    assert "Nouveau logiciel" in textes(svg)


def test_la_bande_est_a_la_hauteur_des_limites_et_les_points_sont_en_ordre():
    serie = [*[40, 44] * 9]
    analyse = analyser(serie, sens="hausse")
    racine = arbre(xmr(analyse, mois(18), titre="t"))
    cercles = list(racine.iter(f"{SVG}circle"))
    xs = [float(c.get("cx")) for c in cercles]
    y40, y44 = float(cercles[0].get("cy")), float(cercles[1].get("cy"))
    bande = next(e for e in racine.iter(f"{SVG}rect") if e.get("class") == "g-bande")
    par_unite = (y40 - y44) / 4
    phase = analyse.phases[0]
    assert xs == sorted(xs)
    assert float(bande.get("height")) == pytest.approx((phase.limite_haute - phase.limite_basse) * par_unite, abs=1)
    assert float(bande.get("y")) == pytest.approx(y44 - (phase.limite_haute - 44) * par_unite, abs=1)


def test_une_etiquette_par_point_est_exigee():
    with pytest.raises(ValueError, match="Une étiquette par point"):
        xmr(analyser([1, 2], sens="hausse"), ["a"], titre="t")


def test_une_carte_sans_resultat_se_dessine_quand_meme():
    assert "Aucun résultat." in carte_de_controle([])


@given(st.lists(st.decimals(-(10**6), 10**6, places=2), max_size=60), st.sampled_from([320, 760]))
def test_toute_serie_donne_une_figure_qui_tient_dans_son_cadre(serie, largeur):
    racine = arbre(carte_de_controle(serie, largeur=largeur, unite="jours"))
    for cercle in racine.iter(f"{SVG}circle"):
        assert 0 <= float(cercle.get("cx")) <= largeur
        assert 0 <= float(cercle.get("cy")) <= 320
    hauteurs = [float(e.get("y")) for e in racine.iter(f"{SVG}text")]
    assert all(0 <= y <= 320 for y in hauteurs)


def test_une_etincelle_tient_dans_un_kilooctet():
    longue = [Decimal(i * 7919 % 1000000) / 100 for i in range(400)]
    svg = sparkline(longue, titre="É" * 100, nature="defavorable", cible=5000)
    assert len(svg.encode()) <= 1024
    assert "L" in next(e.get("d") for e in arbre(svg).iter(f"{SVG}path") if e.get("class") == "g-ligne")


def test_une_etincelle_leve_le_trait_sur_une_valeur_absente():
    svg = sparkline([1, 2, None, 3, 4], titre="t")
    trace = next(e.get("d") for e in arbre(svg).iter(f"{SVG}path"))
    assert (trace.count("M"), trace.count("L")) == (2, 2)
    assert "g-dernier" not in classes(sparkline([1, None], titre="t"))
    assert "g-ligne" not in classes(sparkline([], titre="t"))
