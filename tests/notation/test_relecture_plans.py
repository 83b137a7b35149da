"""The second reading of all the plans: the SQL says what the engine says, and the page leads to what mends."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from ecosysteme.enums import EtatPlan, FormeCible, Sens
from ecosysteme.models import Cible, Indicateur
from pilotage.relecture import REGLES
from pilotage.selectors import relecture_plans
from pilotage.selectors.relecture import remarques
from tests import fabriques
from tests.notation.test_notes import texte

pytestmark = pytest.mark.django_db
D = Decimal


@pytest.fixture
def corpus(ministere, responsable):
    """Two years; sheets that break each rule, and one that breaks none."""
    objectif = fabriques.objectif(fabriques.plan(ministere, 2024, 2025))

    def faire(code, cibles=((2024, "10"), (2025, "20")), **champs):
        soignee = {"valeur_depart": D(1), "responsable": responsable, "unite": "%", "type": "effet"}
        i = fabriques.indicateur(objectif, code=code, **{**soignee, "nom": "Taux de satisfaction", **champs})
        for annee, valeur in cibles:
            fabriques.cible(i, annee, valeur)
        return i

    def en_mots(code, *mots):
        i = faire(code, cibles=((2024, "10"),))
        for rang, texte_cible in enumerate(mots):
            Cible.objects.create(indicateur=i, exercice=2025 + rang, forme=FormeCible.TEXTE, texte=texte_cible,
                                 echeance=date(2026, 3, 31))  # fmt: skip

    faire("soignee")
    faire("unite", unite=" \t")
    faire("depart", valeur_depart=None)
    faire("plage", valeur_depart=None, sens=Sens.MAINTIEN)
    faire("responsable", responsable=None)
    faire("activite1", nom="Mise en Œuvre de la stratégie")
    faire("activite2", nom="NOMBRE D’ATELIERS donnés")
    faire("activite3", nom="Nombre de projets", type="activite")
    faire("pas_activite", nom="Nombre de redéploiements et de réalisations2")
    faire("cible", cibles=())
    faire("annuelle", cibles=((2024, "10"), (2030, "20")))
    faire("deja", valeur_depart=D(15))
    faire("deja_baisse", sens=Sens.BAISSE, cibles=(), valeur_depart=D(5))
    fabriques.cible(Indicateur.objects.get(code="deja_baisse"), 2024, "10", FormeCible.AU_PLUS)
    for rang, mot in enumerate(
        ("En continu", "À DÉTERMINER", "Dépôt du rapport", "bilan annuel", "bilans", "d’ici mars")
    ):
        en_mots(f"texte{rang}", mot)
    region = faire("region", cibles=())
    fabriques.cible(region, 2024, "10", territoire="01")
    Indicateur.objects.filter(code="pas_activite").update(sens="")
    return objectif


def test_le_sql_et_le_moteur_disent_les_memes_remarques(corpus):
    en_sql = {f.code: set(f.codes) for f in relecture_plans.fiches()}
    plan = corpus.orientation.plan
    attendues = {
        i.code: {r.code for r in remarques(i, plan, i.cibles.all())}
        for i in Indicateur.objects.prefetch_related("cibles")
    }
    assert en_sql == attendues
    assert set().union(*en_sql.values()) == REGLES.keys()
    assert en_sql["soignee"] == set()


def test_les_plans_clos_ne_sont_plus_relus_et_les_brouillons_le_sont(corpus, ministere):
    for etat in (EtatPlan.CLOS, EtatPlan.BROUILLON):
        fabriques.indicateur(fabriques.objectif(fabriques.plan(ministere, etat=etat)), code=f"plan-{etat}")
    codes = {f.code for f in relecture_plans.fiches()}
    assert "plan-brouillon" in codes and "plan-clos" not in codes


def test_chaque_remarque_mene_a_ce_qui_la_corrige(client_de, coordination, membre_public, corpus):
    adresse = reverse("pilotage:relecture")
    page = client_de(coordination).get(adresse).content.decode()
    vague = Cible.objects.get(texte="En continu")
    assert reverse("pilotage:cible_modifier", args=[vague.indicateur_id, vague.pk]) in page
    assert reverse("pilotage:cible_ajouter", args=[Indicateur.objects.get(code="cible").pk]) in page
    assert reverse("pilotage:indicateur_modifier", args=[Indicateur.objects.get(code="unite").pk]) in page
    lecture = client_de(membre_public).get(adresse).content.decode()
    assert "Corriger" not in lecture


def test_les_compteurs_filtrent_et_l_export_suit(client_de, coordination, corpus):
    client, adresse = client_de(coordination), reverse("pilotage:relecture")
    lu = texte(client.get(adresse))
    assert "6 cible sans nombre" in lu
    assert "Taux de satisfaction" in lu
    lu = texte(client.get(adresse, {"regle": "sans_unite"}))
    assert "1 sur" in lu and "unite" in lu
    csv = b"".join(client.get(adresse, {"regle": "vague", "format": "csv"}).streaming_content).decode()
    assert csv.count("cible vague") == 4
    assert "texte5" not in csv
    par = texte(client.get(adresse, {"par": "organisation"}))
    assert "Ministère des Essais" in par
    assert "Aucune fiche ne répond" in texte(client.get(adresse, {"q": "introuvable"}))


def test_sans_fiche_la_page_dit_pourquoi(client_de, coordination):
    assert "Aucune fiche à relire" in texte(client_de(coordination).get(reverse("pilotage:relecture")))


def test_un_partenaire_n_y_entre_pas(client_de, membre_prive, corpus):
    assert client_de(membre_prive).get(reverse("pilotage:relecture")).status_code == 404
