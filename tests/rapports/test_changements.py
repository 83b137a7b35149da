"""What changed between two days: from the history, with its author, before and after; nothing outside the period."""

import csv
import io
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from ecosysteme.models import Decision, Mesure
from pilotage.models import Action
from pilotage.selectors import rapport_changements as lire

pytestmark = pytest.mark.django_db
ADRESSE = "/pilotage/rapports/changements/"


@pytest.fixture
def corrige(monde):
    """A result of the ministry corrected today."""
    fiche = monde.indicateurs["MCL"]
    mesure = Mesure.objects.get(indicateur=fiche, exercice=2024)
    mesure.valeur = Decimal("44.5")
    mesure.version += 1
    mesure.save()
    return mesure


def lu(monde, **parametres):
    return lire.lire(monde.coordination, lire.Periode.lire(parametres))


def test_un_resultat_corrige_dit_avant_et_apres(monde, corrige):
    changements = [c for c in lu(monde)["changements"] if c.geste == "update" and c.objet == "mesure"]
    assert [(c.avant["valeur"], c.apres["valeur"]) for c in changements] == [(Decimal(45), Decimal("44.5"))]


def test_la_selection_garde_une_organisation_et_ce_qui_en_releve(monde, corrige):
    codes = {c.ligne["indicateur_id"] for c in lu(monde, organisation=str(monde.ministere.pk))["changements"]
             if c.objet == "mesure"}  # fmt: skip
    assert codes == {monde.indicateurs["MCL"].pk, monde.indicateurs["DES"].pk}


def test_rien_hors_des_dates(monde, corrige):
    vu = lu(monde, depuis="2001-01-01", jusqu_a="2001-02-01")
    assert (vu["changements"], vu["salle"]) == ([], [])


def test_les_bornes_sont_des_jours_entiers_du_quebec_meme_la_nuit_du_changement_d_heure():
    debut, fin = lire.Periode(date(2026, 11, 1), date(2026, 11, 1)).bornes
    assert (fin.timestamp() - debut.timestamp()) == 25 * 3600
    debut, fin = lire.Periode(date(2026, 3, 8), date(2026, 3, 8)).bornes
    assert (fin.timestamp() - debut.timestamp()) == 23 * 3600


def test_la_meteo_et_le_bloquant_y_sont(monde):
    vu = lu(monde, depuis="2026-05-01", jusqu_a="2099-01-01")
    assert {"Météos", "Bloquants"} <= {dit["genre"] for dit in vu["salle"]}
    assert {dit["genre"] for dit in lu(monde, depuis="2026-05-01", genre="meteo")["salle"]} == {"Météos"}


def test_une_decision_et_une_action_confiee_puis_close_s_y_disent_chacune_dans_son_organisation(monde):
    hier = timezone.now() - timedelta(days=1)
    Decision.objects.create(
        texte="Reporter l'échéance", organe="Comité", organisation=monde.ministere, prise_par=monde.coordination
    )
    Action.objects.create(
        quoi="Appeler le fournisseur", organisation=monde.direction, responsable=monde.gestionnaire, etat="faite",
        confiee_par=monde.coordination, confiee_le=hier, close_le=timezone.now(), echeance=hier.date(),
    )  # fmt: skip
    dits = lu(monde, organisation=str(monde.ministere.pk))["salle"]
    prises = [(d["sujet"], d["qui"], d["note"]) for d in dits if d["genre"] == "Décisions"]
    assert prises == [("Reporter l'échéance", str(monde.coordination), "Comité")]
    actions = [d["quoi"] for d in dits if d["genre"] == "Actions"]
    assert actions == ["Faite, Direction des essais", "Action confiée, Direction des essais"]
    ailleurs = lu(monde, organisation=str(monde.ailleurs.pk))["salle"]
    assert not {"Décisions", "Actions"} & {d["genre"] for d in ailleurs}
    assert not lu(monde, depuis="2001-01-01", jusqu_a="2001-02-01", genre="action")["salle"]


@pytest.mark.parametrize(
    "brut", [{"depuis": "hier"}, {"depuis": "2026-13-45"}, {"organisation": "1;DROP"}, {"genre": "x"}]
)
def test_une_adresse_absurde_compte_pour_rien(monde, brut):
    assert lire.Periode.lire(brut).parametres["organisation"] == ""
    lu(monde, **brut)


def test_la_page_le_csv_et_le_pdf_disent_la_meme_chose(monde, corrige, client):
    client.force_login(monde.gestionnaire)
    page = client.get(ADRESSE).content.decode()
    assert "44,5" in page and "<del>" in page
    reponse = client.get(f"{ADRESSE}?format=csv&genre=mesure")
    rangees = list(csv.DictReader(io.StringIO(b"".join(reponse.streaming_content).decode("utf-8-sig")), delimiter=";"))
    assert ("45", "44,5") in [(r["Avant"], r["Après"]) for r in rangees]
    assert client.get(f"{ADRESSE}?format=pdf").content.startswith(b"%PDF-")


def test_un_partenaire_prive_n_y_entre_pas(monde, client):
    client.force_login(monde.prive)
    assert client.get(ADRESSE).status_code == 404
