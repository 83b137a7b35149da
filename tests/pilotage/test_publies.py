"""What a private partner reads: the same bilans counted live from published figures, and nothing else."""

import random
from datetime import date

import pytest

from ecosysteme.enums import EtatMesure, EtatPlan, MotifAbsence, RoleAdhesion, TypeOrganisation, Visibilite
from pilotage import bilans
from pilotage.enums import Niveau
from pilotage.models import Bilan
from pilotage.selectors import publies
from pilotage.services import signaux
from tests import fabriques

pytestmark = pytest.mark.django_db
CHAMPS = [c.attname for c in Bilan._meta.fields if c.attname not in {"id", "calcule_le"}]


def _valeurs(bilan):
    return {champ: getattr(bilan, champ) for champ in CHAMPS}


def _calculer():
    list(bilans.vider())


@pytest.fixture
def partenaire():
    personne = fabriques.personne()
    organisation = fabriques.organisation("Partenaire inc.", type=TypeOrganisation.PARTENAIRE_PRIVE)
    fabriques.adhesion(personne, organisation, RoleAdhesion.MEMBRE_PRIVE)
    return personne


@pytest.fixture
def gestionnaire():
    personne = fabriques.personne()
    fabriques.adhesion(personne, fabriques.organisation())
    return personne


def _semer(graine: int) -> None:
    """A small State: three portfolios, ministries, branches, plans, weighted nodes, results of every kind."""
    hasard = random.Random(graine)
    gouvernement = fabriques.organisation(type=TypeOrganisation.GOUVERNEMENT)
    for _ in range(3):
        poids = hasard.randint(0, 3)
        portefeuille = fabriques.organisation(parent=gouvernement, type=TypeOrganisation.PORTEFEUILLE, poids=poids)
        for _ in range(2):
            ministere = fabriques.organisation(parent=portefeuille, poids=hasard.randint(1, 4))
            direction = fabriques.organisation(parent=ministere, type=TypeOrganisation.DIRECTION)
            for organisation in (ministere, direction):
                plan = fabriques.plan(organisation, poids=hasard.randint(0, 3))
                for _ in range(2):
                    objectif = fabriques.objectif(plan, poids=hasard.randint(0, 3))
                    for _ in range(2):
                        _semer_indicateur(hasard, objectif)
    _calculer()


def _semer_indicateur(hasard, objectif) -> None:
    indicateur = fabriques.indicateur(objectif, valeur_depart=hasard.choice([None, 10]), poids=hasard.randint(0, 3))
    for exercice in (2024, 2025):
        if hasard.random() < 0.8:
            fabriques.cible(indicateur, exercice, hasard.randint(20, 100))
        if hasard.random() < 0.7:
            fabriques.mesure(indicateur, exercice, hasard.randint(0, 120))
        elif hasard.random() < 0.5:
            fabriques.mesure(indicateur, exercice, None, motif_absence=MotifAbsence.SOURCE_RETARDEE)


@pytest.mark.parametrize("graine", [1, 2, 3])
def test_quand_tout_est_publie_un_partenaire_lit_les_memes_bilans_que_tous(partenaire, graine):
    _semer(graine)
    for niveau in Niveau:
        tous = Bilan.objects.filter(niveau=niveau, exercice__in=[2024, 2025])
        attendus = {(b.noeud_id, b.exercice): _valeurs(b) for b in tous}
        lus = publies.lire(partenaire, niveau, {noeud for noeud, _ in attendus}, [2024, 2025])
        assert {cle: _valeurs(b) for cle, b in lus.items()} == attendus
        assert attendus


def _place(**champs):
    """One indicator alone in its plan, its target missed by a validated result, and its ancestors by level."""
    indicateur = fabriques.indicateur(valeur_depart=0, **champs)
    objectif = indicateur.objectif
    orientation = objectif.orientation
    fabriques.cible(indicateur, 2025, 100)
    noeuds = [indicateur.pk, objectif.pk, orientation.pk, orientation.plan_id, indicateur.organisation_id]
    return indicateur, dict(zip(Niveau, noeuds, strict=True))


def _lire(personne, noeuds):
    return {
        niveau: publies.lire(personne, niveau, [noeud], [2025]).get((noeud, 2025)) for niveau, noeud in noeuds.items()
    }


def test_un_indicateur_interne_ne_compte_nulle_part_pour_un_partenaire(partenaire, gestionnaire):
    indicateur, noeuds = _place(visibilite=Visibilite.INTERNE)
    fabriques.mesure(indicateur, 2025, 40)
    _calculer()
    assert set(_lire(partenaire, noeuds).values()) == {None}
    assert all(b.nb_non_atteinte == 1 for b in _lire(gestionnaire, noeuds).values())


