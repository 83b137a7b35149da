"""A private partner: only the initiatives to which he was invited, and nothing internal in them."""

import pytest

from ecosysteme.services.participations import inviter_a_participer, quitter
from pilotage.services.accompagnement import demander
from pilotage.services.bloquants import signaler_bloquant


@pytest.fixture
def client_prive(client, membre_prive):
    client.force_login(membre_prive)
    return client


@pytest.fixture
def invite(initiative, gestionnaire, membre_prive):
    inviter_a_participer(par=gestionnaire, initiative=initiative, personne=membre_prive)
    return initiative


def texte(reponse):
    if reponse.streaming:
        return b"".join(reponse.streaming_content).decode()
    return reponse.content.decode()


def test_sans_invitation_rien_n_existe(initiative, client_prive):
    base = f"/initiatives/{initiative.pk}/"
    assert client_prive.get(base).status_code == 404
    for geste in ("participer", "quitter", "etape", "modifier", "clore", "rattacher", "inviter", "rouvrir"):
        assert client_prive.post(f"{base}{geste}/").status_code == 404, geste
    assert client_prive.post("/suivre/", {"sujet": f"initiative:{initiative.pk}", "suivre": "oui"}).status_code == 404
    for adresse in ("/initiatives/", "/initiatives/?format=csv", "/initiatives/?voir=closes", "/"):
        assert "Répondre en dix jours" not in texte(client_prive.get(adresse))


def test_le_filtre_ne_dit_pas_quelles_organisations_ont_des_initiatives(initiative, client_prive, ministere):
    assert ministere.nom not in texte(client_prive.get("/initiatives/"))


def test_la_fiche_d_un_indicateur_public_ne_dit_pas_ses_initiatives(initiative, indicateur, client_prive):
    page = client_prive.get(f"/pilotage/indicateurs/{indicateur.pk}/")
    assert page.status_code == 200
    assert "Répondre en dix jours" not in texte(page) and "initiatives/ouvrir" not in texte(page)


def test_invite_il_lit_l_initiative_sans_rien_d_interne(invite, client_prive, interne):
    page = texte(client_prive.get(f"/initiatives/{invite.pk}/"))
    assert "Répondre en dix jours" in page and "1.1.1" in page
    assert interne.code not in page and interne.nom not in page
    assert "Historique" not in page


def test_invite_le_compte_des_indicateurs_ne_dit_que_les_publies(invite, client_prive):
    csv = texte(client_prive.get("/initiatives/?format=csv"))
    ligne = next(ligne for ligne in csv.splitlines() if ligne.startswith("Répondre"))
    assert ligne.split(";")[3:5] == ["2", "1"]


def test_invite_il_ne_modifie_pas_mais_dit_ce_qu_il_apporte(invite, client_prive, membre_prive):
    for geste in ("etape", "modifier", "clore", "rattacher", "inviter"):
        assert client_prive.post(f"/initiatives/{invite.pk}/{geste}/").status_code == 403, geste
    client_prive.post(f"/initiatives/{invite.pk}/participer/", {"apport": "Un essai en usine"})
    assert invite.participations.get(personne=membre_prive).apport == "Un essai en usine"


def test_celui_qui_quitte_ne_lit_plus(invite, client_prive, membre_prive):
    quitter(par=membre_prive, initiative=invite)
    assert client_prive.get(f"/initiatives/{invite.pk}/").status_code == 404


def test_invite_il_ne_voit_ni_les_bloquants_ni_les_demandes_de_l_initiative(
    invite, client_prive, gestionnaire, ministere, client
):
    signaler_bloquant(
        par=gestionnaire,
        initiative=invite,
        titre="Serveur à bout",
        cause="technologie",
        gravite=2,
        organisation=ministere,
    )
    demander(
        par=gestionnaire,
        organisation=ministere,
        sujet="Aide confidentielle",
        genre="outil",
        urgence=1,
        initiative=invite,
    )
    page = texte(client_prive.get(f"/initiatives/{invite.pk}/"))
    assert "Serveur à bout" not in page and "Aide confidentielle" not in page and "Demander de l" not in page
    client.force_login(gestionnaire)
    page = texte(client.get(f"/initiatives/{invite.pk}/"))
    assert "Serveur à bout" in page and "Demander de l" in page
