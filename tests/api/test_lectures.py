"""What each role reads, in which form, through which filters."""

import pytest

from ecosysteme.enums import RoleAdhesion
from pilotage.models import EtatIndicateur
from tests.api.aides import ids
from tests.api.conftest import ROLES_INTERNES

RESSOURCES = ["organisations", "plans", "indicateurs", "cibles", "mesures", "bilans"]


@pytest.mark.parametrize("role", ROLES_INTERNES)
def test_les_roles_internes_lisent_tout_le_gouvernement(api, monde, role):
    client = api(role)
    assert set(ids(client.get("indicateurs/"))) == {i.pk for i in monde.indicateurs}
    assert set(ids(client.get("cibles/"))) == {c.pk for c in monde.cibles}
    assert len(ids(client.get("mesures/"))) == 4
    assert len(ids(client.get("plans/"))) == 3
    assert len(ids(client.get("organisations/"))) == 5
    assert client.get(f"mesures/{monde.provisoire.pk}/").status_code == 200


def test_un_partenaire_prive_ne_lit_que_les_chiffres_publies(api, monde):
    client = api(RoleAdhesion.MEMBRE_PRIVE)
    assert set(ids(client.get("indicateurs/"))) == {monde.public.pk, monde.autre.pk}
    assert set(ids(client.get("plans/"))) == {monde.plan_a.pk, monde.plan_b.pk}
    assert set(ids(client.get("cibles/"))) == {monde.cibles[0].pk, monde.cibles[2].pk}
    assert set(ids(client.get("mesures/"))) == {monde.validee.pk, monde.autre_validee.pk}
    assert "PART" not in client.get("organisations/").content.decode()
    for chemin in (
        f"indicateurs/{monde.interne.pk}/",
        f"indicateurs/{monde.a_venir.pk}/",
        f"plans/{monde.brouillon.pk}/",
        f"cibles/{monde.cibles[1].pk}/",
        f"mesures/{monde.provisoire.pk}/",
        f"mesures/{monde.interne_validee.pk}/",
        f"organisations/{monde.partenaire.pk}/",
    ):
        assert client.get(chemin).status_code == 404, chemin


def test_un_partenaire_prive_ne_devine_rien_d_interne(api, monde):
    """Neither names, nor lateness, nor signals, nor objectives without a published indicator."""
    client = api(RoleAdhesion.MEMBRE_PRIVE)
    fiche = client.get(f"indicateurs/{monde.public.pk}/").json()
    assert fiche["responsable"] is fiche["etat_courant"] is fiche["parent"] is None
    assert client.get(f"indicateurs/{monde.autre.pk}/").json()["etat_courant"] is not None
    EtatIndicateur.objects.update(prochaine_maj="2000-01-01", variation="defavorable")
    for filtre in ({"en_retard": "true"}, {"variation": "defavorable"}):
        assert ids(client.get("indicateurs/", filtre)) == [monde.autre.pk]
    assert client.get(f"mesures/{monde.validee.pk}/").json()["saisie_par"] is None
    plan = client.get(f"plans/{monde.plan_a.pk}/").json()
    assert [o["numero"] for o in plan["orientations"]] == [monde.public.objectif.orientation.numero]
    assert client.get("organisations/", {"organisation": "PART"}).status_code == 400


def test_les_decimales_sont_exactes_et_en_texte(api, monde):
    texte = api().get(f"mesures/{monde.validee.pk}/").content.decode()
    assert '"valeur":"60.5"' in texte
    bilan = api().get("bilans/", {"niveau": "indicateur", "noeud": monde.public.pk, "exercice": 2025}).json()
    (ligne,) = bilan["resultats"]
    assert ligne["progression"].startswith("66.6666666666") and ligne["resultat"] == "70"
    assert ligne["statut"] == "non_atteinte" and ligne["provisoire"] is True


def test_un_plan_donne_ses_orientations_et_ses_objectifs(api, monde):
    plan = api().get(f"plans/{monde.plan_a.pk}/").json()
    assert plan["organisation"]["sigle"] == "MA" and len(plan["orientations"]) == 2
    assert plan["orientations"][0]["objectifs"][0]["id"] == monde.public.objectif_id


def test_une_ressource_a_version_donne_son_etiquette(api, monde):
    assert api().get(f"mesures/{monde.validee.pk}/")["ETag"] == '"1"'


