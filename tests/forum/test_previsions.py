"""Forecasts: the group's told from five on, scored once the effect is measured; one's own is for oneself."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from forum.models import Prevision
from forum.prevision import brier, effet_arrive, ensemble
from forum.selectors.previsions import page as bloc
from forum.services.propositions import courante, proposer, publier_proposition
from forum.services.scrutins_clore import proclamer
from forum.services.scrutins_voter import deposer_bulletin
from tests import fabriques
from tests.forum.aides_scrutins import CHOIX, assemblee, fermer, ouvert, relu


def test_le_score_de_brier_est_celui_de_sa_definition():
    assert brier([100], True) == 0 and brier([0], True) == 1 and brier([50] * 3, False) == 0.25
    assert brier([70, 90], True) == pytest.approx((0.09 + 0.01) / 2)
    with pytest.raises(ValueError, match="prévision"):
        brier([], True)


def test_sous_cinq_previsions_l_ensemble_se_tait():
    assert ensemble([50] * 4) is None
    e = ensemble([10, 20, 30, 40, 100])
    assert (e.nombre, e.bas, e.mediane, e.haut) == (5, 20, 30, 40)


@pytest.mark.parametrize(
    ("avant", "apres", "sens", "ampleur", "arrive"),
    [("10", "8", "baisse", None, True), ("10", "8", "baisse", "3", False), ("10", "7", "baisse", "3", True),
     ("10", "12", "hausse", "2", True), ("10", "10", "hausse", None, False), ("10", "11", "maintien", "1", True),
     ("10", "11", "maintien", None, False)],
)  # fmt: skip
def test_l_effet_est_arrive_s_il_va_dans_le_sens_dit_et_de_l_ampleur_dite(avant, apres, sens, ampleur, arrive):
    assert effet_arrive(Decimal(avant), Decimal(apres), sens, Decimal(ampleur) if ampleur else None) is arrive


def voter(visibilite="publique", secret=False):
    """Six members vote on a text whose effect is due today; the first forecasts 90 %, the others 60 %."""
    instance, membres, sujet = assemblee(6)
    for m in membres:
        fabriques.adhesion(m, fabriques.organisation())
    indicateur = fabriques.indicateur(nom="Attente", visibilite=visibilite)
    fabriques.mesure(indicateur, valeur="20", debut=date(2020, 4, 1), fin=date(2021, 3, 31))
    p = publier_proposition(par=membres[0], proposition=proposer(
        par=membres[0], espace=sujet.espace, titre="Samedi", probleme="p", action="a", effet="L'attente baisse.",
        effet_indicateur=indicateur, effet_sens="baisse", effet_valeur=Decimal(5), effet_le=timezone.localdate(),
    ))  # fmt: skip
    scrutin = ouvert(p.sujet, instance, version_visee=courante(p), secret=secret)
    for n, m in enumerate(membres):
        deposer_bulletin(par=m, scrutin=scrutin, contenu=CHOIX["pour"], prevision=60 if n else 90)
    return scrutin, membres, indicateur, p


@pytest.mark.django_db
def test_la_page_dit_la_prevision_du_groupe_puis_ce_qu_elle_valait(client):
    scrutin, membres, indicateur, p = voter()
    adresse = reverse("forum:scrutin", args=[scrutin.pk])
    client.force_login(membres[0])
    assert "prévoyait" not in client.get(adresse).content.decode()
    proclamer(scrutin=fermer(scrutin))
    page = client.get(adresse).content.decode()
    assert "60\u00a0% au milieu" in page and "Vous aviez dit 90" in page and "aucun résultat" in page
    fabriques.mesure(indicateur, valeur="12", debut=timezone.localdate(), fin=timezone.localdate() + timedelta(days=3))
    page = client.get(adresse).content.decode()
    assert "effet attendu s&#x27;est produit" in page and "de 0,01, mieux que" in page.replace("0,010", "0,01")
    client.force_login(membres[1])
    autre = client.get(adresse).content.decode()
    assert "Vous aviez dit 60" in autre and "90\u00a0%" not in autre
    assert "s&#x27;est produit" in client.get(reverse("forum:proposition", args=[p.pk])).content.decode()


@pytest.mark.django_db
def test_un_vote_secret_ne_garde_aucune_prevision_qui_trahirait_un_bulletin(client):
    scrutin, membres, _, _ = voter(secret=True)
    assert not Prevision.objects.exists()
    client.force_login(membres[0])
    assert "prevision" not in client.get(reverse("forum:voter", args=[scrutin.pk])).content.decode()


@pytest.mark.django_db
def test_l_effet_sur_un_indicateur_interne_ne_se_dit_pas_a_qui_ne_le_lit_pas(client, membre_prive):
    scrutin, membres, indicateur, _ = voter(visibilite="interne")
    proclamer(scrutin=fermer(scrutin))
    fabriques.mesure(indicateur, valeur="12", debut=timezone.localdate(), fin=timezone.localdate() + timedelta(days=3))

    assert bloc(membres[0], relu(scrutin))["effet"]["arrive"] is True
    assert bloc(membre_prive, relu(scrutin))["effet"] is None
