"""Three first steps by role: recognised by facts, skippable, never seen again."""

import pytest

from ecosysteme.enums import RoleAdhesion
from ecosysteme.models import Abonnement
from ecosysteme.services.abonnements import ne_plus_suivre, suivre
from ecosysteme.services.preferences import choisir_canaux
from pilotage.models import PremierPas
from pilotage.selectors.premiers_pas import PAR_ROLE, PAS, bloc
from pilotage.services import premiers_pas
from tests import fabriques

pytestmark = pytest.mark.django_db
ADRESSE = "/pilotage/premiers-pas/"


def cles(personne, fait=None):
    pas = bloc(personne=type(personne).objects.get(pk=personne.pk)).get("pas", [])
    return [p["cle"] for p in pas if fait is None or p["fait"] == fait]


@pytest.mark.parametrize("role", RoleAdhesion.values)
def test_chaque_role_a_trois_pas_dont_l_adresse_lui_est_ouverte(client_de, gouvernement, partenaire, role):
    personne = fabriques.personne()
    fabriques.adhesion(personne, partenaire if role == "membre_prive" else gouvernement, role)
    pas = bloc(personne=personne)["pas"]
    assert [p["cle"] for p in pas] == list(PAR_ROLE[role]) and len(pas) == 3
    client = client_de(personne)
    assert {client.get(p["url"]).status_code for p in pas} == {200}


def test_sans_role_aucun_pas(sans_role):
    assert bloc(personne=sans_role) == {}


def test_un_pas_se_reconnait_a_ce_qui_est_fait(membre_public, ministere, indicateur):
    assert cles(membre_public, fait=True) == []
    suivre(par=membre_public, sujet=f"organisation:{ministere.pk}")
    assert cles(membre_public, fait=True) == ["suivre_organisation"]
    suivre(par=membre_public, sujet=f"indicateur:{indicateur.pk}")
    choisir_canaux(par=membre_public, canaux={"suivi": "quotidien"})
    assert set(cles(membre_public, fait=True)) == set(PAR_ROLE["membre_public"])


def test_un_resultat_saisi_est_un_pas_fait(gestionnaire, indicateur):
    fabriques.mesure(indicateur, saisie_par=gestionnaire)
    assert cles(gestionnaire, fait=True) == ["saisir"]


def test_ce_qui_fut_fait_puis_defait_n_est_plus_demande(membre_public, ministere):
    suivre(par=membre_public, sujet=f"organisation:{ministere.pk}")
    premiers_pas.constater(par=membre_public)
    ne_plus_suivre(par=membre_public, sujet=f"organisation:{ministere.pk}")
    assert not Abonnement.objects.exists()
    assert cles(membre_public, fait=True) == ["suivre_organisation"]


def test_tout_fait_le_bloc_se_montre_une_derniere_fois_puis_plus_jamais(client_de, membre_public):
    for cle in PAR_ROLE["membre_public"][:2]:
        premiers_pas.passer(par=membre_public, cles=[cle])
    choisir_canaux(par=membre_public, canaux={"suivi": "quotidien"})
    client = client_de(membre_public)
    assert "premiers pas sont faits" in client.get("/").content.decode()
    client.post(ADRESSE, headers={"HX-Request": "true"})
    assert "premiers pas" not in client.get("/").content.decode()
    assert PremierPas.objects.filter(passe=False).get().cle == "regler"


def test_passer_un_pas_puis_tous(client_de, gestionnaire):
    client = client_de(gestionnaire)
    assert client.post(ADRESSE, {"passer": "saisir"}).url == "/"
    assert "Enregistrer un résultat</a>" not in client.get("/").content.decode()
    client.post(ADRESSE, {"passer": "annoncer"})  # not a step of this role
    assert set(PremierPas.objects.values_list("cle", flat=True)) == {"saisir"}
    client.post(ADRESSE, {"tout": "1"})
    assert bloc(personne=gestionnaire) == {}
    assert client.post(ADRESSE, {"tout": "1"}).status_code == 302


def test_htmx_recoit_un_bloc_vide_quand_tout_est_fini(client_de, gestionnaire):
    reponse = client_de(gestionnaire).post(ADRESSE, {"tout": "1"}, headers={"HX-Request": "true"})
    assert "<li" not in reponse.content.decode()


def test_une_seule_requete(gestionnaire, django_assert_num_queries):
    bloc(personne=gestionnaire)
    with django_assert_num_queries(1):
        bloc(personne=gestionnaire)


def test_chaque_pas_sert_a_un_role():
    assert {cle for pas in PAR_ROLE.values() for cle in pas} == set(PAS)
