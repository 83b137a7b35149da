"""« Et si », on plain values: bounds, order, nothing moves without a hypothesis."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pilotage.notation import CibleVue
from pilotage.simulation import COMPTES, Fiche, Figures, Hypothese, Monde, Noeud, Suppositions, monter, rejuger, simuler

D = Decimal
MARS = date(2026, 3, 31)
CENT = CibleVue("au_moins", D(100), echeance=MARS)


def fiche(pk=1, resultat="40", cible=CENT, **champs):
    defauts = {"sens": "hausse", "depart": D(0), "strict": False, "tolerance": D(0), "cible_future": False,
               "motif": "", "sans_objet": False}  # fmt: skip
    return Fiche(pk=pk, resultat=None if resultat is None else D(resultat), cible=cible, **{**defauts, **champs})


def test_un_resultat_suppose_change_statut_progression_et_pointage():
    f = rejuger(fiche(), Hypothese(resultat=D(120)), 2025)
    assert (f.statut, f.progression, f.pointage_somme, f.n, f.m) == ("atteinte", 100, 100, 1, 1)
    f = rejuger(fiche(), Hypothese(resultat=D(75)), 2025)
    assert (f.statut, f.progression, f.pointage_somme) == ("non_atteinte", 75, 75)


def test_une_cible_supposee_prend_la_place_de_la_vraie():
    assert rejuger(fiche(), Hypothese(cible_min=D(40)), 2025).statut == "atteinte"
    plage = fiche(cible=CibleVue("plage", D(1), D(50), echeance=MARS), sens="plage")
    assert rejuger(plage, Hypothese(cible_max=D(30)), 2025).statut == "non_atteinte"
    assert rejuger(plage, Hypothese(cible_min=D(60), cible_max=D(30)), 2025).statut == "atteinte"


@pytest.mark.parametrize(
    ("sens", "attendu"), [("hausse", "atteinte"), ("baisse", "non_atteinte"), ("maintien", "atteinte")]
)
def test_sans_cible_le_sens_donne_sa_forme(sens, attendu):
    assert rejuger(fiche(cible=None, sens=sens), Hypothese(cible_min=D(30)), 2025).statut == attendu


def test_un_jalon_se_suppose_juge():
    jalon = fiche(cible=CibleVue("jalon", echeance=MARS), resultat=None)
    assert rejuger(jalon, Hypothese(), 2025).statut == "non_disponible"
    assert rejuger(jalon, Hypothese(jugee=True), 2025).progression == 100


def test_supposer_le_resultat_d_un_indicateur_sans_objet_le_rend_applicable():
    f = fiche(resultat=None, sans_objet=True)
    assert rejuger(f, Hypothese(cible_min=D(5)), 2025).statut == "sans_objet"
    assert rejuger(f, Hypothese(resultat=D(5)), 2025).m == 1


def monde(*fiches):
    reelles = {(1, f.pk): rejuger(f, Hypothese(), 2025) for f in fiches}
    noeud = Noeud((2, 1), tuple(((1, f.pk), D(1)) for f in fiches))
    reelles[2, 1] = monter([(D(1), reelles[1, f.pk]) for f in fiches])
    return Monde(2025, reelles, {f.pk: f for f in fiches}, [noeud])


def test_les_poids_supposes_se_renormalisent():
    m = monde(fiche(1, "100"), fiche(2, "0"))
    assert simuler(m, Suppositions())[2, 1].progression == 50
    assert simuler(m, Suppositions(poids={(1, 1): D(3)}))[2, 1].progression == 75
    assert simuler(m, Suppositions(poids={(1, 2): D(0)}))[2, 1].progression == 100


def test_une_hypothese_qui_manque_ote_la_progression_du_parent():
    m = monde(fiche(1, "100"), fiche(2, "0", depart=None))
    avec = simuler(m, Suppositions({2: Hypothese(resultat=D(5))}))
    assert (avec[2, 1].progression, avec[2, 1].n, avec[2, 1].m) == (None, 1, 2)


entiers = st.integers(-50, 150).map(D)


@given(st.lists(entiers, min_size=1, max_size=6), st.dictionaries(st.integers(0, 5), entiers, max_size=6))
def test_sans_hypothese_rien_ne_bouge_et_avec_tout_reste_borne(resultats, suppositions):
    m = monde(*(fiche(rang, str(valeur)) for rang, valeur in enumerate(resultats)))
    assert simuler(m, Suppositions()) == m.reelles
    apres = simuler(m, Suppositions({pk: Hypothese(resultat=v) for pk, v in suppositions.items()}))
    parent = apres[2, 1]
    assert sum(parent.comptes.values()) == len(resultats)
    assert 0 <= parent.progression <= 100 and 0 <= parent.pointage_somme <= 100 * len(resultats)
    assert m.reelles[2, 1] == simuler(m, Suppositions())[2, 1]


@given(st.lists(entiers, min_size=1, max_size=6), st.data())
def test_un_meilleur_resultat_ne_fait_jamais_baisser_le_parent(resultats, data):
    m = monde(*(fiche(rang, str(valeur)) for rang, valeur in enumerate(resultats)))
    rang = data.draw(st.integers(0, len(resultats) - 1))
    mieux = resultats[rang] + data.draw(st.integers(0, 100))
    apres = simuler(m, Suppositions({rang: Hypothese(resultat=mieux)}))[2, 1]
    assert apres.progression >= m.reelles[2, 1].progression
    assert apres.pointage_somme >= m.reelles[2, 1].pointage_somme


def test_monter_sans_enfant_ne_dit_rien():
    assert monter([]) is None
    vide = Figures(dict.fromkeys(COMPTES, 0), None, 0, 0, D(0), 0)
    assert monter([(D(1), vide)]).m == 0
