"""What people type or paste in a cell, and how it is shown back."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecosysteme.enums import MotifAbsence
from ecosysteme.nombres import NombreRefuse
from pilotage.cellules import Resultat, lire, texte


@pytest.mark.parametrize(
    ("ecrit", "valeur"),
    [
        ("1\u00a0234,5", "1234.5"),
        ("1\u202f234,5", "1234.5"),
        ("1\u2009234,5", "1234.5"),
        ("\u22120,4", "-0.4"),
        ("(12)", "-12"),
        ("45,2 %", "45.2"),
        (" 7 ", "7"),
    ],
)
def test_les_nombres_se_lisent_comme_on_les_ecrit_au_quebec(ecrit, valeur):
    assert lire(ecrit, "%") == Resultat(valeur=Decimal(valeur))


@pytest.mark.parametrize(
    ("ecrit", "motif"),
    [
        ("n/d", "non_mesure"),
        ("N/D", "non_mesure"),
        ("..", "non_mesure"),
        ("n/d, non mesuré", "non_mesure"),
        ("n/d confidentiel", "confidentiel"),
        ("n/d (petit nombre)", "confidentiel"),
        ("n.d. : source en retard", "source_retardee"),
        ("nd retard", "source_retardee"),
        ("Non disponible, pas encore saisi", "non_saisi"),
        ("Confidentiel", "confidentiel"),
        ("Confidentiel ou trop petit nombre", "confidentiel"),
        ("La source n'a pas encore publié", "source_retardee"),
    ],
)
def test_une_absence_se_dit_avec_son_motif_code(ecrit, motif):
    assert lire(ecrit) == Resultat(motif_absence=motif)


def test_sans_objet_et_vide_sont_deux_choses():
    assert lire("s.o.") == Resultat(sans_objet=True)
    assert lire("").vide and not lire("s.o.").vide


@pytest.mark.parametrize(
    "ecrit", ["12 jours", "=A1+1", "n/d peut-être", "1,2,3", "NaN", "١٢", "1_000", "#REF!", "x" * 70]
)
def test_ce_qui_n_est_pas_un_resultat_est_refuse_avec_sa_raison(ecrit):
    with pytest.raises(NombreRefuse) as refus:
        lire(ecrit)
    assert str(refus.value).endswith((".", "s.o."))


def test_un_motif_inconnu_dit_lesquels_existent():
    with pytest.raises(NombreRefuse, match="source en retard"):
        lire("n/d, parce que")


decimaux = st.decimals(min_value=-(10**14), max_value=10**14, places=9, allow_nan=False)
resultats = st.one_of(
    decimaux.map(lambda v: Resultat(valeur=v)),
    st.sampled_from(list(MotifAbsence)).map(lambda m: Resultat(motif_absence=m.value)),
    st.just(Resultat(sans_objet=True)),
    st.just(Resultat()),
)


@given(resultats)
def test_relire_une_cellule_rend_exactement_le_resultat(resultat):
    assert lire(texte(resultat.valeur, resultat.motif_absence, resultat.sans_objet)) == resultat
