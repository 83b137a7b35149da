"""The life of an invitation: sent, accepted once, expired, withdrawn, replaced; partners wait for approval."""

from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from ecosysteme.enums import NiveauGestion, RoleAdhesion
from ecosysteme.models import Adhesion, Invitation, Journal, Personne
from ecosysteme.services import invitations as services
from ecosysteme.services.comptes import ouvrir_compte_invite
from tests import fabriques
from tests.comptes.aides import client_de, lien_du_courriel, se_connecter

pytestmark = pytest.mark.django_db
COMPTE = {"prenom": "Dominique", "nom": "Neuve", "mot_de_passe": "une phrase bien à elle 9"}
NOUVEAU = "dominique@exemple.test"


def ouvrir(lien, donnees=None):
    client = Client()
    assert client.get(lien).url == "/compte/invitation/"
    return client, client.post("/compte/invitation/", donnees or COMPTE)


def test_la_coordination_invite_et_la_personne_entre_avec_son_role(coordination, ministere):
    reponse = client_de(coordination).post(
        "/compte/invitations/nouvelle/",
        {"courriel": NOUVEAU, "organisation": ministere.pk, "role": "gestionnaire", "niveau_gestion": "direction"},
    )
    assert reponse.status_code == 302
    assert mail.outbox[-1].to == [NOUVEAU] and "ne sert qu'une fois" in mail.outbox[-1].body
    _, reponse = ouvrir(lien_du_courriel("/compte/invitation/"))
    assert reponse.status_code == 302 and reponse.url == "/"
    personne = Personne.objects.get(email=NOUVEAU)
    assert personne.adhesions.get().role == RoleAdhesion.GESTIONNAIRE
    assert personne.adhesions.get().niveau_gestion == NiveauGestion.DIRECTION
    assert personne.emailaddress_set.get().verified
    assert personne.adhesions.get().events.get().pgh_context.metadata["par"] == personne.pk
    assert se_connecter(Client(), NOUVEAU, COMPTE["mot_de_passe"]).status_code == 302


def test_seule_l_empreinte_du_lien_est_gardee(inviter_a, ministere):
    invitation, lien = inviter_a(NOUVEAU, ministere)
    jeton = lien.split("/")[-2]
    assert invitation.empreinte_jeton == services.empreinte(jeton) and jeton not in str(invitation.__dict__)


def test_le_lien_ne_sert_qu_une_fois(inviter_a, ministere):
    _, lien = inviter_a(NOUVEAU, ministere)
    ouvrir(lien)
    _, reponse = ouvrir(lien)
    assert reponse.status_code == 404 and "n'est plus ouverte" in reponse.content.decode()


def test_deux_onglets_sur_le_meme_lien_n_ouvrent_qu_un_compte(inviter_a, ministere):
    invitation, _ = inviter_a(NOUVEAU, ministere)
    ouvrir_compte_invite(invitation=invitation, **COMPTE)
    with pytest.raises(services.InvitationFermee):
        ouvrir_compte_invite(invitation=invitation, **COMPTE)
    assert Personne.objects.filter(email=NOUVEAU).count() == 1


@pytest.mark.parametrize("fin", ["expiree", "revoquee", "remplacee", "inventee"])
def test_un_lien_mort_le_dit_en_clair_et_n_ouvre_rien(inviter_a, ministere, coordination, fin):
    invitation, lien = inviter_a(NOUVEAU, ministere)
    if fin == "expiree":
        Invitation.objects.update(expire_le=timezone.now() - timedelta(seconds=1))
    elif fin == "revoquee":
        client_de(coordination).post(f"/compte/invitations/{invitation.pk}/revoquer/")
    elif fin == "remplacee":
        client_de(coordination).post(f"/compte/invitations/{invitation.pk}/renvoyer/")
    else:
        lien = "/compte/invitation/invente/"
    _, reponse = ouvrir(lien)
    assert reponse.status_code == 404 and "n'est plus ouverte" in reponse.content.decode()
    assert not Personne.objects.filter(email=NOUVEAU).exists()


def test_renvoyer_donne_un_nouveau_lien_pour_quatorze_jours(inviter_a, ministere, coordination):
    invitation, _ = inviter_a(NOUVEAU, ministere)
    Invitation.objects.update(expire_le=timezone.now() - timedelta(days=1))
    client_de(coordination).post(f"/compte/invitations/{invitation.pk}/renvoyer/")
    invitation.refresh_from_db()
    assert invitation.expire_le > timezone.now() + timedelta(days=13)
    _, reponse = ouvrir(lien_du_courriel("/compte/invitation/"))
    assert reponse.status_code == 302


def test_un_mot_de_passe_faible_est_refuse_et_rien_n_est_ouvert(inviter_a, ministere):
    _, lien = inviter_a(NOUVEAU, ministere)
    _, reponse = ouvrir(lien, {**COMPTE, "mot_de_passe": "motdepasse"})
    assert reponse.status_code == 422 and not Personne.objects.filter(email=NOUVEAU).exists()


