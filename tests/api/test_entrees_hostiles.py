"""What a client must not be able to send: each is refused with a sentence that names the field, never a failure."""

import json

import pytest

from ecosysteme.models import Mesure
from tests.api.aides import ClientApi

CORPS = {"fin": "2027-03-31", "valeur": "12.5"}


def brut(indicateur, /, **champs) -> str:
    """A body whose values are written as given, JSON or not."""
    paires = {"indicateur": str(indicateur.pk), **{nom: json.dumps(v) for nom, v in CORPS.items()}, **champs}
    return "{" + ",".join(f"{json.dumps(nom)}:{valeur}" for nom, valeur in paires.items()) + "}"


@pytest.mark.parametrize(
    "valeur", ["NaN", "Infinity", "-Infinity", "1e", "01", "1_000", "0x1", "'1'", "", "٣", "undefined"]
)
def test_ce_qui_n_est_pas_du_json_est_refuse(api, monde, valeur):
    reponse = api().post("mesures/", brut(monde.public, valeur=valeur))
    assert reponse.status_code == 400 and "JSON valide" in reponse.json()["detail"]
    assert not Mesure.objects.filter(exercice=2026).exists()


@pytest.mark.parametrize(
    "corps",
    [
        b"", b"[", b"{}{}", b"\xff\xfe{}", b'{"valeur":"\\ud800"}', b'{"\\ud800":1}', b"[" * 200_000, b'{"a":1,"a":2}',
        b'{"a":' * 5_000, b"null", b"3", b'"x"', b"[]", b"[[]]", b"\x00", b"true",
    ],
    ids=range(16),
)  # fmt: skip
def test_un_corps_impropre_est_un_400(api, monde, corps):
    for chemin in ("mesures/", "mesures/lot/", "cibles/"):
        reponse = api().client.generic(
            "POST", f"/api/v1/{chemin}", corps, content_type="application/json", **api().entetes
        )
        assert reponse.status_code == 400 and reponse.json()["detail"]


VALEURS = {
    "valeur": [
        '"NaN"', '"Infinity"', '"1e309"', "1e309", "-1e309", "1e999999999999999999999", '"١٢"', '"1_000"', '"1 000"',
        '"12,5"', '"=1+1"', '" 1"', '"1."', '".5"', '"+1"', '"1e3"', '"n/d"', '""', "true", "[]", "{}", '"1\\u0000"',
        "1000000000000000", "9" * 5000, '"' + "9" * 5000 + '"', "0.1234567891", "1e-400", '"0.1234567891"', '"﹣1"',
    ],
    "indicateur": ['"1"', "0", "-1", "1.5", "1e309", "true", "null", "[]", "9223372036854775808", "1e30", '"abc"'],
    "fin": ['"2027-02-30"', '"31/03/2027"', '"20270331"', '"2027-W13"', '"٢٠٢٧-03-31"', "20270331", "null", '""',
            '"0001-01-01"', '"9999-12-31"', '"2027-03-31T00:00:00"', '"2027-3-31"'],
    "territoire": ['"99"', "6", "null", '"6"', '"06 "', "[]"],
    "etat": ['"publiee"', "1", "null", '""', "[]", "true"],
    "motif_absence": ['"inconnu"', "1", "null", "[]"],
    "sans_objet": ['"true"', "1", "0", "null", '"oui"', "[]"],
    "commentaire": ["1", "null", "[]", '"\\u0000"', '"' + "a" * 2001 + '"', "true"],
    "debut": ['"hier"', "0", "null"],
    "inattendu": ["1", "null"],
}  # fmt: skip


@pytest.mark.parametrize("nom", VALEURS)
def test_une_valeur_impropre_est_refusee_par_le_nom_de_son_champ(api, monde, nom):
    client = api()
    for valeur in VALEURS[nom]:
        reponse = client.post("mesures/", brut(monde.public, **{nom: valeur}))
        assert reponse.status_code == 400, (valeur, reponse.content)
        assert list(reponse.json()["champs"]) == [nom] and f"« {nom} »" in reponse.json()["detail"], valeur
        lot = f'{{"mesures":[{brut(monde.public, **{nom: valeur})}]}}'
        reponse = client.post("mesures/lot/", lot)
        assert reponse.status_code == 400 and list(reponse.json()["champs"]) == [f"mesures.0.{nom}"], valeur
    assert not Mesure.objects.filter(exercice=2026).exists()


@pytest.mark.parametrize("nom", ["indicateur", "fin"])
def test_un_champ_manquant_est_nomme(api, monde, nom):
    corps = json.loads(brut(monde.public))
    del corps[nom]
    reponse = api().post("mesures/", corps)
    assert reponse.status_code == 400 and f"« {nom} »" in reponse.json()["detail"]


