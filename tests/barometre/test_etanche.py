"""Published figures only: no public answer holds a word, a figure or a name of the inside."""

import pytest
from django.urls import get_resolver, reverse

from tests.adresses import parcourir
from tests.barometre.conftest import CANARI, NOMBRE_CANARI, lire

pytestmark = pytest.mark.django_db


def test_aucune_reponse_publique_ne_porte_un_canari(client, adresses):
    fuites = []
    for adresse in adresses:
        corps = lire(client, adresse)
        for canari in (CANARI, "canari@exemple.test", NOMBRE_CANARI, "987\u00a0654"):
            if canari in corps.lower():
                fuites.append(f"{adresse} : {canari}")
    assert fuites == []


def test_les_adresses_lues_sont_toutes_celles_du_barometre(adresses):
    noms = {nom for nom, _ in parcourir(get_resolver().url_patterns) if nom.startswith("barometre:")}
    lues = {f"barometre:{get_resolver().resolve(a.split('?')[0]).url_name}" for a in adresses}
    assert lues == noms


def test_le_canari_se_verrait(client, monde):
    """The same page, once what it hides is made public."""
    monde.indicateur.nom_public = ""
    monde.indicateur.save()
    assert CANARI in lire(client, reverse("barometre:indicateur", args=[monde.indicateur.pk]))


def test_ce_qui_est_interne_n_existe_pas(client, monde):
    for fiche in (monde.interne, monde.en_brouillon):
        assert client.get(reverse("barometre:indicateur", args=[fiche.pk])).status_code == 404
    assert client.get(reverse("barometre:organisation", args=[monde.partenaire.pk])).status_code == 404
    assert client.get(reverse("barometre:csv", args=["personnes"])).status_code == 404


def test_un_resultat_provisoire_compte_comme_non_disponible(client, monde):
    page = lire(client, reverse("barometre:indicateur", args=[monde.provisoire.pk]))
    assert "70" in page and "Non disponible" in page and "provisoire" not in page.lower()


def test_ce_qui_se_tape_dans_une_adresse_ne_revient_pas_dans_la_page(client, monde):
    hostile = "/barometre/?exercice=<script>alert(1)</script>"
    assert "alert(1)" not in lire(client, hostile)
    assert client.get("/barometre/?exercice=99999").status_code == 200
