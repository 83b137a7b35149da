"""SCT 2019 and SCT 2022 from their parameters, on plain values."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pilotage.methodes import (
    Indicateur2019,
    Plan2019,
    Verdict,
    atteinte_2019,
    composantes,
    est_vert,
    juger_2019,
    lire_2019,
    moyenne,
    noter_2019,
    part,
    pointage_2022,
    qualite,
    s_applique,
)
from pilotage.methodes_publiees import METHODES

D = Decimal
BRUTS = {m["code"]: m["parametres"] for m in METHODES}
P = lire_2019(BRUTS["sct-2019"])
PLEIN = Plan2019(True, 20, 20, 20, 20, D(100))
MARS = date(2020, 3, 31)
VU = Indicateur2019("atteinte", "effet", "au_moins", "annuelle", MARS, MARS)


def notes(plan):
    return {n.composante.code: n.note for n in composantes(plan, P)}


def test_les_poids_de_la_qualite_font_cent_et_les_deux_moities_aussi():
    assert [(c.code, c.poids) for c in P.composantes] == [
        ("plan", D(20)),
        ("annuelles", D(10)),
        ("resultat", D(30)),
        ("qualite", D(30)),
        ("non_documentee", D(10)),
    ]
    assert (P.part_qualite, P.part_atteinte, P.vert) == (D(50), D(50), D(70))


@pytest.mark.parametrize(
    ("en_vigueur", "indicateurs", "avec_cible", "attendu"),
    [(True, 20, 19, 100), (True, 20, 18, 60), (True, 20, 0, 60), (True, 0, 0, 60), (False, 20, 20, 0)],
)
def test_un_plan_vaut_cent_des_95_pour_cent_d_indicateurs_avec_cible(en_vigueur, indicateurs, avec_cible, attendu):
    plan = replace(PLEIN, en_vigueur=en_vigueur, indicateurs=indicateurs, avec_cible=avec_cible, avec_annuelles=0)
    assert notes(plan)["plan"] == attendu


@pytest.mark.parametrize(("avec", "attendu"), [(20, 100), (19, 60), (1, 60), (0, 0)])
def test_les_cibles_annuelles_valent_cent_toutes_soixante_une_zero_aucune(avec, attendu):
    assert notes(replace(PLEIN, avec_annuelles=avec))["annuelles"] == attendu


def test_la_part_des_indicateurs_de_resultat_est_une_part():
    assert notes(replace(PLEIN, de_resultat=5))["resultat"] == 25
    assert notes(Plan2019(False, 0, 0, 0, 0))["resultat"] == 0


def test_la_composante_non_documentee_est_visible_exclue_et_son_poids_reparti():
    derniere = composantes(PLEIN, P)[-1]
    assert (derniere.composante.code, derniere.compte, derniere.raison) == ("non_documentee", False, "non_documentee")
    moitie = replace(PLEIN, qualite=D(50))
    # (20·100 + 10·100 + 30·100 + 30·50) / 90
    assert qualite(composantes(moitie, P)) == D("83.333333333333")
    # the same with the last tenth entered at 0: (7500 + 0) / 100
    assert qualite(composantes(replace(moitie, non_documentee=D(0)), P)) == 75


def test_sans_jugement_il_n_y_a_pas_de_qualite_partielle():
    a_juger = composantes(replace(PLEIN, qualite=None), P)
    assert [n.composante.code for n in a_juger if n.manque] == ["qualite"]
    assert qualite(a_juger) is None
    assert noter_2019(None, D(80), P).note is None
    assert noter_2019(D(80), None, P).note is None


@pytest.mark.parametrize(
    ("changement", "verdict"),
    [
        ({}, Verdict(True, True)),
        ({"statut": "non_atteinte"}, Verdict(True, False, "manquee")),
        ({"statut": "non_disponible", "derniere_mesure": None}, Verdict(True, False, "absent")),
        ({"echeance": date(2019, 12, 31)}, Verdict(True, False, "en_retard")),
        ({"frequence": "mensuelle", "derniere_mesure": date(2020, 2, 29)}, Verdict(True, False, "partiel")),
        ({"frequence": "trimestrielle", "derniere_mesure": date(2019, 12, 31)}, Verdict(True, False, "partiel")),
        ({"derniere_mesure": date(2019, 12, 31)}, Verdict(True, True)),
        ({"type": "activite"}, Verdict(True, False, "processus")),
        ({"type": "intrant"}, Verdict(True, False, "processus")),
        ({"type": "extrant"}, Verdict(True, True)),
        ({"statut": "a_venir"}, Verdict(False, False, "a_venir")),
        ({"statut": "sans_objet"}, Verdict(False, False, "sans_objet")),
        ({"forme": "jalon", "derniere_mesure": None}, Verdict(True, True)),
    ],
)
def test_l_atteinte_est_binaire_et_dit_pourquoi_elle_ne_compte_pas(changement, verdict):
    assert juger_2019(replace(VU, **changement), 2019, P) == verdict


def test_l_atteinte_est_la_part_des_cibles_dues():
    assert atteinte_2019([Verdict(True, True), Verdict(True), Verdict(False)]) == 50
    assert atteinte_2019([Verdict(False)]) is None


def test_le_vert_est_strictement_au_dessus_de_70():
    assert not est_vert(D(70), P)
    assert est_vert(D("70.000000000001"), P)
    assert not est_vert(None, P)


def test_une_note_est_la_moitie_de_chaque_part():
    assert noter_2019(D(100), D(60), P).note == 80
    assert noter_2019(D("33.333333333333"), D(0), P).note == D("16.666666666667")


def test_sct_2022_lit_son_pointage_dans_ses_parametres():
    p = BRUTS["sct-2022"]
    assert pointage_2022("atteinte", D(40), p) == 100
    assert pointage_2022("non_atteinte", D("21.1"), p) == D("21.1")
    assert pointage_2022("non_atteinte", None, p) is None
    assert pointage_2022("a_venir", D(40), p) is None
    assert pointage_2022("atteinte", None, p | {"pointage_atteinte": "90"}) == 90


def test_des_parametres_d_une_autre_methode_sont_refuses():
    with pytest.raises(ValueError, match="SCT 2019"):
        lire_2019(BRUTS["sct-2022"])


def test_une_methode_vaut_pour_ses_exercices():
    assert [s_applique(2018, 2019, annee) for annee in (2017, 2018, 2019, 2020)] == [False, True, True, False]
    assert s_applique(None, None, 1990)
    assert s_applique(2021, None, 2050)


cents = st.integers(0, 10**8).map(lambda n: D(n) / 10**6)
plans = st.builds(
    lambda m, a, b, c, q, r: Plan2019(True, m, min(a, m), min(b, a, m), min(c, m), q, r),
    *(st.integers(0, 60) for _ in range(4)), cents, st.none() | cents,
)  # fmt: skip
verdicts = st.lists(st.sampled_from([Verdict(True, True), Verdict(True), Verdict(False)]), min_size=1, max_size=60)


@given(plans, verdicts)
def test_chaque_part_et_la_note_restent_entre_zero_et_cent(plan, juges):
    toutes = [n.note for n in composantes(plan, P) if n.note is not None]
    note = noter_2019(qualite(composantes(plan, P)), atteinte_2019(juges), P)
    assert all(0 <= valeur <= 100 for valeur in (*toutes, *(v for v in (note.qualite, note.atteinte, note.note) if v)))


@given(plans)
def test_exclure_une_composante_revient_a_repartir_son_poids(plan):
    """Σ w·n / Σ w over those that count is what the method would be with the others' weights scaled to 100."""
    sans = composantes(replace(plan, non_documentee=None), P)
    comptees = [n for n in sans if n.compte]
    poids = [n.composante.poids * 100 / sum(m.composante.poids for m in comptees) for n in comptees]
    assert abs(sum(poids) - 100) < D("1e-20")
    attendue = sum(p * n.note for p, n in zip(poids, comptees, strict=True)) / 100
    assert abs(qualite(sans) - attendue) < D("1e-11")


