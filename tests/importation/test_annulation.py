"""Undo: what the import changed is restored, what it created goes, what was touched since stays and is said."""

from decimal import Decimal

import pghistory
import pytest

from ecosysteme.models import Cible, Indicateur, Mesure, Objectif, Organisation, PlanStrategique
from pilotage import bilans
from pilotage.enums import EtatImport
from pilotage.models import Bilan, EtatIndicateur
from tests import fabriques

pytestmark = pytest.mark.django_db
ENTETE = "organisation;code;periode;resultat\n"
NEUF = (
    "organisation;nom de l'organisation;relève de;plan;plan_debut;plan_fin;objectif;code;nom;sens;unite;"
    "periode;cible;resultat\n"
    "NEO;Organisme neuf;MCL;P;2023-2024;2026-2027;1.1;1.1.1;Délai;baisse;jours;2023-2024;25;24\n"
    "NEO;;;P;;;1.1;1.1.2;Part;hausse;%;2023-2024;50;45\n"
)


def laissees(importation):
    return [(r.champ, r.valeur) for r in importation.remarques.filter(gravite="laissee")]


def test_ce_que_l_import_a_cree_disparait_bilans_compris(importer, annuler, ministere):
    importation = importer(NEUF)
    list(bilans.vider())
    assert Bilan.objects.filter(niveau=1).exists() and EtatIndicateur.objects.exists()
    importation = annuler(importation)
    assert importation.etat == EtatImport.ANNULE
    for modele in (Mesure, Cible, Indicateur, Objectif, PlanStrategique):
        assert not modele.objects.exists(), modele
    assert not Organisation.objects.filter(sigle="NEO").exists()
    assert importation.rapport["annulation"] == {"retablies": 0, "retirees": 10, "laissees": 0}
    list(bilans.vider())
    assert not Bilan.objects.exists()


def test_ce_que_l_import_a_change_retrouve_sa_valeur(importer, annuler, indicateur):
    fabriques.mesure(indicateur, 2023, "10", commentaire="première")
    fabriques.cible(indicateur, 2023, "20")
    importation = importer(
        "organisation;code;nom;periode;cible_forme;cible;resultat;commentaire\n"
        "MCL;1.1.1;Autre nom;2023-2024;au_moins;30;11;seconde\n"
    )
    assert importation.rapport == {"indicateurs_changes": 1, "cibles": 1, "mesures": 1}
    annuler(importation)
    mesure, cible = Mesure.objects.get(), Cible.objects.get()
    assert (mesure.valeur, mesure.commentaire, mesure.importation_id) == (10, "première", None)
    assert mesure.version == 3 and cible.valeur_min == 20
    assert Indicateur.objects.get().nom == indicateur.nom


def test_ce_qui_a_change_depuis_reste_et_le_rapport_le_dit(importer, annuler, indicateur):
    fabriques.mesure(indicateur, 2022, "5")
    importation = importer(f"{ENTETE}MCL;1.1.1;2022-2023;6\nMCL;1.1.1;2023-2024;1\nMCL;1.1.1;2024-2025;2\n")
    with pghistory.context(ecriture="saisie"):
        Mesure.objects.filter(exercice__in=[2022, 2023]).update(valeur=Decimal(99), version=7)
    importation = annuler(importation)
    assert sorted(Mesure.objects.values_list("exercice", "valeur")) == [(2022, 99), (2023, 99)]
    assert [champ for champ, _ in laissees(importation)] == ["Résultat", "Résultat"]
    assert importation.rapport["annulation"]["laissees"] == 2


def test_un_import_suivant_qui_a_repris_la_ligne_l_emporte(importer, annuler, indicateur):
    premiere = importer(f"{ENTETE}MCL;1.1.1;2023-2024;1\n")
    importer(f"{ENTETE}MCL;1.1.1;2023-2024;2\n")
    premiere = annuler(premiere)
    assert Mesure.objects.get().valeur == 2
    assert len(laissees(premiere)) == 1


def test_une_fiche_qui_sert_ailleurs_reste_avec_tout_ce_qui_la_porte(importer, annuler, ministere):
    importation = importer(NEUF)
    fabriques.mesure(Indicateur.objects.get(code="1.1.2"), 2025, "50")
    importation = annuler(importation)
    assert list(Indicateur.objects.values_list("code", flat=True)) == ["1.1.2"]
    assert {champ for champ, _ in laissees(importation)} == {
        "Indicateur",
        "Objectif",
        "Orientation",
        "Plan",
        "Organisation",
    }


def test_apres_une_annulation_le_meme_fichier_s_importe_de_nouveau(importer, annuler, ministere):
    annuler(importer(NEUF))
    assert importer(NEUF).nb_creees == 2


def test_une_annulation_ne_se_fait_qu_une_fois(importer, annuler, indicateur):
    from pilotage.services.imports import EtapeImpossible

    importation = annuler(importer(f"{ENTETE}MCL;1.1.1;2023-2024;1\n"))
    with pytest.raises(EtapeImpossible):
        annuler(importation)
