"""Majority, consent and consultation: what each count gives at its edges (cases A1 to A4, A16)."""

import pytest

from forum.scrutin import DepouillementImpossible, Inscrit, Option, Regles, Voix, depouiller

OPTIONS = [Option("pour", "pour"), Option("contre", "contre"), Option("abst", "abstention")]
TROIS = [Option("a", "choix"), Option("b", "choix"), Option("c", "choix"), Option("abst", "abstention")]


def registre(n, prives=0, presidence=None):
    return [Inscrit(r, "prive" if r > n - prives else "public", r == presidence) for r in range(1, n + 1)]


def voix(*choix):
    """Ballots of the first lines of the roll, in order; None is somebody who did not vote."""
    return [Voix({"choix": [c]}, rang) for rang, c in enumerate(choix, 1) if c]


def issue(bulletins, n, *, options=OPTIONS, prives=0, presidence=None, **regles):
    return depouiller(Regles("majorite", **regles), options, registre(n, prives, presidence), bulletins)["issue"]


@pytest.mark.parametrize("options", [OPTIONS, OPTIONS[::-1]])
def test_a1_cinq_contre_cinq_est_une_egalite_quel_que_soit_l_ordre_des_options(options):
    assert issue(voix(*["pour"] * 5, *["contre"] * 5), 10, options=options) == "egalite"


@pytest.mark.parametrize("options", [OPTIONS, OPTIONS[::-1]])
def test_a1_zero_contre_zero_est_une_egalite(options):
    assert issue(voix(*["abst"] * 6), 10, options=options) == "egalite"


@pytest.mark.parametrize("ordre", [[0, 1, 2, 3], [2, 1, 0, 3], [3, 1, 0, 2]])
def test_a1_trois_options_a_egalite_ne_se_departagent_pas_par_la_liste(ordre):
    options = [TROIS[i] for i in ordre]
    assert issue(voix("a", "b", "c", "a", "b", "c"), 6, options=options, seuil_num=1, seuil_den=4) == "egalite"


def test_une_egalite_n_est_jamais_une_adoption_meme_au_seuil_atteint_de_la_moitie():
    assert issue(voix("pour", "contre"), 2, seuil_strict=False) == "egalite"


def test_a2_le_quorum_de_cinquante_pour_cent_est_atteint_a_cinquante_exactement_abstentions_comprises():
    assert issue(voix("pour", "abst", "abst", "abst", "abst"), 10) == "adoptee"
    assert issue(voix("pour", "abst", "abst", "abst"), 10) == "sans_quorum"


def test_a2_le_quorum_se_compte_en_entiers():
    assert issue(voix("pour"), 3, quorum_pct=33) == "adoptee"  # 100 ≥ 99
    assert issue(voix("pour"), 3, quorum_pct=34) == "sans_quorum"  # 100 < 102


def test_sans_aucun_bulletin_rien_n_est_proclame_meme_sans_quorum():
    assert issue([], 3, quorum_pct=0) == "sans_quorum"


def test_a3_un_registre_vide_ne_se_depouille_pas():
    with pytest.raises(DepouillementImpossible, match="registre est vide"):
        issue([], 0)


def test_a4_l_abstention_n_est_pas_une_voix_exprimee():
    compte = depouiller(Regles("majorite"), OPTIONS, registre(10), voix("pour", "pour", "contre", *["abst"] * 7))
    assert compte["issue"] == "adoptee"
    assert compte["ensemble"]["exprimes"] == 3
    assert compte["participation"] == {"inscrits": 10, "votants": 10}


def test_a4_sur_les_inscrits_l_abstention_pese():
    assert issue(voix("pour", "pour", "contre", *["abst"] * 7), 10, seuil_base="inscrits") == "rejetee"


def test_deux_tiers_exactement_suffisent_ou_non_selon_la_charte():
    bulletins = voix(*["pour"] * 4, *["contre"] * 2)
    assert issue(bulletins, 6, seuil_num=2, seuil_den=3, seuil_strict=False) == "adoptee"
    assert issue(bulletins, 6, seuil_num=2, seuil_den=3) == "rejetee"


def test_une_moitie_partagee_sous_majorite_qualifiee_est_un_rejet():
    assert issue(voix("pour", "contre"), 2, seuil_num=2, seuil_den=3) == "rejetee"


