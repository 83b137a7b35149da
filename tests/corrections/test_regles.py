"""Proposed once, accepted in one transaction, refused with a reason, never over a value nobody read again."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from ecosysteme.models import Mesure, Notification
from ecosysteme.services.mesures import ConflitVersion, Saisie, enregistrer_mesure
from pilotage.models import CleSale, CorrectionProposee
from pilotage.services import corrections
from tests import fabriques


def test_proposer_garde_la_valeur_officielle_et_avertit_qui_tient(proposer, mesure, gestionnaire, responsable):
    c = proposer()
    assert (c.officielle, c.version_lue, c.valeur, c.etat) == (Decimal(50), mesure.version, Decimal("52.5"), "proposee")
    averties = Notification.objects.filter(type="correction", cle=f"correction:{c.pk}:proposee")
    assert {n.personne for n in averties} == {gestionnaire, responsable}
    mesure.refresh_from_db()
    assert mesure.valeur == 50


def test_une_seule_proposition_ouverte_par_personne_et_periode(proposer):
    proposer()
    with pytest.raises(ValidationError, match="déjà une correction"):
        proposer(valeur="53")
    assert CorrectionProposee.objects.count() == 1


def test_deux_personnes_peuvent_proposer_pour_la_meme_periode(proposer, membre_public):
    proposer()
    proposer(par=membre_public, valeur="51")
    assert CorrectionProposee.objects.count() == 2


def test_la_valeur_officielle_elle_meme_n_est_pas_une_correction(proposer):
    with pytest.raises(ValidationError, match="déjà la valeur officielle"):
        proposer(valeur="50")


@pytest.mark.parametrize("champ", ["motif", "source"])
def test_motif_et_source_sont_exiges(proposer, champ):
    with pytest.raises(ValidationError):
        proposer(**{champ: "  "})


def test_accepter_ecrit_le_resultat_garde_la_validation_et_fait_recalculer(
    proposer, mesure, gestionnaire, gestionnaire_d_ailleurs
):
    c = proposer()
    CleSale.objects.all().delete()
    corrections.accepter(par=gestionnaire, correction=c, version_lue=c.version_lue)
    mesure.refresh_from_db()
    c.refresh_from_db()
    assert (mesure.valeur, mesure.etat, mesure.version) == (Decimal("52.5"), "validee", 2)
    assert (c.etat, c.decidee_par, mesure.saisie_par) == ("acceptee", gestionnaire, gestionnaire)
    assert "Deux dossiers" in mesure.commentaire
    assert CleSale.objects.exists()
    assert Notification.objects.get(cle=f"correction:{c.pk}:decidee").personne == gestionnaire_d_ailleurs


def test_accepter_sans_resultat_officiel_en_cree_un_provisoire(proposer, gestionnaire):
    c = proposer(fin=date(2026, 3, 31))
    corrections.accepter(par=gestionnaire, correction=c, version_lue=0)
    assert Mesure.objects.get(fin=date(2026, 3, 31)).etat == "provisoire"


def test_accepter_sur_une_valeur_qui_a_change_est_refuse_et_rien_n_est_ecrit(proposer, mesure, gestionnaire):
    c = proposer()
    nouvelle = Saisie(mesure.debut, mesure.fin, Decimal(60), etat="validee")
    enregistrer_mesure(par=gestionnaire, indicateur=mesure.indicateur, saisie=nouvelle, version_lue=1)
    with pytest.raises(ConflitVersion) as conflit:
        corrections.accepter(par=gestionnaire, correction=c, version_lue=c.version_lue)
    assert conflit.value.actuelle.valeur == 60
    mesure.refresh_from_db()
    c.refresh_from_db()
    assert (mesure.valeur, c.etat) == (Decimal(60), "proposee")


def test_un_resultat_valide_ne_se_corrige_que_par_qui_valide(proposer, mesure, responsable):
    c = proposer()
    with pytest.raises(PermissionDenied, match="validé"):
        corrections.accepter(par=responsable, correction=c, version_lue=1)
    Mesure.objects.filter(pk=mesure.pk).update(etat="provisoire")
    assert corrections.accepter(par=responsable, correction=c, version_lue=1).valeur == Decimal("52.5")


def test_refuser_demande_une_raison_et_la_garde(proposer, gestionnaire, mesure):
    c = proposer()
    with pytest.raises(ValidationError, match="pourquoi"):
        corrections.refuser(par=gestionnaire, correction=c, raison=" ")
    corrections.refuser(par=gestionnaire, correction=c, raison="Le registre est en retard.")
    c.refresh_from_db()
    mesure.refresh_from_db()
    assert (c.etat, c.raison, mesure.valeur) == ("refusee", "Le registre est en retard.", Decimal(50))


@pytest.mark.parametrize("acte", ["accepter", "refuser", "retirer"])
def test_ce_qui_est_decide_ne_se_decide_plus(proposer, gestionnaire, gestionnaire_d_ailleurs, acte):
    c = proposer()
    corrections.retirer(par=gestionnaire_d_ailleurs, correction=c)
    plus = {"accepter": {"version_lue": 1}, "refuser": {"raison": "Non."}, "retirer": {}}[acte]
    with pytest.raises(corrections.DejaDecidee, match="retirée"):
        getattr(corrections, acte)(par=gestionnaire, correction=c, **plus)


def test_retirer_permet_de_proposer_de_nouveau(proposer, gestionnaire_d_ailleurs):
    corrections.retirer(par=gestionnaire_d_ailleurs, correction=proposer())
    assert proposer(valeur="54").etat == "proposee"


def test_sans_gestionnaire_ni_responsable_proposer_reste_possible(gestionnaire_d_ailleurs, gouvernement):
    seul = fabriques.indicateur(organisation=fabriques.organisation(parent=gouvernement))
    corrections.proposer(
        par=gestionnaire_d_ailleurs, indicateur=seul, debut=date(2024, 4, 1), fin=date(2025, 3, 31), territoire="",
        valeur=Decimal(1), motif="Essai", source="Essai",
    )  # fmt: skip
    assert not Notification.objects.exists()
