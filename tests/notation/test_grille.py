"""The quality grid: entered with reasons, versioned, in conflict, kept in history; for the coordination only."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from ecosysteme.services.fiches import ConflitFiche
from pilotage.models import CleSale, GrilleQualite
from pilotage.services.qualite import juger_qualite
from tests.notation.test_notes import texte

pytestmark = pytest.mark.django_db
D = Decimal


@pytest.fixture
def adresse(plan):
    return reverse("pilotage:qualite_plan", args=[plan.pk]) + "?exercice=2019"


@pytest.fixture
def client(client_de, coordination):
    return client_de(coordination)


def corps(**champs):
    return {"version": "0", "qualite_jugee": "72,5", "non_documentee": "", "motif": "Cibles claires."} | champs


def juger(plan, par, **champs):
    defauts = {"exercice": 2019, "qualite_jugee": D(60), "non_documentee": None, "motif": "Essai.", "version_lue": 0}
    return juger_qualite(par=par, plan=plan, **{**defauts, **champs})


def test_la_coordination_remplit_la_grille_et_la_note_suit(client, adresse, plan, indicateurs):
    reponse = client.post(adresse, corps())
    assert reponse.status_code == 302
    grille = GrilleQualite.objects.get(plan=plan, exercice=2019)
    assert (grille.qualite_jugee, grille.non_documentee, grille.version) == (D("72.5"), None, 1)
    lu = texte(client.get(adresse))
    assert "jugée par la coordination" in lu
    assert "Grille remplie" in lu and "Cibles claires." in lu
    # (2000 + 600 + 2400 + 30·72,5) / 90
    assert "7 175 ÷ 90 = 79,722222222222" in lu


def test_un_second_auteur_recoit_409_avec_les_deux_textes(client, adresse, plan, gestionnaire, indicateurs):
    juger(plan, gestionnaire, qualite_jugee=D(40), motif="Première lecture.")
    reponse = client.post(adresse, corps(motif="Seconde lecture."))
    assert reponse.status_code == 409
    lu = texte(reponse)
    assert "Première lecture." in lu and "Seconde lecture." in lu and "72,5" in lu
    assert GrilleQualite.objects.get().qualite_jugee == 40
    assert client.post(adresse, corps(version="1", motif="Seconde lecture.")).status_code == 302
    grille = GrilleQualite.objects.get()
    assert (grille.qualite_jugee, grille.version) == (D("72.5"), 2)
    lu = texte(client.get(adresse))
    assert "Grille revue" in lu and "Première lecture." in lu


@pytest.mark.parametrize(
    ("champs", "dit"),
    [
        ({"qualite_jugee": "101"}, "Une note va de 0 à 100."),
        ({"non_documentee": "-1"}, "Une note va de 0 à 100."),
        ({"qualite_jugee": "12,345"}, "Au plus deux décimales."),
        ({"qualite_jugee": "beaucoup"}, "Ce n'est pas un nombre"),
        ({"qualite_jugee": "1e309"}, "Exposant hors bornes"),
        ({"motif": " "}, "Dites ce qui fonde ce jugement"),
    ],
)
def test_une_grille_mal_remplie_garde_ce_qui_est_ecrit_et_dit_pourquoi(client, adresse, indicateurs, champs, dit):
    reponse = client.post(adresse, corps(**champs))
    assert reponse.status_code == 422
    assert dit in texte(reponse)
    assert next(iter(champs.values())).strip() in reponse.content.decode()
    assert not GrilleQualite.objects.exists()


def test_ecrire_ce_qui_est_deja_ecrit_ne_change_rien(plan, coordination):
    premiere = juger(plan, coordination)
    assert juger(plan, coordination, version_lue=1).version == 1
    assert GrilleQualite.pgh_event_model.objects.count() == 1
    assert premiere.par == coordination


def test_un_jugement_sans_motif_est_refuse_par_le_service_aussi(plan, coordination):
    with pytest.raises(ValidationError, match="Dites ce qui fonde"):
        juger(plan, coordination, motif="  ")
    with pytest.raises(ConflitFiche):
        juger(plan, coordination, version_lue=3)


def test_juger_ne_salit_aucun_bilan(plan, coordination, indicateurs):
    avant = CleSale.objects.count()
    juger(plan, coordination)
    assert CleSale.objects.count() == avant


def test_un_motif_hostile_est_montre_comme_du_texte(client, adresse, plan, coordination, indicateurs):
    juger(plan, coordination, motif="<script>alert(1)</script>")
    page = client.get(adresse).content.decode()
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_les_autres_lisent_et_n_ecrivent_pas(
    client_de, gestionnaire, membre_public, membre_prive, adresse, indicateurs
):
    for personne in (gestionnaire, membre_public):
        client = client_de(personne)
        lu = client.get(adresse).content.decode()
        assert "Enregistrer la grille" not in lu
        assert client.post(adresse, corps()).status_code == 403
    client = client_de(membre_prive)
    assert client.get(adresse).status_code == client.post(adresse, corps()).status_code == 404
    assert not GrilleQualite.objects.exists()


def test_la_liste_compte_ce_qui_reste_a_juger_et_s_exporte(
    client, client_de, membre_prive, plan, coordination, indicateurs
):
    liste = reverse("pilotage:qualite")
    assert "1 à juger" in texte(client.get(liste, {"exercice": "2019"}))
    juger(plan, coordination, motif="=1+1")
    lu = texte(client.get(liste, {"exercice": "2019"}))
    assert "0 à juger" in lu and "1 jugés" in lu and "72,2" not in lu
    assert "Aucun plan ne répond" in texte(client.get(liste, {"exercice": "2019", "voir": "a-juger"}))
    csv = b"".join(client.get(liste, {"exercice": "2019", "format": "csv"}).streaming_content).decode()
    assert "Plan des Essais" in csv and ";'=1+1;" in csv
    assert "Aucun plan en vigueur" in texte(client.get(liste, {"exercice": "1990"}))
    assert client_de(membre_prive).get(liste).status_code == 404
