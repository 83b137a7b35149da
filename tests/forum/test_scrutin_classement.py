"""Rankings and points: published profiles, an independent library on random ones, and properties of each rule."""

import random

import pytest
from votelib.convert import RankedToCondorcetVotes
from votelib.evaluate.condorcet import Schulze
from votelib.evaluate.core import Tie
from votelib.evaluate.sequential import TransferableVoteSelector

from forum.scrutin import Inscrit, Option, Regles, Voix, depouiller
from forum.scrutin_classement import duels, grouper, irv, schulze

# M. Schulze (2011), section 3: 45 voters, five options, ranking E > A > C > B > D.
SCHULZE_2011 = {"ACBED": 5, "ADECB": 5, "BEDAC": 8, "CABED": 3, "CAEBD": 7, "CBADE": 2, "DCEBA": 7, "EBADC": 8}
# Tennessee's four cities, the common example of ranked methods: IRV elects Knoxville, Schulze the Condorcet winner.
TENNESSEE = {"MNCK": 42, "NCKM": 26, "CKNM": 15, "KCNM": 17}


def urne(profil):
    return {tuple((cle,) for cle in ordre): n for ordre, n in profil.items()}


def au_hasard(graine, *, cles="abcde", partages=True):
    """A profile of weak or strict, sometimes truncated, orders."""
    hasard, profil = random.Random(graine), []
    for _ in range(hasard.randint(3, 40)):
        ordre = hasard.sample(cles, len(cles))
        rangs = []
        for cle in ordre[: hasard.randint(1, len(cles))]:
            if partages and rangs and hasard.random() < 0.25:
                rangs[-1].append(cle)
            else:
                rangs.append([cle])
        profil.append(tuple(tuple(r) for r in rangs))
    return grouper(profil)


def test_le_profil_publie_de_schulze_donne_le_classement_publie():
    classement, chemins = schulze("ABCDE", urne(SCHULZE_2011))
    assert classement == [["E"], ["A"], ["C"], ["B"], ["D"]]
    assert (chemins["A", "B"], chemins["E", "A"], chemins["B", "A"]) == (28, 25, 25)


def test_le_tennessee_donne_nashville_a_schulze_et_knoxville_au_vote_alternatif():
    assert schulze("MNCK", urne(TENNESSEE))[0] == [["N"], ["C"], ["K"], ["M"]]
    gagnants, tours = irv("MNCK", urne(TENNESSEE))
    assert gagnants == ["K"]
    assert [t.derniers for t in tours] == [("C",), ("N",), ()]


def test_le_cycle_de_condorcet_est_une_egalite_a_trois():
    cycle = urne({"ABC": 1, "BCA": 1, "CAB": 1})
    assert schulze("ABC", cycle)[0] == [["A", "B", "C"]]
    assert irv("ABC", cycle)[0] == ["A", "B", "C"]


@pytest.mark.parametrize("graine", range(150))
def test_schulze_elit_comme_une_bibliotheque_independante(graine):
    profil = au_hasard(graine)
    votes = {tuple(r[0] if len(r) == 1 else frozenset(r) for r in c): n for c, n in profil.items()}
    tous = set("abcde")
    # An option left out is last, tied with the others left out: say it to the library too.
    complets = {}
    for classement, n in votes.items():
        nommes = {c for r in classement for c in (r if isinstance(r, frozenset) else [r])}
        reste = tous - nommes
        cle = (*classement, *([frozenset(reste)] if len(reste) > 1 else reste))
        complets[cle] = complets.get(cle, 0) + n
    leurs_duels = RankedToCondorcetVotes().convert(complets)
    groupes, chemins = schulze("abcde", profil)
    leurs_chemins = Schulze.widest_paths(leurs_duels)
    assert chemins == {paire: leurs_chemins.get(paire, 0) for paire in chemins}
    # The library elects who beats most; the method, whoever is beaten by none: a set that holds the library's choice.
    elu = Schulze().evaluate(leurs_duels, 1)[0]
    assert (set(elu) if isinstance(elu, Tie) else {elu}) <= set(groupes[0])


def test_le_vote_alternatif_elit_comme_une_bibliotheque_independante():
    """Wherever no round of theirs is tied for the last place, which the library does not break."""
    compares = 0
    for graine in range(400):
        profil = au_hasard(graine, partages=False)
        gagnants, _ = irv("abcde", profil)
        votes = {tuple(r[0] for r in c): n for c, n in profil.items()}
        try:
            elus = TransferableVoteSelector(quota_function="droop").evaluate(votes, 1)
        except NotImplementedError:
            continue
        if not any(isinstance(e, Tie) for e in elus):
            compares += 1
            assert elus == gagnants, graine
    assert compares >= 100


@pytest.mark.parametrize("graine", range(40))
@pytest.mark.parametrize("compter", [lambda c, u: schulze(c, u)[0][0], lambda c, u: irv(c, u)[0]])
def test_ni_l_ordre_des_options_ni_leur_nom_ne_change_qui_gagne(compter, graine):
    profil = au_hasard(graine, partages=False)
    gagnants = compter("abcde", profil)
    assert compter("ecabd", profil) == gagnants
    renomme = dict(zip("abcde", "dbeca", strict=True))
    autre = grouper([tuple(tuple(renomme[c] for c in r) for r in c) for c, n in profil.items() for _ in range(n)])
    assert compter("abcde", autre) == sorted(renomme[c] for c in gagnants)


@pytest.mark.parametrize("graine", range(40))
def test_un_gagnant_de_condorcet_gagne_selon_schulze(graine):
    profil = au_hasard(graine)
    d = duels("abcde", profil)
    for a in "abcde":
        if all(d[a, b] > d[b, a] for b in "abcde" if b != a):
            assert schulze("abcde", profil)[0][0] == [a]


def _depouiller(contenus, **regles):
    options = [Option(c, "choix") for c in "abc"]
    inscrits = [Inscrit(r, "public") for r in range(1, len(contenus) + 1)]
    return depouiller(Regles(**regles), options, inscrits, [Voix(c, r) for r, c in enumerate(contenus, 1)])


def test_les_points_s_ajoutent_et_les_ex_aequo_partagent_un_rang():
    compte = _depouiller(
        [{"points": {"a": 6, "b": 4}}, {"points": {"b": 2, "c": 6}}, {"points": {}}], methode="priorisation"
    )
    assert compte["classement"] == [["a", "b", "c"]]
    assert (compte["issue"], compte["blancs"]) == ("egalite", 1)
    assert _depouiller([{"points": {"a": 6, "b": 4}}], methode="priorisation")["classement"] == [["a"], ["b"], ["c"]]


def test_un_classement_dit_le_compte_employe_et_ses_etapes():
    rangs = [{"rangs": [["a"], ["b"]]}, {"rangs": [["b"], ["a"]]}, {"rangs": [["a"]]}]
    assert _depouiller(rangs, methode="classement")["classement"] == [["a"], ["b"], ["c"]]
    alternatif = _depouiller(rangs, methode="classement", compte="irv")
    assert (alternatif["issue"], alternatif["classement"][0]) == ("ordre", ["a"])
    assert alternatif["tours"][0]["voix"] == {"a": 2, "b": 1, "c": 0}
