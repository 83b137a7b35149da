"""The same address answers a page that posts by script: what was saved, what comes back, cell by cell."""

import pytest

from ecosysteme.enums import EtatMesure
from ecosysteme.models import LotSaisie, Mesure
from tests import fabriques
from tests.saisie.aides import FIN, client_de, poster

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(gestionnaire):
    return client_de(gestionnaire)


def cle(indicateur) -> str:
    return f"{indicateur.pk}.{FIN.isoformat()}"


def test_la_reponse_dit_ce_qui_est_ecrit_refuse_et_conteste(client, collegue, objectif):
    bon, mauvais, conteste = (fabriques.indicateur(objectif) for _ in range(3))
    fabriques.mesure(conteste, valeur="60", saisie_par=collegue, commentaire="Selon le registre")
    reponse = poster(client, {cle(bon): "1 234,5", cle(mauvais): "douze", cle(conteste): "70"}, json=True)
    corps = reponse.json()
    m = Mesure.objects.get(indicateur=bon)
    assert reponse.status_code == 409
    ecrite = corps["cellules"][cle(bon)]
    assert (ecrite["m"], ecrite["v"], ecrite["t"], ecrite["e"]) == (m.pk, 1, "1\u00a0234,5", "provisoire")
    assert ecrite["a"] == "Camille Essai, à l'instant"
    autre = corps["conflits"][cle(conteste)]
    assert (autre["t"], autre["c"]) == ("60", "Selon le registre") and autre["a"].startswith("Dominique Exemple")
    assert corps["erreurs"][cle(mauvais)].startswith("Ce n'est pas un nombre")
    assert corps["message"] == (
        "1\u00a0résultat enregistré comme provisoire. 1\u00a0conflit à trancher, 1\u00a0erreur à corriger."
    )
    assert corps["lot"]["pk"] == LotSaisie.objects.get().pk


def test_un_resultat_retire_revient_comme_une_cellule_vide(client, indicateur):
    m = fabriques.mesure(indicateur)
    lu = f'{{"{cle(indicateur)}": [{m.pk}, 1, "50", "", 0]}}'
    corps = poster(client, {cle(indicateur): ""}, lu=lu, json=True).json()
    assert corps["cellules"][cle(indicateur)]["m"] == 0 and "retiré" in corps["message"]


def test_l_etat_courant_se_demande_pour_les_seuls_indicateurs_tenus(client, indicateur, etranger, collegue):
    fabriques.mesure(indicateur, saisie_par=collegue, etat=EtatMesure.PROVISOIRE)
    fabriques.mesure(etranger)
    corps = client.get(f"/pilotage/saisie/etat/?exercice=2025&ids={indicateur.pk},{etranger.pk},zut,,-4").json()
    assert list(corps["cellules"]) == [cle(indicateur)]
    assert corps["cellules"][cle(indicateur)]["e"] == "provisoire"


def test_l_annulation_repond_aussi_a_un_script(client, indicateur):
    lot = poster(client, {cle(indicateur): "5"}, json=True).json()["lot"]
    reponse = client.post(lot["url"], headers={"accept": "application/json"})
    assert reponse.json()["message"] == "1\u00a0résultat rétabli." and reponse.json()["lot"]["libelle"] == "Rétablir"
    encore = client.post(lot["url"], headers={"accept": "application/json"})
    assert (encore.status_code, encore.json()["message"]) == (409, "Cet enregistrement est déjà annulé.")
    client.post(reponse.json()["lot"]["url"])
    assert Mesure.objects.get().valeur == 5


def test_une_annulation_partielle_dit_ce_qui_a_change_depuis(client, collegue, objectif):
    a, b = fabriques.indicateur(objectif), fabriques.indicateur(objectif)
    corps = poster(client, {cle(a): "5", cle(b): "6"}, json=True).json()
    vue = corps["cellules"][cle(a)]
    poster(client_de(collegue), {cle(a): "9"}, lu=f'{{"{cle(a)}": [{vue["m"]}, 1, "5", "", 0]}}')
    reponse = client.post(corps["lot"]["url"], headers={"accept": "application/json"})
    assert reponse.json()["message"] == ("1\u00a0résultat rétabli. 1\u00a0résultat a changé depuis et reste tel quel.")


def test_les_grilles_ouvertes_apprennent_le_changement_apres_l_enregistrement(
    client, indicateur, monkeypatch, django_capture_on_commit_callbacks
):
    dits = []
    monkeypatch.setattr("ecosysteme.services.mesures.publier", lambda *a: dits.append(a))
    with django_capture_on_commit_callbacks(execute=True):
        poster(client, {cle(indicateur): "5"})
    assert dits == [([f"saisie:{indicateur.organisation_id}"], "nouveaute")]


def test_une_periode_qui_n_est_pas_de_l_indicateur_est_refusee(client, indicateur):
    corps = poster(client, {f"{indicateur.pk}.2025-05-17": "5"}, json=True).json()
    assert "rechargez la page" in corps["erreurs"][f"{indicateur.pk}.2025-05-17"]
    assert not Mesure.objects.exists()


def test_un_commentaire_trop_long_est_refuse_avec_son_compte(client, indicateur):
    corps = poster(client, {cle(indicateur): "5"}, {cle(indicateur): "x" * 2001}, json=True).json()
    assert "2001 caractères" in corps["erreurs"][cle(indicateur)]


def test_trop_de_cellules_a_la_fois_est_refuse(client, indicateur):
    assert poster(client, {f"{indicateur.pk}.{n}": "1" for n in range(2001)}, json=True).status_code in (400, 403)
