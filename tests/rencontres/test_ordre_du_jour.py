"""The agenda's engine: ranked, cut to the time, rebuilt without losing what a hand did."""

from pilotage.consensus import consensus
from pilotage.ordre_du_jour import Candidat, batir, ranger, reprendre


def c(genre, cle, poids=0.0, **champs):
    return Candidat(genre, cle, champs.pop("titre", cle), poids=poids, **champs)


def cles(candidats):
    return [candidat.cle for candidat in candidats]


def test_les_bloquants_d_abord_puis_les_signaux_puis_le_reste():
    lus = [
        c("retard", "r"),
        c("hors_cible", "h"),
        c("decision", "d"),
        c("action", "a"),
        c("signal", "s"),
        c("bloquant", "b"),
    ]
    assert cles(ranger(lus)) == ["b", "s", "a", "d", "h", "r"]


def test_le_plus_lourd_d_abord_et_l_ordre_est_toujours_le_meme():
    lus = [c("signal", "a", 1), c("signal", "b", 9), c("signal", "c", 1)]
    assert cles(ranger(lus)) == cles(ranger(reversed(lus))) == ["b", "a", "c"]


def test_un_indicateur_ne_vient_qu_une_fois_avec_toutes_ses_raisons():
    lus = [
        c("hors_cible", "indicateur:7:hors_cible", indicateur=7, detail="Cible non atteinte"),
        c("signal", "indicateur:7:signal", indicateur=7, detail="Signal défavorable"),
        c("bloquant", "bloquant:3", indicateur=7, detail="Signalé"),
    ]
    rangs = ranger(lus)
    assert cles(rangs) == ["bloquant:3", "indicateur:7:signal"]
    assert rangs[1].detail == "Signal défavorable ; Cible non atteinte"


def test_l_ordre_du_jour_tient_dans_la_duree_et_garde_le_reste_en_reserve():
    ordre = batir([c("bloquant", f"b{n}", -n) for n in range(5)], 15)
    assert cles(ordre.retenus) == ["b0", "b1", "b2"]
    assert cles(ordre.en_reserve) == ["b3", "b4"]


def test_le_premier_point_a_toujours_sa_place():
    assert cles(batir([c("bloquant", "b")], 1).retenus) == ["b"]
    assert batir([], 30).retenus == []


def test_rebatir_garde_les_places_les_ajouts_et_les_retraits():
    reprise = reprendre(
        [c("signal", "s1"), c("signal", "s2"), c("signal", "neuf"), c("signal", "ecarte")],
        30,
        places=[("libre", 3), ("s2", 3), ("s1", 3), ("parti", 3)],
        libres={"libre"},
        ecartes={"ecarte"},
    )
    assert reprise.retires == {"parti"}
    assert cles(reprise.ajoutes) == ["neuf"]


def test_rebatir_deux_fois_ne_change_rien():
    candidats = [c("signal", "a"), c("hors_cible", "b")]
    premiere = reprendre(candidats, 30, places=[], libres=(), ecartes=())
    places = [(x.cle, x.minutes) for x in premiere.ajoutes]
    seconde = reprendre(candidats, 30, places=places, libres=(), ecartes=())
    assert (seconde.retires, seconde.ajoutes) == (set(), [])


def test_le_consensus_demande_75_pour_cent_d_accord_et_que_tous_puissent_vivre_avec():
    assert consensus([(100, True), (50, True)]).atteint
    assert not consensus([(100, True), (49, True)]).atteint
    assert not consensus([(100, True), (100, False)]).atteint
    assert not consensus([]).atteint


def test_un_accord_juste_sous_le_seuil_ne_s_affiche_pas_comme_le_seuil():
    lu = consensus([(100, True)] * 199 + [(0, True)] * 67)
    assert lu.accord < 75
    assert lu.accord_affiche == 74
    assert consensus([(75, True)]).accord_affiche == 75
