"""Flags, what is decided of them, and the one appeal: each with its reason, never judged by who is a party."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from ecosysteme.models import Notification
from forum.enums import EtatSignalement, IssueAppel
from forum.models import Signalement
from forum.services import moderation as services
from forum.services.messages import retirer_message
from tests import fabriques
from tests import fabriques_forum as forum

pytestmark = pytest.mark.django_db


@pytest.fixture
def message(forum_monde, membre_public):
    return forum.message(forum_monde.sujet_ouvert, membre_public, "Un message vif.")


@pytest.fixture
def autre_animation(coordination):
    return coordination


def dites(personne, mots):
    return Notification.objects.filter(personne=personne, titre__contains=mots).count()


def test_un_signalement_retenu_retire_le_message_et_regle_les_autres(message, gestionnaire, membre_prive, animation):
    premier = services.signaler(par=gestionnaire, message=message, motif="Blessant.")
    second = services.signaler(par=membre_prive, message=message, motif="Moi aussi.")
    assert dites(animation, "signalé") == 2
    with pytest.raises(ValidationError, match="déjà signalé"):
        services.signaler(par=gestionnaire, message=message, motif="Encore.")
    with pytest.raises(PermissionDenied):
        services.traiter_signalement(par=gestionnaire, signalement=premier, retirer=True, raison="x")
    with pytest.raises(ValidationError, match="raison"):
        services.traiter_signalement(par=animation, signalement=premier, retirer=True, raison=" ")
    services.traiter_signalement(par=animation, signalement=premier, retirer=True, raison="Hors charte.")
    message.refresh_from_db()
    second.refresh_from_db()
    assert message.retire_par == animation and message.retire_motif == "Hors charte."
    assert second.etat == EtatSignalement.RETENU
    assert dites(gestionnaire, "retiré") == dites(membre_prive, "retiré") == 1
    assert dites(message.auteur, "faire appel") == 1
    with pytest.raises(ValidationError, match="déjà traité"):
        services.traiter_signalement(par=animation, signalement=second, retirer=False, raison="x")


def test_un_signalement_ecarte_laisse_le_message_et_le_dit(message, gestionnaire, animation, membre_public):
    s = services.signaler(par=gestionnaire, message=message, motif="Pas d'accord.")
    services.traiter_signalement(par=animation, signalement=s, retirer=False, raison="Un désaccord, pas une faute.")
    message.refresh_from_db()
    assert message.retire_le is None and dites(gestionnaire, "laissé en place") == 1
    with pytest.raises(ValidationError, match="pas retiré"):
        services.faire_appel(par=membre_public, signalement=s, texte="?")


def test_on_ne_signale_ni_ne_juge_ce_qu_on_a_ecrit(forum_monde, animation, gestionnaire):
    sien = forum.message(forum_monde.sujet_ouvert, animation, "De l'animation.")
    with pytest.raises(ValidationError, match="corriger ou le retirer"):
        services.signaler(par=animation, message=sien, motif="x")
    s = services.signaler(par=gestionnaire, message=sien, motif="Trop long.")
    with pytest.raises(PermissionDenied):
        services.traiter_signalement(par=animation, signalement=s, retirer=False, raison="Mais non.")


@pytest.mark.parametrize("retablir", [True, False])
def test_un_appel_est_tranche_une_fois_par_une_autre_personne(
    message, membre_public, gestionnaire, animation, autre_animation, retablir
):
    retirer_message(par=animation, message=message, motif="Hors sujet", version_lue=message.version)
    s = Signalement.objects.get(message=message)
    with pytest.raises(PermissionDenied):
        services.faire_appel(par=gestionnaire, signalement=s, texte="Pour lui.")
    services.faire_appel(par=membre_public, signalement=s, texte="C'était une question.")
    assert dites(autre_animation, "appel") == 1 and dites(animation, "Un appel") == 0
    with pytest.raises(ValidationError, match="appel est déjà fait"):
        services.faire_appel(par=membre_public, signalement=s, texte="Encore.")
    with pytest.raises(PermissionDenied, match="autre personne"):
        services.trancher_appel(par=animation, signalement=s, retablir=True, raison="x")
    with pytest.raises(IntegrityError), transaction.atomic():
        Signalement.objects.filter(pk=s.pk).update(appel_par=animation)
    services.trancher_appel(par=autre_animation, signalement=s, retablir=retablir, raison="Relu.")
    s.refresh_from_db()
    message.refresh_from_db()
    assert s.appel_issue == (IssueAppel.ACCUEILLI if retablir else IssueAppel.REJETE)
    assert (message.retire_le is None) is retablir
    assert dites(membre_public, "Votre appel est") == 1
    with pytest.raises(ValidationError, match="Aucun appel"):
        services.trancher_appel(par=autre_animation, signalement=s, retablir=True, raison="x")


def test_deux_signalements_retenus_ensemble_n_ouvrent_qu_un_appel(
    client, message, membre_public, membre_prive, gestionnaire, animation
):
    deux = [services.signaler(par=p, message=message, motif="Blessant.") for p in (gestionnaire, membre_prive)]
    services.traiter_signalement(par=animation, signalement=deux[0], retirer=True, raison="Hors charte.")
    services.faire_appel(par=membre_public, signalement=deux[0], texte="Je m'explique.")
    with pytest.raises(ValidationError, match="appel est déjà fait"):
        services.faire_appel(par=membre_public, signalement=deux[1], texte="Encore.")
    client.force_login(membre_public)
    page = client.get(reverse("forum:sujet", args=[message.sujet_id])).content.decode()
    assert "Faire appel" not in page and "Hors charte." in page


def test_retirer_son_propre_message_n_ouvre_pas_d_appel(message, membre_public):
    retirer_message(par=membre_public, message=message, motif="Erreur", version_lue=message.version)
    assert not Signalement.objects.exists()


def test_du_signalement_a_l_appel_par_les_pages(
    client, message, membre_public, gestionnaire, animation, autre_animation
):
    adresse = reverse("forum:sujet", args=[message.sujet_id])
    client.force_login(gestionnaire)
    signaler = reverse("forum:message_signaler", args=[message.pk])
    assert signaler in client.get(adresse).content.decode()
    assert client.post(signaler, {"raison": ""}).status_code == 422
    assert client.post(signaler, {"raison": "Blessant."}).status_code == 302
    s = Signalement.objects.get()
    client.force_login(animation)
    traiter = reverse("forum:signalement_traiter", args=[s.pk])
    file = client.get(reverse("forum:moderation")).content.decode()
    assert traiter in file and "Un message vif." in file and ">Modération<" in file
    assert client.post(traiter, {"retirer": "oui", "raison": "Hors charte."}).status_code == 302
    client.force_login(membre_public)
    appel = reverse("forum:appel_faire", args=[s.pk])
    assert appel in client.get(adresse).content.decode()
    assert client.post(appel, {"raison": "Je m'explique."}).status_code == 302
    assert appel not in client.get(adresse).content.decode()
    assert client.get(reverse("forum:moderation")).status_code == 403
    client.force_login(autre_animation)
    trancher = reverse("forum:appel_trancher", args=[s.pk])
    assert trancher in client.get(reverse("forum:moderation")).content.decode()
    assert client.post(trancher, {"retablir": "oui", "raison": "Relu à deux."}).status_code == 302
    client.force_login(fabriques.adhesion(fabriques.personne(), fabriques.organisation()).personne)
    assert "Un message vif." in client.get(adresse).content.decode()
