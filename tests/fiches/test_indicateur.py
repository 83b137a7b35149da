"""The page of an indicator: readings, chart, table, calculation, sheet, history."""

import re
from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from ecosysteme.enums import EtatMesure
from ecosysteme.models import Mesure
from ecosysteme.services import cibles
from pilotage.models import Bilan, EtatIndicateur
from tests import fabriques

pytestmark = pytest.mark.django_db
N = "\u00a0"


def page(client, indicateur, **parametres):
    reponse = client.get(reverse("pilotage:indicateur", args=[indicateur.pk]), {"exercice": "2024", **parametres})
    assert reponse.status_code == 200
    return reponse.content.decode()


def texte(html: str) -> str:
    """What is read, no-break spaces as plain ones."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


@pytest.fixture
def lue(client_de, membre_public, tout):
    return page(client_de(membre_public), tout)


def test_la_place_dans_la_hierarchie_se_lit_et_se_remonte(lue, plan, objectif):
    fil = re.search(r'<nav class="fil".*?</nav>', lue, re.DOTALL)[0]
    assert [reverse("pilotage:plan", args=[plan.pk]), reverse("pilotage:objectif", args=[objectif.pk])] == [
        u for u in re.findall(r'href="([^"]+)"', fil) if "plans" in u or "objectifs" in u
    ]
    assert f'data-direct-sujets="indicateur:{Bilan.objects.filter(niveau=1).earliest("noeud_id").noeud_id}"' in lue


def test_les_trois_lectures_sont_cote_a_cote_et_la_meteo_n_est_pas_inventee(lue):
    dit = texte(re.search(r'<section class="lectures".*?</section>', lue, re.DOTALL)[0])
    assert "Non atteinte" in dit
    assert "169 ponts en 2024-2025 ; cible : au moins 184 ponts." in dit
    assert "21,1 %" in dit
    assert "Non renseignée" in dit


def test_le_calcul_se_refait_a_la_main_et_finit_sur_le_bilan(lue, tout):
    calcul = texte(re.search(r'<details class="calcul".*?</details>', lue, re.DOTALL)[0])
    assert "100 × (169 − 165) ÷ (184 − 165)" in calcul
    bilan = Bilan.objects.get(niveau=1, noeud_id=tout.pk, exercice=2024, territoire="")
    assert bilan.progression == Decimal("21.052631578947")
    assert "21,052631578947" in calcul


def test_le_graphique_dit_ce_qu_il_faut_voir_en_mots_aussi(lue):
    figure = re.search(r"<svg[^>]*g-xmr.*?</svg>", lue, re.DOTALL)[0]
    assert "cible 184" in figure
    titre = re.search(r'<h2 id="titre-graphique">(.*?)</h2>', lue)[1]
    assert titre == "Le dernier point est au-dessus de la limite haute"
    assert f"<title>{titre}</title>" in figure
    assert "Signaux : " in lue
    assert "hors des limites par le haut" in lue
    assert "Signal favorable" in lue


def test_le_tableau_porte_les_memes_chiffres_que_le_graphique(lue):
    tableau = re.search(r'<table class="dense fiche-resultats">.*?</table>', lue, re.DOTALL)[0]
    lignes = [texte(ligne) for ligne in re.findall(r"<tr.*?</tr>", tableau, re.DOTALL)]
    assert any("2024-2025 169 ponts" in ligne and "au moins 184 ponts" in ligne for ligne in lignes)
    assert any("2023-2024" in ligne and "Non atteinte" in ligne for ligne in lignes)
    assert 'aria-current="true"' in tableau


def test_la_fiche_montre_ce_qui_est_rempli_et_rien_d_autre(lue):
    fiche = lue[lue.index('id="titre-fiche"') :]
    assert "À la hausse" in fiche
    assert f"165{N}ponts au 31{N}mars{N}2023" in fiche
    assert "Mode de collecte" not in fiche
    assert 'href="https://exemple.test/ouvrages"' in lue
    assert "Chiffre réel" in lue


def test_un_indicateur_en_retard_le_dit(client_de, membre_public, tout):
    EtatIndicateur.objects.filter(pk=tout.pk).update(prochaine_maj=date(2020, 1, 31))
    assert "En retard de" in texte(page(client_de(membre_public), tout))


def test_le_fragment_en_direct_a_le_meme_contexte_que_la_page(client_de, membre_public, tout):
    client = client_de(membre_public)
    url = reverse("pilotage:indicateur", args=[tout.pk])
    fragment = client.get(url, {"exercice": "2024"}, headers={"HX-Request": "true"}).content.decode()
    assert fragment.lstrip().startswith('<div id="fiche"')
    assert "<html" not in fragment
    assert f"21,1{N}%" in fragment


def test_un_calcul_en_attente_est_annonce(client_de, membre_public, tout):
    fabriques.mesure(tout, 2025, "170")
    assert "le calcul est en attente" in page(client_de(membre_public), tout)


def test_les_periodes_d_un_exercice_sont_sous_leur_exercice(client_de, membre_public, tout, delai):
    html = page(client_de(membre_public), delai)
    assert html.count('class="detail"') == 9
    assert "décembre" in html


def test_une_serie_par_territoire_se_choisit_et_ne_se_melange_pas(client_de, membre_public, ponts, calculer):
    fabriques.mesure(ponts, 2024, "12", territoire="06")
    calculer()
    client = client_de(membre_public)
    tout_quebec, montreal = page(client, ponts), page(client, ponts, territoire="06")
    assert '<option value="06">Montréal</option>' in tout_quebec
    assert f"12{N}ponts" in montreal
    assert f"169{N}ponts" not in montreal
    assert f"169{N}ponts" in page(client, ponts, territoire="zz")


def test_un_resultat_provisoire_et_un_sans_objet_se_distinguent(client_de, membre_public, ponts, calculer):
    Mesure.objects.filter(indicateur=ponts, exercice=2024).update(etat=EtatMesure.PROVISOIRE, commentaire="À confirmer")
    Mesure.objects.filter(indicateur=ponts, exercice=2023).update(valeur=None, sans_objet=True)
    calculer()
    html = texte(page(client_de(membre_public), ponts))
    assert "résultat provisoire" in html
    assert "À confirmer" in html
    assert "sans objet Au moins" not in html
    assert "Sans objet" in html


def test_sans_resultat_la_page_dit_pourquoi_elle_est_vide(client_de, membre_public, indicateur):
    html = page(client_de(membre_public), indicateur)
    assert "Le graphique se dessinera" in html
    assert "Ni cible ni résultat" in html


def test_un_sens_maintien_est_tout_ou_rien(client_de, membre_public, objectif, calculer):
    i = fabriques.indicateur(objectif, sens="maintien", unite="%")
    fabriques.mesure(i, 2024, "95")
    fabriques.cible(i, 2024, "90")
    calculer()
    html = texte(page(client_de(membre_public), i))
    assert "Tout ou rien" in html
    assert "100,0 %" in html


def test_l_export_donne_les_memes_lignes_en_csv_et_xlsx(client_de, membre_public, tout):
    client = client_de(membre_public)
    csv = client.get(reverse("pilotage:indicateur_exporter", args=[tout.pk, "csv"]), {"exercice": "2024"})
    lignes = b"".join(csv.streaming_content).decode("utf-8-sig").splitlines()
    assert len(lignes) == 14
    assert any(ligne.startswith("2024-2025;2024-04-01;2025-03-31;;169;") for ligne in lignes)
    xlsx = client.get(reverse("pilotage:indicateur_exporter", args=[tout.pk, "xlsx"]))
    assert b"".join(xlsx.streaming_content).startswith(b"PK")
    assert client.get(reverse("pilotage:indicateur_exporter", args=[tout.pk, "ods"])).status_code == 404


def test_l_historique_dit_qui_quand_quoi_avant_apres_et_pourquoi(client_de, membre_public, gestionnaire, tout):
    cible = tout.cibles.get(exercice=2024)
    cibles.modifier_cible(
        par=gestionnaire, cible=cible, champs={"valeur_min": Decimal(180)}, version_lue=1, note="Trop haute"
    )
    html = page(client_de(membre_public), tout)
    histoire = texte(html[html.index("Historique des changements") :])
    assert f"{gestionnaire}" in histoire
    assert "Cible 2024-2025" in histoire
    assert "avant au moins 184 ponts → au moins 180 ponts" in histoire
    assert "Trop haute" in histoire
    assert "13 résultats saisis, de 2012-2013 à 2024-2025" in histoire


def test_qui_peut_saisir_ou_tenir_la_fiche_voit_ses_actes(client_de, tout, membre_public, gestionnaire, responsable):
    vus = {p: page(client_de(p), tout) for p in (membre_public, responsable, gestionnaire)}
    assert "Saisir un résultat" not in vus[membre_public]
    assert "Modifier la fiche" not in vus[membre_public]
    assert "Saisir un résultat" in vus[responsable]
    assert "Modifier la fiche" not in vus[responsable]
    assert "Modifier la fiche" in vus[gestionnaire]