def test_la_presidence_departage_quand_la_charte_le_dit():
    bulletins = voix("pour", "contre")
    assert issue(bulletins, 2, presidence=1, voix_preponderante=True) == "adoptee"
    assert issue(bulletins, 2, presidence=2, voix_preponderante=True) == "rejetee"
    assert issue(bulletins, 2, presidence=1) == "egalite"
    assert issue(voix("pour", "contre", "abst"), 3, presidence=3, voix_preponderante=True) == "egalite"


def test_la_presidence_departage_deux_options_de_tete_et_non_une_troisieme():
    quart = {"seuil_num": 1, "seuil_den": 4, "voix_preponderante": True, "options": TROIS}
    bulletins = voix("a", "a", "b", "b", "c")
    assert issue(bulletins, 5, presidence=3, **quart) == "adoptee"
    assert issue(bulletins, 5, presidence=5, **quart) == "egalite"


def test_la_double_majorite_demande_chaque_college():
    bulletins = voix(*["pour"] * 6, "contre", "contre", "pour")
    assert issue(bulletins, 9, prives=3) == "adoptee"
    assert issue(bulletins, 9, prives=3, par_college=True) == "rejetee"


def test_un_college_a_egalite_empeche_l_adoption():
    assert issue(voix("pour", "pour", "pour", "pour", "contre"), 5, prives=2, par_college=True) == "egalite"


def test_un_college_sans_personne_inscrite_est_sans_objet_et_dit_comme_tel():
    compte = depouiller(Regles("majorite", par_college=True), OPTIONS, registre(3), voix("pour", "pour", "contre"))
    assert compte["issue"] == "adoptee"
    assert compte["par_college"]["prive"]["verdict"] == "sans_objet"


def test_un_gradient_d_accord_se_compte_par_ce_que_ses_degres_veulent_dire():
    degres = [Option("plein", "pour"), Option("reserve", "pour"), Option("sans", "abstention"), Option("non", "contre")]
    compte = depouiller(Regles("majorite"), degres, registre(5), voix("plein", "reserve", "reserve", "sans", "non"))
    assert (compte["ensemble"]["pour"], compte["ensemble"]["contre"], compte["issue"]) == (3, 1, "adoptee")


def test_le_consentement_tient_a_l_absence_d_objection_vive():
    options = [Option("oui", "consentement"), Option("objection", "objection")]
    bulletins = voix("oui", "oui", "objection")
    regles = Regles("consentement")
    assert depouiller(regles, options, registre(3), bulletins, objections_vives=1)["issue"] == "objection_maintenue"
    assert depouiller(regles, options, registre(3), bulletins)["issue"] == "adoptee"
    assert depouiller(regles, options, registre(9), bulletins, objections_vives=1)["issue"] == "sans_quorum"


def test_un_sondage_ne_decide_de_rien_et_n_a_pas_de_quorum():
    compte = depouiller(Regles("sondage", choix_max=2), TROIS, registre(9), [Voix({"choix": ["a", "b"]}, 1)])
    assert compte["issue"] == "consultatif"
    assert compte["par_option"] == {"a": 1, "b": 1, "c": 0, "abst": 0}


@pytest.mark.parametrize(
    ("bulletins", "faute"),
    [
        ([Voix({"choix": ["pour"]}, 1), Voix({"choix": ["contre"]}, 1)], "deux bulletins"),
        ([Voix({"choix": ["pour"]}, 9)], "personne qui soit inscrit"),
        ([Voix({"choix": ["pour", "contre"]}, 1)], "seule option"),
        ([Voix({"choix": ["ailleurs"]}, 1)], "pas de ce scrutin"),
        ([Voix({"points": {"pour": 1}}, 1)], "pas lisible"),
    ],
)
def test_a16_ce_qu_aucun_vote_ne_peut_produire_ne_se_depouille_pas(bulletins, faute):
    with pytest.raises(DepouillementImpossible, match=faute):
        issue(bulletins, 3)


def test_un_vote_secret_compte_autant_de_bulletins_que_d_emargements():
    regles = Regles("majorite", secret=True)
    urne = [Voix({"choix": [c]}) for c in ("pour", "pour", "contre", "pour", "abst")]
    assert depouiller(regles, OPTIONS, registre(5), urne, emarges=5)["issue"] == "adoptee"
    with pytest.raises(DepouillementImpossible, match="émargements"):
        depouiller(regles, OPTIONS, registre(5), urne, emarges=4)
    with pytest.raises(DepouillementImpossible, match="rang d'une personne"):
        depouiller(regles, OPTIONS, registre(5), [Voix({"choix": ["pour"]}, 1)], emarges=1)
