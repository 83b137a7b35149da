"""« Comment est-ce calculé? »: what is told, redone by hand, gives the bilan to the last digit, at every level."""

import re
from decimal import Decimal
from html import unescape

import pytest
from django.urls import reverse

from ecosysteme.enums import AgregationOrganisations, AgregationTemps, FormeCible
from pilotage.enums import Niveau
from pilotage.models import Bilan
from pilotage.notation import diviser
from pilotage.selectors import calculs, calculs_noeuds
from tests import fabriques

pytestmark = pytest.mark.django_db


def lire(client, niveau, pk):
    reponse = client.get(reverse("pilotage:calcul", args=[niveau, pk]), {"exercice": "2024"})
    assert reponse.status_code == 200
    return re.sub(r"[\s\u00a0]+", " ", unescape(re.sub(r"<[^>]+>", " ", reponse.content.decode())))


def _nombre(ecrit: str) -> Decimal:
    return Decimal(ecrit.replace("\u00a0", "").replace(",", "."))


def refait(calcul) -> Decimal:
    """The sum of the page, redone from what the page writes."""
    lus = [(_nombre(e.poids), _nombre(e.progression)) for e in calcul.enfants if e.compte]
    return diviser(sum(p * v for p, v in lus), sum(p for p, _ in lus))


@pytest.fixture
def client(client_de, membre_public):
    return client_de(membre_public)


@pytest.mark.parametrize("niveau", [Niveau.OBJECTIF, Niveau.ORIENTATION, Niveau.PLAN, Niveau.ORGANISATION])
def test_la_somme_de_la_page_donne_le_bilan(membre_public, tout, plan, objectif, niveau):
    pk = {
        Niveau.OBJECTIF: objectif.pk,
        Niveau.ORIENTATION: objectif.orientation_id,
        Niveau.PLAN: plan.pk,
        Niveau.ORGANISATION: plan.organisation_id,
    }[niveau]
    noeud = calculs_noeuds.noeud_ou_404(membre_public, niveau, pk)
    calcul = calculs.calcul_noeud(membre_public, niveau, noeud, 2024)
    bilan = Bilan.objects.get(niveau=niveau, noeud_id=pk, exercice=2024, territoire="")
    assert bilan.progression is not None
    assert refait(calcul) == bilan.progression
    assert calculs.exacte(bilan.progression) in str(calcul.parties[0].etapes)


def test_un_poids_double_compte_double(client, tout, objectif):
    lu = lire(client, "objectif", objectif.pk)
    assert "1.1.1 Ponts en bon état 2 21,052631578947 42,105263157894" in lu
    assert "142,105263157894 ÷ 3 = 47,368421052631" in lu
    assert "47,4 %" in lu


def test_un_enfant_manquant_ote_la_moyenne_et_le_dit(client, tout, objectif, delai, calculer):
    delai.cibles.update(forme=FormeCible.AU_MOINS, valeur_min=30, valeur_max=None)
    delai.valeur_depart = None
    delai.save()
    calculer()
    lu = lire(client, "objectif", objectif.pk)
    assert "1 sur 2" in lu
    assert "aucune moyenne tant qu'il en manque 1" in lu
    assert "Progression manquante." in lu


def test_les_taux_se_refont_avec_les_comptes(client, tout, plan):
    lu = lire(client, "plan", plan.pk)
    assert "100 × 1 ÷ (1 + 1) = 50" in lu
    assert "121,052631578947 ÷ 2 = 60,526315789474" in lu


def test_une_somme_de_periodes_s_ecrit_terme_a_terme(client, delai, calculer):
    delai.frequence, delai.agregation_temps = "trimestrielle", AgregationTemps.SOMME
    delai.save()
    delai.mesures.filter(fin__month__gt=7).delete()
    calculer()
    lu = lire(client, "indicateur", delai.pk)
    assert "Somme 11 + 12 + 10 + 11" in lu
    assert Bilan.objects.get(niveau=1, noeud_id=delai.pk, exercice=2024).resultat == 44


def test_une_moyenne_incomplete_n_a_pas_de_resultat(client, delai, calculer):
    delai.agregation_temps = AgregationTemps.MOYENNE
    delai.save()
    calculer()
    assert "aucun tant que 12 périodes ne sont pas saisies" in lire(client, "indicateur", delai.pk)
    assert Bilan.objects.get(niveau=1, noeud_id=delai.pk, exercice=2024).resultat is None


def test_un_resultat_deduit_d_enfants_les_cite_avec_leurs_poids(client, objectif, calculer):
    parent = fabriques.indicateur(objectif, code="P", agregation_organisations=AgregationOrganisations.MOYENNE_PONDEREE)
    for code, poids, valeur in (("A", 3, "10"), ("B", 1, "20")):
        enfant = fabriques.indicateur(objectif, code=code, parent=parent, poids=poids)
        fabriques.mesure(enfant, 2024, valeur)
    fabriques.cible(parent, 2024, "12")
    calculer()
    lu = lire(client, "indicateur", parent.pk)
    assert "(3 × 10 + 1 × 20) ÷ 4" in lu
    assert "12,5" in lu
    assert Bilan.objects.get(niveau=1, noeud_id=parent.pk, exercice=2024).resultat == Decimal("12.5")


def test_un_exercice_sans_rien_le_dit(client, tout, plan):
    reponse = client.get(reverse("pilotage:calcul", args=["plan", plan.pk]), {"exercice": "1990"})
    assert "Rien à calculer" in reponse.content.decode()


def test_la_methode_montre_ses_verifications_calculees(client, tout):
    lu = re.sub(r"[\s\u00a0]+", " ", client.get(reverse("pilotage:methode")).content.decode())
    assert "100 × (169 − 165) ÷ (184 − 165)" in lu
    assert "21,1 %" in lu
    for chiffre in ("1,94", "−3,06", "6,95", "−0,72", "4,60"):
        assert chiffre in lu
    assert "80,0 %" in lu
    assert "70,6 %" in lu
