"""Changing a sheet and its targets from the pages: notes, conflicts, refusals beside the field, nothing lost."""

import re
from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from ecosysteme.enums import EtatPlan, FormeCible
from ecosysteme.models import Cible, Indicateur, PlanStrategique

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(client_de, gestionnaire):
    return client_de(gestionnaire)


def champs_de(client, url: str) -> dict[str, str]:
    """What a browser would send back from the form of a page."""
    form = client.get(url).context["form"]
    valeurs = {champ.html_name: champ.value() for champ in form}
    envoyees = {nom: "" if v is None else str(v) for nom, v in valeurs.items() if v is not False}
    return envoyees | {nom: "on" for nom, v in valeurs.items() if v is True}


def envoyer(client, url, **changes):
    return client.post(url, champs_de(client, url) | changes)


@pytest.fixture
def fiche(tout):
    return reverse("pilotage:indicateur_modifier", args=[tout.pk])


def test_renvoyer_la_fiche_telle_quelle_ne_change_rien(client, tout, fiche):
    assert envoyer(client, fiche, note_changement="Rien").status_code == 302
    assert Indicateur.objects.get(pk=tout.pk).version == 1
    assert not tout.events.filter(pgh_label="update").exists()


def test_un_changement_sans_note_est_refuse_a_cote_du_champ(client, tout, fiche):
    reponse = envoyer(client, fiche, nom="Autre nom")
    assert reponse.status_code == 422
    assert "Dites pourquoi vous changez un plan publié." in reponse.content.decode()
    assert Indicateur.objects.get(pk=tout.pk).nom == "Ponts en bon état"


def test_un_changement_avec_note_s_enregistre_et_se_lit_a_l_historique(client, tout, fiche, gestionnaire):
    reponse = envoyer(client, fiche, nom="Ponts sûrs", valeur_depart="160,5", note_changement="Nouvelle norme")
    assert reponse.status_code == 302
    assert reponse.url == reverse("pilotage:indicateur", args=[tout.pk])
    apres = Indicateur.objects.get(pk=tout.pk)
    assert (apres.nom, apres.valeur_depart, apres.version) == ("Ponts sûrs", Decimal("160.5"), 2)
    lu = client.get(reverse("pilotage:indicateur_historique", args=[tout.pk])).content.decode()
    for mot in ("Ponts en bon état", "Ponts sûrs", "160,5", "Nouvelle norme", str(gestionnaire)):
        assert mot in lu


def test_un_brouillon_ne_demande_pas_de_note(client, tout, fiche, plan):
    PlanStrategique.objects.filter(pk=plan.pk).update(etat=EtatPlan.BROUILLON)
    assert "note_changement" not in champs_de(client, fiche)
    assert envoyer(client, fiche, nom="Autre nom").status_code == 302


def test_le_second_redacteur_voit_la_valeur_du_premier_puis_choisit(client, tout, fiche):
    lus = champs_de(client, fiche)
    envoyer(client, fiche, nom="Nom du premier", note_changement="Premier")
    second = lus | {"nom": "Nom du second", "note_changement": "Second"}
    reponse = client.post(fiche, second)
    assert reponse.status_code == 409
    lu = reponse.content.decode()
    assert "Nom du premier" in lu
    assert "Nom du second" in lu
    assert Indicateur.objects.get(pk=tout.pk).nom == "Nom du premier"
    version = re.search(r'name="version" value="(\d+)"', lu)[1]
    assert client.post(fiche, second | {"version": version}).status_code == 302
    assert Indicateur.objects.get(pk=tout.pk).nom == "Nom du second"


def test_un_nombre_illisible_est_refuse_par_sa_raison(client, tout, fiche):
    reponse = envoyer(client, fiche, valeur_depart="=1+1", note_changement="n")
    assert reponse.status_code == 422
    assert "les formules ne sont jamais évaluées" in reponse.content.decode()


def test_une_organisation_ou_une_personne_d_ailleurs_ne_se_choisit_pas(
    client, tout, fiche, ailleurs, gestionnaire_d_ailleurs
):
    reponse = envoyer(client, fiche, organisation=str(ailleurs.pk), note_changement="n")
    assert reponse.status_code == 422
    reponse = envoyer(client, fiche, responsable=str(gestionnaire_d_ailleurs.pk), note_changement="n")
    assert reponse.status_code == 422


def test_un_indicateur_n_est_pas_son_propre_ancetre(client, tout, fiche, delai):
    Indicateur.objects.filter(pk=delai.pk).update(parent=tout)
    reponse = envoyer(client, fiche, parent=str(delai.pk), note_changement="n")
    assert reponse.status_code == 422
    assert "une part de celui-ci" in reponse.content.decode()


def test_la_relecture_dit_ce_qui_manque(client, delai, tout):
    lu = client.get(reverse("pilotage:indicateur_modifier", args=[delai.pk])).content.decode()
    assert "Personne n&#x27;est responsable de la donnée." in lu
    assert "Aucune cible pour 2023-2024, 2025-2026, 2026-2027." in lu


