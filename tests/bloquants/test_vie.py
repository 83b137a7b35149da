"""The rules of the life of a blocker: every act in every state, allowed or refused with a French sentence."""

from datetime import UTC, date, datetime, timedelta

import pytest

from ecosysteme.enums import TypeOrganisation
from pilotage.enums import EtatBloquant, Palier
from pilotage.vie_bloquant import (
    DELAIS,
    Geste,
    GesteRefuse,
    Situation,
    appliquer,
    echeance_par_defaut,
    fin_de_journee,
    jour_limite,
    limite_en_mots,
    palier_par_defaut,
    palier_suivant,
    paliers_vises,
    refus,
)

SIGNALE = Situation()
SIGNALE_AIDE = Situation(offres=1)
PRIS = Situation(prise=True)
ESCALADE = Situation(prise=True, escaladee=True)
ESCALADE_AIDE = Situation(prise=True, escaladee=True, offres=1)
AIDE = Situation(prise=True, offres=1)
RESOLU = Situation(prise=True, issue=EtatBloquant.RESOLU)
ABANDONNE = Situation(issue=EtatBloquant.ABANDONNE)
E = EtatBloquant

# What each act makes of each situation; an act that is not here is refused.
SUITES = {
    SIGNALE: {Geste.PRENDRE: E.PRIS_EN_CHARGE, Geste.OFFRIR: E.SIGNALE, Geste.ABANDONNER: E.ABANDONNE,
              Geste.RATTACHER: E.SIGNALE, Geste.PRECISER: E.SIGNALE},
    SIGNALE_AIDE: {Geste.PRENDRE: E.AIDE_OFFERTE, Geste.OFFRIR: E.SIGNALE, Geste.RETIRER_OFFRE: E.SIGNALE,
                   Geste.ABANDONNER: E.ABANDONNE, Geste.RATTACHER: E.SIGNALE, Geste.PRECISER: E.SIGNALE},
    PRIS: {Geste.PRENDRE: E.PRIS_EN_CHARGE, Geste.ESCALADER: E.ESCALADE, Geste.OFFRIR: E.AIDE_OFFERTE,
           Geste.RESOUDRE: E.RESOLU, Geste.ABANDONNER: E.ABANDONNE,
           Geste.RATTACHER: E.PRIS_EN_CHARGE, Geste.PRECISER: E.PRIS_EN_CHARGE},
    ESCALADE: {Geste.REPONDRE: E.PRIS_EN_CHARGE, Geste.RETIRER_ESCALADE: E.PRIS_EN_CHARGE, Geste.MONTER: E.ESCALADE,
               Geste.OFFRIR: E.ESCALADE, Geste.RESOUDRE: E.RESOLU, Geste.ABANDONNER: E.ABANDONNE,
               Geste.RATTACHER: E.ESCALADE, Geste.PRECISER: E.ESCALADE},
    ESCALADE_AIDE: {Geste.REPONDRE: E.AIDE_OFFERTE, Geste.RETIRER_ESCALADE: E.AIDE_OFFERTE, Geste.MONTER: E.ESCALADE,
                    Geste.OFFRIR: E.ESCALADE, Geste.RETIRER_OFFRE: E.ESCALADE, Geste.ACCEPTER_OFFRE: E.ESCALADE,
                    Geste.RESOUDRE: E.RESOLU, Geste.ABANDONNER: E.ABANDONNE,
                    Geste.RATTACHER: E.ESCALADE, Geste.PRECISER: E.ESCALADE},
    AIDE: {Geste.PRENDRE: E.AIDE_OFFERTE, Geste.ESCALADER: E.ESCALADE, Geste.OFFRIR: E.AIDE_OFFERTE,
           Geste.RETIRER_OFFRE: E.PRIS_EN_CHARGE, Geste.ACCEPTER_OFFRE: E.AIDE_OFFERTE, Geste.RESOUDRE: E.RESOLU,
           Geste.ABANDONNER: E.ABANDONNE, Geste.RATTACHER: E.AIDE_OFFERTE, Geste.PRECISER: E.AIDE_OFFERTE},
    RESOLU: {},
    ABANDONNE: {},
}  # fmt: skip


