"""What is wrong is told by line, field and value; what contradicts itself is refused on both sides."""

from decimal import Decimal

import pytest

from ecosysteme.models import Mesure
from pilotage.importation.refus import FichierRefuse
from tests import fabriques
from tests.outils_import import comptes, refus

pytestmark = pytest.mark.django_db
ENTETE = "organisation;code;periode;resultat\n"


@pytest.mark.parametrize(
    "valeur",
    [
        "1e308",
        "1e309",
        "NaN",
        "inf",
        "١٢٣",
        "1_000",
        "=1+1",
        "+1",
        "@A1",
        "#REF!",
        "12 34",
        "1,2,3",
        "n/a",
        "dix",
        "9" * 16,
    ],
)
def test_une_valeur_impropre_est_refusee_a_sa_ligne(apercu, indicateur, valeur):
    importation = apercu(f"{ENTETE}MCL;1.1.1;2023-2024;12,5\nMCL;1.1.1;2024-2025;{valeur}\n")
    assert refus(importation) == [(3, "Résultat", valeur)]
    assert comptes(importation) == {"creees": 1, "changees": 0, "inchangees": 0, "refusees": 1}


@pytest.mark.parametrize(
    ("texte", "attendu"),
    [
        ("1 234,5", "1234.5"), ("1\u00a0234,5", "1234.5"), ("1\u202f234,5", "1234.5"), ("1\u2009234,5", "1234.5"),
        ("12.50", "12.5"), ("45 %", "45"), ("(12,5)", "-12.5"), ("-3", "-3"), ("0,000000001", "0.000000001"),
    ],
)  # fmt: skip
def test_un_nombre_se_lit_comme_les_gens_l_ecrivent(importer, indicateur, texte, attendu):
    importation = importer(f"{ENTETE}MCL;1.1.1;2023-2024;{texte}\n")
    assert not refus(importation)
    assert Mesure.objects.get().valeur.normalize() == Decimal(attendu).normalize()


@pytest.mark.parametrize(
    ("texte", "motif", "sans_objet"),
    [("n/d", "non_mesure", False), (".", "non_mesure", False), ("-", "non_mesure", False), ("s.o.", "", True),
     ("confidentiel", "confidentiel", False), ("La source n'a pas encore publié", "source_retardee", False)],
)  # fmt: skip
def test_une_non_valeur_codee_garde_sa_nature(importer, indicateur, texte, motif, sans_objet):
    importer(f"{ENTETE}MCL;1.1.1;2023-2024;{texte}\n")
    mesure = Mesure.objects.get()
    assert (mesure.valeur, mesure.motif_absence, mesure.sans_objet) == (None, motif, sans_objet)


def test_une_case_vide_ne_dit_rien_et_n_efface_rien(importer, indicateur):
    importer(f"{ENTETE}MCL;1.1.1;2023-2024;12\n")
    importation = importer(f"{ENTETE}MCL;1.1.1;2023-2024;\n")
    assert comptes(importation)["inchangees"] == 1
    assert Mesure.objects.get().valeur == 12


@pytest.mark.parametrize("periode", ["2023-2025", "2023", "31/02/2024", "T1 2023", "2011-12", "hier", "1850-1851", ""])
def test_une_periode_fausse_est_refusee_a_sa_ligne(apercu, indicateur, periode):
    importation = apercu(f"{ENTETE}MCL;1.1.1;{periode};12\nMCL;1.1.1;2024-2025;12\n")
    if periode == "2023":
        assert not refus(importation)
    else:
        assert refus(importation) == [(2, "Période", periode)]


def test_deux_lignes_contraires_sont_refusees_toutes_les_deux_et_deux_lignes_egales_n_en_font_qu_une(
    importer, indicateur
):
    importation = importer(
        f"{ENTETE}MCL;1.1.1;2022-2023;1\nMCL;1.1.1;2023-2024;12\nMCL;1.1.1;2023-2024;13\n"
        "MCL;1.1.1;2024-2025;14\nMCL;1.1.1;2024-2025;14,0\n"
    )
    assert [(ligne, champ) for ligne, champ, _ in refus(importation)] == [(3, "Période"), (4, "Période")]
    assert comptes(importation) == {"creees": 2, "changees": 0, "inchangees": 1, "refusees": 2}
    assert sorted(Mesure.objects.values_list("valeur", flat=True)) == [1, 14]


