"""The automatic agenda read from the board: what calls for a meeting, in the subtree, in a set number of queries."""

from datetime import date, time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from ecosysteme.models import Decision
from pilotage import bilans
from pilotage.enums import EtatRencontre
from pilotage.models import Action, Bloquant, EtatIndicateur, PointOrdreDuJour, Rencontre, SerieRencontre
from pilotage.selectors import ordre_du_jour
from pilotage.services import rencontres_ordre
from tests import fabriques
from tests.rencontres.conftest import planifier


def cles(rencontre):
    """Keys of the agenda; the cast's own indicator, that has no result, is left out."""
    points = PointOrdreDuJour.objects.filter(rencontre=rencontre).exclude(genre="retard")
    return set(points.values_list("cle", flat=True))


def hors_cible(objectif):
    indicateur = fabriques.indicateur(objectif, valeur_depart=0)
    fabriques.cible(indicateur)
    fabriques.mesure(indicateur, etat="validee")
    return indicateur


@pytest.fixture
def tableau(ministere, ailleurs, gestionnaire, indicateur):
    """One of each reason to speak, at home; the same missed target elsewhere."""
    manque = hors_cible(indicateur.objectif)
    loin = hors_cible(fabriques.objectif(fabriques.plan(ailleurs)))
    signal = hors_cible(indicateur.objectif)
    list(bilans.vider())
    EtatIndicateur.objects.filter(indicateur=signal).update(
        variation="defavorable", signal_depuis=date(2025, 9, 30), derniere_mesure=date(2026, 3, 31)
    )
    hier = timezone.localdate() - timedelta(days=1)
    action = Action.objects.create(
        quoi="Rappeler", responsable=gestionnaire, echeance=hier, organisation=ministere, confiee_par=gestionnaire
    )
    decision = Decision.objects.create(
        texte="Essayer", organe="Caucus", prise_par=gestionnaire, organisation=ministere, revision_le=hier
    )
    bloquant = Bloquant.objects.create(
        titre="Serveur", cause="technologie", organisation=ministere, indicateur=manque, signale_par=gestionnaire,
        etat="escalade", palier=4, palier_origine=2,
    )  # fmt: skip
    return {
        "manque": f"indicateur:{manque.pk}:hors_cible", "signal": f"indicateur:{signal.pk}:signal",
        "loin": f"indicateur:{loin.pk}:hors_cible", "action": f"action:{action.pk}",
        "decision": f"decision:{decision.pk}", "bloquant": f"bloquant:{bloquant.pk}",
    }  # fmt: skip


def test_le_tableau_devient_l_ordre_du_jour(tableau, ministere, gestionnaire, indicateur):
    faite = planifier(gestionnaire, ministere, duree=60)
    lus = [c.cle for c in ordre_du_jour.candidats(faite)]
    assert set(lus) >= {v for k, v in tableau.items() if k != "loin"}
    assert tableau["loin"] not in lus
    assert cles(faite) == {tableau[k] for k in ("manque", "signal", "action", "decision", "bloquant")}
    assert PointOrdreDuJour.objects.filter(rencontre=faite, cle=f"indicateur:{indicateur.pk}:retard").exists()
    premier = PointOrdreDuJour.objects.filter(rencontre=faite).order_by("ordre").first()
    assert premier.cle == tableau["bloquant"]


def test_le_gouvernement_voit_tout_et_une_direction_le_sien(tableau, gouvernement, ministere, coordination):
    tout = planifier(coordination, gouvernement, duree=240)
    assert tableau["loin"] in cles(tout)
    direction = fabriques.organisation(parent=ministere, type="direction")
    assert cles(planifier(coordination, direction)) == set()


def test_un_signal_deja_vu_a_la_derniere_rencontre_ne_revient_pas(tableau, ministere, gestionnaire, serie_vide):
    Rencontre.objects.create(
        serie=serie_vide, organisation=ministere, palier=3, titre="Avant", prevue_le=timezone.now(), duree=30,
        animation=gestionnaire, etat=EtatRencontre.CLOSE, close_le=timezone.now() + timedelta(seconds=1),
    )  # fmt: skip
    suite = planifier(gestionnaire, ministere, duree=60, serie=serie_vide)
    assert tableau["signal"] not in cles(suite)
    assert tableau["signal"].replace("signal", "hors_cible") in cles(suite)


@pytest.fixture
def serie_vide(ministere, gestionnaire):
    return SerieRencontre.objects.create(
        organisation=ministere, palier=3, titre="Série", recurrence="mensuelle", premiere=date(2026, 1, 6),
        heure=time(9), duree=60, animation=gestionnaire,
    )  # fmt: skip


def test_rebatir_garde_le_travail_fait_a_la_main(tableau, ministere, gestionnaire):
    faite = planifier(gestionnaire, ministere, duree=60)
    qui = {"par": gestionnaire, "rencontre": faite}
    libre = rencontres_ordre.ajouter(titre="Vacances", minutes=2, **qui)
    signal = PointOrdreDuJour.objects.get(rencontre=faite, cle=tableau["signal"])
    rencontres_ordre.retirer(point=signal, **qui)
    rencontres_ordre.ordonner(pks=[libre.pk], **qui)
    Action.objects.update(etat="faite", close_le=timezone.now())
    rencontres_ordre.batir(**qui)
    assert cles(faite) == {libre.cle, *(tableau[k] for k in ("manque", "decision", "bloquant"))}
    assert PointOrdreDuJour.objects.filter(rencontre=faite).order_by("ordre").first() == libre
    rencontres_ordre.retenir(cle=tableau["signal"], **qui)
    assert tableau["signal"] in cles(faite)


def test_l_ordre_du_jour_se_batit_en_douze_requetes_au_plus(tableau, ministere, gestionnaire, indicateur):
    faite = planifier(gestionnaire, ministere, duree=60)

    def compter():
        PointOrdreDuJour.objects.filter(rencontre=faite).delete()
        with CaptureQueriesContext(connection) as captees:
            rencontres_ordre.batir(par=gestionnaire, rencontre=faite)
        return len(captees)

    avec_peu = compter()
    for _ in range(20):
        hors_cible(indicateur.objectif)
    list(bilans.vider())
    assert compter() == avec_peu
    assert avec_peu <= 12
