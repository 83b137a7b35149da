"""A practice's life: draft, publication, rewriting that lapses the stamp, verification, removal and its undoing."""

from datetime import timedelta
from functools import partial

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from communaute.enums import EtatPratique
from communaute.models import Pratique
from communaute.selectors.pratique import GESTES, TUS
from communaute.services.pratiques import publier, recrire, rediger
from communaute.services.verification import lever_verification, rappeler, remettre, retirer, verifier
from communaute.tasks import rappeler_pratiques
from ecosysteme.selectors.historique import entrees
from ecosysteme.services.fiches import ConflitFiche
from tests.monde_communaute import TEXTES
from tests.saisie.aides import en_parallele

pytestmark = pytest.mark.django_db


def test_un_brouillon_se_publie_quand_contexte_etapes_et_effet_sont_dits(gestionnaire, ministere):
    redigee = rediger(par=gestionnaire, organisation=ministere, titre="  Trier  ")
    with pytest.raises(ValidationError) as refus:
        publier(par=gestionnaire, pratique=redigee, version_lue=1)
    assert set(refus.value.message_dict) == {"contexte", "etapes", "effet"}
    redigee = recrire(par=gestionnaire, pratique=redigee, version_lue=1, **TEXTES)
    publiee = publier(par=gestionnaire, pratique=redigee, version_lue=2)
    assert (publiee.etat, publiee.titre, publiee.version) == (EtatPratique.PUBLIEE, "Trier", 3)
    assert publier(par=gestionnaire, pratique=redigee, version_lue=2).version == 3  # two clicks
    with pytest.raises(ValidationError, match="déjà publiée"):
        publier(par=gestionnaire, pratique=publiee, version_lue=3)


def test_la_base_refuse_une_pratique_publiee_sans_texte_et_un_effet_hors_de_ses_bornes(pratique):
    bornes = ({"effet_bas": 1, "effet_haut": 2}, {"effet_valeur": 1, "effet_bas": 1},
              {"effet_valeur": 1, "effet_bas": 2, "effet_haut": 3})  # fmt: skip
    tampons = ({"verifiee_jusqu": timezone.localdate()}, {"verifiee_le": timezone.localdate()})
    for champs in ({"etapes": ""}, {"etat": "retiree"}, *bornes, *tampons):
        with pytest.raises(IntegrityError), transaction.atomic():
            Pratique.objects.filter(pk=pratique.pk).update(**champs)


def test_recrire_demande_ce_qui_change_fait_tomber_la_verification_et_le_dit(
    pratique, adoption, gestionnaire, gestionnaire_d_ailleurs, coordination, avis
):
    verifiee = verifier(par=coordination, pratique=pratique, version_lue=2, mot="Relue.")
    assert avis(gestionnaire)[-1] == f"{coordination} a vérifié votre pratique : Trier le matin"
    with pytest.raises(ValidationError, match="ce qui change"):
        recrire(par=gestionnaire, pratique=verifiee, version_lue=3, etapes="À trois.")
    recrite = recrire(par=gestionnaire, pratique=verifiee, version_lue=3, note="À trois", etapes="À trois.")
    assert (recrite.verifiee_par, recrite.verifiee_jusqu, recrite.verifiee_mot) == (None, None, "")
    assert avis(coordination) == avis(gestionnaire_d_ailleurs) == ["Une pratique est récrite : Trier le matin"]
    derniere = entrees(recrite, GESTES, tus=TUS)[0]
    assert derniere["note"] == "À trois" and derniere["qui"] == str(gestionnaire)
    assert {c["champ"] for c in derniere["changements"]} >= {"Étapes", "Vérifiée jusqu'au"}
    with pytest.raises(ValidationError, match="Rien ne change"):
        recrire(par=gestionnaire, pratique=recrite, version_lue=4, note="Rien", etapes=" À trois. ")
    with pytest.raises(ValidationError, match="contexte"):
        recrire(par=gestionnaire, pratique=recrite, version_lue=4, note="Vide", contexte=" ")


def test_deux_personnes_qui_recrivent_ne_perdent_rien(pratique, gestionnaire, coordination):
    recrire(par=gestionnaire, pratique=pratique, version_lue=2, note="Un", etapes="Un.")
    with pytest.raises(ConflitFiche) as conflit:
        recrire(par=coordination, pratique=pratique, version_lue=2, note="Deux", etapes="Deux.")
    assert conflit.value.actuelle.etapes == "Un."


