"""The reach of an announcement never tells on fewer than five people, by itself or by subtraction."""

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from pilotage.portee import Groupe, K, Portee, ensemble, portee

NIVEAUX = ["haute", "direction", "equipe", "pro", ""]
GROUPES = st.lists(
    st.tuples(st.integers(0, 40), st.integers(0, 40)).map(lambda n: (max(n), min(n))), min_size=1, max_size=5
).map(lambda comptes: [Groupe(niveau, *n) for niveau, n in zip(NIVEAUX, comptes, strict=False)])


def deductibles(vue: Portee) -> list[tuple[int, int]]:
    """(recipients, readers) of every group a reader of the page can work out: unions, and the total less unions."""
    montres = list(vue.montres)
    connus = [ensemble(c) for n in range(1, len(montres) + 1) for c in combinations(montres, n)]
    trouves = [(g.destinataires, g.lus) for g in connus]
    if vue.total_sur:
        total = vue.total
        trouves += [(total.destinataires, total.lus)]
        trouves += [(total.destinataires - g.destinataires, total.lus - g.lus) for g in connus]
    return [(n, lus) for n, lus in trouves if n]


@given(GROUPES)
def test_rien_de_ce_qui_se_deduit_ne_porte_sur_moins_de_cinq_personnes(groupes):
    for destinataires, lus in deductibles(portee(groupes)):
        assert lus >= K and destinataires - lus >= K


@given(GROUPES)
def test_chaque_niveau_qui_a_quelqu_un_est_montre_ou_dit_cache(groupes):
    vue = portee(groupes)
    presents = [g.niveau for g in groupes if g.destinataires]
    assert sorted([g.niveau for g in vue.montres] + list(vue.caches)) == sorted(presents)
    assert vue.total == ensemble(groupes)


def test_un_seul_niveau_trop_petit_en_entraine_un_autre():
    vue = portee([Groupe("haute", 6, 2), Groupe("direction", 30, 15), Groupe("pro", 100, 50)])
    assert [g.niveau for g in vue.montres] == ["pro"]
    assert set(vue.caches) == {"haute", "direction"}


def test_deux_petits_niveaux_se_cachent_ensemble_quand_ils_suffisent():
    vue = portee([Groupe("haute", 8, 4), Groupe("direction", 8, 4), Groupe("pro", 100, 50)])
    assert [g.niveau for g in vue.montres] == ["pro"]


def test_qui_n_a_pas_lu_est_protege_aussi():
    assert portee([Groupe("haute", 20, 19)]).montres == ()


def test_assez_partout_montre_tout():
    assert portee([Groupe("haute", 10, 5), Groupe("pro", 100, 50)]).caches == ()
