"""The pages of the action log: counters, filters, files, forms that lose nothing, one click and its undo."""

import csv
import io
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from ecosysteme.models import Decision
from pilotage.enums import EtatAction
from pilotage.models import Action
from pilotage.services.actions import clore_action

pytestmark = pytest.mark.django_db
LISTE = "/pilotage/actions/"


@pytest.fixture
def journal(confier, gestionnaire, responsable, indicateur):
    """One late, one due within the week on an indicator, one of somebody else's far away, one done."""
    jour = timezone.localdate()
    confier("En retard", echeance=jour - timedelta(days=9))
    confier("Élan de la semaine", echeance=jour + timedelta(days=3), indicateur=indicateur)
    confier("Plus tard", echeance=jour + timedelta(days=60), responsable=gestionnaire)
    clore_action(par=responsable, action=confier("Finie"), version_lue=1)


def dit(client, personne, adresse=LISTE) -> str:
    client.force_login(personne)
    return client.get(adresse).content.decode().replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("requete", "montrees"),
    [
        ("", ["En retard", "Élan de la semaine", "Plus tard"]),
        ("?voir=miennes", ["En retard", "Élan de la semaine"]),
        ("?voir=retard", ["En retard"]),
        ("?voir=semaine", ["Élan de la semaine"]),
        ("?voir=faites", ["Finie"]),
        ("?voir=toutes", ["En retard", "Élan de la semaine", "Plus tard", "Finie"]),
        ("?origine=indicateur", ["Élan de la semaine"]),
        ("?q=elan", ["Élan de la semaine"]),
        ("?qui=gestionnaire@", ["Plus tard"]),
        ("?organisation=999999", []),
        ("?voir=nimporte&tri=rien&organisation=abc&page=x", ["En retard", "Élan de la semaine", "Plus tard"]),
    ],
)
def test_chaque_compteur_et_chaque_filtre_montre_ce_qu_il_dit(client, journal, responsable, requete, montrees):
    page = dit(client, responsable, LISTE + requete)
    assert {nom for nom in ("En retard", "Élan de la semaine", "Plus tard", "Finie") if f">{nom}</a>" in page} == {
        *montrees
    }
    if montrees:
        assert f"1 à {len(montrees)} sur {len(montrees)}" in page


def test_les_fichiers_suivent_les_filtres_sans_formule(client, confier, responsable):
    confier("=1+1")
    client.force_login(responsable)
    octets = b"".join(client.get(f"{LISTE}?format=csv").streaming_content)
    (ligne,) = csv.DictReader(io.StringIO(octets.decode("utf-8-sig")), delimiter=";")
    assert (ligne["action"], ligne["responsable"], ligne["état"]) == ("'=1+1", str(responsable), "À faire")
    assert b"".join(client.get(f"{LISTE}?format=xlsx").streaming_content).startswith(b"PK")


def test_un_journal_vide_dit_pourquoi_et_offre_le_premier_geste(client, gestionnaire):
    page = dit(client, gestionnaire)
    assert "Aucune action n'est encore confiée" in page
    assert reverse("pilotage:action_ajouter") in page


def test_un_formulaire_refuse_garde_ce_qui_est_ecrit(client, gestionnaire, membre_prive, ministere):
    client.force_login(gestionnaire)
    champs = {
        "quoi": "Trier",
        "responsable": membre_prive.email,
        "echeance": "2020-01-01",
        "organisation": ministere.pk,
    }
    reponse = client.post(reverse("pilotage:action_ajouter"), champs)
    page = reponse.content.decode()
    assert reponse.status_code == 422
    assert "secteur public" in page and membre_prive.email in page and "Trier" in page
    assert not Action.objects.exists()


def test_un_conflit_montre_les_deux_textes_et_n_en_perd_aucun(client, action, gestionnaire, responsable, ministere):
    url = reverse("pilotage:action_modifier", args=[action.pk])
    champs = {"responsable": responsable.email, "echeance": action.echeance.isoformat(), "organisation": ministere.pk}
    client.force_login(gestionnaire)
    assert client.post(url, champs | {"quoi": "Le premier", "version": "1"}).status_code == 302
    client.force_login(responsable)
    reponse = client.post(url, champs | {"quoi": "Le second", "version": "1"})
    page = reponse.content.decode()
    assert reponse.status_code == 409 and "Le premier" in page and "Le second" in page
    assert client.post(url, champs | {"quoi": "Le second", "version": "2"}).status_code == 302


