"""The life of a blocker through its services: states, versions, events kept, who is told."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from ecosysteme.models import Abonnement, Notification
from pilotage.enums import EtatBloquant, IssueEscalade, Palier
from pilotage.models import Escalade, OffreAide
from pilotage.services import bloquants as services
from pilotage.services._bloquants import horloge
from pilotage.services.bloquants import ConflitFiche
from tests import fabriques
from tests.bloquants.conftest import avancer_echeance, signaler

pytestmark = pytest.mark.django_db


def avertis(bloquant=None):
    return {n.personne.email.split("@")[0] for n in Notification.objects.select_related("personne")}


def oublier():
    Notification.objects.all().delete()


def genres(bloquant):
    return list(bloquant.evenements.values_list("genre", flat=True))


def test_un_bloquant_commence_au_palier_de_son_organisation(gestionnaire, indicateur, indicateur_de_direction):
    assert signaler(gestionnaire, indicateur).palier == Palier.MINISTERE
    b = signaler(gestionnaire, indicateur_de_direction)
    assert (b.palier, b.palier_origine, b.etat) == (Palier.DIRECTION, Palier.DIRECTION, EtatBloquant.SIGNALE)
    assert genres(b) == ["signale"]
    assert signaler(gestionnaire, indicateur_de_direction, palier=Palier.EQUIPE).palier == Palier.EQUIPE


def test_signaler_avertit_les_gestionnaires_du_palier_et_qui_suit_mais_ni_l_auteur_ni_un_partenaire(
    gestionnaire, gestionnaire_de_direction, coordination, indicateur, membre_public, membre_prive
):
    for personne in (membre_public, membre_prive):
        Abonnement.objects.create(personne=personne, sujet=f"indicateur:{indicateur.pk}")
    autre = fabriques.personne("collegue@exemple.test")
    fabriques.adhesion(autre, indicateur.organisation)
    signaler(gestionnaire, indicateur)
    assert avertis() == {"collegue", "membre-public"}


def test_sans_gestionnaire_la_coordination_est_avertie(coordination, ailleurs, indicateur_d_ailleurs):
    autre = fabriques.personne()
    signaler(autre, indicateur_d_ailleurs)
    assert avertis() == {"coordination"}


@pytest.mark.parametrize(("champs", "champ"), [({"titre": "  "}, "titre"), ({"cause": "rien"}, "cause")])
def test_un_signalement_incomplet_est_refuse_a_son_champ(gestionnaire, indicateur, champs, champ):
    with pytest.raises(ValidationError) as refus:
        signaler(gestionnaire, indicateur, **champs)
    assert champ in refus.value.message_dict


def test_sans_objet_ni_organisation_rien_ne_se_signale(gestionnaire, ministere):
    with pytest.raises(ValidationError):
        signaler(gestionnaire, None)
    with pytest.raises(ValidationError, match="indicateur ou une initiative"):
        signaler(gestionnaire, None, organisation=ministere)


def test_deux_personnes_prennent_en_charge_la_seconde_voit_la_premiere(signale, gestionnaire, coordination):
    services.prendre_en_charge(par=gestionnaire, bloquant=signale, version_lue=1)
    with pytest.raises(ConflitFiche) as conflit:
        services.prendre_en_charge(par=coordination, bloquant=signale, version_lue=1)
    assert conflit.value.actuelle.responsable == gestionnaire
    signale.refresh_from_db()
    assert (signale.responsable, signale.etat, signale.version) == (gestionnaire, EtatBloquant.PRIS_EN_CHARGE, 2)
    services.prendre_en_charge(par=gestionnaire, bloquant=signale, version_lue=1)
    assert genres(signale) == ["signale", "pris_en_charge"]


def test_escalader_avertit_le_palier_vise_et_lui_donne_son_delai(pris, gestionnaire, coordination):
    oublier()
    avant = horloge()
    demande = services.escalader(par=gestionnaire, bloquant=pris, aide_demandee="Débloquer l'accès.")
    pris.refresh_from_db()
    assert (pris.etat, pris.palier, pris.palier_origine) == (
        EtatBloquant.ESCALADE, Palier.GOUVERNEMENT, Palier.MINISTERE,
    )  # fmt: skip
    assert timedelta(days=19) < demande.repondre_avant - avant < timedelta(days=21, hours=1)
    assert avertis() == {"coordination"}


def test_une_escalade_vise_plus_haut_et_une_echeance_a_venir(pris, gestionnaire):
    for champs, champ in (
        ({"palier": Palier.MINISTERE}, "palier"),
        ({"palier": Palier.DIRECTION}, "palier"),
        ({"repondre_avant": horloge() - timedelta(seconds=1)}, "repondre_avant"),
        ({"repondre_avant": horloge().replace(tzinfo=None)}, "repondre_avant"),
        ({"aide_demandee": " "}, "aide_demandee"),
    ):
        with pytest.raises(ValidationError) as refus, transaction.atomic():
            services.escalader(par=gestionnaire, bloquant=pris, **{"aide_demandee": "Aide.", **champs})
        assert list(refus.value.message_dict) == [champ]
    assert not Escalade.objects.exists()


def test_sans_personne_en_charge_rien_ne_s_escalade_ni_ne_se_resout(signale, gestionnaire):
    for faire in (
        lambda: services.escalader(par=gestionnaire, bloquant=signale, aide_demandee="Aide."),
        lambda: services.resoudre(par=gestionnaire, bloquant=signale, ce_qui_a_regle="Rien."),
    ):
        with pytest.raises(ValidationError, match="Prenez d'abord"):
            faire()


def test_la_base_n_admet_qu_une_escalade_en_attente(escalade, gestionnaire):
    with pytest.raises(ValidationError, match="attend déjà"):
        services.escalader(par=gestionnaire, bloquant=escalade.bloquant, aide_demandee="Encore.")
    champs = {"aide_demandee": "x", "palier": 4, "repondre_avant": horloge() + timedelta(days=1)}
    with pytest.raises(IntegrityError), transaction.atomic():
        Escalade.objects.create(bloquant=escalade.bloquant, **champs)


def test_une_reponse_redescend_avec_une_decision_et_une_personne(escalade, coordination, responsable, gestionnaire):
    oublier()
    b = services.repondre_escalade(
        par=coordination, escalade=escalade, decision="Accès accordé.", responsable=responsable
    )
    escalade.refresh_from_db()
    assert (b.etat, b.palier, b.responsable) == (EtatBloquant.PRIS_EN_CHARGE, Palier.MINISTERE, responsable)
    assert (escalade.issue, escalade.reponse, escalade.repondue_par) == (
        IssueEscalade.REPONDUE, "Accès accordé.", coordination,
    )  # fmt: skip
    types = dict(Notification.objects.values_list("personne__email", "type"))
    assert types == {"responsable@exemple.test": "action", "gestionnaire@exemple.test": "bloquant"}


def test_une_reponse_a_l_instant_de_l_echeance_arrive_trop_tard_sauf_au_dernier_palier(
    de_direction, escalade, gestionnaire, coordination
):
    avancer_echeance(de_direction, timedelta(0))
    with pytest.raises(ValidationError, match="monte au palier suivant"):
        services.repondre_escalade(par=gestionnaire, escalade=de_direction, decision="Oui.", responsable=gestionnaire)
    avancer_echeance(escalade)
    services.repondre_escalade(par=coordination, escalade=escalade, decision="Oui.", responsable=gestionnaire)
    escalade.refresh_from_db()
    assert escalade.issue == IssueEscalade.REPONDUE


def test_une_escalade_retiree_redescend_et_reste_lisible(escalade, gestionnaire):
    b = services.retirer_escalade(par=gestionnaire, escalade=escalade, motif="Réglé autrement.")
    assert (b.etat, b.palier) == (EtatBloquant.PRIS_EN_CHARGE, Palier.MINISTERE)
    assert b.escalades.get().issue == IssueEscalade.RETIREE
    with pytest.raises(ValidationError, match="Aucune escalade"):
        services.retirer_escalade(par=gestionnaire, escalade=escalade)


def test_resoudre_garde_ce_qui_a_regle_et_ferme_l_escalade(escalade, gestionnaire):
    with pytest.raises(ValidationError) as refus, transaction.atomic():
        services.resoudre(par=gestionnaire, bloquant=escalade.bloquant, ce_qui_a_regle=" \n")
    assert "ce_qui_a_regle" in refus.value.message_dict
    b = services.resoudre(par=gestionnaire, bloquant=escalade.bloquant, ce_qui_a_regle="Un accès lu la nuit.")
    escalade.refresh_from_db()
    assert (b.etat, b.denouement, escalade.issue) == (
        EtatBloquant.RESOLU, "Un accès lu la nuit.", IssueEscalade.RETIREE,
    )  # fmt: skip
    assert b.clos_le is not None
    with pytest.raises(ValidationError, match="est résolu"):
        services.abandonner(par=gestionnaire, bloquant=b, pourquoi="Trop tard.")


def test_rien_ne_s_efface_et_un_evenement_ne_se_recrit_pas(escalade, gestionnaire):
    b = services.abandonner(par=gestionnaire, bloquant=escalade.bloquant, pourquoi="Le besoin a disparu.")
    assert genres(b) == ["signale", "pris_en_charge", "escalade", "abandonne"]
    with pytest.raises(IntegrityError, match="ne se modifie pas"), transaction.atomic():
        b.evenements.update(texte="autre")


def test_une_aide_s_offre_se_retire_et_s_accepte(pris, gestionnaire, gestionnaire_d_ailleurs, ailleurs):
    oublier()
    offre = services.offrir_aide(par=gestionnaire_d_ailleurs, bloquant=pris, organisation=ailleurs)
    pris.refresh_from_db()
    assert pris.etat == EtatBloquant.AIDE_OFFERTE and avertis() == {"gestionnaire"}
    oublier()
    services.accepter_offre(par=gestionnaire, offre=offre)
    services.accepter_offre(par=gestionnaire, offre=offre)
    assert avertis() == {"gestionnaire-ailleurs"}
    services.retirer_offre(par=gestionnaire_d_ailleurs, offre=offre)
    pris.refresh_from_db()
    assert pris.etat == EtatBloquant.PRIS_EN_CHARGE
    assert genres(pris) == ["signale", "pris_en_charge", "offre", "accord_offre", "retrait_offre"]
    with pytest.raises(ValidationError, match="Aucune offre"):
        services.accepter_offre(par=gestionnaire, offre=offre)


def test_offrir_deux_fois_n_offre_qu_une_fois(pris, gestionnaire_d_ailleurs, ailleurs):
    for texte in ("", "Une analyste deux jours.", "Une analyste deux jours."):
        services.offrir_aide(par=gestionnaire_d_ailleurs, bloquant=pris, organisation=ailleurs, texte=texte)
    assert OffreAide.objects.get().texte == "Une analyste deux jours."
    assert genres(pris).count("offre") == 1


def test_une_offre_avant_toute_prise_en_charge_reste_et_compte_ensuite(
    signale, gestionnaire, gestionnaire_d_ailleurs, ailleurs
):
    services.offrir_aide(par=gestionnaire_d_ailleurs, bloquant=signale, organisation=ailleurs)
    signale.refresh_from_db()
    assert signale.etat == EtatBloquant.SIGNALE
    b = services.prendre_en_charge(par=gestionnaire, bloquant=signale)
    assert b.etat == EtatBloquant.AIDE_OFFERTE
