"""Published at once or not at all; the same file again writes nothing; nobody's later work is overwritten."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection

from ecosysteme.models import Cible, Indicateur, Mesure, Objectif, PlanStrategique
from pilotage import bilans
from pilotage.enums import EtatImport
from pilotage.models import Bilan, CleSale, Importation
from pilotage.services import imports
from tests.outils_import import comptes, refus

pytestmark = pytest.mark.django_db
ENTETE = "organisation;code;periode;resultat\n"
COMPLET = (
    "organisation;plan;plan_debut;plan_fin;objectif;objectif_titre;code;nom;sens;unite;valeur_depart;"
    "periode;cible;resultat\n"
    "MCL;Plan 2023-2027;2023-2024;2026-2027;1.2;Répondre plus vite;1.2.1;Délai moyen;baisse;jours;30;"
    "2023-2024;25;24,5\n"
    "MCL;;;;;;1.2.1;;;;;2024-2025;;22\n"
    "MCL;Plan 2023-2027;2023-2024;2026-2027;1.2;;1.2.2;Part en ligne;hausse;%;;2024-2025;50;45\n"
)


def ecritures():
    """Events kept and measures held: what any write would move."""
    with connection.cursor() as curseur:
        curseur.execute(
            "SELECT (SELECT count(*) FROM ecosysteme_mesureevent), (SELECT count(*) FROM ecosysteme_indicateurevent),"
            " (SELECT count(*) FROM ecosysteme_cibleevent), (SELECT sum(xmin::text::bigint) FROM ecosysteme_mesure),"
            " (SELECT count(*) FROM pilotage_clesale)"
        )
        return curseur.fetchone()


def test_un_fichier_cree_le_plan_les_fiches_les_cibles_et_les_resultats(importer, ministere):
    importation = importer(COMPLET)
    assert importation.etat == EtatImport.PUBLIE
    assert importation.rapport == {
        "plans": 1, "orientations": 1, "objectifs": 1, "indicateurs": 2, "cibles": 2, "mesures": 3,
    }  # fmt: skip
    delai = Indicateur.objects.get(code="1.2.1")
    assert (delai.sens, delai.unite, delai.valeur_depart, delai.objectif.titre) == (
        "baisse",
        "jours",
        30,
        "Répondre plus vite",
    )
    assert Cible.objects.get(indicateur=delai).forme == "au_plus"
    assert [(m.exercice, m.valeur) for m in delai.mesures.all()] == [(2023, Decimal("24.5")), (2024, 22)]


def test_un_indicateur_de_meme_nom_ailleurs_dans_l_organisation_est_annonce_avant_d_etre_cree(importer, ministere):
    importer(COMPLET)
    autre = importer(COMPLET.replace("Plan 2023-2027", "Plan 2023-2027 révisé").replace("1.2.1", "9.1"))
    dites = autre.remarques.filter(gravite="avertissement", champ="Indicateur").order_by("ligne")
    assert [(r.ligne, r.valeur) for r in dites] == [(2, "Délai moyen"), (4, "Part en ligne")]
    assert dites[0].raison.startswith("Un indicateur de ce nom existe déjà : 1.2.1, Plan 2023-2027 (MCL).")
    assert autre.nb_avertissements == 2
    assert not importer(COMPLET).remarques.exists()


def test_un_import_salit_les_bilans_et_le_statut_suit(importer, ministere):
    importer(COMPLET)
    assert CleSale.objects.exists()
    list(bilans.vider())
    statuts = dict(Bilan.objects.filter(niveau=1, exercice=2024).values_list("noeud_id", "statut"))
    assert statuts[Indicateur.objects.get(code="1.2.2").pk] == "non_atteinte"


def test_le_meme_fichier_une_seconde_fois_n_ecrit_rien(importer, ministere):
    importer(COMPLET)
    list(bilans.vider())
    avant = ecritures()
    importation = importer(COMPLET)
    assert comptes(importation) == {"creees": 0, "changees": 0, "inchangees": 3, "refusees": 0}
    assert importation.rapport == {}
    assert ecritures() == avant


def test_une_edition_plus_recente_ne_change_que_ce_qui_differe(importer, ministere):
    importer(COMPLET)
    versions = dict(Mesure.objects.values_list("pk", "version"))
    importation = importer(COMPLET.replace("24,5", "24,8").replace("Part en ligne", "Part des demandes en ligne"))
    assert comptes(importation) == {"creees": 0, "changees": 2, "inchangees": 1, "refusees": 0}
    assert importation.rapport == {"indicateurs_changes": 1, "mesures": 1}
    changees = [m for m in Mesure.objects.all() if m.version != versions[m.pk]]
    assert [m.valeur for m in changees] == [Decimal("24.8")]
    assert "Importation" in Indicateur.objects.get(code="1.2.2").note_changement


def test_l_historique_garde_l_auteur_et_la_valeur_d_avant(importer, indicateur, gestionnaire):
    importer(f"{ENTETE}MCL;1.1.1;2023-2024;1\n", par=gestionnaire)
    importer(f"{ENTETE}MCL;1.1.1;2023-2024;2\n", par=gestionnaire)
    evenement = Mesure.pgh_event_models["update"].objects.get()
    assert evenement.valeur == 1
    assert evenement.pgh_context.metadata["par"] == gestionnaire.pk
    assert Mesure.objects.get().saisie_par == gestionnaire


def test_ce_qui_change_entre_l_apercu_et_la_publication_est_laisse_et_signale(apercu, indicateur):
    importation = apercu(f"{ENTETE}MCL;1.1.1;2023-2024;1\nMCL;1.1.1;2024-2025;2\n")
    Mesure.objects.create(indicateur=indicateur, debut=date(2023, 4, 1), fin=date(2024, 3, 31), valeur=99)
    imports.demander_publication(par=None, importation=importation)
    imports.avancer(importation.pk)
    assert sorted(Mesure.objects.values_list("valeur", flat=True)) == [2, 99]
    assert [r.ligne for r in importation.remarques.filter(gravite="laissee")] == [2]


def test_une_erreur_au_milieu_de_la_publication_ne_laisse_rien(apercu, ministere, monkeypatch):
    importation = apercu(COMPLET)
    imports.demander_publication(par=None, importation=importation)
    monkeypatch.setattr(imports, "_nettoyer", lambda i: 1 / 0)
    imports.avancer(importation.pk)
    importation.refresh_from_db()
    assert importation.etat == EtatImport.ECHEC
    assert not PlanStrategique.objects.exists() and not Objectif.objects.exists() and not Mesure.objects.exists()


def test_une_ligne_refusee_n_empeche_pas_les_autres_et_reste_listee(importer, indicateur):
    importation = importer(f"{ENTETE}MCL;1.1.1;2023-2024;abc\nMCL;1.1.1;2024-2025;2\n")
    assert importation.etat == EtatImport.PUBLIE
    assert refus(importation) == [(2, "Résultat", "abc")]
    assert Mesure.objects.get().valeur == 2


def test_un_droit_perdu_depuis_l_apercu_ne_publie_rien(apercu, indicateur, gestionnaire):
    importation = apercu(f"{ENTETE}MCL;1.1.1;2023-2024;1\n", par=gestionnaire)
    gestionnaire.adhesions.update(fin=date(2021, 1, 1))
    imports.demander_publication(par=gestionnaire, importation=importation)
    imports.avancer(importation.pk)
    assert not Mesure.objects.exists()


def test_deux_livraisons_de_la_tache_ne_publient_qu_une_fois(importer, indicateur):
    importation = importer(f"{ENTETE}MCL;1.1.1;2023-2024;1\n")
    imports.avancer(importation.pk)
    imports.avancer(importation.pk)
    assert Mesure.objects.get().version == 1


def test_on_ne_publie_ni_deux_fois_ni_ce_qui_est_abandonne(importer, apercu, indicateur):
    publiee = importer(f"{ENTETE}MCL;1.1.1;2023-2024;1\n")
    with pytest.raises(imports.EtapeImpossible):
        imports.demander_publication(par=None, importation=publiee)
    autre = apercu(f"{ENTETE}MCL;1.1.1;2023-2024;2\n")
    imports.abandonner(par=None, importation=autre)
    with pytest.raises(imports.EtapeImpossible):
        imports.demander_publication(par=None, importation=autre)


def test_la_publication_ne_laisse_ni_fichier_ni_table(
    importer, indicateur, tmp_path, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        importer(f"{ENTETE}MCL;1.1.1;2023-2024;1\n")
    assert not list((tmp_path / "imports").iterdir())
    with connection.cursor() as curseur:
        curseur.execute("SELECT count(*) FROM pg_class WHERE relname LIKE 'pilotage\\_tampon%%'")
        assert curseur.fetchone()[0] == 0


def test_un_apercu_perdu_par_le_serveur_est_refait_au_lieu_d_etre_publie_vide(apercu, indicateur):
    importation = apercu(f"{ENTETE}MCL;1.1.1;2023-2024;1\n")
    with connection.cursor() as curseur:
        curseur.execute(f"TRUNCATE {importation.tampon}_ligne, {importation.tampon}_noeud, {importation.tampon}_fiche")
    imports.demander_publication(par=None, importation=importation)
    imports.avancer(importation.pk)
    importation.refresh_from_db()
    assert (importation.etat, importation.nb_creees) == (EtatImport.PRET, 1)
    assert not Mesure.objects.exists()


def test_un_travail_interrompu_trois_fois_s_arrete_avec_une_phrase(apercu, indicateur):
    importation = apercu(f"{ENTETE}MCL;1.1.1;2023-2024;1\n")
    Importation.objects.filter(pk=importation.pk).update(etat=EtatImport.ANALYSE, tentatives=3)
    imports.avancer(importation.pk)
    importation.refresh_from_db()
    assert importation.etat == EtatImport.ECHEC and "trois fois" in importation.erreur


def test_le_balayage_relance_ce_que_personne_ne_fait(apercu, indicateur, monkeypatch):
    importation = apercu(f"{ENTETE}MCL;1.1.1;2023-2024;1\n")
    vieux = importation.maj_le - imports.REPRISE * 2
    Importation.objects.filter(pk=importation.pk).update(etat=EtatImport.PUBLICATION, maj_le=vieux)
    envois = []
    monkeypatch.setattr(imports, "envoyer", lambda *a: envois.append(a))
    assert imports.relancer_imports_bloques() == 1
    assert imports.relancer_imports_bloques() == 0
    assert envois == [("pilotage.tasks.publier_import", importation.pk)]


def test_un_apercu_oublie_une_semaine_est_abandonne(apercu, indicateur):
    importation = apercu(f"{ENTETE}MCL;1.1.1;2023-2024;1\n")
    Importation.objects.filter(pk=importation.pk).update(maj_le=importation.maj_le - imports.PEREMPTION * 2)
    imports.relancer_imports_bloques()
    importation.refresh_from_db()
    assert importation.etat == EtatImport.ABANDONNE
