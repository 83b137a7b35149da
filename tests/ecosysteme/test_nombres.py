"""Numbers as people write them."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecosysteme import format as mise_en_forme
from ecosysteme.nombres import Lecture, Nature, NombreRefuse, lire_cellule, lire_nombre


@pytest.mark.parametrize(
    ("texte", "attendu"),
    [
        ("1 234,5", "1234.5"),
        ("1\u00a0234,5", "1234.5"),
        ("1\u202f234,5", "1234.5"),
        ("1\u2009234.5", "1234.5"),
        ("1,234", "1.234"),
        ("1.234", "1.234"),
        ("1,234,567", "1234567"),
        ("1.234.567", "1234567"),
        ("1,234.5", "1234.5"),
        ("1.234,5", "1234.5"),
        ("1,234,567.8", "1234567.8"),
        (",5", "0.5"),
        (".5", "0.5"),
        ("-12", "-12"),
        ("−12", "-12"),
        ("- 12", "-12"),
        ("(12,5)", "-12.5"),
        ("( 1 234 )", "-1234"),
        ("007", "7"),
        ("-0", "0"),
        ("0,000", "0"),
        ("  42\t\r\n", "42"),
        ("\ufeff42", "42"),
        ("1e3", "1000"),
        ("1,5E-3", "0.0015"),
        ("999 999 999 999 999,999999999", "999999999999999.999999999"),
        ("1,500000000000", "1.5"),
    ],
)
def test_un_nombre_ecrit_par_une_personne_est_lu_exactement(texte, attendu):
    lu = lire_nombre(texte)
    assert lu == Lecture(Nature.NOMBRE, Decimal(attendu))
    assert "E" not in str(lu.valeur)


@pytest.mark.parametrize(
    ("texte", "valeur", "unite"),
    [
        ("45 %", "45", "%"),
        ("45%", "45", "%"),
        ("45,2\u00a0%", "45.2", "%"),
        ("(45) %", "-45", "%"),
        ("(45 %)", "-45", "%"),
        ("12,50 $", "12.5", "$"),
        ("$1,234.50", "1234.5", "$"),
        ("$ 12", "12", "$"),
        ("-$5", "-5", "$"),
        ("($5)", "-5", "$"),
        ("300 k$", "300000", "$"),
        ("1,5 M$", "1500000", "$"),
        ("1,5M $", "1500000", "$"),
        ("2\u202fG$", "2000000000", "$"),
        ("$1.5M", "1500000", "$"),
        ("0,5 Md$", "500000000", "$"),
    ],
)
def test_les_pourcentages_et_les_montants_gardent_leur_unite(texte, valeur, unite):
    assert lire_nombre(texte) == Lecture(Nature.NOMBRE, Decimal(valeur), unite)


@pytest.mark.parametrize(
    ("texte", "unite", "valeur"),
    [
        ("1,5 M$", "M$", "1.5"),
        ("300 k$", "M$", "0.3"),
        ("1 500 000 $", "M\u00a0$", "1.5"),
        ("1,5 G$", "M$", "1500"),
        ("1,5", "M$", "1.5"),
    ],
)
def test_un_montant_est_ramene_a_l_unite_de_l_indicateur(texte, unite, valeur):
    assert lire_nombre(texte, unite=unite).valeur == Decimal(valeur)


@pytest.mark.parametrize(("texte", "unite"), [("45 %", "M$"), ("45 $", "%"), ("1,5 M$", "millions de dollars")])
def test_une_unite_contraire_a_celle_de_l_indicateur_est_refusee(texte, unite):
    with pytest.raises(NombreRefuse) as refus:
        lire_nombre(texte, unite=unite)
    assert refus.value.code == "unite"


@pytest.mark.parametrize(
    "texte", ["n/d", "N/D", "nd", "n.d.", ".", "..", "-", "–", "—", "−", "Non disponible", " n/d\u00a0"]
)
def test_les_signes_du_non_disponible_sont_codes(texte):
    assert lire_nombre(texte) == Lecture(Nature.NON_DISPONIBLE)


@pytest.mark.parametrize("texte", ["s.o.", "S.O.", "so", "s/o", "…", "...", "sans objet"])
def test_les_signes_du_sans_objet_sont_codes(texte):
    assert lire_nombre(texte) == Lecture(Nature.SANS_OBJET)


@pytest.mark.parametrize("texte", ["", "   ", "\u00a0\t", "\ufeff"])
def test_une_cellule_blanche_est_vide_et_rien_d_autre(texte):
    assert lire_nombre(texte) == Lecture(Nature.VIDE)


@pytest.mark.parametrize(
    ("texte", "code"),
    [
        ("NaN", "non_fini"),
        ("nan", "non_fini"),
        ("inf", "non_fini"),
        ("-Infinity", "non_fini"),
        ("∞", "non_fini"),
        ("1e308", "hors_bornes"),
        ("1e309", "hors_bornes"),
        ("1e-400", "hors_bornes"),
        ("1e99999999999", "hors_bornes"),
        ("1 000 000 000 000 000", "hors_bornes"),
        ("1e15", "hors_bornes"),
        ("1 000 000 G$", "hors_bornes"),
        ("1_000", "souligne"),
        ("٤٥", "chiffres"),
        ("４５", "chiffres"),
        ("1²", "chiffres"),
        ("½", "chiffres"),
        ("1,2,3", "separateurs"),
        ("1.2.3", "separateurs"),
        ("1,23,456", "separateurs"),
        ("1.234,567,890", "separateurs"),
        ("1,234.567.890", "separateurs"),
        ("1,23.4", "separateurs"),
        ("1 23", "espaces"),
        ("1  234", "espaces"),
        ("1234 567", "espaces"),
        ("1,234 5", "espaces"),
        ("1 234,567.8", "espaces"),
        ("=1+1", "formule"),
        ("+5", "formule"),
        ("@SUM(A1)", "formule"),
        ("\t=1", "formule"),
        ("=cmd|' /C calc'!A0", "formule"),
        ("#N/A", "erreur_tableur"),
        ("#REF!", "erreur_tableur"),
        ("#DIV/0!", "erreur_tableur"),
        ("#VALEUR!", "erreur_tableur"),
        ("#######", "erreur_tableur"),
        ("n/a", "ambigu"),
        ("NA", "ambigu"),
        ("(5", "parentheses"),
        ("5)", "parentheses"),
        ("((5))", "parentheses"),
        ("(-5)", "signe"),
        ("5-", "illisible"),
        ("--5", "illisible"),
        ("5,", "illisible"),
        ("5.", "illisible"),
        ("douze", "illisible"),
        ("1 M", "illisible"),
        ("5 m$", "illisible"),
        ("5 % $", "illisible"),
        ("12 jours", "illisible"),
        ("2026-03-03", "illisible"),
        ("0x10", "illisible"),
        ("$", "illisible"),
        ("%", "illisible"),
        ("e5", "illisible"),
        ("1,0000000001", "decimales"),
        ("1e-10", "decimales"),
        ("9" * 61, "trop_long"),
        ("1\u200b0", "illisible"),
    ],
)
def test_ce_qui_n_est_pas_un_nombre_est_refuse_avec_sa_raison(texte, code):
    with pytest.raises(NombreRefuse) as refus:
        lire_nombre(texte)
    assert refus.value.code == code
    assert refus.value.raison == str(refus.value)
    assert refus.value.raison.endswith(".")


def test_l_erreur_du_tableur_est_nommee():
    with pytest.raises(NombreRefuse, match="#DIV/0!"):
        lire_nombre("#DIV/0!")


def test_les_decimales_de_trop_ne_sont_arrondies_que_si_on_le_demande():
    lu = lire_nombre("0,33333333333333", arrondir=True)
    assert lu == Lecture(Nature.NOMBRE, Decimal("0.333333333"), "", arrondie=True)
    assert not lire_nombre("0,5", arrondir=True).arrondie


def test_l_arrondi_ne_fait_pas_franchir_la_borne():
    with pytest.raises(NombreRefuse):
        lire_nombre("999999999999999,9999999999", arrondir=True)


@pytest.mark.parametrize(
    ("cellule", "attendu"),
    [
        (0.1 + 0.2, "0.3"),
        (12, "12"),
        (1 / 3, "0.333333333"),
        (1e14, "100000000000000"),
        (Decimal("1.50"), "1.5"),
        ("1 234,5", "1234.5"),
    ],
)
def test_une_cellule_numerique_vaut_ce_que_le_tableur_affiche(cellule, attendu):
    assert lire_cellule(cellule).valeur == Decimal(attendu)


@pytest.mark.parametrize("cellule", [True, float("nan"), float("inf"), 1e308, 10**15, Decimal("NaN"), object()])
def test_une_cellule_qui_n_est_pas_un_nombre_fini_est_refusee(cellule):
    with pytest.raises(NombreRefuse):
        lire_cellule(cellule)


def test_une_cellule_absente_est_vide():
    assert lire_cellule(None).nature is Nature.VIDE


valeurs = st.decimals(min_value=-(10**15) + 1, max_value=10**15 - 1, places=9, allow_nan=False, allow_infinity=False)


@given(valeurs)
def test_ce_qui_est_affiche_se_relit_a_l_identique(valeur):
    assert lire_nombre(mise_en_forme.nombre(valeur)).valeur == valeur


@given(st.text(max_size=40))
def test_aucun_texte_ne_fait_lever_autre_chose_qu_un_refus(texte):
    try:
        lu = lire_nombre(texte)
    except NombreRefuse as refus:
        assert refus.raison
    else:
        assert (lu.valeur is not None) == (lu.nature is Nature.NOMBRE)
        assert lu.valeur is None or (lu.valeur.is_finite() and abs(lu.valeur) < 10**15)


@given(st.text(alphabet="0123456789., -()$%kMGeE\u00a0", max_size=25))
def test_ce_qui_ressemble_a_un_nombre_est_borne_ou_refuse(texte):
    try:
        lu = lire_nombre(texte)
    except NombreRefuse:
        return
    if lu.valeur is not None:
        assert -lu.valeur.as_tuple().exponent <= 9
        assert lire_nombre(mise_en_forme.nombre(lu.valeur)).valeur == lu.valeur