@pytest.mark.parametrize(
    ("valeur", "attendue"),
    [("12.50", "12.5"), ('"-0"', "0"), ("1e3", "1000"), ("0.1", "0.1"), ("0.123456789", "0.123456789"),
     ('"999999999999999.999999999"', "999999999999999.999999999"), ("1e14", "100000000000000")],
)  # fmt: skip
def test_une_valeur_juste_est_gardee_au_chiffre_pres(api, monde, valeur, attendue):
    brute = valeur.strip('"')
    reponse = api().post("mesures/", brut(monde.public, valeur=valeur if valeur.startswith('"') else brute))
    assert reponse.status_code == 201 and reponse.json()["valeur"] == attendue


FILTRES = {
    "exercice": ["abc", "٢٠٢٥", "1899", "9" * 40, "2025.0", "", "1e3", "\x00", "2025-2026"],
    "indicateur": ["x", "0", "-1", "9223372036854775808", "1 ", ""],
    "provisoire": ["oui", "1", "True", "\x00", ""],
    "territoire": ["99", "\x00"],
    "organisation": ["INCONNU", "\x00", "a" * 41],
    "fin_min": ["hier", "2025-02-30", "٢٠٢٥-01-01"],
    "modifie_depuis": ["hier", "2025-01-01T25:00:00Z", "0001-01-01T00:00:00Z", "2025-01-01T10:00:00", "9999-12-31"],
    "tri": ["valeur", "id; drop", "\x00", ""],
    "inconnu": ["1"],
}


@pytest.mark.parametrize("nom", FILTRES)
def test_un_filtre_impropre_est_refuse_par_son_nom(api, monde, nom):
    client = api()
    for valeur in FILTRES[nom]:
        for chemin in ("mesures/", "mesures.csv"):
            reponse = client.get(chemin, {nom: valeur})
            assert reponse.status_code == 400 and f"« {nom} »" in reponse.json()["detail"], (valeur, reponse.content)


def test_un_identifiant_demesure_n_est_qu_un_404(api, monde):
    for chemin in ("mesures", "indicateurs", "cibles", "plans", "organisations"):
        for pk in ("0", "9223372036854775807", "9223372036854775808", "9" * 200):
            reponse = api().get(f"{chemin}/{pk}/")
            assert reponse.status_code == 404 and reponse["Content-Type"] == "application/json"


def test_les_autres_adresses_types_et_methodes_ont_leur_refus(api, monde):
    client = api()
    cas = [
        (client.get("nulle/part/"), 404),
        (client.get("mesures/abc/"), 404),
        (client.get("mesures/", HTTP_ACCEPT="text/html"), 406),
        (client._envoyer("OPTIONS", "mesures/", b""), 405),
        (client._envoyer("PUT", "mesures/1/", {}), 405),
        (client.post("organisations/", {}), 405),
        (client.delete("bilans/"), 405),
        (ClientApi().get("nulle/part/"), 404),
    ]
    for genre in (
        "text/csv",
        "application/xml",
        "multipart/form-data; boundary=x",
        "application/x-www-form-urlencoded",
    ):
        envoi = client.client.generic("POST", "/api/v1/mesures/", b"{}", content_type=genre, **client.entetes)
        cas.append((envoi, 415))
    for reponse, statut in cas:
        assert (reponse.status_code, reponse["Content-Type"]) == (statut, "application/json"), reponse.content
        assert reponse.json()["status"] == statut and reponse.json()["detail"].endswith((".", "»."))


def test_un_corps_demesure_est_un_413(api, monde, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    reponse = api().post("mesures/", b'{"commentaire":"' + b"a" * 2000 + b'"}')
    assert reponse.status_code == 413 and "cinq mégaoctets" in reponse.json()["detail"]


def test_une_adresse_sans_barre_finale_y_mene(api, monde):
    assert api().get("mesures").url == "/api/v1/mesures/"


def test_la_base_absente_est_un_503_en_json(api, monkeypatch):
    from django.db import OperationalError

    from pilotage.api.plans import Plans

    def absente(self):
        raise OperationalError("terminating connection")

    client = api()
    monkeypatch.setattr(Plans, "lisibles", absente)
    monkeypatch.setattr("ecosysteme.api.problemes.connection.close", lambda: None)
    reponse = client.get("plans/")
    assert reponse.status_code == 503 and reponse["Retry-After"] == "5" and "réessayez" in reponse.json()["detail"]