def test_un_indicateur_s_ajoute_a_un_objectif(client, tout, objectif):
    url = reverse("pilotage:indicateur_ajouter", args=[objectif.pk])
    assert envoyer(client, url, code="1.1.9", nom="Nouveau", note_changement="n").status_code == 422
    reponse = envoyer(client, url, code="1.1.9", nom="Nouveau", sens="hausse", note_changement="Ajout au plan")
    cree = Indicateur.objects.get(code="1.1.9")
    assert reponse.url == reverse("pilotage:indicateur", args=[cree.pk])
    assert (cree.objectif, cree.organisation, cree.note_changement) == (objectif, tout.organisation, "Ajout au plan")


def test_un_code_deja_pris_est_refuse_en_francais(client, tout, objectif):
    url = reverse("pilotage:indicateur_ajouter", args=[objectif.pk])
    reponse = envoyer(client, url, code="1.1.1", nom="Copie", sens="hausse", note_changement="n")
    assert reponse.status_code == 422
    assert "déjà un indicateur de ce code" in reponse.content.decode()


def test_une_cible_est_proposee_selon_le_sens_et_la_premiere_annee_libre(client, tout, delai):
    url = reverse("pilotage:cible_ajouter", args=[delai.pk])
    proposee = champs_de(client, url)
    assert (proposee["forme"], proposee["exercice"]) == ("au_plus", "2023")
    reponse = envoyer(client, url, valeur="12,5 jours", note_changement="n")
    assert reponse.status_code == 422
    assert envoyer(client, url, valeur="12,5", note_changement="Cible de départ").status_code == 302
    cible = Cible.objects.get(indicateur=delai, exercice=2023)
    assert (cible.forme, cible.valeur_max, cible.valeur_min) == ("au_plus", Decimal("12.5"), None)
    assert cible.echeance == date(2024, 3, 31)


@pytest.mark.parametrize(
    ("changes", "attendu"),
    [
        ({"valeur": ""}, "Une cible chiffrée a besoin de sa valeur."),
        ({"forme": "plage", "valeur": "1"}, "Une plage a besoin de ses deux bornes."),
        ({"forme": "plage", "valeur": "9", "valeur_haute": "1"}, "une plage de deux bornes dans l&#x27;ordre"),
        ({"forme": "jalon", "valeur": ""}, "Un jalon ou un texte a besoin de son énoncé."),
        ({"exercice": "1999", "valeur": "1"}, "Sélectionnez un choix valide"),
        ({"echeance": "hier", "valeur": "1"}, "Date illisible"),
    ],
)
def test_une_cible_mal_dite_est_refusee_a_cote_du_champ(client, tout, changes, attendu):
    url = reverse("pilotage:cible_ajouter", args=[tout.pk])
    reponse = envoyer(client, url, note_changement="n", **changes)
    assert reponse.status_code == 422
    assert attendu in reponse.content.decode()


def test_un_jalon_se_juge_sans_note_obligatoire_au_service(client, tout):
    url = reverse("pilotage:cible_ajouter", args=[tout.pk])
    envoyer(client, url, forme="jalon", texte="Guide publié", valeur="", note_changement="Jalon")
    cible = Cible.objects.get(indicateur=tout, forme=FormeCible.JALON)
    modifier = reverse("pilotage:cible_modifier", args=[tout.pk, cible.pk])
    assert envoyer(client, modifier, jugement="oui", note_changement="Constaté").status_code == 302
    cible.refresh_from_db()
    assert cible.jugee_atteinte is True


def test_une_cible_changee_par_un_autre_se_compare(client, tout):
    cible = tout.cibles.get(exercice=2024)
    url = reverse("pilotage:cible_modifier", args=[tout.pk, cible.pk])
    lus = champs_de(client, url)
    assert lus["valeur"] == "184"
    envoyer(client, url, valeur="180", note_changement="Premier")
    reponse = client.post(url, lus | {"valeur": "190", "note_changement": "Second"})
    assert reponse.status_code == 409
    lu = reponse.content.decode()
    assert re.search(r"<th scope=\"row\">Minimum</th><td>180</td><td>190</td>", lu)


def test_une_cible_se_retire_avec_une_note_et_sa_version(client, tout):
    cible = tout.cibles.get(exercice=2023)
    url = reverse("pilotage:cible_retirer", args=[tout.pk, cible.pk])
    client.post(url, {"version": "1", "note_changement": ""})
    client.post(url, {"version": "7", "note_changement": "n"})
    client.post(url, {"version": "¹", "note_changement": "n"})
    assert Cible.objects.filter(pk=cible.pk).exists()
    client.post(url, {"version": "1", "note_changement": "Abandonnée"})
    assert not Cible.objects.filter(pk=cible.pk).exists()
    lu = client.get(reverse("pilotage:indicateur", args=[tout.pk])).content.decode()
    assert "Cible 2023-2024, retirée" in lu
    assert "Abandonnée" in lu