@pytest.mark.parametrize(("jours", "juste"), [(0, False), (1, True), (3 * 365, True), (3 * 365 + 1, False)])
def test_une_verification_vaut_jusqu_a_un_jour_d_ici_trois_ans(pratique, coordination, jours, juste):
    jusqu = timezone.localdate() + timedelta(days=jours)
    geste = partial(verifier, par=coordination, pratique=pratique, version_lue=2, mot="Relue.", jusqu=jusqu)
    if juste:
        assert geste().verifiee_jusqu == jusqu
    else:
        with pytest.raises(ValidationError, match="d'ici trois ans"):
            geste()


def test_qui_a_verifie_leve_sa_verification_et_personne_d_autre(pratique, gestionnaire, coordination):
    verifiee = verifier(par=coordination, pratique=pratique, version_lue=2, mot="Relue.")
    with pytest.raises(ValidationError, match="pas la vôtre"):
        lever_verification(par=gestionnaire, pratique=verifiee, version_lue=3)
    assert lever_verification(par=coordination, pratique=verifiee, version_lue=3).verifiee_le is None


def test_un_retrait_dit_pourquoi_et_se_defait(pratique, adoption, gestionnaire, gestionnaire_d_ailleurs, avis):
    with pytest.raises(ValidationError, match="pourquoi"):
        retirer(par=gestionnaire, pratique=pratique, motif=" ", version_lue=2)
    retiree = retirer(par=gestionnaire, pratique=pratique, motif="Dépassée.", version_lue=2)
    assert avis(gestionnaire_d_ailleurs) == ["Une pratique est retirée : Trier le matin"]
    with pytest.raises(ValidationError, match="remettez-la"):
        recrire(par=gestionnaire, pratique=retiree, version_lue=3, note="x", etapes="y")
    remise = remettre(par=gestionnaire, pratique=retiree, version_lue=3)
    assert (remise.etat, remise.motif) == (EtatPratique.PUBLIEE, "")


def test_un_brouillon_abandonne_n_est_lu_de_personne_et_redevient_brouillon(
    gestionnaire, ministere, gestionnaire_d_ailleurs, client_de
):
    brouillon = rediger(par=gestionnaire, organisation=ministere, titre="À finir", portee="ecosysteme")
    abandonne = retirer(par=gestionnaire, pratique=brouillon, motif="Trop tôt.", version_lue=1)
    assert client_de(gestionnaire_d_ailleurs).get(f"/communaute/pratiques/{abandonne.pk}/").status_code == 404
    assert remettre(par=gestionnaire, pratique=abandonne, version_lue=2).etat == EtatPratique.BROUILLON


def test_une_origine_ne_donne_qu_une_pratique_meme_demandee_deux_fois_a_la_fois(
    transactional_db, journal_videable, gestionnaire, ministere
):
    def tenter():
        try:
            return rediger(par=gestionnaire, organisation=ministere, origine="demande:7", titre="Une seule")
        except ValidationError as refus:
            return refus.messages

    rendus = en_parallele([tenter] * 4)
    assert Pratique.objects.filter(origine="demande:7").count() == 1
    assert sum(isinstance(rendu, list) for rendu in rendus) == 3
    unique = Pratique.objects.get(origine="demande:7")
    retirer(par=gestionnaire, pratique=unique, motif="Erreur.", version_lue=1)
    assert tenter().pk != unique.pk


def test_une_verification_echue_se_dit_une_fois_a_qui_l_a_ecrite_et_a_qui_l_a_verifiee(
    pratique, gestionnaire, coordination, avis
):
    jour = timezone.localdate()
    verifier(par=coordination, pratique=pratique, version_lue=2, mot="Relue.", jusqu=jour + timedelta(days=30))
    avant = avis(gestionnaire)
    with time_machine.travel(timezone.now() + timedelta(days=30), tick=False):
        assert rappeler_pratiques() == 0
    with time_machine.travel(timezone.now() + timedelta(days=31), tick=False):
        assert (rappeler_pratiques(), rappeler()) == (2, 0)
    assert avis(gestionnaire)[len(avant) :] == avis(coordination) == ["À revérifier : Trier le matin"]
