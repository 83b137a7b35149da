"""A difference read one way gives back the first text, the other way the second."""

from hypothesis import given
from hypothesis import strategies as st

from forum.differences import AJOUT, RETRAIT, differences

TEXTES = st.text(alphabet="ab éè,.\n '’0", max_size=60)


@given(TEXTES, TEXTES)
def test_les_morceaux_redonnent_les_deux_textes(avant, apres):
    morceaux = differences(avant, apres)
    assert "".join(m.texte for m in morceaux if m.genre != AJOUT) == avant
    assert "".join(m.texte for m in morceaux if m.genre != RETRAIT) == apres


@given(TEXTES)
def test_un_texte_inchange_n_a_ni_ajout_ni_retrait(texte):
    assert {m.genre for m in differences(texte, texte)} <= {"egal"}


def test_un_mot_change_et_le_reste_demeure():
    vus = [(m.genre, m.texte) for m in differences("ouvrir le samedi matin", "ouvrir le lundi matin")]
    assert vus == [("egal", "ouvrir le "), ("retrait", "samedi"), ("ajout", "lundi"), ("egal", " matin")]
