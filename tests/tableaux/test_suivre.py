"""« Suivre »: one's own subscriptions, to what one may read."""

import pytest

from ecosysteme.models import Abonnement

URL = "/suivre/"


def _sujets(personne):
    return list(Abonnement.objects.filter(personne=personne).values_list("sujet", flat=True))


def test_suivre_puis_ne_plus_suivre(etat, gestionnaire, client_de):
    client, sujet = client_de(gestionnaire), f"organisation:{etat.a.pk}"
    page = f"/pilotage/organisations/{etat.a.pk}/"
    assert client.post(URL, {"sujet": sujet, "suivre": "oui", "suite": page}).url == page
    client.post(URL, {"sujet": sujet, "suivre": "oui"})
    assert _sujets(gestionnaire) == [sujet]
    assert "Ne plus suivre" in client.get(page).content.decode()
    client.post(URL, {"sujet": sujet, "suivre": "non"})
    assert _sujets(gestionnaire) == []


def test_htmx_recoit_le_bouton_inverse(etat, gestionnaire, client_de):
    donnees = {"sujet": f"indicateur:{etat.manque.pk}", "suivre": "oui"}
    texte = client_de(gestionnaire).post(URL, donnees, headers={"HX-Request": "true"}).content.decode()
    assert "Ne plus suivre" in texte
    assert "<html" not in texte


@pytest.mark.parametrize("suite", ["https://ailleurs.exemple/", "//ailleurs.exemple", "javascript:alert(1)"])
def test_on_ne_revient_jamais_ailleurs_que_sur_le_portail(etat, gestionnaire, client_de, suite):
    donnees = {"sujet": f"organisation:{etat.a.pk}", "suivre": "oui", "suite": suite}
    assert client_de(gestionnaire).post(URL, donnees).url == "/"


def test_un_partenaire_ne_suit_pas_ce_qu_il_ne_peut_connaitre(etat, partenaire, client_de):
    assert (
        client_de(partenaire).post(URL, {"sujet": f"indicateur:{etat.interne.pk}", "suivre": "oui"}).status_code == 404
    )
    assert _sujets(partenaire) == []


@pytest.mark.parametrize(
    "sujet", ["", "organisation", "organisation:", "organisation:x", "personne:1", "organisation:9e9"]
)
def test_un_sujet_absurde_n_existe_pas(gestionnaire, client_de, sujet):
    assert client_de(gestionnaire).post(URL, {"sujet": sujet, "suivre": "oui"}).status_code == 404


def test_suivre_demande_une_session_et_un_envoi(client, etat, gestionnaire, client_de):
    assert client.post(URL, {}).status_code == 302
    assert client_de(gestionnaire).get(URL).status_code == 405