def test_un_indicateur_sur_lequel_le_fichier_se_contredit_est_refuse_partout(apercu, ministere):
    importation = apercu(
        "organisation;plan;plan_debut;plan_fin;objectif;code;nom;sens;periode;resultat\n"
        "MCL;P;2023-2024;2026-2027;1.1;1.1.1;Délai;baisse;2023-2024;12\n"
        "MCL;P;2023-2024;2026-2027;1.1;1.1.1;Délai;hausse;2024-2025;13\n"
    )
    assert refus(importation) == [(2, "sens", "baisse / hausse"), (3, "sens", "baisse / hausse")]


def test_un_indicateur_inconnu_ambigu_ou_sans_sens_est_refuse_avec_sa_raison(apercu, indicateur, ministere):
    importation = apercu(
        "organisation;plan;plan_debut;plan_fin;objectif;code;nom;sens;periode;resultat\n"
        "ZZZ;;;;;1.1.1;;;2023-2024;1\nMCL;;;;;9.9.9;;;2023-2024;1\nMCL;P;2023-2024;2026-2027;1.1;2.2.2;Nom;;2023-2024;1\n"
    )
    assert [(ligne, champ) for ligne, champ, _ in refus(importation)] == [(2, "Organisation"), (3, "Code"), (4, "Sens")]


def test_une_ligne_trop_courte_ou_trop_longue_est_refusee_seule(apercu, indicateur):
    importation = apercu(f"{ENTETE}MCL;1.1.1;2022-2023\nMCL;1.1.1;2023-2024;1;surplus\nMCL;1.1.1;2024-2025;1;\n")
    assert [(ligne, valeur) for ligne, _, valeur in refus(importation)] == [(2, ""), (3, "surplus")]
    assert comptes(importation)["creees"] == 1


def test_un_texte_qui_commence_par_egal_est_refuse(apercu, indicateur):
    importation = apercu("organisation;code;periode;resultat;commentaire\nMCL;1.1.1;2023-2024;1;=HYPERLINK(1)\n")
    assert refus(importation) == [(2, "Commentaire", "=HYPERLINK(1)")]


def test_une_cible_mal_formee_est_refusee(apercu, indicateur):
    importation = apercu(
        "organisation;code;periode;cible_forme;cible_min;cible_max;cible_texte\n"
        "MCL;1.1.1;2023-2024;plage;10;5;\nMCL;1.1.1;2024-2025;jalon;;;\nMCL;1.1.1;2025-2026;environ;5;;\n"
        "MCL;1.1.1;2026-2027;au_moins;n/d;;\n"
    )
    assert [ligne for ligne, _, _ in refus(importation)] == [2, 4, 5]
    assert [r.ligne for r in importation.remarques.filter(gravite="avertissement")] == [3]


def test_un_fichier_sans_les_colonnes_requises_ne_passe_pas_en_silence(apercu, indicateur):
    importation = apercu("resultat;periode\n1;2023-2024\n")
    assert refus(importation) == [(2, "Organisation", "")]


def test_un_guillemet_jamais_ferme_arrete_tout_avec_le_numero_de_sa_ligne(apercu, indicateur):
    with pytest.raises(FichierRefuse, match="Ligne 2"):
        apercu(f'{ENTETE}MCL;1.1.1;2023-2024;"{"x" * 140_000}\n')


def test_personne_n_importe_hors_de_ses_organisations(apercu, indicateur, gestionnaire, gouvernement):
    autre = fabriques.organisation("Ministère voisin", parent=gouvernement, sigle="MVO")
    fabriques.indicateur(organisation=autre, code="1.1.1")
    importation = apercu(f"{ENTETE}MCL;1.1.1;2023-2024;1\nMVO;1.1.1;2023-2024;1\n", par=gestionnaire)
    assert refus(importation) == [(3, "Organisation", "MVO")]
    assert importation.remarques.get().raison == "Votre rôle ne permet pas d'importer pour cette organisation."


def test_seule_la_coordination_cree_des_organisations(apercu, gestionnaire, coordination):
    fichier = (
        "organisation;nom de l'organisation;relève de;plan;plan_debut;plan_fin;objectif;code;nom;sens\n"
        "NEO;Organisme neuf;MCL;P;2023-2024;2026-2027;1.1;1.1.1;Délai;baisse\n"
    )
    assert refus(apercu(fichier, par=gestionnaire)) == [(2, "Organisation", "NEO")]
    assert comptes(apercu(fichier, par=coordination))["creees"] == 1
