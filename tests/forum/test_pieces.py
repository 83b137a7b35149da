"""What may be attached: told by the content, kept harmless, served so that nothing runs."""

import contextlib
import io
import random
import zipfile

import pytest
from PIL import Image

from forum.pieces import NOM_MAX, OFFICE, TAILLE_MAX, PieceRefusee, examiner, nom_propre
from tests.forum.aides_pieces import image

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


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


@pytest.mark.parametrize("graine", range(4))
def test_des_octets_abimes_sont_refuses_en_francais_ou_gardes_jamais_en_panne(graine):
    """Bytes spoiled at random, in every kind of file: an answer, never an exception of a decoder."""
    hasard = random.Random(graine)
    sources = [image("PNG"), image("JPEG"), image("GIF", mode="P"), image("WEBP"), docx(), archive(mimetype="x" * 90)]
    for _ in range(1500):
        octets = bytearray(hasard.choice(sources))
        for _ in range(hasard.choice([1, 3, 12])):
            octets[hasard.randrange(len(octets))] = hasard.randrange(256)
        with contextlib.suppress(PieceRefusee):
            examiner("f.png", bytes(octets[: hasard.randrange(1, len(octets) + 1)]))


def test_un_nom_ne_trompe_personne():
    assert nom_propre("../../etc/passwd") == "passwd"
    assert nom_propre("C:\\temp\\a b.txt") == "a b.txt"
    assert nom_propre("photo\u202egpj.exe\r\nX: y") == "photogpj.exeX: y"
    assert nom_propre("...") == "fichier"
    assert len(examiner("é" * 500 + ".txt", b"a").nom) <= NOM_MAX