def test_une_personne_qui_a_deja_un_compte_se_connecte_et_accepte(inviter_a, ailleurs, personne):
    _, lien = inviter_a(personne.email, ailleurs, RoleAdhesion.ANIMATION)
    client = Client()
    client.get(lien)
    assert "a déjà un compte" in client.get("/compte/invitation/").content.decode()
    assert (
        client.post(
            "/compte/connexion/?next=/compte/invitation/", {"login": personne.email, "password": "x"}
        ).status_code
        == 200
    )
    client.force_login(personne)
    client.get(lien)
    assert client.post("/compte/invitation/").status_code == 302
    assert personne.adhesions.filter(organisation=ailleurs, role=RoleAdhesion.ANIMATION).exists()


def test_l_invitation_d_un_autre_ne_s_accepte_pas(inviter_a, ailleurs, personne):
    _, lien = inviter_a(NOUVEAU, ailleurs)
    client = client_de(personne)
    client.get(lien)
    page = client.post("/compte/invitation/")
    assert "autre courriel" in page.content.decode() and not personne.adhesions.filter(organisation=ailleurs).exists()


def test_on_n_invite_que_dans_son_sous_arbre(ministere, ailleurs, partenaire):
    locale = fabriques.personne("locale@exemple.test")
    fabriques.adhesion(locale, ministere, RoleAdhesion.COORDINATION)
    client = client_de(locale)

    def statut(organisation, role):
        donnees = {"courriel": NOUVEAU, "organisation": organisation.pk, "role": role}
        return client.post("/compte/invitations/nouvelle/", donnees).status_code

    assert statut(ailleurs, "gestionnaire") == 422
    assert statut(partenaire, "membre_prive") == 422
    assert statut(ministere, "administration") == 422
    assert statut(ministere, "membre_prive") == 422
    assert statut(ministere, "gestionnaire") == 302
    assert Invitation.objects.count() == 1


def test_l_invitation_d_ailleurs_n_est_pas_connue(inviter_a, ailleurs, ministere):
    locale = fabriques.personne("locale@exemple.test")
    fabriques.adhesion(locale, ministere, RoleAdhesion.COORDINATION)
    invitation, _ = inviter_a(NOUVEAU, ailleurs)
    client = client_de(locale)
    assert client.post(f"/compte/invitations/{invitation.pk}/revoquer/").status_code == 404
    assert NOUVEAU not in client.get("/compte/invitations/").content.decode()


def test_un_gestionnaire_n_invite_pas(personne):
    client = client_de(personne)
    for page in ("membres/", "invitations/", "invitations/nouvelle/", "partenaires/"):
        assert client.get(f"/compte/{page}").status_code == 403


def test_la_meme_invitation_ne_s_ouvre_pas_deux_fois(coordination, inviter_a, ministere):
    inviter_a(NOUVEAU, ministere)
    reponse = client_de(coordination).post(
        "/compte/invitations/nouvelle/", {"courriel": NOUVEAU, "organisation": ministere.pk, "role": "gestionnaire"}
    )
    assert reponse.status_code == 422 and "déjà ouverte" in reponse.content.decode()


def test_un_partenaire_prive_attend_l_approbation(inviter_a, partenaire, coordination):
    invitation, lien = inviter_a(NOUVEAU, partenaire, RoleAdhesion.MEMBRE_PRIVE)
    client, reponse = ouvrir(lien)
    assert reponse.url == "/compte/sans-role/"
    assert "attend l'approbation" in client.get("/compte/sans-role/").content.decode()
    assert not Adhesion.objects.filter(personne__email=NOUVEAU).exists()
    assert client.get("/").url == "/compte/sans-role/" and client.get("/pilotage/").status_code == 403
    salle = client_de(coordination)
    assert "Dominique Neuve" in salle.get("/compte/partenaires/").content.decode()
    salle.post(f"/compte/partenaires/{invitation.pk}/approuver/")
    assert Adhesion.objects.get(personne__email=NOUVEAU).role == RoleAdhesion.MEMBRE_PRIVE
    assert mail.outbox[-1].to == [NOUVEAU] and "approuvé" in mail.outbox[-1].body
    assert Journal.objects.filter(acte="partenaire.approuve", acteur=coordination).exists()


def test_un_refus_porte_sa_raison_et_ne_se_renverse_pas(inviter_a, partenaire, coordination):
    invitation, lien = inviter_a(NOUVEAU, partenaire, RoleAdhesion.MEMBRE_PRIVE)
    ouvrir(lien)
    salle = client_de(coordination)
    adresse = f"/compte/partenaires/{invitation.pk}/refuser/"
    assert salle.post(adresse, {"raison": ""}).status_code == 422
    assert salle.post(adresse, {"raison": "Conflit d'intérêts"}).status_code == 302
    assert "Conflit d'intérêts" in mail.outbox[-1].body
    assert Journal.objects.get(acte="partenaire.refuse").contenu["raison"] == "Conflit d'intérêts"
    salle.post(f"/compte/partenaires/{invitation.pk}/approuver/")
    assert not Adhesion.objects.filter(personne__email=NOUVEAU).exists()


def test_l_administration_n_approuve_pas_les_partenaires(administration, inviter_a, partenaire):
    invitation, lien = inviter_a(NOUVEAU, partenaire, RoleAdhesion.MEMBRE_PRIVE)
    ouvrir(lien)
    assert client_de(administration).post(f"/compte/partenaires/{invitation.pk}/approuver/").status_code == 403