@pytest.mark.parametrize(
    ("chemin", "parametres", "attendus"),
    [
        ("organisations/", {"organisation": "PORT"}, ["portefeuille", "a"]),
        ("organisations/", {"type": "ministere"}, ["a", "b"]),
        ("organisations/", {"sigle": "MB"}, ["b"]),
        ("plans/", {"organisation": "PORT"}, ["plan_a", "brouillon"]),
        ("plans/", {"etat": "brouillon"}, ["brouillon"]),
        ("indicateurs/", {"organisation": "PORT", "visibilite": "interne"}, ["interne"]),
        ("indicateurs/", {"type": "activite"}, ["autre"]),
        ("indicateurs/", {"sens": "baisse"}, ["autre"]),
        ("indicateurs/", {"code": "PUB"}, ["public"]),
        ("mesures/", {"exercice": "2024"}, ["validee"]),
        ("mesures/", {"provisoire": "true"}, ["provisoire"]),
        ("mesures/", {"organisation": "GOUV", "type": "activite"}, ["autre_validee"]),
        ("mesures/", {"disponible": "false"}, ["autre_validee"]),
        ("mesures/", {"fin_max": "2025-03-31"}, ["validee"]),
        ("mesures/", {"territoire": "06"}, []),
        ("mesures/", {"organisation": "PORT", "territoire": ""}, ["validee", "provisoire", "interne_validee"]),
    ],
)
def test_les_filtres_gardent_ce_qu_ils_disent(api, monde, chemin, parametres, attendus):
    assert set(ids(api().get(chemin, parametres))) == {getattr(monde, nom).pk for nom in attendus}


def test_les_filtres_des_plans_et_des_indicateurs_suivent_les_liens(api, monde):
    client = api()
    assert set(ids(client.get("indicateurs/", {"plan": monde.plan_a.pk}))) == {monde.public.pk, monde.interne.pk}
    assert ids(client.get("mesures/", {"indicateur": monde.autre.pk})) == [monde.autre_validee.pk]
    assert ids(client.get("cibles/", {"plan": monde.plan_b.pk, "exercice": 2025})) == [monde.cibles[2].pk]


def test_modifie_depuis_suit_l_histoire(api, monde):
    client = api()
    for ressource in RESSOURCES:
        tous = client.get(f"{ressource}/", {"modifie_depuis": "2000-01-01"}).json()["resultats"]
        assert len(tous) == len(client.get(f"{ressource}/").json()["resultats"]) > 0, ressource
        assert client.get(f"{ressource}/", {"modifie_depuis": "2199-01-01T00:00:00Z"}).json()["resultats"] == []


def test_les_bilans_d_une_organisation_vont_jusqu_a_ses_indicateurs(api, monde):
    lignes = api().get("bilans/", {"organisation": "PORT", "exercice": 2025}).json()["resultats"]
    noeuds = {(ligne["niveau"], ligne["noeud"]) for ligne in lignes}
    assert {("organisation", monde.a.pk), ("plan", monde.plan_a.pk), ("indicateur", monde.public.pk)} <= noeuds
    assert ("organisation", monde.b.pk) not in noeuds and ("indicateur", monde.autre.pk) not in noeuds
    statuts = api().get("bilans/", {"statut": "non_disponible", "niveau": "indicateur"}).json()["resultats"]
    assert {ligne["noeud"] for ligne in statuts} >= {monde.autre.pk}


def test_les_bilans_d_un_partenaire_prive_sont_recomptes_sur_le_publie(api, monde):
    client = api(RoleAdhesion.MEMBRE_PRIVE)
    assert client.get("bilans/").status_code == 400
    lignes = {(b["niveau"], b["noeud"]): b for b in client.get("bilans/", {"exercice": 2025}).json()["resultats"]}
    noeuds_internes = {("indicateur", monde.interne.pk), ("plan", monde.brouillon.pk), ("indicateur", monde.a_venir.pk)}
    assert not noeuds_internes & lignes.keys()
    public, gouvernement = lignes["indicateur", monde.public.pk], lignes["organisation", monde.gouvernement.pk]
    assert (public["statut"], public["resultat"], public["provisoire"]) == ("non_disponible", None, False)
    assert (gouvernement["nb_non_disponible"], gouvernement["nb_non_atteinte"]) == (2, 0)
    pages = [client.get("bilans/", {"exercice": 2025, "taille": 3}).json()]
    while suite := pages[-1]["suivante"]:
        pages.append(client.get("bilans/" + suite.split("bilans/")[1]).json())
    assert [b for page in pages for b in page["resultats"]] == list(lignes.values())
    seul = client.get("bilans/", {"exercice": 2025, "organisation": "MB", "niveau": "plan"}).json()["resultats"]
    assert [b["noeud"] for b in seul] == [monde.plan_b.pk]
    assert client.get("bilans/", {"exercice": 2025, "provisoire": "true"}).json()["resultats"] == []
