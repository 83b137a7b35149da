"""Properties of every count: anonymity, neutrality, thresholds that only rise, one writing of a result."""

import random

from hypothesis import given
from hypothesis import strategies as st

from forum.canonique import octets
from forum.scrutin import Inscrit, Option, Regles, Voix, depouiller

OPTIONS = [Option("p", "pour"), Option("c", "contre"), Option("a", "abstention")]
RANG = {"rejetee": 0, "egalite": 0, "sans_quorum": 0, "adoptee": 1}

regles_majorite = st.builds(
    Regles,
    methode=st.just("majorite"),
    quorum_pct=st.integers(0, 100),
    seuil_num=st.integers(1, 4),
    seuil_den=st.integers(4, 6),
    seuil_strict=st.booleans(),
    seuil_base=st.sampled_from(["exprimes", "inscrits"]),
    par_college=st.booleans(),
    voix_preponderante=st.booleans(),
)
assemblees = st.lists(
    st.tuples(st.sampled_from(["public", "prive"]), st.sampled_from(["p", "c", "a", ""])), min_size=1, max_size=20
)


def compter(regles, assemblee, options=OPTIONS):
    inscrits = [Inscrit(r, college, r == 1) for r, (college, _) in enumerate(assemblee, 1)]
    voix = [Voix({"choix": [choix]}, r) for r, (_, choix) in enumerate(assemblee, 1) if choix]
    return depouiller(regles, options, inscrits, voix)


@given(regles_majorite, assemblees, st.permutations(OPTIONS), st.integers())
def test_l_ordre_des_bulletins_et_des_options_ne_change_pas_un_octet(regles, assemblee, options, graine):
    inscrits = [Inscrit(r, college, r == 1) for r, (college, _) in enumerate(assemblee, 1)]
    voix = [Voix({"choix": [choix]}, r) for r, (_, choix) in enumerate(assemblee, 1) if choix]
    melees, melange = list(voix), random.Random(graine)
    melange.shuffle(melees)
    assert octets(depouiller(regles, OPTIONS, inscrits, voix)) == octets(depouiller(regles, options, inscrits, melees))


@given(regles_majorite, assemblees)
def test_qui_vote_quoi_dans_un_college_n_importe_pas_sans_voix_preponderante(regles, assemblee):
    regles = Regles(**{c: getattr(regles, c) for c in Regles.__slots__ if c != "voix_preponderante"})
    assert compter(regles, assemblee)["issue"] == compter(regles, sorted(assemblee))["issue"]


@given(regles_majorite, assemblees, st.integers(0, 19))
def test_une_voix_de_plus_pour_ne_fait_jamais_perdre(regles, assemblee, qui):
    qui %= len(assemblee)
    mieux = [(college, "p" if r == qui else choix) for r, (college, choix) in enumerate(assemblee)]
    assert RANG[compter(regles, mieux)["issue"]] >= RANG[compter(regles, assemblee)["issue"]]


@given(assemblees, st.integers(0, 100), st.integers(0, 100))
def test_un_quorum_plus_haut_n_est_jamais_plus_facile(assemblee, un, deux):
    bas, haut = sorted((un, deux))
    atteint = [compter(Regles("majorite", quorum_pct=q), assemblee)["quorum"]["atteint"] for q in (bas, haut)]
    assert atteint[0] >= atteint[1]


@given(assemblees)
def test_a_majorite_simple_pour_et_contre_se_valent(assemblee):
    """Neutrality: swapping for and against turns an adoption into a rejection, and leaves a tie a tie."""
    inverse = [(college, {"p": "c", "c": "p"}.get(choix, choix)) for college, choix in assemblee]
    miroir = {"adoptee": "rejetee", "rejetee": "adoptee", "egalite": "egalite", "sans_quorum": "sans_quorum"}
    regles = Regles("majorite", quorum_pct=0)
    assert compter(regles, inverse)["issue"] == miroir[compter(regles, assemblee)["issue"]]


@given(
    st.lists(st.permutations("abcd"), min_size=1, max_size=12),
    st.sampled_from(["schulze", "irv"]),
    st.permutations("abcd"),
)
def test_un_classement_est_anonyme_et_ne_depend_pas_de_la_liste(ordres, compte, liste):
    def faire(cles, ordres):
        inscrits = [Inscrit(r, "public") for r in range(1, len(ordres) + 1)]
        voix = [Voix({"rangs": [[c] for c in ordre]}, r) for r, ordre in enumerate(ordres, 1)]
        return octets(
            depouiller(Regles("classement", compte=compte), [Option(c, "choix") for c in cles], inscrits, voix)
        )

    assert faire("abcd", ordres) == faire(liste, ordres[::-1])
