"""A proposal's whole life: draft, versions nothing changes, amendments, vote, official answer, what it became."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from ecosysteme.models import Notification
from ecosysteme.registries import essais_passes
from forum.enums import EtatAmendement, EtatProposition
from forum.models import Proposition, VersionProposition
from forum.selectors.semblables import semblables
from forum.services import amendements, propositions_etats
from forum.services.propositions import courante, proposer, publier_proposition, publier_version, sceau
from forum.services.scrutins_clore import proclamer, retirer_scrutin
from forum.services.scrutins_voter import deposer_bulletin
from tests.forum.aides_propositions import TEXTES
from tests.forum.aides_scrutins import CHOIX, assemblee, fermer, ouvert

pytestmark = pytest.mark.django_db


def test_un_brouillon_n_est_lu_que_de_son_auteur_et_se_publie_quand_tout_est_dit(
    client, forum_monde, membre_public, coordination
):
    p = proposer(par=membre_public, espace=forum_monde.ouvert, titre="Ouvrir le samedi")
    client.force_login(coordination)
    assert client.get(reverse("forum:proposition", args=[p.pk])).status_code == 404
    with pytest.raises(ValidationError) as refus:
        publier_proposition(par=membre_public, proposition=p)
    assert set(refus.value.message_dict) == {"probleme", "action", "effet"}
    client.force_login(membre_public)
    page = client.post(reverse("forum:proposition_corriger", args=[p.pk]), TEXTES)
    assert page.status_code == 302
    assert client.post(reverse("forum:proposition_publier", args=[p.pk])).status_code == 302
    p.refresh_from_db()
    assert p.etat == EtatProposition.EN_DISCUSSION and p.sujet.titre == "Ouvrir le samedi"
    client.force_login(coordination)
    assert client.get(reverse("forum:proposition", args=[p.pk])).status_code == 200


def test_une_version_publiee_est_scellee_et_la_suivante_la_laisse_intacte(publiee, membre_public):
    premiere = courante(publiee)
    assert premiere.empreinte == sceau(premiere) and len(premiere.empreinte) == 64
    with pytest.raises(IntegrityError), transaction.atomic():
        VersionProposition.objects.filter(pk=premiere.pk).update(titre="Autre")
    seconde = publier_version(
        par=membre_public, proposition=publiee, version_lue=1, note="Plus de guichets", action="Ouvrir six guichets."
    )
    assert (seconde.numero, seconde.titre, seconde.empreinte != premiere.empreinte) == (2, "Ouvrir le samedi", True)
    with pytest.raises(ValidationError, match="Rien ne change"):
        publier_version(
            par=membre_public, proposition=publiee, version_lue=2, note="rien", action="Ouvrir six guichets."
        )


def test_un_amendement_accepte_cree_une_version_un_refuse_dit_pourquoi(publiee, membre_public, gestionnaire):
    visee = courante(publiee)
    bon = amendements.amender(par=gestionnaire, visee=visee, motif="Trop peu", action="Ouvrir six guichets.")
    autre = amendements.amender(par=gestionnaire, visee=visee, motif="Mieux dit", titre="Ouvrir le dimanche")
    with pytest.raises(PermissionDenied):
        amendements.accepter_amendement(par=gestionnaire, amendement=bon)
    creee = amendements.accepter_amendement(par=membre_public, amendement=bon)
    assert creee.numero == 2 and creee.action == "Ouvrir six guichets." and gestionnaire.prenom in creee.note
    with pytest.raises(ValidationError, match="pourquoi"):
        amendements.refuser_amendement(par=membre_public, amendement=autre, raison=" ")
    amendements.refuser_amendement(par=membre_public, amendement=autre, raison="Hors sujet.")
    nee = amendements.promouvoir_amendement(par=gestionnaire, amendement=autre)
    assert nee.etat == EtatProposition.BROUILLON and courante(nee).titre == "Ouvrir le dimanche"
    assert amendements.promouvoir_amendement(par=gestionnaire, amendement=autre).pk == nee.pk


def test_un_amendement_sur_une_version_depassee_ne_s_applique_que_la_ou_rien_n_a_change(
    publiee, membre_public, gestionnaire
):
    visee = courante(publiee)
    titre = amendements.amender(par=gestionnaire, visee=visee, motif="Titre", titre="Ouvrir le samedi matin")
    action = amendements.amender(par=gestionnaire, visee=visee, motif="Action", action="Ouvrir partout.")
    publier_version(par=membre_public, proposition=publiee, version_lue=1, note="Six", action="Ouvrir six guichets.")
    with pytest.raises(ValidationError, match="version 2"):
        amendements.accepter_amendement(par=membre_public, amendement=action)
    assert amendements.accepter_amendement(par=membre_public, amendement=titre).action == "Ouvrir six guichets."
    action.refresh_from_db()
    assert action.etat == EtatAmendement.PROPOSE


def test_le_vote_est_lie_a_la_version_scellee_et_son_issue_devient_l_etat_de_la_proposition():
    instance, membres, sujet = assemblee(3)
    p = publier_proposition(par=membres[0], proposition=proposer(par=membres[0], espace=sujet.espace, **TEXTES))
    votee = courante(p)
    scrutin = ouvert(p.sujet, instance, version_visee=votee, version_empreinte=votee.empreinte)
    p.refresh_from_db()
    assert p.etat == EtatProposition.AU_VOTE and p.echeance is not None
    with pytest.raises(ValidationError, match="au vote"):
        propositions_etats.retirer_proposition(par=membres[0], proposition=p, motif="x")
    publier_version(par=membres[0], proposition=p, version_lue=1, note="Six", action="Ouvrir six guichets.")
    for m in membres:
        deposer_bulletin(par=m, scrutin=scrutin, contenu=CHOIX["pour"])
    proclamer(scrutin=fermer(scrutin))
    p.refresh_from_db()
    scrutin.refresh_from_db()
    assert p.etat == EtatProposition.ADOPTEE and scrutin.version_empreinte == votee.empreinte


def test_un_vote_retire_rend_le_texte_a_la_discussion():
    instance, membres, sujet = assemblee(3)
    p = publier_proposition(par=membres[0], proposition=proposer(par=membres[0], espace=sujet.espace, **TEXTES))
    scrutin = ouvert(p.sujet, instance, version_visee=courante(p))
    retirer_scrutin(par=scrutin.animation, scrutin=scrutin, motif="Trop tôt")
    p.refresh_from_db()
    assert p.etat == EtatProposition.EN_DISCUSSION


def test_la_reponse_officielle_a_une_echeance_une_seule_reponse_et_la_dit_a_qui_suit(
    publiee, animation, gestionnaire, ministere, membre_public
):
    Proposition.objects.filter(pk=publiee.pk).update(etat=EtatProposition.ADOPTEE)
    with pytest.raises(PermissionDenied):
        propositions_etats.demander_reponse(par=membre_public, proposition=publiee, organisation=ministere)
    due = timezone.localdate() - timedelta(days=1)
    reponse = propositions_etats.demander_reponse(
        par=animation, proposition=publiee, organisation=ministere, due_le=due
    )
    assert Notification.objects.filter(personne=gestionnaire, type="action").exists()
    with pytest.raises(PermissionDenied):
        propositions_etats.repondre(par=membre_public, reponse=reponse, sens="suivie", texte="Oui.")
    propositions_etats.repondre(par=gestionnaire, reponse=reponse, sens="suivie", texte="Dès janvier.")
    publiee.refresh_from_db()
    assert publiee.etat == EtatProposition.REPONDUE
    assert Notification.objects.filter(personne=membre_public, titre__contains="a répondu").exists()
    with pytest.raises(ValidationError, match="déjà répondu"):
        propositions_etats.repondre(par=gestionnaire, reponse=reponse, sens="suivie", texte="Encore.")
    propositions_etats.clore_proposition(
        par=membre_public, proposition=publiee, realisee=True, motif="Ouvert le 4 janvier."
    )
    publiee.refresh_from_db()
    assert publiee.etat == EtatProposition.REALISEE


def test_les_propositions_semblables_se_trouvent_aux_mots_et_aux_lettres_dans_ce_qu_on_lit(
    publiee, forum_monde, membre_prive, gestionnaire
):
    assert [s["titre"] for s in semblables(membre_prive, "Ouverture des guichets le samedi", "")] == [
        "Ouvrir le samedi"
    ]
    assert semblables(membre_prive, "Budget des archives", "Ranger les boîtes") == []
    cachee = proposer(par=gestionnaire, espace=forum_monde.interne, **TEXTES | {"titre": "Ouvrir le samedi soir"})
    publier_proposition(par=gestionnaire, proposition=cachee)
    vues = [s["titre"] for s in semblables(membre_prive, "Ouvrir le samedi", "")]
    assert "Ouvrir le samedi soir" not in vues
    assert essais_passes(membre_prive, []) == []


def test_la_page_montre_les_differences_et_l_export_les_lignes(client, publiee, membre_public):
    publier_version(
        par=membre_public, proposition=publiee, version_lue=1, note="Six", action="Ouvrir six guichets le samedi."
    )
    client.force_login(membre_public)
    page = client.get(reverse("forum:proposition", args=[publiee.pk]), {"de": "1", "a": "2"}).content.decode()
    assert "<del>trois</del><ins>six</ins>" in page
    assert 'name="de"' in page and 'value="2" selected' in page
    fichier = client.get(reverse("forum:propositions"), {"format": "csv"})
    corps = (b"".join(fichier.streaming_content) if fichier.streaming else fichier.content).decode()
    assert "Ouvrir le samedi" in corps and "En discussion" in corps
