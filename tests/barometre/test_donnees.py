"""Open data: exact, described, safe in a spreadsheet, cheap to ask again."""

import csv
import io
import json
from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from pilotage.selectors.donnees_dictionnaire import TABLES
from tests import fabriques
from tests.barometre.conftest import lire

pytestmark = pytest.mark.django_db
NOMS = [table.nom for table in TABLES]


def rangees(client, table):
    return list(csv.DictReader(io.StringIO(lire(client, reverse("barometre:csv", args=[table])), newline="")))


@pytest.mark.parametrize("table", TABLES, ids=NOMS)
def test_les_colonnes_sont_celles_du_dictionnaire(client, monde, table):
    objets = json.loads(lire(client, reverse("barometre:json", args=[table.nom])))
    assert objets and all(list(objet) == table.noms for objet in objets)
    assert all(list(rangee) == table.noms for rangee in rangees(client, table.nom))


@pytest.mark.parametrize("table", TABLES, ids=NOMS)
def test_chaque_valeur_est_du_genre_annonce_et_dans_ses_codes(client, monde, table):
    lecteurs = {
        "integer": int, "number": Decimal, "date": date.fromisoformat, "string": str,
        "boolean": {"true": True, "false": False}.__getitem__, "datetime": lambda v: v.index("T"),
    }  # fmt: skip
    for rangee in rangees(client, table.nom):
        for colonne in table.colonnes:
            if valeur := rangee[colonne.nom]:
                lecteurs[colonne.genre](valeur)
                assert not colonne.valeurs or valeur in colonne.valeurs, (colonne.nom, valeur)


def test_les_decimales_sont_exactes(client, monde):
    fabriques.mesure(monde.indicateur, 2020, "123456789012345.123456789")
    brut = lire(client, reverse("barometre:json", args=["resultats"]))
    assert '"valeur":123456789012345.123456789' in brut
    assert Decimal("123456789012345.123456789") in [
        r["valeur"] for r in json.loads(brut, parse_float=Decimal, parse_int=Decimal)
    ]
    assert "123456789012345.123456789" in [r["valeur"] for r in rangees(client, "resultats")]


def test_le_csv_suit_la_rfc_4180_sans_bom_et_le_tableur_a_le_sien(client, monde):
    adresse = reverse("barometre:csv", args=["cibles"])
    octets = b"".join(client.get(adresse).streaming_content)
    assert octets.startswith(b"indicateur_id,exercice") and octets.endswith(b"\r\n")
    pour_tableur = b"".join(client.get(f"{adresse}?pour=tableur").streaming_content)
    assert pour_tableur.startswith(b"\xef\xbb\xbfindicateur_id;exercice")


def test_une_formule_est_neutralisee_dans_les_deux_csv_et_exacte_en_json(client, monde):
    piege = '=HYPERLINK("http://exemple.test")'
    monde.indicateur.nom_public = piege
    monde.indicateur.save()
    adresse = reverse("barometre:csv", args=["indicateurs"])
    assert f"'{piege}" in [r["nom"] for r in rangees(client, "indicateurs")]
    assert "\"'=HYPERLINK" in lire(client, f"{adresse}?pour=tableur")
    objets = json.loads(lire(client, reverse("barometre:json", args=["indicateurs"])))
    assert piege in [objet["nom"] for objet in objets]


def test_un_texte_a_guillemets_virgules_et_lignes_revient_tel_quel(client, monde):
    monde.indicateur.definition = 'Une « part », dite "nette",\nen deux lignes'
    monde.indicateur.save()
    assert monde.indicateur.definition in [r["definition"] for r in rangees(client, "indicateurs")]


def test_les_tables_se_joignent(client, monde):
    organisations = {r["organisation_id"] for r in rangees(client, "organisations")}
    fiches = rangees(client, "indicateurs")
    connus = {r["indicateur_id"] for r in fiches}
    assert {r["organisation_id"] for r in fiches} <= organisations
    assert {r["indicateur_id"] for t in ("cibles", "resultats") for r in rangees(client, t)} <= connus
    noeuds = {(r["niveau"], r["noeud_id"]) for r in rangees(client, "bilans")}
    assert ("indicateur", str(monde.indicateur.pk)) in noeuds
    assert {pk for niveau, pk in noeuds if niveau == "organisation"} <= organisations


def test_ce_qui_n_a_pas_change_ne_se_retelecharge_pas(client, monde):
    adresse = reverse("barometre:csv", args=["resultats"])
    reponse = client.get(adresse)
    depuis = {"If-Modified-Since": reponse["Last-Modified"]}
    assert client.get(adresse, headers=depuis).status_code == 304
    assert client.get(adresse, headers={"If-Modified-Since": "Mon, 01 Jan 2001 00:00:00 GMT"}).status_code == 200


def test_la_tete_d_un_fichier_se_lit_sans_le_fichier(client, monde):
    reponse = client.head(reverse("barometre:json", args=["bilans"]))
    assert reponse.status_code == 200 and reponse["Access-Control-Allow-Origin"] == "*"


def test_le_datapackage_decrit_chaque_fichier_qu_il_nomme(client, monde):
    paquet = json.loads(lire(client, reverse("barometre:dictionnaire")))
    assert paquet["licenses"][0]["name"] == "CC-BY-4.0"
    assert [r["name"] for r in paquet["resources"]] == NOMS
    for ressource, table in zip(paquet["resources"], TABLES, strict=True):
        chemin = ressource["path"].removeprefix("http://testserver")
        entetes = lire(client, chemin).splitlines()[0].split(",")
        assert [champ["name"] for champ in ressource["schema"]["fields"]] == entetes == table.noms


def test_le_dictionnaire_explique_chaque_colonne_et_chaque_code(client, monde):
    page = lire(client, reverse("barometre:donnees"))
    for table in TABLES:
        for colonne in table.colonnes:
            assert f"<code>{colonne.nom}</code>" in page and colonne.sens
            assert all(f"<code>{code}</code>" in page for code in colonne.valeurs)


def test_la_licence_des_sources_les_suit(client, monde):
    monde.indicateur.source = "Cadre d'indicateurs canadien, Statistique Canada"
    monde.indicateur.save()
    page = lire(client, reverse("barometre:licence"))
    assert "CC BY 4.0" in page and "Licence du gouvernement ouvert – Canada" in page
