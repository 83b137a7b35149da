"""Which rows and columns the grid shows, how many, and at what cost."""

from datetime import date

import pytest
import time_machine

from ecosysteme.enums import EtatMesure, Frequence, MotifAbsence
from tests import fabriques
from tests.saisie.aides import client_de, poster

pytestmark = pytest.mark.django_db
ADRESSE = "/pilotage/saisie/"


@pytest.fixture
def client(gestionnaire):
    return client_de(gestionnaire)


def noms(reponse) -> list[str]:
    return [ligne.indicateur.code for ligne in reponse.context["lignes"]]


def voir(client, **champs):
    return client.get(ADRESSE, {"exercice": "2025", **champs})


def test_les_rangees_suivent_le_plan_dans_l_ordre_des_numeros(client, objectif):
    for code in ("1.1.10", "1.1.9", "1.1.1"):
        fabriques.indicateur(objectif, code=code)
    assert noms(voir(client)) == ["1.1.1", "1.1.9", "1.1.10"]


def test_chaque_rythme_a_son_onglet_et_ses_colonnes(client, objectif):
    fabriques.indicateur(objectif, code="A", frequence=Frequence.ANNUELLE)
    fabriques.indicateur(objectif, code="P", frequence=Frequence.PLURIANNUELLE)
    fabriques.indicateur(objectif, code="M", frequence=Frequence.MENSUELLE)
    page = voir(client)
    assert noms(page) == ["A", "P"] and [o["libelle"] for o in page.context["onglets"]] == [
        "Annuels (2)",
        "Mensuels (1)",
    ]
    page = voir(client, frequence="mensuelle")
    assert noms(page) == ["M"] and len(page.context["lignes"][0].cellules) == 12
    assert [c["nom"] for c in page.context["colonnes"]][:2] == ["avril", "mai"]
    page = voir(client, frequence="mensuelle", periode="3")
    assert [c.nom for c in page.context["lignes"][0].cellules] == ["juin\u00a02025"]
    assert "Commentaire" in page.content.decode()


def test_une_serie_de_l_annee_civile_se_saisit_en_decembre(client, indicateur):
    fabriques.mesure(indicateur, debut=date(2023, 1, 1), fin=date(2023, 12, 31))
    (cellule,) = voir(client).context["lignes"][0].cellules
    assert (cellule.nom, cellule.periode.fin) == ("2025", date(2025, 12, 31))


def test_un_resultat_existant_garde_son_premier_jour(client, indicateur):
    fabriques.mesure(indicateur, debut=date(2025, 1, 1), fin=date(2026, 3, 31), valeur="4")
    page = voir(client)
    cle = page.context["lignes"][0].cellules[0].cle
    poster(client, {cle: "5"}, lu=page.context["lu"])
    assert indicateur.mesures.get().debut == date(2025, 1, 1)


@time_machine.travel("2026-07-15")
def test_les_compteurs_filtrent_ce_qui_reste_a_saisir_et_les_provisoires(client, objectif):
    faits, vide, differe, provisoire = (fabriques.indicateur(objectif, code=c) for c in "ABCD")
    fabriques.mesure(faits)
    fabriques.mesure(differe, valeur=None, motif_absence=MotifAbsence.NON_SAISI)
    fabriques.mesure(provisoire, etat=EtatMesure.PROVISOIRE)
    *ici, avant = voir(client).context["compteurs"]
    assert [c["nombre"] for c in ici] == ["4", "2", "1"]
    assert (avant["nombre"], avant["libelle"]) == ("4", "encore à saisir en 2024-2025")
    assert noms(client.get(avant["url"])) == ["A", "B", "C", "D"]
    assert noms(voir(client, voir="a_saisir")) == [vide.code, differe.code]
    assert noms(voir(client, voir="provisoires")) == ["D"]
    assert voir(client, exercice="2026").context["compteurs"][1]["nombre"] == "0"


def test_on_filtre_par_plan_organisation_et_mots(client, ministere, objectif, gestionnaire):
    direction = fabriques.organisation("Direction des essais", parent=ministere)
    autre = fabriques.indicateur(fabriques.objectif(fabriques.plan(direction, titre="Autre plan")), code="Z9")
    fabriques.indicateur(objectif, code="A1", nom="Délai de réponse aux élus")
    assert noms(voir(client, organisation=direction.pk)) == ["Z9"]
    assert noms(voir(client, plan=autre.objectif.orientation.plan_id)) == ["Z9"]
    assert noms(voir(client, q="délai élus")) == ["A1"]
    page = voir(client, q="introuvable")
    assert noms(page) == [] and "Effacer les filtres" in page.content.decode()


def test_un_exercice_hors_des_plans_le_dit(client, indicateur):
    assert "Aucun de vos indicateurs ne vise 2019-2020" in voir(client, exercice="2019").content.decode()


def test_un_territoire_a_ses_propres_resultats(client, indicateur):
    fabriques.mesure(indicateur, valeur="50")
    page = voir(client, territoire="03")
    (cellule,) = page.context["lignes"][0].cellules
    assert cellule.texte == ""
    client.post(
        f"{ADRESSE}?exercice=2025&territoire=03", {f"v-{cellule.cle}": "7", "lu": "{}"}, headers={"accept": "text/html"}
    )
    assert {m.territoire: m.valeur for m in indicateur.mesures.all()} == {"": 50, "03": 7}


@pytest.mark.parametrize(
    "champs",
    [
        {"exercice": "zut"},
        {"periode": "99"},
        {"frequence": "x"},
        {"territoire": "99"},
        {"plan": "-1"},
        {"page": "9" * 30},
        {"organisation": "1e3"},
        {"voir": "x"},
        {"q": "\x00%_'"},
        {"page": "50"},
    ],
)
def test_une_adresse_insensee_montre_la_page_ordinaire(client, indicateur, champs):
    assert voir(client, **champs).status_code == 200


def test_des_centaines_de_rangees_se_lisent_par_pages(client, objectif):
    for n in range(120):
        fabriques.indicateur(objectif, code=f"{n:03}")
    page = voir(client)
    assert len(page.context["lignes"]) == 60 and page.context["pagination"]["total"] == "120"
    assert noms(client.get(page.context["pagination"]["suivante"])) == [f"{n:03}" for n in range(60, 120)]
    assert len(page.content) < 150_000


@pytest.mark.parametrize("n", [1, 20])
def test_la_page_demande_autant_de_requetes_pour_une_rangee_que_pour_vingt(
    client, objectif, collegue, n, django_assert_num_queries
):
    for _ in range(n):
        indicateur = fabriques.indicateur(objectif)
        fabriques.cible(indicateur)
        for exercice in range(2016, 2026):
            fabriques.mesure(indicateur, exercice, saisie_par=collegue)
    with django_assert_num_queries(12):
        voir(client)


@pytest.mark.parametrize("n", [1, 20])
def test_enregistrer_et_voir_les_conflits_coute_autant_pour_une_cellule_que_pour_vingt(
    client, objectif, collegue, n, django_assert_num_queries
):
    valeurs = {}
    for _ in range(n):
        ecrit, conteste = fabriques.indicateur(objectif), fabriques.indicateur(objectif)
        fabriques.mesure(conteste, saisie_par=collegue)
        valeurs |= {f"{i.pk}.2026-03-31": "12" for i in (ecrit, conteste)}
    with django_assert_num_queries(16):
        reponse = poster(client, valeurs, json=True)
    assert (reponse.status_code, len(reponse.json()["cellules"]), len(reponse.json()["conflits"])) == (409, n, n)