@given(plans, st.integers(0, 60), cents)
def test_un_meilleur_plan_n_a_jamais_une_moins_bonne_qualite(plan, plus, jugement):
    """Monotony: more targets, more yearly targets, more result indicators, a higher judgement."""
    m = plan.indicateurs
    mieux = replace(
        plan,
        avec_cible=min(m, plan.avec_cible + plus),
        avec_annuelles=min(m, plan.avec_annuelles + plus),
        de_resultat=min(m, plan.de_resultat + plus),
        qualite=max(plan.qualite, jugement),
    )
    assert qualite(composantes(mieux, P)) >= qualite(composantes(plan, P))


@given(verdicts, st.data())
def test_une_cible_de_plus_atteinte_ne_fait_jamais_baisser_l_atteinte(juges, data):
    avant = atteinte_2019(juges)
    rang = data.draw(st.integers(0, len(juges) - 1))
    apres = atteinte_2019([Verdict(v.du, v.du and (v.atteint or k == rang)) for k, v in enumerate(juges)])
    assert avant is None or apres >= avant


@given(cents, cents, cents)
def test_la_note_monte_avec_chacune_de_ses_parts(q, a, plus):
    avant, apres = noter_2019(q, a, P).note, noter_2019(min(D(100), q + plus), a, P).note
    assert apres >= avant
    assert min(q, a) <= avant + D("1e-12") and avant <= max(q, a) + D("1e-12")


@given(st.lists(cents, min_size=1, max_size=40))
def test_une_moyenne_reste_entre_les_extremes(valeurs):
    m = moyenne(valeurs)
    assert min(valeurs) - D("1e-12") <= m <= max(valeurs) + D("1e-12")
    assert moyenne([]) is None
    assert part(0, 0) is None
