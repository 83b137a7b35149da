"""Attachments through the pages: kept, analysed, served to who reads the message, forgotten."""

import socket
import struct
import threading
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from ecosysteme import antivirus
from ecosysteme.antivirus import Verdict
from forum.enums import EtatAntivirus
from forum.models import Message, PieceJointe
from forum.services.messages import retirer_message
from forum.services.pieces import deposer_piece, entretenir_pieces
from forum.services.sujets import ecrire_message
from forum.tasks_pieces import entretenir
from tests import fabriques
from tests.forum.aides_pieces import image


@pytest.fixture
def depot(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def clamd(settings):
    """A clamd of our own on the loopback: « INFECTE » in the bytes is found."""
    serveur = socket.create_server(("127.0.0.1", 0))
    settings.ANTIVIRUS_CLAMD, settings.ANTIVIRUS_DELAI = f"127.0.0.1:{serveur.getsockname()[1]}", 2

    def repondre():
        while True:
            try:
                client, _ = serveur.accept()
            except OSError:
                return
            with client, client.makefile("rb") as flux:
                assert flux.read(10) == b"zINSTREAM\0"
                recu = b""
                while n := struct.unpack("!L", flux.read(4))[0]:
                    recu += flux.read(n)
                client.sendall(b"stream: Essai FOUND\0" if b"INFECTE" in recu else b"stream: OK\0")

    fil = threading.Thread(target=repondre, daemon=True)
    fil.start()
    yield serveur
    serveur.close()
    fil.join(2)


def test_l_antivirus_est_ecoute_et_son_silence_n_est_pas_un_oui(clamd, settings):
    assert antivirus.analyser(b"x" * 200_000) == Verdict.SAIN
    assert antivirus.analyser(b"INFECTE") == Verdict.INFECTE
    settings.ANTIVIRUS_CLAMD = "127.0.0.1:1"
    assert antivirus.analyser(b"x") == Verdict.INCONNU
    settings.ANTIVIRUS_CLAMD = ""
    assert antivirus.analyser(b"INFECTE") == Verdict.INCONNU


def servie(client, piece) -> int:
    return client.get(reverse("forum:piece", args=[piece.pk])).status_code


def fichier(nom="note.txt", contenu=b"Une note."):
    return SimpleUploadedFile(nom, contenu)


@pytest.mark.django_db
def test_un_message_porte_ses_pieces_et_elles_se_servent_sans_s_executer(client, depot, forum_monde, membre_public):
    client.force_login(membre_public)
    adresse = reverse("forum:sujet", args=[forum_monde.sujet_ouvert.pk])
    envoi = {"corps": "Voici.", "fichiers": [fichier(), fichier("photo.jpg", image("JPEG"))]}
    assert client.post(adresse, envoi).status_code == 302
    note, photo = PieceJointe.objects.order_by("pk")
    assert note.message == photo.message == Message.objects.latest("pk")
    page = client.get(adresse).content.decode()
    assert "note.txt" in page and f'src="{reverse("forum:piece", args=[photo.pk])}"' in page
    for piece, place in ((note, "attachment"), (photo, "inline")):
        reponse = client.get(reverse("forum:piece", args=[piece.pk]))
        assert reponse["Content-Disposition"].startswith(place)
        assert reponse["X-Content-Type-Options"] == "nosniff"
        assert reponse["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert reponse.content
    assert not (depot / "note.txt").exists() and len(list(depot.rglob("*.txt"))) == 1


@pytest.mark.django_db
def test_un_sujet_s_ouvre_avec_ses_pieces_et_un_titre_oublie_n_en_perd_aucune(
    client, depot, forum_monde, membre_public
):
    client.force_login(membre_public)
    adresse = reverse("forum:sujet_ajouter", args=[forum_monde.ouvert.pk])
    page = client.post(adresse, {"titre": "", "corps": "Texte.", "fichiers": [fichier()]})
    gardee = PieceJointe.objects.get()
    assert page.status_code == 422 and f'name="piece" value="{gardee.pk}"' in page.content.decode()
    assert client.post(adresse, {"titre": "Neuf", "corps": "Texte.", "piece": str(gardee.pk)}).status_code == 302
    gardee.refresh_from_db()
    assert gardee.message.sujet.titre == "Neuf"


@pytest.mark.django_db
def test_un_fichier_refuse_se_dit_et_rien_de_ce_qui_est_ecrit_ou_recu_ne_se_perd(
    client, depot, forum_monde, membre_public
):
    client.force_login(membre_public)
    adresse = reverse("forum:sujet", args=[forum_monde.sujet_ouvert.pk])
    envoi = {"corps": "Mon texte.", "fichiers": [fichier(), fichier("page.html", b"<html></html>")]}
    page = client.post(adresse, envoi)
    contenu = page.content.decode()
    assert page.status_code == 422 and "Mon texte." in contenu and "type accepté" in contenu
    gardee = PieceJointe.objects.get()
    assert f'name="piece" value="{gardee.pk}" checked' in contenu
    assert client.post(adresse, {"corps": "Mon texte.", "piece": str(gardee.pk)}).status_code == 302
    gardee.refresh_from_db()
    assert gardee.message.corps == "Mon texte."
    six = client.post(adresse, {"corps": "Trop.", "fichiers": [fichier(f"n{n}.txt") for n in range(6)]})
    assert six.status_code == 422 and "5 pièces jointes au plus" in six.content.decode()


@pytest.mark.django_db
def test_une_piece_n_est_servie_qu_a_qui_lit_son_message(client, depot, forum_monde, membre_public, membre_prive):
    client.force_login(membre_public)
    adresse = reverse("forum:sujet", args=[forum_monde.sujet_reserve.pk])
    client.post(adresse, {"corps": "Entre nous.", "fichiers": [fichier()]})
    piece = PieceJointe.objects.get()
    orpheline = deposer_piece(par=membre_public, fichier=fichier("seul.txt"))
    lues, ailleurs = {}, fabriques.personne()
    fabriques.adhesion(ailleurs, fabriques.organisation())
    for nom, personne in (("siege", membre_prive), ("dehors", ailleurs)):
        client.force_login(personne)
        lues[nom] = [servie(client, p) for p in (piece, orpheline)]
        client.post(adresse, {"corps": "Je prends.", "piece": str(orpheline.pk)})
    assert lues == {"siege": [200, 404], "dehors": [404, 404]}
    orpheline.refresh_from_db()
    assert orpheline.message is None
    retirer_message(par=membre_public, message=piece.message, motif="Erreur", version_lue=piece.message.version)
    client.force_login(membre_prive)
    assert servie(client, piece) == 404


@pytest.mark.django_db(transaction=True)
def test_avec_un_antivirus_ce_qui_n_est_pas_analyse_attend_et_ce_qui_est_infecte_ne_sort_pas(
    client, depot, forum_monde, membre_public, clamd, settings, journal_videable
):
    client.force_login(membre_public)
    adresse = reverse("forum:sujet", args=[forum_monde.sujet_ouvert.pk])
    refuse = client.post(adresse, {"corps": "a", "fichiers": [fichier(contenu=b"INFECTE")]})
    assert refuse.status_code == 422 and "antivirus" in refuse.content.decode() and not PieceJointe.objects.exists()
    vrai, settings.ANTIVIRUS_CLAMD = settings.ANTIVIRUS_CLAMD, "127.0.0.1:1"
    client.post(adresse, {"corps": "b", "fichiers": [fichier(), fichier("mal.txt", b"INFECTE")]})
    bonne, mauvaise = PieceJointe.objects.order_by("pk")
    assert servie(client, bonne) == 423 and "attend l&#x27;antivirus" in client.get(adresse).content.decode()
    settings.ANTIVIRUS_CLAMD = vrai
    assert entretenir() == 2
    assert (servie(client, bonne), servie(client, mauvaise)) == (200, 404)
    mauvaise.refresh_from_db()
    assert mauvaise.antivirus == EtatAntivirus.REFUSEE and "refusée par" in client.get(adresse).content.decode()


@pytest.mark.django_db(transaction=True)
def test_un_fichier_qu_aucun_message_ne_porte_s_efface_apres_un_jour(depot, membre_public, journal_videable):
    piece = deposer_piece(par=membre_public, fichier=fichier())
    assert entretenir_pieces() == 0 and len(list(depot.rglob("*.txt"))) == 1
    PieceJointe.objects.update(deposee_le=timezone.now() - timedelta(days=2))
    assert entretenir_pieces() == 1
    assert not PieceJointe.objects.filter(pk=piece.pk).exists() and not list(depot.rglob("*.txt"))


@pytest.mark.django_db(transaction=True)
def test_un_fichier_perdu_n_arrete_pas_les_autres_et_un_efface_entretemps_se_dit(
    depot, forum_monde, membre_public, settings, clamd, journal_videable
):
    vrai, settings.ANTIVIRUS_CLAMD = settings.ANTIVIRUS_CLAMD, "127.0.0.1:1"
    perdue, bonne = (deposer_piece(par=membre_public, fichier=fichier(contenu=c)) for c in (b"un", b"deux"))
    perdue.fichier.storage.delete(perdue.fichier.name)
    settings.ANTIVIRUS_CLAMD = vrai
    assert entretenir() == 1
    bonne.refresh_from_db()
    assert bonne.antivirus == EtatAntivirus.SAINE
    PieceJointe.objects.filter(pk=perdue.pk).delete()
    with pytest.raises(ValidationError, match="plus là"):
        ecrire_message(par=membre_public, sujet=forum_monde.sujet_ouvert, corps="a", pieces=[perdue, bonne])
    assert not Message.objects.exists()
