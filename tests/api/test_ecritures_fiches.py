"""Writing targets and sheets: rights, the note of a published plan, versions, constraints in French."""

import pytest

from ecosysteme.enums import RoleAdhesion
from ecosysteme.models import Cible, Indicateur
from tests import fabriques
from tests.api.aides import client_de

NOTE = "Échéance revue avec le ministère"


def nouvelle(indicateur, **champs):
    base = {"indicateur": indicateur.pk, "exercice": 2026, "forme": "au_moins", "valeur_min": "80"}
    return {**base, "echeance": "2027-03-31", "note_changement": NOTE, **champs}


def test_une_cible_se_cree_se_change_et_se_retire_avec_une_note(api, monde):
    client = api()
    creee = client.post("cibles/", nouvelle(monde.public))
    corps = creee.json()
    assert creee.status_code == 201 and creee["ETag"] == '"1"' and creee["Location"] == f"/api/v1/cibles/{corps['id']}/"
    assert (corps["valeur_min"], corps["valeur_max"], corps["note_changement"]) == ("80", None, NOTE)
    adresse = f"cibles/{corps['id']}/"
    changee = client.patch(adresse, {"version": 1, "valeur_min": 82.5, "note_changement": "Relevée"}).json()
    assert (changee["valeur_min"], changee["version"], changee["note_changement"]) == ("82.5", 2, "Relevée")
    assert client.delete(f"{adresse}?version=2").status_code == 422
    assert client.delete(f"{adresse}?version=2&note_changement=Retirée").status_code == 204
    assert not Cible.objects.filter(pk=corps["id"]).exists()


@pytest.mark.parametrize("note", [None, "", "   "])
def test_un_plan_publie_ne_change_pas_sans_note(api, monde, note):
    sans_note = {k: v for k, v in nouvelle(monde.public, note_changement=note).items() if v is not None}
    for reponse in (
        api().post("cibles/", sans_note),
        api().patch(f"cibles/{monde.cibles[0].pk}/", {"version": 1, "valeur_min": "1", "note_changement": note or ""}),
        api().patch(f"indicateurs/{monde.public.pk}/", {"version": 1, "unite": "jours"}),
    ):
        assert reponse.status_code == 422 and "Ce plan est publié" in reponse.json()["champs"]["note_changement"][0]


def test_un_brouillon_change_sans_note_et_juger_un_jalon_aussi(api, monde):
    assert api().patch(f"indicateurs/{monde.a_venir.pk}/", {"version": 1, "unite": "jours"}).status_code == 200
    jalon = fabriques.cible(monde.public, 2027, None, forme="jalon", texte="Loi adoptée")
    assert api().patch(f"cibles/{jalon.pk}/", {"version": 1, "jugee_atteinte": True}).json()["jugee_atteinte"] is True


@pytest.mark.parametrize(
    ("role", "ou", "statuts"),
    [
        (RoleAdhesion.GESTIONNAIRE, "a", (201, 200, 200)),
        (RoleAdhesion.COORDINATION, "gouvernement", (201, 200, 200)),
        (RoleAdhesion.GESTIONNAIRE, "b", (403, 403, 403)),
        (RoleAdhesion.RESPONSABLE_INDICATEUR, "a", (403, 403, 403)),
        (RoleAdhesion.MEMBRE_PUBLIC, "gouvernement", (403, 403, 403)),
        (RoleAdhesion.ADMINISTRATION, "gouvernement", (403, 403, 403)),
        (RoleAdhesion.MEMBRE_PRIVE, "partenaire", (422, 404, 404)),
    ],
)
def test_chaque_role_tient_les_fiches_qu_il_peut(api, monde, role, ou, statuts):
    client = api(role, getattr(monde, ou))
    note = {"version": 1, "note_changement": NOTE}
    obtenus = (
        client.post("cibles/", nouvelle(monde.interne)).status_code,
        client.patch(f"cibles/{monde.cibles[1].pk}/", {"valeur_min": "7", **note}).status_code,
        client.patch(f"indicateurs/{monde.interne.pk}/", {"unite": "jours", **note}).status_code,
    )
    assert obtenus == statuts
    assert (Indicateur.objects.get(pk=monde.interne.pk).unite == "jours") is (statuts[2] == 200)


def test_la_fiche_change_sous_la_version_lue(membre, monde):
    premier, second = client_de(membre()), client_de(membre())
    adresse = f"indicateurs/{monde.public.pk}/"
    etiquette = premier.get(adresse)["ETag"]
    reponse = premier.patch(adresse, {"nom": "Premier", "note_changement": NOTE}, HTTP_IF_MATCH=etiquette)
    assert reponse.status_code == 200 and reponse["ETag"] == '"2"' and reponse.json()["plan"] == monde.plan_a.pk
    perdue = second.patch(adresse, {"nom": "Second", "note_changement": NOTE}, HTTP_IF_MATCH=etiquette)
    assert perdue.status_code == 412 and perdue.json()["actuelle"]["nom"] == "Premier"
    perdue = second.patch(adresse, {"nom": "Second", "note_changement": NOTE, "version": 1})
    assert perdue.status_code == 409 and perdue.json()["actuelle"]["version"] == 2
    sans = second.patch(adresse, {"nom": "Second", "note_changement": NOTE})
    assert sans.status_code == 400 and "« version »" in sans.json()["detail"]


def test_une_cible_deja_la_est_un_conflit(api, monde):
    reponse = api().post("cibles/", nouvelle(monde.public, exercice=2025))
    assert reponse.status_code == 409 and reponse.json()["actuelle"]["id"] == monde.cibles[0].pk
    reponse = api().delete(f"cibles/{monde.cibles[0].pk}/?version=9&note_changement=x")
    assert reponse.status_code == 409 and reponse.json()["actuelle"]["version"] == 1


@pytest.mark.parametrize(
    ("champs", "mots"),
    [
        ({"valeur_min": None}, "Une cible chiffrée a besoin de sa valeur"),
        ({"forme": "plage", "valeur_max": "1"}, "Une cible chiffrée a besoin de sa valeur"),
        ({"forme": "texte"}, "Une cible chiffrée a besoin de sa valeur"),
    ],
)
def test_une_cible_sans_sa_valeur_est_refusee_en_francais(api, monde, champs, mots):
    reponse = api().post("cibles/", nouvelle(monde.public, **champs))
    assert reponse.status_code == 422 and mots in reponse.json()["detail"]


@pytest.mark.parametrize(
    ("champ", "valeur"),
    [
        ("tolerance", "-1"),
        ("poids", "10001"),
        ("poids", "1.23456"),
        ("source_url", "javascript:x"),
        ("code", "INT"),
    ],
)
def test_une_fiche_impossible_est_refusee(api, monde, champ, valeur):
    fabriques.indicateur(monde.public.objectif, code="INT")
    corps = {"version": 1, "note_changement": NOTE, champ: valeur}
    reponse = api().patch(f"indicateurs/{monde.public.pk}/", corps)
    assert reponse.status_code == 422 and reponse.json()["champs"]
    assert Indicateur.objects.get(pk=monde.public.pk).version == 1


def test_l_auteur_et_la_note_restent_a_l_histoire(membre, monde):
    personne = membre()
    corps = {"version": 1, "unite": "jours", "note_changement": NOTE}
    client_de(personne).patch(f"indicateurs/{monde.public.pk}/", corps)
    avant = monde.public.events.filter(pgh_label="update").latest("pgh_id")
    assert (avant.unite, avant.pgh_context.metadata["par"], avant.pgh_context.metadata["note"]) == (
        "%",
        personne.pk,
        NOTE,
    )
