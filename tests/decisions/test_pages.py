"""The pages of the register: counters, filters, files, the sheet with its meeting, forms that lose nothing."""

import csv
import io
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from ecosysteme.models import Decision
from pilotage.models import DecisionRencontre
from tests import fabriques

pytestmark = pytest.mark.django_db
LISTE = "/decisions/"


def dit(client, personne, adresse=LISTE) -> str:
    client.force_login(personne)
    return client.get(adresse).content.decode().replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("requete", "montree"),
    [
        ("", True), ("?voir=a_reviser", True), ("?voir=bientot", False), ("?voir=portees", True),
        ("?q=incompletes", True), ("?q=licorne", False), ("?organe=Comité de gestion", True), ("?organe=Autre", False),
        ("?voir=rien&tri=rien&page=zut", True), ("?tri=-revision", True),
    ],
)  # fmt: skip
def test_chaque_compteur_et_chaque_filtre_montre_ce_qu_il_dit(client, decision, responsable, requete, montree):
    Decision.objects.update(revision_le=timezone.localdate() - timedelta(days=2))
    assert (">Les demandes incomplètes" in dit(client, responsable, LISTE + requete)) is montree


def test_de_mes_organisations(client, decision, gestionnaire, gestionnaire_d_ailleurs):
    assert ">Les demandes incomplètes" in dit(client, gestionnaire, LISTE + "?voir=miennes")
    assert ">Les demandes incomplètes" not in dit(client, gestionnaire_d_ailleurs, LISTE + "?voir=miennes")


def test_le_fichier_ne_porte_pas_de_formule(client, decision, responsable):
    Decision.objects.update(texte="=1+1")
    client.force_login(responsable)
    octets = b"".join(client.get(f"{LISTE}?format=csv").streaming_content)
    (ligne,) = csv.DictReader(io.StringIO(octets.decode("utf-8-sig")), delimiter=";")
    assert (ligne["décision"], ligne["niveau de délégation"]) == ("'=1+1", "5. Conseiller")


def test_la_fiche_dit_tout_et_ou_la_decision_a_ete_prise(client, decision, membre_public, ministere, gestionnaire):
    seance = fabriques.rencontre_close(ministere, gestionnaire, titre="Comité du mardi")
    DecisionRencontre.objects.create(rencontre=seance, decision=decision)
    page = dit(client, membre_public, reverse("decision", args=[decision.pk]))
    for attendu in ("avec l&#x27;avis de la direction", "Comité du mardi", "À réviser le", "Décision inscrite"):
        assert attendu in page, attendu
    assert reverse("pilotage:rencontre_pv", args=[seance.pk]) in page
    assert "Réviser</a>" not in page


def test_reviser_depuis_la_page(client, decision, responsable):
    client.force_login(responsable)
    url = reverse("decision_reviser", args=[decision.pk])
    vide = client.post(url, {"version": "1", "prochaine": "2020-01-01"})
    assert vide.status_code == 422 and "Dites ce que la révision a constaté" in vide.content.decode()
    assert client.post(url, {"version": "1", "constat": "Le délai a baissé."}).status_code == 302
    page = dit(client, responsable, reverse("decision", args=[decision.pk]))
    assert "Le délai a baissé." in page and "Révisée" in page


def test_un_conflit_montre_les_deux_textes(client, decision, gestionnaire, responsable, ministere):
    url = reverse("decision_modifier", args=[decision.pk])
    champs = {"organe": decision.organe, "organisation": ministere.pk, "responsable": responsable.email, "version": "1"}
    client.force_login(gestionnaire)
    assert client.post(url, champs | {"texte": "Le premier."}).status_code == 302
    client.force_login(responsable)
    reponse = client.post(url, champs | {"texte": "Le second."})
    assert reponse.status_code == 409
    assert "Le premier." in reponse.content.decode() and "Le second." in reponse.content.decode()


def test_un_partenaire_prive_ne_sait_rien_du_registre(client, decision, membre_prive):
    client.force_login(membre_prive)
    for url in (LISTE, f"{LISTE}?format=csv", reverse("decision", args=[decision.pk]), reverse("decision_ajouter")):
        assert client.get(url).status_code == 404