def test_un_plan_en_brouillon_ne_compte_pas_pour_un_partenaire(partenaire):
    indicateur, noeuds = _place()
    fabriques.mesure(indicateur, 2025, 40)
    plan = indicateur.objectif.orientation.plan
    plan.etat = EtatPlan.BROUILLON
    plan.save()
    _calculer()
    assert set(_lire(partenaire, noeuds).values()) == {None}
    assert not publies.plans(partenaire).exists()


def test_un_resultat_provisoire_est_un_resultat_non_disponible_pour_un_partenaire(partenaire):
    indicateur, noeuds = _place()
    fabriques.mesure(indicateur, 2025, 40, etat=EtatMesure.PROVISOIRE)
    _calculer()
    for niveau, bilan in _lire(partenaire, noeuds).items():
        assert (bilan.nb_non_disponible, bilan.nb_non_atteinte) == (1, 0), niveau
        assert bilan.resultat is bilan.progression is bilan.derniere_mesure is None
        assert (bilan.pointage_n, bilan.progression_n, bilan.progression_m, bilan.provisoire) == (0, 0, 1, False)
    assert not publies.mesures(partenaire).exists()


def test_un_sans_objet_provisoire_reste_tu(partenaire):
    indicateur, noeuds = _place()
    fabriques.mesure(indicateur, 2025, None, sans_objet=True, etat=EtatMesure.PROVISOIRE)
    _calculer()
    assert _lire(partenaire, noeuds)[Niveau.INDICATEUR].statut == "non_disponible"
    assert _lire(partenaire, noeuds)[Niveau.INDICATEUR].motif == "non_saisi"


def test_un_motif_d_absence_provisoire_reste_tu(partenaire):
    indicateur, noeuds = _place()
    fabriques.mesure(indicateur, 2025, None, motif_absence=MotifAbsence.CONFIDENTIEL, etat=EtatMesure.PROVISOIRE)
    _calculer()
    assert _lire(partenaire, noeuds)[Niveau.INDICATEUR].motif == "non_saisi"


def test_un_indicateur_agrege_reste_tu_tant_qu_un_de_ses_enfants_est_provisoire(partenaire, gestionnaire):
    """The parent's result would tell the child's."""
    parent, noeuds = _place(agregation_organisations="somme")
    enfant = fabriques.indicateur(parent=parent, visibilite=Visibilite.INTERNE)
    mesure = fabriques.mesure(enfant, 2025, 30, etat=EtatMesure.PROVISOIRE)
    _calculer()
    assert _lire(gestionnaire, noeuds)[Niveau.INDICATEUR].provisoire
    assert _lire(partenaire, noeuds)[Niveau.INDICATEUR].resultat is None
    mesure.etat = EtatMesure.VALIDEE
    mesure.save()
    _calculer()
    assert _lire(partenaire, noeuds)[Niveau.INDICATEUR].resultat == 30


def test_un_signal_dont_un_point_est_provisoire_n_est_pas_publie(partenaire, gestionnaire):
    indicateur, _ = _place()
    for annee in range(2005, 2025):
        fabriques.mesure(indicateur, annee, annee % 3)
    publie = fabriques.indicateur()
    fabriques.mesure(publie, 2025, 10)
    fabriques.mesure(indicateur, 2025, 900, etat=EtatMesure.PROVISOIRE)
    _calculer()
    signaux.recalculer_lot()
    assert set(publies.etats(gestionnaire).values_list("pk", flat=True)) == {indicateur.pk, publie.pk}
    assert set(publies.etats(partenaire).values_list("pk", flat=True)) == {publie.pk}


def test_lire_des_bilans_coute_une_requete(partenaire, gestionnaire, django_assert_num_queries):
    _, noeuds = _place()
    for personne in (partenaire, gestionnaire):
        publies.complet(personne)
        for niveau, noeud in noeuds.items():
            with django_assert_num_queries(1):
                publies.lire(personne, niveau, [noeud], [2024, 2025])


def test_une_echeance_a_venir_le_reste_meme_avec_un_resultat_provisoire(partenaire):
    indicateur = fabriques.indicateur(valeur_depart=0)
    fabriques.cible(indicateur, 2025, 100, echeance=date(2027, 3, 31))
    fabriques.mesure(indicateur, 2025, 40, etat=EtatMesure.PROVISOIRE)
    _calculer()
    bilan = publies.lire(partenaire, Niveau.INDICATEUR, [indicateur.pk], [2025])[indicateur.pk, 2025]
    assert (bilan.statut, bilan.progression, bilan.progression_m) == ("a_venir", None, 0)
