"""`manage.py bilans` and `manage.py recalculer`: for scripts, open data, and the person on call."""

import io
import json
from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command

from ecosysteme.enums import EtatMesure
from pilotage import bilans
from pilotage.models import Bilan, CleSale, EtatIndicateur, RapportVerification
from tests import fabriques

pytestmark = pytest.mark.django_db


def commande(nom, *options):
    sortie = io.StringIO()
    call_command(nom, *options, stdout=sortie)
    return sortie.getvalue()


def imprimes(*options):
    return json.loads(commande("bilans", "--json", *options))


@pytest.fixture
def etat(objectif):
    """Two indicators, one of which went a third of the way, the other without a result; another organisation apart."""
    premier = fabriques.indicateur(objectif, code="1", nom="Délai", valeur_depart=0, poids=Decimal("1"))
    fabriques.cible(premier, 2025, "90")
    fabriques.mesure(premier, 2025, "30")
    fabriques.cible(fabriques.indicateur(objectif, code="2", nom="Taux", poids=0), 2025, "10")
    gouvernement = objectif.orientation.plan.organisation.parent
    ailleurs = fabriques.organisation("Ministère d'Ailleurs", parent=gouvernement, sigle="AIL")
    fabriques.indicateur(fabriques.objectif(fabriques.plan(ailleurs, debut=2024, fin=2025)), code="9")
    list(bilans.vider())
    return premier


def test_chaque_bilan_dit_son_noeud_ses_comptes_sa_progression_sa_couverture_et_sa_methode(etat):
    lignes = imprimes("--organisation", "mde", "--periode", "2025-2026")
    assert [(b["niveau"], b["code"], b["organisation"]) for b in lignes] == [
        ("organisation", "MDE", "MDE"),
        ("plan", "", "MDE"),
        ("orientation", etat.objectif.orientation.numero, "MDE"),
        ("objectif", etat.objectif.numero, "MDE"),
        ("indicateur", "1", "MDE"),
        ("indicateur", "2", "MDE"),
    ]
    organisation, *_, premier, second = lignes
    assert organisation["nom"] == "Ministère des Essais" and organisation["exercice"] == "2025-2026"
    assert organisation["statuts"] == {
        "atteinte": 0, "non_atteinte": 1, "a_venir": 0, "non_disponible": 1, "sans_objet": 0,
    }  # fmt: skip
    assert organisation["progression"] == "33.333333333333"
    assert organisation["couverture"] == {"n": 1, "m": 1}
    assert organisation["taux_atteinte"] == "0.000000000000"
    assert organisation["note_moyenne"] == "33.333333333333"
    assert organisation["methode"] == bilans.METHODE
    assert (premier["id"], premier["resultat"], premier["statut"]) == (etat.pk, "30.000000000000", "non_atteinte")
    assert (second["statut"], second["motif"], second["progression"]) == ("non_disponible", "non_saisi", None)
    assert second["couverture"] == {"n": 0, "m": 1}


def test_sans_filtre_tous_les_bilans_sont_imprimes_une_fois(etat):
    lignes = imprimes()
    assert len(lignes) == Bilan.objects.count()
    assert len({(b["niveau"], b["id"], b["exercice"], b["territoire"]) for b in lignes}) == len(lignes)
    assert {b["exercice"] for b in lignes} == {"2024-2025", "2025-2026"}


@pytest.mark.parametrize("periode", ["2025", "2025-26", "2025/2026"])
def test_une_periode_se_dit_de_plusieurs_facons(etat, periode):
    assert imprimes("--periode", periode) == imprimes("--periode", "2025-2026") != imprimes()


def test_les_chiffres_publies_taisent_ce_qui_est_provisoire(etat):
    etat.mesures.update(etat=EtatMesure.PROVISOIRE)
    list(bilans.vider())
    (tout,) = (b for b in imprimes() if (b["niveau"], b["code"]) == ("indicateur", "1"))
    (publie,) = (b for b in imprimes("--publics") if (b["niveau"], b["code"]) == ("indicateur", "1"))
    assert (tout["resultat"], publie["resultat"]) == ("30.000000000000", None)


def test_une_base_vide_donne_un_tableau_vide(db):
    assert imprimes() == []


def test_le_tableau_se_lit_a_l_ecran(etat):
    texte = commande("bilans", "--organisation", "MDE")
    entete, premiere, *_ = texte.splitlines()
    assert entete.split()[:3] == ["NIVEAU", "CODE", "NOM"] and entete.endswith("MÉTHODE")
    assert "Ministère des Essais" in premiere and "33,3\N{NO-BREAK SPACE}%" in premiere and "1/1" in premiere


@pytest.mark.parametrize(
    ("options", "phrase"),
    [
        (("--organisation", "INCONNU"), "Aucune organisation n'a le sigle « INCONNU »."),
        (("--periode", "demain"), "Exercice illisible. Formes acceptées : 2016-2017, 2016-17, 2014/2015."),
        (("--periode", "2025-2028"), "Un exercice couvre deux années qui se suivent : 2025-2026 ?"),
        (("--periode", "1024"), "Exercice illisible. Formes acceptées : 2016-2017, 2016-17, 2014/2015."),
    ],
)
def test_une_demande_impossible_est_une_phrase(etat, options, phrase):
    with pytest.raises(CommandError, match="^" + phrase.replace("?", r"\?").replace(".", r"\.") + "$"):
        commande("bilans", *options)


def test_recalculer_termine_ce_qui_attend(etat):
    fabriques.mesure(etat, 2024, "45")
    assert CleSale.objects.exists()
    assert "Clés traitées : 1." in commande("recalculer")
    assert not CleSale.objects.exists()
    assert not EtatIndicateur.objects.filter(spc_a_refaire=True).exists()
    assert "Clés traitées : 0. Bilans changés : 0. Cartes de contrôle relues : 0." in commande("recalculer")


def test_verifier_sans_ecart_le_dit(etat):
    assert "aucun écart" in commande("recalculer", "--verifier")
    assert RapportVerification.objects.get().ecarts == 0


def test_verifier_corrige_enumere_et_finit_par_un_echec(etat):
    Bilan.objects.filter(niveau=1, noeud_id=etat.pk).update(resultat=31)
    with pytest.raises(CommandError, match=r"^1 bilan sur \d+ différait ; il est corrigé\.$"):
        commande("recalculer", "--verifier")
    assert Bilan.objects.get(niveau=1, noeud_id=etat.pk).resultat == 30
    assert "aucun écart" in commande("recalculer", "--verifier")
