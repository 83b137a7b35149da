"""The bell, the list, the preferences; the outbox page of a developer's machine."""

import pytest
from django.test import Client

from ecosysteme.enums import TypeNotification
from ecosysteme.models import Courriel, Notification, PreferenceNotification, ReglageCourriel
from ecosysteme.services import courriels
from tests.notifications.conftest import dire

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(gestionnaire):
    client = Client()
    client.force_login(gestionnaire)
    return client


def choix(**change):
    defauts = {f"canal-{type}": "quotidien" for type in TypeNotification.values}
    heures = {"fuseau": "America/Toronto", "calme_de": "18:00", "calme_a": "07:00", "resume_a": "07:30"}
    return {**defauts, **heures, **change}


def test_la_cloche_compte_ce_qui_est_a_lire(client, gestionnaire, coordination):
    assert "aucune à lire" in client.get("/notifications/").content.decode()
    for n in range(3):
        dire(gestionnaire, coordination, cle=str(n))
    assert '<span class="cloche-nombre">3<' in client.get("/notifications/").content.decode()
    assert '<span class="cloche-nombre">3<' in client.get("/notifications/cloche/").content.decode()
    Notification.objects.filter(personne=gestionnaire).update(lue_le="2026-01-01T00:00Z")
    assert "cloche-nombre" not in client.get("/notifications/cloche/").content.decode()


def test_la_cloche_s_arrete_a_quatre_vingt_dix_neuf(client, gestionnaire):
    for n in range(101):
        dire(gestionnaire, cle=str(n))
    assert '<span class="cloche-nombre">99+<' in client.get("/notifications/cloche/").content.decode()


def test_sans_connexion_ni_cloche_ni_liste(db):
    assert "cloche" not in Client().get("/composants/").content.decode()
    assert Client().get("/notifications/").status_code == 302


def test_les_non_lues_viennent_d_abord_et_les_filtres_restent_dans_l_adresse(client, gestionnaire):
    dire(gestionnaire, cle="1", titre="Première")
    dire(gestionnaire, cle="2", titre="Deuxième", type="suivi")
    Notification.objects.filter(cle="2").update(lue_le="2026-01-01T00:00Z")
    texte = client.get("/notifications/").content.decode()
    assert texte.index("Première") < texte.index("Deuxième")
    assert "1 à 2 sur 2" in texte
    texte = client.get("/notifications/?etat=non_lues").content.decode()
    assert "Première" in texte and "Deuxième" not in texte
    texte = client.get("/notifications/?type=suivi").content.decode()
    assert "Première" not in texte and "Deuxième" in texte
    assert "Rien selon ce filtre" in client.get("/notifications/?type=vote").content.decode()
    assert "1 à 2 sur 2" in client.get("/notifications/?type=n'importe&etat=quoi&page=abc").content.decode()


def test_un_titre_hostile_reste_un_texte(client, gestionnaire):
    dire(gestionnaire, titre="<img src=x onerror=alert(1)>")
    texte = client.get("/notifications/").content.decode()
    assert "<img src=x" not in texte and "&lt;img src=x onerror" in texte


def test_marquer_lue_revient_a_la_liste_filtree(client, gestionnaire):
    dire(gestionnaire, cle="1")
    dire(gestionnaire, cle="2")
    une = Notification.objects.first()
    suite = "/notifications/?etat=non_lues"
    assert client.post("/notifications/lues/", {"notification": une.pk, "suite": suite}).url == suite
    assert Notification.objects.non_lues().count() == 1
    ailleurs = client.post("/notifications/lues/", {"notification": une.pk, "suite": "https://ailleurs.test/"})
    assert ailleurs.url == "/"


def test_suivre_le_lien_marque_lue_sans_rien_redessiner(client, gestionnaire):
    dire(gestionnaire)
    une = Notification.objects.get()
    reponse = client.post("/notifications/lues/", {"notification": une.pk}, headers={"X-Suivie": "1"})
    assert reponse.status_code == 204
    assert not Notification.objects.non_lues().exists()


def test_l_export_tient_aux_filtres_et_protege_les_formules(client, gestionnaire):
    dire(gestionnaire, titre="=1+1")
    dire(gestionnaire, cle="2", type="suivi", titre="Autre")
    reponse = client.get("/notifications/?format=csv&type=action")
    texte = b"".join(reponse.streaming_content).decode()
    assert "'=1+1" in texte and "Autre" not in texte


def test_les_preferences_s_enregistrent_et_se_disent(client, gestionnaire):
    reponse = client.post(
        "/notifications/preferences/",
        choix(**{"canal-suivi": "portail", "canal-action": "immediat", "fuseau": "Europe/Paris"}),
        follow=True,
    )
    texte = reponse.content.decode()
    assert "Vos préférences sont enregistrées" in texte and "Paris, Bruxelles" in texte
    poses = dict(PreferenceNotification.objects.values_list("type", "canal"))
    assert (poses["suivi"], poses["action"], poses["vote"]) == ("portail", "immediat", "quotidien")
    assert ReglageCourriel.objects.get(personne=gestionnaire).fuseau == "Europe/Paris"
    client.post("/notifications/preferences/", choix(**{"canal-vote": "immediat"}))
    assert dict(PreferenceNotification.objects.values_list("type", "canal"))["vote"] == "immediat"


@pytest.mark.parametrize(
    ("faux", "dit"),
    [
        ({"resume_a": "05:00"}, "tombe dans vos heures calmes"),
        ({"calme_de": "25 h"}, "Écrivez une heure"),
        ({"fuseau": "Mars/Olympus"}, "Mars/Olympus"),
        ({"canal-vote": "pigeon"}, "pigeon"),
    ],
)
def test_une_preference_fautive_est_dite_et_rien_n_est_enregistre(client, faux, dit):
    reponse = client.post("/notifications/preferences/", choix(**faux))
    assert reponse.status_code == 422 and dit in reponse.content.decode()
    assert not ReglageCourriel.objects.exists() and not PreferenceNotification.objects.exists()


def test_l_apercu_dit_ce_que_veulent_les_choix_sans_rien_ecrire(client):
    def apercu(**change):
        return client.post("/notifications/preferences/apercu/", choix(**change)).content.decode()

    assert "Un résumé part chaque jour à 7\u00a0h\u00a030 pour 14\u00a0genres" in apercu()
    assert "sauf de 18\u00a0h à 7\u00a0h" in apercu(**{"canal-vote": "immediat"})
    aucun = {f"canal-{type}": "portail" for type in TypeNotification.values}
    assert "aucun courriel" in apercu(**aucun)
    assert not PreferenceNotification.objects.exists()


def test_changer_ses_preferences_garde_le_jour_du_dernier_resume(client, gestionnaire):
    ReglageCourriel.objects.create(personne=gestionnaire, dernier_resume="2026-01-14")
    client.post("/notifications/preferences/", choix())
    assert str(ReglageCourriel.objects.get().dernier_resume) == "2026-01-14"


def test_les_courriels_ne_se_lisent_que_sur_un_poste_de_developpement(client, matin, camille, settings):
    dire(camille, titre="<b>Gras</b>", url="/pilotage/")
    courriels.preparer()
    pk = Courriel.objects.get().pk
    assert [client.get(a).status_code for a in ("/courriels/", f"/courriels/{pk}/")] == [404, 404]
    settings.COURRIELS_VISIBLES = True
    assert "camille@exemple.test" in client.get("/courriels/").content.decode()
    texte = client.get(f"/courriels/{pk}/").content.decode()
    assert '<a href="http://localhost:8000/pilotage/">' in texte and "<b>Gras" not in texte
