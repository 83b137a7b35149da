"""A private partner sees published figures only: no count, row, tile, map, export or fragment says more."""

import csv
import io

import pytest

from ecosysteme.models import Indicateur
from tests import fabriques
from tests.tableaux.conftest import calculer

SECRET = "secret"


def _lignes_csv(reponse) -> list[dict]:
    texte = b"".join(reponse.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(texte), delimiter=";"))


def _par_sigle(client) -> dict[str, dict]:
    return {ligne["sigle"]: ligne for ligne in _lignes_csv(client.get("/pilotage/?format=csv"))}


def _sans_ids(texte: str) -> str:
    return "\n".join(ligne for ligne in texte.splitlines() if "csrf" not in ligne)


def _tout_ce_que_voit(client, etat) -> str:
    """Every page, fragment and export of the dashboards, as text."""
    organisations = (etat.gouvernement, etat.air, etat.a, etat.b)
    adresses = ["/", "/pilotage/", *(f"/pilotage/organisations/{o.pk}/" for o in organisations)]
    vus = []
    for adresse in adresses:
        vus.append(_sans_ids(client.get(adresse).content.decode()))
        vus.append(_sans_ids(client.get(adresse, headers={"HX-Request": "true"}).content.decode()))
        if adresse != "/":
            vus.append(b"".join(client.get(f"{adresse}?format=csv").streaming_content).decode())
    return "\n".join(vus)


def test_rien_de_ce_que_voit_un_partenaire_ne_bouge_quand_l_interne_bouge(etat, partenaire, client_de):
    """The strongest proof: change everything internal, and compare all that the partner gets, byte for byte."""
    client = client_de(partenaire)
    avant = _tout_ce_que_voit(client, etat)
    for n in range(8):
        indicateur = fabriques.indicateur(etat.atteint.objectif, nom=f"{SECRET} {n}", visibilite="interne")
        fabriques.cible(indicateur, 2025, 5)
        fabriques.mesure(indicateur, 2025, 1)
    plan = fabriques.plan(etat.b, etat="brouillon")
    brouillon = fabriques.indicateur(fabriques.objectif(plan), nom=f"{SECRET} du plan")
    fabriques.cible(brouillon, 2025, 5)
    fabriques.mesure(brouillon, 2025, 9)
    mesure = etat.provisoire.mesures.get(exercice=2025)
    mesure.valeur = 150
    mesure.save()
    for annee in range(2000, 2020):
        fabriques.mesure(etat.interne, annee, annee % 2 * 100)
    calculer()
    assert _tout_ce_que_voit(client, etat) == avant
    assert SECRET not in avant


def test_les_comptes_d_un_partenaire_sont_ceux_des_chiffres_publies(etat, partenaire, client_de):
    lignes = _par_sigle(client_de(partenaire))
    assert (lignes["MAIR"]["atteintes"], lignes["MAIR"]["non atteintes"]) == ("1", "1")
    assert (lignes["MBOUE"]["non disponibles"], lignes["MBOUE"]["taux d'atteinte (%)"]) == ("1", "")
    assert {ligne["indicateurs en retard"] for ligne in lignes.values()} == {""}
    assert {ligne["chiffres provisoires"] for ligne in lignes.values()} == {"non"}


def test_un_partenaire_n_a_ni_colonne_ni_compteur_de_retard(partenaire, client_de):
    texte = client_de(partenaire).get("/pilotage/").content.decode()
    assert "En retard" not in texte
    assert "en retard" not in texte
    assert "Chiffres publiés seulement" in texte


@pytest.mark.parametrize("alerte", ["retard"])
def test_une_alerte_interne_dans_l_adresse_ne_filtre_rien(partenaire, client_de, alerte):
    client = client_de(partenaire)
    toutes, filtrees = (_lignes_csv(client.get(f"/pilotage/?format=csv{suite}")) for suite in ("", f"&alerte={alerte}"))
    assert toutes == filtrees


def test_valider_un_resultat_le_publie(etat, partenaire, client_de):
    etat.provisoire.mesures.filter(exercice=2025).update(etat="validee")
    calculer()
    lignes = _par_sigle(client_de(partenaire))
    assert lignes["MBOUE"]["non atteintes"] == "1"


def test_rendre_un_indicateur_interne_le_retire(etat, partenaire, client_de):
    Indicateur.objects.filter(pk=etat.manque.pk).update(visibilite="interne")
    calculer()
    lignes = _par_sigle(client_de(partenaire))
    assert lignes["MAIR"]["non atteintes"] == "0"
