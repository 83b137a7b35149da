"""A17: before closing, no page, file, search or notification tells a hidden result; after, the figures stand."""

import json

import pytest
from django.test import Client

from ecosysteme.models import Journal, Notification
from forum.enums import Fonction
from forum.selectors.scrutin import fiche
from forum.services.scrutins_clore import proclamer
from forum.services.scrutins_voter import deposer_bulletin
from tests.adresses import lire_table
from tests.forum.aides_scrutins import fermer, relu
from tests.monde import batir

pytestmark = pytest.mark.django_db
CANARI = "canari-de-bulletin-7f3a"


@pytest.fixture
def monde(settings, tmp_path):
    settings.MEDIA_ROOT, settings.MEMOIRE_SECONDES = tmp_path, 0
    return batir()


def lectures(monde):
    """Every GET address of the portal, and what each role reads there."""
    chemins = {r.chemin(monde) for r in lire_table() if r.methode == "GET"}
    assert len(chemins) > 100
    for role in ("ges", "pub", "pri", "coo", "ani", "adm"):
        client = Client()
        client.force_login(monde.roles[role])
        for chemin in sorted(chemins):
            reponse = client.get(chemin)
            corps = b"".join(reponse.streaming_content) if reponse.streaming else reponse.content
            yield role, chemin, corps.decode("utf-8", "replace")


def test_a17_aucune_adresse_ne_dit_un_resultat_cache_avant_la_fermeture(monde):
    """The reason typed with a ballot is a canary; the sheet gives no figure; the file of the count does not exist."""
    scrutin = relu(monde.scrutin)
    for role, choix in (("ges", "pour"), ("pub", "contre"), ("pri", "pour")):
        deposer_bulletin(par=monde.roles[role], scrutin=scrutin, contenu={"choix": [choix]}, raison=f"{CANARI} {choix}")
    fuites = [(role, chemin) for role, chemin, corps in lectures(monde) if CANARI in corps]
    assert fuites == []
    for role in ("ges", "coo", "ani"):
        assert fiche(monde.roles[role], scrutin)["resultats"] is None
        client = Client()
        client.force_login(monde.roles[role])
        assert client.get(f"/forum/scrutins/{scrutin.pk}/recompte.csv").status_code == 404
        assert "titre-resultats" not in client.get(f"/forum/scrutins/{scrutin.pk}/").content.decode()
    entrees = Journal.objects.filter(objet=f"scrutin:{scrutin.pk}").values_list("contenu", flat=True)
    dits = json.dumps([*Notification.objects.values_list("titre", flat=True), *map(str, entrees)])
    assert CANARI not in dits and "'choix'" not in dits


def test_a17_apres_la_fermeture_les_chiffres_et_le_fichier_du_compte_se_lisent(monde):
    scrutin = relu(monde.scrutin)
    for role, choix in (("ges", "pour"), ("pub", "pour"), ("pri", "contre")):
        deposer_bulletin(par=monde.roles[role], scrutin=scrutin, contenu={"choix": [choix]})
    proclamer(scrutin=fermer(scrutin))
    client = Client()
    client.force_login(monde.roles["pri"])
    page = client.get(f"/forum/scrutins/{scrutin.pk}/").content.decode()
    assert "Adoptée" in page and "66,7" in page
    fichier = client.get(f"/forum/scrutins/{scrutin.pk}/recompte.csv")
    corps = (b"".join(fichier.streaming_content) if fichier.streaming else fichier.content).decode()
    assert corps.count("bulletin") == 3 and Fonction.MEMBRE in corps
