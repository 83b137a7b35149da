"""Announcements on their pages: who sees what, writing and publishing through the browser's forms, the reach."""

import re

import pytest
from django.utils import timezone

from pilotage.models import Annonce
from tests import fabriques

pytestmark = pytest.mark.django_db
CORPS = {"titre": "Rendez-vous", "texte": "Premier.\n\n<b>Second</b>."}


def lire(client, adresse):
    return client.get(adresse).content.decode()


def test_du_brouillon_a_la_lecture(client_de, coordination, gestionnaire, membre_prive):
    coo, ges = client_de(coordination), client_de(gestionnaire)
    suite = coo.post("/pilotage/annonces/nouvelle/", CORPS | {"roles": ["gestionnaire"]}).url
    annonce = Annonce.objects.get()
    assert suite == f"/pilotage/annonces/{annonce.pk}/publier/"
    texte = lire(coo, suite)
    assert "1\u00a0personne" in texte and "Gestionnaire" in texte and "<b>Second" not in texte
    assert ges.get(f"/pilotage/annonces/{annonce.pk}/").status_code == 404
    lue = re.search(r'name="lue" value="(\w+)"', texte)[1]
    assert coo.post(suite, {"lue": lue}).url == f"/pilotage/annonces/{annonce.pk}/"
    assert "Annonce\u00a0: Rendez-vous" in lire(ges, "/")
    assert "À lire" in lire(ges, "/pilotage/annonces/")
    assert client_de(membre_prive).get(f"/pilotage/annonces/{annonce.pk}/").status_code == 404
    assert "Rendez-vous" not in lire(client_de(membre_prive), "/pilotage/annonces/")
    page = lire(ges, f"/pilotage/annonces/{annonce.pk}/")
    assert "J'ai lu" in page and "&lt;b&gt;Second" in page and "Destinataires" not in page
    ges.post(f"/pilotage/annonces/{annonce.pk}/lue/")
    assert "Rendez-vous" not in lire(ges, "/")
    assert "J'ai lu" not in lire(ges, f"/pilotage/annonces/{annonce.pk}/")


def test_une_annonce_aux_partenaires_prives_leur_parvient_et_l_acte_le_dit(
    client_de, brouillon, publier, coordination, membre_prive
):
    annonce = brouillon(roles=["membre_prive"])
    assert "1\u00a0partenaire privé" in lire(client_de(coordination), f"/pilotage/annonces/{annonce.pk}/publier/")
    publier(annonce)
    assert "Nouvelle saison" in lire(client_de(membre_prive), f"/pilotage/annonces/{annonce.pk}/")


@pytest.mark.parametrize("chemin", ["nouvelle/", "{}/modifier/", "{}/publier/"])
def test_seule_la_coordination_ecrit(client_de, brouillon, gestionnaire, administration, membre_prive, chemin):
    adresse = "/pilotage/annonces/" + chemin.format(brouillon().pk)
    for personne in (gestionnaire, administration, membre_prive):
        assert client_de(personne).get(adresse).status_code == 403
        assert client_de(personne).post(adresse, CORPS).status_code == 403


def test_un_brouillon_change_entretemps_rend_409_et_garde_les_deux_textes(client_de, brouillon, coordination):
    annonce, coo = brouillon(), client_de(coordination)
    adresse = f"/pilotage/annonces/{annonce.pk}/modifier/"
    lue = re.search(r'name="lue" value="(\w+)"', lire(coo, adresse))[1]
    coo.post(adresse, CORPS | {"titre": "Le sien", "lue": lue})
    reponse = coo.post(adresse, CORPS | {"titre": "Le mien", "lue": lue})
    texte = reponse.content.decode()
    assert reponse.status_code == 409 and "Le sien" in texte and "Le mien" in texte
    neuve = re.search(r'name="lue" value="(\w+)"', texte)[1]
    assert coo.post(adresse, CORPS | {"titre": "Le mien", "lue": neuve}).status_code == 302
    assert Annonce.objects.get().titre == "Le mien"


def test_un_formulaire_incomplet_garde_ce_qui_est_ecrit(client_de, coordination):
    reponse = client_de(coordination).post("/pilotage/annonces/nouvelle/", {"titre": "", "texte": "Gardé."})
    assert reponse.status_code == 422 and "Gardé." in reponse.content.decode()
    assert not Annonce.objects.exists()


def test_un_brouillon_se_supprime_et_une_annonce_publiee_demeure(
    client_de, brouillon, publier, coordination, gestionnaire
):
    coo, publiee, autre = client_de(coordination), brouillon(), brouillon()
    publier(publiee)
    for annonce in (publiee, autre):
        coo.post(f"/pilotage/annonces/{annonce.pk}/supprimer/")
    assert Annonce.objects.get() == publiee
    for chemin in ("modifier", "publier"):
        assert coo.get(f"/pilotage/annonces/{publiee.pk}/{chemin}/").status_code == 404


def test_la_portee_cache_les_petits_nombres(client_de, brouillon, publier, foule, coordination, ministere):
    foule(ministere, "haute_direction", 3)
    foule(ministere, "direction", 12)
    foule(ministere, "professionnel", 40)
    annonce = brouillon()
    publier(annonce)
    lectures = annonce.lectures.filter(niveau_gestion__in=["direction", "professionnel"])
    for niveau, combien in (("direction", 6), ("professionnel", 20)):
        vus = lectures.filter(niveau_gestion=niveau).values_list("pk", flat=True)[:combien]
        annonce.lectures.filter(pk__in=list(vus)).update(lue_le=timezone.now())
    texte = lire(client_de(coordination), f"/pilotage/annonces/{annonce.pk}/")
    rangs = {re.sub(r"<[^>]+>", "", n): re.findall(r'<td class="n">([^<]*)</td>', r)
             for n, r in re.findall(r'<th scope="row">(.*?)</th>(.*?)</tr>', texte)}  # fmt: skip
    assert rangs["Haute direction"][:2] == rangs["Direction"][:2] == ["moins de 5", "moins de 5"]
    assert rangs["Personnel professionnel"] == ["40", "20", "50\u00a0%"]
    assert rangs["Ensemble"][:2] == ["55", "26"]


def test_l_archive_s_exporte_sans_en_dire_plus(client_de, brouillon, publier, coordination, gestionnaire):
    publier(brouillon(titre="=1+1"))
    reponse = client_de(coordination).get("/pilotage/annonces/?format=csv")
    texte = b"".join(reponse.streaming_content).decode()
    assert "'=1+1" in texte and "moins de 5" in texte
    assert (
        "moins de 5"
        not in b"".join(client_de(gestionnaire).get("/pilotage/annonces/?format=csv").streaming_content).decode()
    )


def test_l_archive_vide_dit_pourquoi(client_de, gestionnaire, coordination):
    assert "rien annoncé" in lire(client_de(gestionnaire), "/pilotage/annonces/")
    assert "Écrire une annonce" in lire(client_de(coordination), "/pilotage/annonces/")
    assert "Rien selon ce filtre" in lire(client_de(coordination), "/pilotage/annonces/?etat=a_lire")


def test_autant_de_requetes_pour_une_annonce_que_pour_vingt(
    client_de, brouillon, publier, coordination, gestionnaire, django_assert_num_queries
):
    fabriques.adhesion(coordination, gestionnaire.adhesions.get().organisation)
    client = client_de(coordination)
    for fois in (1, 19):
        for _ in range(fois):
            publier(brouillon())
        with django_assert_num_queries(6):
            client.get("/pilotage/annonces/")
