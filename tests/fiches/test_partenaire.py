"""A private partner reads published figures only: nothing internal, nothing provisional, no history, no names."""

import pytest
from django.urls import reverse

from ecosysteme.enums import EtatMesure, EtatPlan
from ecosysteme.models import Mesure, PlanStrategique
from pilotage.models import PhaseSpc
from tests import fabriques

pytestmark = pytest.mark.django_db
ACTES = [
    "indicateur_modifier",
    "cible_ajouter",
    "phase_ajouter",
    "objectif_modifier",
    "plan_modifier",
    "plan_publier",
]
PAGES = ["indicateur", "explorer", "explorer_figure"]


@pytest.fixture
def client(client_de, membre_prive):
    return client_de(membre_prive)


def adresse(nom, pk, *plus):
    return reverse(f"pilotage:{nom}", args=[pk, *plus])


@pytest.mark.parametrize("nom", PAGES)
def test_un_indicateur_interne_n_existe_pas(client, tout, interne, nom):
    assert client.get(adresse(nom, tout.pk)).status_code == 200
    assert client.get(adresse(nom, interne.pk)).status_code == 404
    assert client.get(adresse("calcul", "indicateur", interne.pk)).status_code == 404
    assert client.get(adresse("indicateur_exporter", interne.pk, "csv")).status_code == 404


def test_un_plan_en_brouillon_n_existe_pas(client, tout, plan, objectif):
    PlanStrategique.objects.filter(pk=plan.pk).update(etat=EtatPlan.BROUILLON)
    pages = [("plan", plan.pk), ("objectif", objectif.pk), ("indicateur", tout.pk)]
    assert [client.get(adresse(nom, pk)).status_code for nom, pk in pages] == [404, 404, 404]
    assert client.get(adresse("calcul", "plan", plan.pk)).status_code == 404


def test_un_resultat_provisoire_ne_parait_nulle_part(client, tout, plan, objectif, calculer):
    Mesure.objects.filter(indicateur=tout, exercice=2024).update(etat=EtatMesure.PROVISOIRE, valeur=987654)
    calculer()
    pages = [
        adresse("indicateur", tout.pk),
        adresse("explorer", tout.pk),
        adresse("explorer_figure", tout.pk),
        adresse("calcul", "indicateur", tout.pk),
        adresse("objectif", objectif.pk),
        adresse("plan", plan.pk),
        adresse("indicateur_exporter", tout.pk, "csv"),
        adresse("plan_exporter", plan.pk, "csv"),
    ]
    for page in pages:
        reponse = client.get(page, {"exercice": "2024", "tout": "1"})
        contenu = b"".join(reponse.streaming_content) if reponse.streaming else reponse.content
        lu = contenu.decode().replace("\u00a0", "").replace("\\u00a0", "")
        assert "987654" not in lu, page
        assert "rovisoire" not in lu, page


def test_l_historique_les_noms_et_les_motifs_restent_internes(client, tout, responsable, gestionnaire):
    PhaseSpc.objects.create(indicateur=tout, debut="2018-04-01", motif="Motif très interne", auteur=gestionnaire)
    responsable.prenom, responsable.nom = "Prénom", "Reconnaissable"
    responsable.save()
    assert client.get(adresse("indicateur_historique", tout.pk)).status_code == 404
    for nom in PAGES:
        lu = client.get(adresse(nom, tout.pk), {"exercice": "2024"}).content.decode()
        assert "Motif très interne" not in lu
        assert "Reconnaissable" not in lu
        assert "Historique des changements" not in lu


def test_le_plan_ne_compte_et_ne_montre_que_le_publie(client, tout, plan, objectif, interne):
    lu = client.get(adresse("plan", plan.pk), {"exercice": "2024"}).content.decode()
    assert "Ponts en bon état" in lu
    assert "Dossier confidentiel" not in lu
    assert "Tableau synoptique : 2" in lu.replace("\u00a0", " ")
    assert "Changements du plan" not in lu


def test_un_objectif_sans_indicateur_publie_n_existe_pas(client, tout, plan):
    cache = fabriques.objectif(plan)
    fabriques.indicateur(cache, nom="Indicateur caché", visibilite="interne")
    assert client.get(adresse("objectif", cache.pk)).status_code == 404
    assert client.get(adresse("calcul", "objectif", cache.pk)).status_code == 404
    assert client.get(adresse("calcul", "orientation", cache.orientation_id)).status_code == 404
    lu = client.get(adresse("plan", plan.pk)).content.decode()
    assert cache.titre not in lu
    assert cache.orientation.titre not in lu


def test_le_parent_interne_d_un_indicateur_publie_reste_inconnu(client, tout, interne):
    tout.parent = interne
    tout.save()
    assert "Dossier confidentiel" not in client.get(adresse("indicateur", tout.pk)).content.decode()


def test_le_calcul_d_un_objectif_ne_cite_que_les_indicateurs_publies(client, tout, objectif):
    lu = client.get(adresse("calcul", "objectif", objectif.pk), {"exercice": "2024"}).content.decode()
    assert "Ponts en bon état" in lu
    assert "Dossier confidentiel" not in lu


@pytest.mark.parametrize(
    "nom",
    ["indicateur_modifier", "cible_ajouter", "phase_ajouter", "objectif_modifier", "plan_modifier", "plan_publier"],
)
def test_il_ne_change_rien(client, tout, plan, objectif, nom):
    pk = {"plan": plan.pk, "objectif": objectif.pk}.get(nom.split("_")[0], tout.pk)
    assert client.get(adresse(nom, pk)).status_code == 403
    assert client.post(adresse(nom, pk), {}).status_code == 403
