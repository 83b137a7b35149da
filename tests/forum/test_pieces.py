"""What may be attached: told by the content, kept harmless, served so that nothing runs."""

import io
import socket
import struct
import threading
import zipfile
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from ecosysteme import antivirus
from ecosysteme.antivirus import Verdict
from forum.enums import EtatAntivirus
from forum.models import Message, PieceJointe
from forum.pieces import NOM_MAX, OFFICE, TAILLE_MAX, PieceRefusee, examiner, nom_propre
from forum.services.messages import retirer_message
from forum.services.pieces import deposer_piece, entretenir_pieces
from forum.tasks_pieces import entretenir
from tests import fabriques

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


def image(format="PNG", taille=(8, 6), mode="RGB", **options) -> bytes:
    tampon = io.BytesIO()
    Image.new(mode, taille, "red").save(tampon, format, **options)
    return tampon.getvalue()


def archive(**membres: str) -> bytes:
    tampon = io.BytesIO()
    with zipfile.ZipFile(tampon, "w", zipfile.ZIP_DEFLATED) as ecrite:
        for nom, contenu in membres.items():
            ecrite.writestr(nom.replace("__", "/").replace("_xml", ".xml"), contenu)
    return tampon.getvalue()


def docx(**plus: str) -> bytes:
    return archive(**{"[Content_Types]_xml": "x", "word__document_xml": "x"}, **plus)


@pytest.mark.parametrize(
    ("nom", "contenu", "garde", "genre"),
    [
        ("Photo.JPEG", image("JPEG"), "Photo.jpg", "image/jpeg"),
        ("photo.jpg", image("PNG"), "photo.png", "image/png"),
        ("dessin.gif", image("GIF", mode="P"), "dessin.png", "image/png"),
        ("dessin.webp", image("WEBP"), "dessin.png", "image/png"),
        ("rapport", PDF, "rapport.pdf", "application/pdf"),
        ("note.txt", "Délai : 3 j.".encode(), "note.txt", "text/plain"),
        ("données.csv", b"a;b\n1;2\n", "données.csv", "text/plain"),
        ("lettre.docx", docx(), "lettre.docx", OFFICE["word/document.xml"][1]),
        (
            "plan.odt", archive(mimetype="application/vnd.oasis.opendocument.text"), "plan.odt",
            "application/vnd.oasis.opendocument.text",
        ),
    ],
)  # fmt: skip
def test_le_contenu_dit_le_type_et_l_extension(nom, contenu, garde, genre):
    piece = examiner(nom, contenu)
    assert (piece.nom, piece.type_mime) == (garde, genre)


@pytest.mark.parametrize(
    ("nom", "contenu", "mots"),
    [
        ("vide.txt", b"", "vide"),
        ("gros.pdf", PDF + b"0" * TAILLE_MAX, "10"),
        ("page.html", b"<html><script>alert(1)</script></html>", "type accepté"),
        ("page.txt", b" \n<!DOCTYPE html><script>alert(1)</script>", "type accepté"),
        ("dessin.svg", b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', "type accepté"),
        ("dessin.txt", b"\xef\xbb\xbf<svg onload='alert(1)'>", "type accepté"),
        ("outil.pdf", b"MZ\x90\x00" + b"\0" * 200, "type accepté"),
        ("script.txt", b"#!/bin/sh\nrm -rf /", "type accepté"),
        ("binaire.csv", b"a;b\0c", "type accepté"),
        ("paquet.zip", archive(a="b"), "type accepté"),
        ("macros.docx", docx(**{"word__vbaProject.bin": "x"}), "macros"),
        ("coupee.png", image()[:40], "lire"),
        ("abime.docx", docx()[:-10] + b"0123456789", "abîmé"),
    ],
)  # fmt: skip
def test_ce_qui_n_est_pas_ce_qu_il_dit_ou_pourrait_s_executer_est_refuse(nom, contenu, mots):
    with pytest.raises(PieceRefusee, match=mots):
        examiner(nom, contenu)


def test_une_bombe_est_refusee_sans_etre_depliee():
    with pytest.raises(PieceRefusee, match="une fois déplié"):
        examiner("bombe.xlsx", archive(xl__workbook_xml="0" * (201 * 1024 * 1024)))
    with pytest.raises(PieceRefusee, match="pixels"):
        examiner("immense.png", image(taille=(7000, 7000), mode="1"))


def test_une_image_perd_ce_qu_elle_cachait_et_se_tient_droite():
    """The camera's place and what follows the pixels do not survive; its turn does."""
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = 6, "AppareilSecret"
    contenu = image("JPEG", taille=(40, 20), exif=exif) + b"<script>alert('cache')</script>"
    piece = examiner("photo.jpg", contenu)
    assert b"AppareilSecret" not in piece.contenu and b"script" not in piece.contenu
    assert Image.open(io.BytesIO(piece.contenu)).size == (20, 40)
    grande = Image.open(io.BytesIO(examiner("grande.png", image(taille=(5000, 100))).contenu))
    assert grande.size == (4000, 80)
    claire = Image.open(io.BytesIO(examiner("claire.png", image(mode="RGBA")).contenu))
    assert claire.mode == "RGBA"


def test_un_nom_ne_trompe_personne():
    assert nom_propre("../../etc/passwd") == "passwd"
    assert nom_propre("C:\\temp\\a b.txt") == "a b.txt"
    assert nom_propre("photo\u202egpj.exe\r\nX: y") == "photogpj.exeX: y"
    assert nom_propre("...") == "fichier"
    assert len(examiner("é" * 500 + ".txt", b"a").nom) <= NOM_MAX


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
