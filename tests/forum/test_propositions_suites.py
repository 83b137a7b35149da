"""Proposals: what is read before writing, closed spaces, two votes at once, who owes an answer, who sees what."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from ecosysteme.models import Notification
from forum.enums import EtatProposition
from forum.models import Amendement, Espace, Proposition
from forum.services import amendements, propositions_etats
from forum.services.propositions import courante, proposer, publier_proposition, publier_version
from forum.services.scrutins_clore import retirer_scrutin
from forum.tasks_propositions import rappeler_reponses
from tests import fabriques, fabriques_forum
from tests.forum.aides_propositions import TEXTES
from tests.forum.aides_scrutins import annoncer, assemblee, ouvert

pytestmark = pytest.mark.django_db


def test_une_version_ecrite_sur_une_ancienne_montre_ce_qui_a_change_et_garde_ce_qui_est_tape(
    client, publiee, membre_public
):
    """The form was open while another version came: nothing is undone unseen, nothing typed is lost."""
    client.force_login(membre_public)
    adresse = reverse("forum:proposition_version", args=[publiee.pk])
    assert 'name="version" value="1"' in client.get(adresse).content.decode()
    publier_version(par=membre_public, proposition=publiee, version_lue=1, note="Six", action="Ouvrir six guichets.")
    envoi = TEXTES | {"version": "1", "note": "Le soir aussi", "effet": "L'attente baisse, le soir aussi."}
    page = client.post(adresse, envoi)
    contenu = page.content.decode()
    assert page.status_code == 409 and "Ouvrir six guichets." in contenu and "le soir aussi." in contenu
    assert 'name="version" value="2"' in contenu and courante(publiee).numero == 2
    assert client.post(adresse, envoi | {"version": "2", "action": "Ouvrir six guichets."}).status_code == 302
    assert courante(publiee).effet == "L'attente baisse, le soir aussi."


def test_un_amendement_vise_la_version_qui_etait_sous_les_yeux(client, publiee, membre_public, gestionnaire):
    publier_version(par=membre_public, proposition=publiee, version_lue=1, note="Six", action="Ouvrir six guichets.")
    client.force_login(gestionnaire)
    adresse = reverse("forum:amender", args=[publiee.pk])
    envoi = TEXTES | {"version": "1", "motif": "Plus clair", "titre": "Ouvrir le samedi matin"}
    assert client.post(adresse, envoi).status_code == 302
    amendement = Amendement.objects.get()
    assert amendement.visee.numero == 1 and amendement.champs == {"titre": "Ouvrir le samedi matin"}
    assert Notification.objects.filter(personne=membre_public, titre__contains="propose un amendement").exists()
    amendements.refuser_amendement(par=membre_public, amendement=amendement, raison="Non.")
    assert Notification.objects.filter(personne=gestionnaire, titre__contains="est refusé").exists()


def test_dans_un_espace_clos_rien_ne_se_publie_ni_ne_s_amende(client, publiee, membre_public, gestionnaire):
    brouillon = proposer(par=membre_public, espace=publiee.espace, **TEXTES)
    amendement = amendements.amender(par=gestionnaire, visee=courante(publiee), motif="x", titre="Ouvrir partout")
    Espace.objects.filter(pk=publiee.espace_id).update(clos=True)
    for geste in (
        lambda: publier_proposition(par=membre_public, proposition=brouillon),
        lambda: publier_version(par=membre_public, proposition=publiee, version_lue=1, note="n", titre="Autre"),
        lambda: amendements.amender(par=gestionnaire, visee=courante(publiee), motif="x", titre="Encore"),
        lambda: amendements.accepter_amendement(par=membre_public, amendement=amendement),
    ):
        with pytest.raises(PermissionDenied, match="clos"):
            geste()
    client.force_login(membre_public)
    page = client.get(reverse("forum:proposition", args=[publiee.pk])).content.decode()
    assert "Cet espace est clos" in page and "Publier une nouvelle version" not in page and ">Accepter<" not in page


def test_retirer_un_vote_qui_n_a_pas_ouvert_ne_touche_pas_a_celui_qui_court():
    instance, membres, sujet = assemblee(3)
    p = publier_proposition(par=membres[0], proposition=proposer(par=membres[0], espace=sujet.espace, **TEXTES))
    autre = annoncer(fabriques_forum.scrutin(p.sujet, instance, version_visee=courante(p)))
    court = ouvert(p.sujet, instance, version_visee=courante(p))
    retirer_scrutin(par=autre.animation, scrutin=autre, motif="En double")
    p.refresh_from_db()
    assert p.etat == EtatProposition.AU_VOTE
    retirer_scrutin(par=court.animation, scrutin=court, motif="Trop tôt")
    p.refresh_from_db()
    assert p.etat == EtatProposition.EN_DISCUSSION


def test_qui_doit_repondre_et_l_echeance_la_plus_proche_se_lisent_dans_le_tableau(
    client, publiee, animation, ministere, gestionnaire, membre_public
):
    Proposition.objects.filter(pk=publiee.pk).update(etat=EtatProposition.ADOPTEE)
    hier, demain = timezone.localdate() - timedelta(days=1), timezone.localdate() + timedelta(days=1)
    autre = fabriques.organisation()
    for organisation, due in ((ministere, hier), (autre, demain)):
        propositions_etats.demander_reponse(par=animation, proposition=publiee, organisation=organisation, due_le=due)
    publiee.refresh_from_db()
    assert publiee.echeance == hier
    client.force_login(gestionnaire)
    tableau = client.get(reverse("forum:propositions"), {"voir": "retard", "organisation": str(autre.pk)})
    assert ministere.nom in tableau.content.decode() and autre.nom in tableau.content.decode()
    htmx = {"HX-Request": "true"}
    travail = client.get(reverse("forum:propositions_travail"), headers=htmx).content.decode()
    assert f"Réponse officielle de {ministere.nom}" in travail and autre.nom not in travail
    cote = client.get(reverse("forum:propositions_organisation", args=[ministere.pk]), headers=htmx)
    assert "en retard" in cote.content.decode()


def test_les_champs_de_l_effet_se_comparent_et_un_indicateur_interne_ne_se_nomme_pas(
    client, publiee, membre_public, membre_prive
):
    vise = fabriques.indicateur(nom="Attente secrète", visibilite="interne")
    publier_version(
        par=membre_public, proposition=publiee, version_lue=1, note="Effet", effet_indicateur=vise, effet_sens="baisse",
        effort=1,
    )  # fmt: skip
    adresse, deux = reverse("forum:proposition", args=[publiee.pk]), {"de": "1", "a": "2"}
    client.force_login(membre_public)
    dite = client.get(adresse, deux).content.decode()
    assert "Indicateur visé" in dite and "Attente secrète" in dite and "Effort" in dite
    client.force_login(membre_prive)
    tue = client.get(adresse, deux).content.decode()
    assert "Attente secrète" not in tue and "indicateur interne" in tue


def test_la_relecture_cherche_aussi_les_essais_sur_l_indicateur_vise(client, forum_monde, membre_public, monkeypatch):
    vise = fabriques.indicateur()
    p = proposer(par=membre_public, espace=forum_monde.ouvert, effet_indicateur=vise, **TEXTES)
    demandes = []
    monkeypatch.setattr("ecosysteme.registries.essais_passes", lambda qui, quoi: demandes.append(quoi) or [])
    client.force_login(membre_public)
    assert client.get(reverse("forum:proposition_publier", args=[p.pk])).status_code == 200
    assert demandes == [[vise]]


def test_les_mots_du_texte_se_cherchent_et_les_scrutins_se_voient_sur_la_fiche(client):
    instance, membres, sujet = assemblee(3)
    p = publier_proposition(par=membres[0], proposition=proposer(par=membres[0], espace=sujet.espace, **TEXTES))
    ouvert(p.sujet, instance, version_visee=courante(p), question="Ouvrons-nous?")
    fabriques.adhesion(membres[0], fabriques.organisation())
    client.force_login(membres[0])
    assert "Ouvrir le samedi" in client.get(reverse("forum:propositions"), {"q": "guichet"}).content.decode()
    assert "Ouvrir le samedi" not in client.get(reverse("forum:propositions"), {"q": "archives"}).content.decode()
    assert "Ouvrons-nous?" in client.get(reverse("forum:proposition", args=[p.pk])).content.decode()


def test_une_reponse_officielle_se_rappelle_une_fois_et_son_retard_se_dit_une_fois(
    publiee, animation, ministere, gestionnaire, membre_public, time_machine
):
    Proposition.objects.filter(pk=publiee.pk).update(etat=EtatProposition.ADOPTEE)
    propositions_etats.demander_reponse(par=animation, proposition=publiee, organisation=ministere)
    assert rappeler_reponses() == 0
    time_machine.move_to(timezone.now() + timedelta(days=54))
    assert (rappeler_reponses(), rappeler_reponses()) == (1, 0)
    assert Notification.objects.filter(personne=gestionnaire, titre__startswith="Rappel").count() == 1
    time_machine.move_to(timezone.now() + timedelta(days=8))
    assert (rappeler_reponses(), rappeler_reponses()) == (2, 0)
    assert Notification.objects.filter(personne=membre_public, titre__startswith="En retard").count() == 1


def test_le_filtre_ne_nomme_pas_les_organisations_des_propositions_qu_on_ne_lit_pas(
    client, forum_monde, membre_public, membre_prive
):
    cachee = fabriques.organisation("Ministère caché")
    interne = proposer(par=membre_public, espace=forum_monde.interne, organisations=[cachee], **TEXTES)
    publier_proposition(par=membre_public, proposition=interne)
    lues = {}
    for personne in (membre_public, membre_prive):
        client.force_login(personne)
        lues[personne.pk] = "Ministère caché" in client.get(reverse("forum:propositions")).content.decode()
    assert lues == {membre_public.pk: True, membre_prive.pk: False}


def test_un_amendement_envoye_deux_fois_n_en_fait_qu_un(publiee, gestionnaire):
    deux = [
        amendements.amender(par=gestionnaire, visee=courante(publiee), motif="Mieux", titre="Ouvrir tôt") for _ in "ab"
    ]
    assert deux[0] == deux[1] and Amendement.objects.count() == 1