@pytest.mark.parametrize("situation", SUITES, ids=str)
@pytest.mark.parametrize("geste", Geste)
def test_chaque_geste_dans_chaque_situation(situation, geste):
    attendu = SUITES[situation].get(geste)
    if attendu is not None:
        assert refus(situation, geste) == ""
        assert appliquer(situation, geste).etat == attendu
        return
    with pytest.raises(GesteRefuse) as refuse:
        appliquer(situation, geste)
    phrase = str(refuse.value)
    assert phrase == refus(situation, geste)
    assert phrase.endswith((".", "!")) and phrase[0].isupper() and len(phrase) > 30


def test_ce_qui_est_clos_dit_comment():
    assert "résolu" in refus(RESOLU, Geste.ESCALADER)
    assert "abandonné" in refus(ABANDONNE, Geste.OFFRIR)


def test_chaque_etat_du_schema_est_atteint():
    assert {s.etat for s in SUITES} == set(EtatBloquant)


def test_le_palier_suit_l_organisation():
    attendus = {
        TypeOrganisation.DIRECTION: Palier.DIRECTION,
        TypeOrganisation.MINISTERE: Palier.MINISTERE,
        TypeOrganisation.ORGANISME: Palier.MINISTERE,
        TypeOrganisation.PORTEFEUILLE: Palier.MINISTERE,
        TypeOrganisation.GOUVERNEMENT: Palier.GOUVERNEMENT,
    }
    assert {t: palier_par_defaut(t) for t in attendus} == attendus


def test_une_escalade_ne_vise_que_plus_haut_et_le_gouvernement_est_le_dernier():
    assert paliers_vises(Palier.DIRECTION) == [Palier.MINISTERE, Palier.GOUVERNEMENT]
    assert palier_suivant(Palier.EQUIPE) == Palier.DIRECTION
    assert palier_suivant(Palier.GOUVERNEMENT) is None
    assert set(DELAIS) == set(Palier)


def utc(*champs):
    return datetime(*champs, tzinfo=UTC)


@pytest.mark.parametrize(
    ("jour", "minuit"),
    [
        (date(2026, 3, 7), utc(2026, 3, 8, 5)),  # the day before spring forward: still standard time
        (date(2026, 3, 8), utc(2026, 3, 9, 4)),  # a day of 23 hours
        (date(2026, 10, 31), utc(2026, 11, 1, 4)),
        (date(2026, 11, 1), utc(2026, 11, 2, 5)),  # a day of 25 hours
        (date(2026, 12, 31), utc(2027, 1, 1, 5)),
    ],
)
def test_23_h_59_va_jusqu_au_minuit_du_quebec_les_deux_nuits_du_changement_d_heure(jour, minuit):
    limite = fin_de_journee(jour)
    assert limite.astimezone(UTC) == minuit
    assert jour_limite(limite) == jour
    assert limite_en_mots(limite).endswith(", 23\u00a0h\u00a059")
    assert limite_en_mots(limite).startswith("1er" if jour.day == 1 else str(jour.day))


def test_le_delai_se_compte_en_jours_du_quebec_pas_en_heures():
    tard = utc(2026, 3, 4, 4, 30)  # still 3 March, 23 h 30, in Québec
    assert jour_limite(echeance_par_defaut(Palier.DIRECTION, tard)) == date(2026, 3, 8)
    assert echeance_par_defaut(Palier.DIRECTION, tard) - tard == timedelta(days=5) - timedelta(minutes=30)


def test_une_autre_heure_se_dit_telle_quelle():
    assert limite_en_mots(utc(2026, 11, 1, 5, 30)) == "1er\u00a0novembre\u00a02026, 1\u00a0h\u00a030"
