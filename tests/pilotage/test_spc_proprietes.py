"""Control charts: laws they obey, and an independent naive reading in fractions."""

from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from pilotage.spc import analyser

valeurs = st.decimals(-1000, 1000, places=2)
series = st.lists(valeurs, min_size=6, max_size=40) | st.lists(st.integers(0, 3), min_size=6, max_size=60)
OPPOSE = {"favorable": "defavorable", "defavorable": "favorable", "neutre": "neutre", "commune": "commune", "": ""}


def marques(analyse):
    return [[(s.regle, s.cote) for s in point.signaux] for point in analyse.points]


def naif(serie, ecran=False, decalage=7, tendance=7):
    """Everything by the book, slowly, in exact fractions."""
    x = [Fraction(str(v)) for v in serie]
    n = len(x)
    m = sum(x) / n
    mr = [abs(x[i] - x[i - 1]) for i in range(1, n)]
    amr = sum(mr) / len(mr)
    if ecran and amr > 0:
        gardees = [r for r in mr if r < Fraction("3.267") * amr]
        amr = sum(gardees) / len(gardees)
    haut, bas = m + Fraction("2.66") * amr, m - Fraction("2.66") * amr
    trouves = [set() for _ in x]
    for i in range(n):
        if x[i] > haut:
            trouves[i].add(("a", "haut"))
        if x[i] < bas:
            trouves[i].add(("a", "bas"))
        fenetre = range(i, i + decalage)
        if i + decalage <= n:
            if all(x[j] > m for j in fenetre):
                [trouves[j].add(("b", "haut")) for j in fenetre]
            if all(x[j] < m for j in fenetre):
                [trouves[j].add(("b", "bas")) for j in fenetre]
        if i + tendance <= n:
            if all(x[j] < x[j + 1] for j in range(i, i + tendance - 1)):
                [trouves[j].add(("c", "haut")) for j in range(i, i + tendance)]
            if all(x[j] > x[j + 1] for j in range(i, i + tendance - 1)):
                [trouves[j].add(("c", "bas")) for j in range(i, i + tendance)]
        if i + 3 <= n:
            trois = range(i, i + 3)
            pres_haut = [j for j in trois if x[j] > m + (haut - m) * Fraction(2, 3)]
            pres_bas = [j for j in trois if x[j] < m - (m - bas) * Fraction(2, 3)]
            if len(pres_haut) >= 2 and all(x[j] > m for j in trois):
                [trouves[j].add(("d", "haut")) for j in pres_haut]
            if len(pres_bas) >= 2 and all(x[j] < m for j in trois):
                [trouves[j].add(("d", "bas")) for j in pres_bas]
    return float(m), float(bas), float(haut), [sorted(t) for t in trouves]


@given(series, st.booleans(), st.sampled_from([(7, 7), (8, 6), (3, 3)]))
def test_une_lecture_naive_en_fractions_trouve_la_meme_chose(serie, ecran, longueurs):
    decalage, tendance = longueurs
    analyse = analyser(serie, sens="hausse", ecran=ecran, longueur_decalage=decalage, longueur_tendance=tendance)
    phase = analyse.phases[0]
    lu = (phase.moyenne, phase.limite_basse, phase.limite_haute, [sorted(m) for m in marques(analyse)])
    assert lu == naif(serie, ecran, decalage, tendance)


@given(series, valeurs, st.booleans())
def test_ajouter_une_constante_deplace_les_limites_et_garde_les_signaux(serie, constante, ecran):
    avant = analyser(serie, sens="hausse", ecran=ecran)
    apres = analyser([v + constante for v in serie], sens="hausse", ecran=ecran)
    assert marques(apres) == marques(avant)
    assert apres.phases[0].etendue_moyenne == avant.phases[0].etendue_moyenne


@given(series, st.sampled_from([Decimal("0.001"), Decimal(3), Decimal("1234.5")]))
def test_changer_d_unite_garde_les_signaux(serie, facteur):
    assert marques(analyser([v * facteur for v in serie], sens="hausse")) == marques(analyser(serie, sens="hausse"))


@given(series, st.sampled_from(["hausse", "baisse", "maintien", "plage"]))
def test_le_miroir_echange_le_haut_et_le_bas(serie, sens):
    droit, renverse = analyser(serie, sens=sens), analyser([-v for v in serie], sens=sens)
    echange = {"haut": "bas", "bas": "haut"}
    assert marques(renverse) == [[(r, echange[c]) for r, c in siens] for siens in marques(droit)]
    assert renverse.variation == OPPOSE[droit.variation]


@given(valeurs, st.integers(6, 40), st.booleans())
def test_une_serie_constante_n_a_ni_etendue_ni_signal(valeur, n, ecran):
    analyse = analyser([valeur] * n, sens="hausse", ecran=ecran)
    phase = analyse.phases[0]
    assert phase.limite_basse == phase.moyenne == phase.limite_haute == float(valeur)
    assert analyse.variation == "commune"
    assert not any(marques(analyse))


@given(series, series)
def test_deux_phases_valent_deux_cartes(avant, apres):
    ensemble = analyser([*avant, *apres], sens="hausse", phases=[len(avant)])
    assert marques(ensemble) == marques(analyser(avant, sens="hausse")) + marques(analyser(apres, sens="hausse"))


@given(series, st.decimals(-2000, 2000, places=1))
def test_le_miroir_garde_l_assurance(serie, cible):
    droit = analyser(serie, sens="hausse", cible=cible)
    renverse = analyser([-v for v in serie], sens="baisse", cible=-cible)
    assert droit.assurance == renverse.assurance