def test_c_est_fait_en_un_clic_et_se_defait(client, action, responsable):
    client.force_login(responsable)
    accueil = client.get(reverse("pilotage:actions_miennes"), headers={"HX-Request": "true"}).content.decode()
    assert "Trier les demandes" in accueil
    faite = client.post(reverse("pilotage:action_faite", args=[action.pk]), {"version": "1", "suite": "/"})
    assert faite.url == "/"
    action.refresh_from_db()
    assert action.etat == EtatAction.FAITE
    accueil = client.get(reverse("pilotage:actions_miennes"), headers={"HX-Request": "true"}).content.decode()
    assert "Remettre à faire" in accueil
    client.post(reverse("pilotage:action_rouvrir", args=[action.pk]), {"version": "2"})
    action.refresh_from_db()
    assert action.etat == EtatAction.A_FAIRE


def test_c_est_fait_sur_une_action_changee_entretemps_montre_ce_qu_elle_est(client, action, responsable):
    Action.objects.filter(pk=action.pk).update(version=2, quoi="Autre chose à faire")
    client.force_login(responsable)
    reponse = client.post(reverse("pilotage:action_faite", args=[action.pk]), {"version": "1"})
    assert reponse.status_code == 409
    assert "Autre chose à faire" in reponse.content.decode()
    assert Action.objects.get().etat == EtatAction.A_FAIRE


@pytest.mark.parametrize(
    "suite", ["https://ailleurs.example/", "//ailleurs.example/", "/\\ailleurs.example", "javascript:1"]
)
def test_la_suite_d_un_clic_ne_sort_pas_du_portail(client, action, responsable, suite):
    client.force_login(responsable)
    reponse = client.post(reverse("pilotage:action_faite", args=[action.pk]), {"version": "1", "suite": suite})
    assert reponse.url == reverse("pilotage:action", args=[action.pk])


def test_un_texte_hostile_reste_du_texte(client, confier, gestionnaire):
    """FIABILITE 14."""
    action = confier("<script>alert(1)</script>")
    for adresse in (LISTE, reverse("pilotage:action", args=[action.pk])):
        assert "<script>alert(1)" not in dit(client, gestionnaire, adresse)


def test_les_blocs_des_fiches_montrent_les_actions_ouvertes(client, journal, gestionnaire, indicateur, ministere):
    client.force_login(gestionnaire)
    for genre, objet, attendue in (("indicateur", indicateur, "Élan"), ("organisation", ministere, "En retard")):
        url = reverse("pilotage:actions_bloc", args=[genre, objet.pk])
        bloc = client.get(url, headers={"HX-Request": "true"}).content.decode()
        assert attendue in bloc and "Finie" not in bloc
        assert url in client.get(reverse(f"pilotage:{genre}", args=[objet.pk])).content.decode()


def test_un_partenaire_prive_ne_sait_rien_des_actions(client, action, membre_prive, indicateur):
    client.force_login(membre_prive)
    for nom, *arguments in (("actions",), ("action", action.pk), ("actions_miennes",), ("action_ajouter",),
                            ("actions_bloc", "indicateur", indicateur.pk)):  # fmt: skip
        assert client.get(reverse(f"pilotage:{nom}", args=arguments)).status_code == 404
    assert "Actions" not in client.get(reverse("pilotage:indicateur", args=[indicateur.pk])).content.decode()


def test_mon_travail_dit_les_decisions_que_je_porte_a_reviser_bientot(client, action, responsable):
    jour = timezone.localdate()
    for texte, jours, porteur in (
        ("Revoir le seuil", -3, responsable), ("Revoir la méthode", 5, responsable),
        ("Revoir plus tard", 30, responsable), ("Revoir pour autrui", -3, None),
    ):  # fmt: skip
        Decision.objects.create(
            texte=texte, organe="Comité", prise_par=action.confiee_par, responsable=porteur,
            revision_le=jour + timedelta(days=jours),
        )  # fmt: skip
    client.force_login(responsable)
    page = client.get(reverse("pilotage:actions_miennes"), headers={"HX-Request": "true"}).content.decode()
    assert "Revoir le seuil" in page and "depuis 3\u00a0jours, en retard" in page and "Revoir la méthode" in page
    assert "plus tard" not in page and "autrui" not in page
