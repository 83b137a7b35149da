import pytest

from forum.canonique import empreinte, octets
from forum.delegation import METHODES_PERMISES, raison_de_refus
from forum.enums import Methode

DECIDENT = {"consentement", "majorite", "priorisation", "classement"}


def test_chaque_niveau_ne_permet_que_des_methodes_qui_existent():
    assert set(METHODES_PERMISES) == set(range(1, 8))
    assert set().union(*METHODES_PERMISES.values()) == set(Methode.values)


@pytest.mark.parametrize("niveau", [1, 2, 3])
@pytest.mark.parametrize("methode", sorted(DECIDENT))
def test_une_decision_deja_prise_ou_reservee_ne_se_met_pas_au_vote(niveau, methode):
    assert f"niveau {niveau}" in raison_de_refus(niveau, methode)


@pytest.mark.parametrize(
    ("niveau", "methode"),
    [(1, "sondage"), (3, "avis"), (4, "consentement"), (4, "majorite"), (6, "classement"), (7, "majorite")],
)
def test_ce_que_le_niveau_permet_s_ouvre(niveau, methode):
    assert raison_de_refus(niveau, methode) == ""


def test_au_niveau_quatre_un_classement_ne_convient_pas():
    assert "consentement ou une majorité" in raison_de_refus(4, "classement")


def test_sans_niveau_rien_ne_s_ouvre():
    assert "niveau de délégation" in raison_de_refus(None, "majorite")


def test_au_niveau_cinq_l_avis_de_l_autorite_vient_avant():
    assert "avis" in raison_de_refus(5, "majorite", "  ")
    assert raison_de_refus(5, "majorite", "L'autorité y est favorable.") == ""


def test_un_meme_objet_a_une_seule_ecriture():
    assert octets({"b": [1, None], "a": "é"}) == '{"a":"é","b":[1,null]}'.encode()
    assert empreinte({"b": 1, "a": 2}) == empreinte({"a": 2, "b": 1})


@pytest.mark.parametrize("objet", [1.5, {"a": [0.1]}, {1: "a"}, {1, 2}, b"a"])
def test_ce_qui_s_ecrit_de_plusieurs_facons_est_refuse(objet):
    with pytest.raises(TypeError):
        octets(objet)
