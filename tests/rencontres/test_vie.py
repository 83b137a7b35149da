"""A meeting is planned, changed, called off, opened, led, closed."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from pilotage.enums import EtapePoint, EtatPoint, EtatRencontre
from pilotage.models import EvenementRencontre, PointOrdreDuJour, Presence
from pilotage.services import rencontres, rencontres_direct, rencontres_ordre
from pilotage.services.rencontres import ActeRefuse, ConflitRencontre
from tests.rencontres.conftest import planifier


def rangs(rencontre):
    return list(EvenementRencontre.objects.filter(rencontre=rencontre).order_by("rang").values_list("rang", flat=True))


def test_les_personnes_attendues_sont_averties_une_fois(rencontre, gestionnaire, seconde, membre_public, avis):
    assert avis(gestionnaire) == []
    assert len(avis(seconde)) == len(avis(membre_public)) == 1
    assert "On vous attend" in avis(seconde)[0]
    assert Presence.objects.filter(rencontre=rencontre, attendue=True).count() == 3


def test_une_duree_absurde_est_refusee_en_francais(ministere, gestionnaire):
    with pytest.raises(ValidationError, match="5 minutes à 8 heures"):
        planifier(gestionnaire, ministere, duree=2)


def test_deplacer_avertit_et_garde_la_version(rencontre, gestionnaire, seconde, membre_public, avis):
    demain = timezone.now() + timedelta(days=2)
    rencontres.modifier(
        par=gestionnaire, rencontre=rencontre, champs={"prevue_le": demain}, version_lue=1,
        participants=[seconde, membre_public],
    )  # fmt: skip
    assert avis(seconde)[0].startswith("Rencontre déplacée")
    with pytest.raises(ConflitRencontre):
        rencontres.modifier(par=gestionnaire, rencontre=rencontre, champs={"duree": 20}, version_lue=1, participants=[])


def test_annuler_se_dit_et_ne_s_ouvre_plus(rencontre, gestionnaire, seconde, avis):
    rencontres.annuler(par=gestionnaire, rencontre=rencontre, motif="Tempête")
    assert avis(seconde)[0].startswith("Rencontre annulée")
    with pytest.raises(ActeRefuse, match="annulée"):
        rencontres.ouvrir(par=gestionnaire, rencontre=rencontre)


def test_ouvrir_met_le_premier_point_en_discussion_et_part_la_minuterie(ouverte, points, gestionnaire):
    assert ouverte.etat == EtatRencontre.EN_COURS
    assert ouverte.point_courant == points[0]
    reste = (ouverte.minuterie_fin - timezone.now()).total_seconds()
    assert 170 < reste <= 181
    avant = ouverte.rang
    rencontres.ouvrir(par=gestionnaire, rencontre=ouverte)
    ouverte.refresh_from_db()
    assert ouverte.rang == avant


def test_le_tour_des_points(ouverte, points, gestionnaire):
    rencontres_direct.changer_etape(par=gestionnaire, rencontre=ouverte, etape=EtapePoint.CAUSE)
    rencontres_direct.suivant(par=gestionnaire, rencontre=ouverte)
    ouverte.refresh_from_db()
    assert (ouverte.point_courant, ouverte.etape) == (points[1], EtapePoint.CHIFFRES)
    rencontres_direct.aller(par=gestionnaire, rencontre=ouverte, point=points[0])
    rencontres_direct.suivant(par=gestionnaire, rencontre=ouverte)
    rencontres_direct.suivant(par=gestionnaire, rencontre=ouverte)
    ouverte.refresh_from_db()
    assert ouverte.point_courant is None
    assert ouverte.minuterie_fin is None
    assert {p.etat for p in PointOrdreDuJour.objects.filter(rencontre=ouverte)} == {EtatPoint.TRAITE}


def test_deux_clics_ne_sautent_pas_un_point(ouverte, points, gestionnaire):
    for _ in range(2):
        rencontres_direct.suivant(par=gestionnaire, rencontre=ouverte, vu=points[0].pk)
    ouverte.refresh_from_db()
    assert ouverte.point_courant == points[1]


def test_la_minuterie_se_suspend_repart_et_s_allonge(ouverte, gestionnaire):
    qui = {"par": gestionnaire, "rencontre": ouverte}
    rencontres_direct.suspendre(**qui)
    ouverte.refresh_from_db()
    assert ouverte.minuterie_fin is None
    reste = ouverte.minuterie_reste
    rencontres_direct.ajouter_minute(**qui)
    ouverte.refresh_from_db()
    assert ouverte.minuterie_reste == reste + 60
    rencontres_direct.repartir(**qui)
    ouverte.refresh_from_db()
    assert ouverte.minuterie_reste is None
    type(ouverte).objects.filter(pk=ouverte.pk).update(minuterie_fin=timezone.now() - timedelta(minutes=5))
    rencontres_direct.ajouter_minute(**qui)
    ouverte.refresh_from_db()
    assert 55 < (ouverte.minuterie_fin - timezone.now()).total_seconds() <= 61


def test_seule_la_personne_qui_anime_fait_avancer(ouverte, seconde):
    with pytest.raises(ActeRefuse, match="anime maintenant"):
        rencontres_direct.suivant(par=seconde, rencontre=ouverte)


def test_clore_reporte_ce_qui_reste(ouverte, points, gestionnaire):
    rencontres_direct.suivant(par=gestionnaire, rencontre=ouverte)
    rencontres.clore(par=gestionnaire, rencontre=ouverte)
    etats = list(PointOrdreDuJour.objects.filter(rencontre=ouverte).order_by("ordre").values_list("etat", flat=True))
    assert etats == [EtatPoint.TRAITE, EtatPoint.TRAITE, EtatPoint.REPORTE]
    rencontres.clore(par=gestionnaire, rencontre=ouverte)
    ouverte.refresh_from_db()
    assert (ouverte.etat, ouverte.point_courant) == (EtatRencontre.CLOSE, None)
    assert rangs(ouverte) == list(range(1, ouverte.rang + 1))


def test_les_points_se_deplacent_se_reportent_et_se_retirent(rencontre, points, gestionnaire):
    qui = {"par": gestionnaire, "rencontre": rencontre}

    def titres():
        return list(
            PointOrdreDuJour.objects.filter(rencontre=rencontre).order_by("ordre").values_list("titre", flat=True)
        )

    rencontres_ordre.decaler(point=points[2], vers=-1, **qui)
    assert titres() == ["Délais", "Effectifs", "Qualité"]
    rencontres_ordre.ordonner(pks=[points[1].pk, 999_999, points[0].pk], **qui)
    assert titres() == ["Qualité", "Délais", "Effectifs"]
    rencontres_ordre.reporter(point=points[0], **qui)
    rencontres_ordre.retirer(point=points[1], **qui)
    assert titres() == ["Délais", "Effectifs"]
    assert rangs(rencontre)[-1] == len(rangs(rencontre))


def test_le_point_en_discussion_ne_se_retire_pas(ouverte, points, gestionnaire):
    with pytest.raises(ActeRefuse, match="en discussion"):
        rencontres_ordre.retirer(par=gestionnaire, rencontre=ouverte, point=points[0])
