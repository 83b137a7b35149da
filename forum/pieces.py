"""What may be attached to a message: the type is read from the content, never from the name. Pure.

An image is decoded and written anew: what is shown holds pixels only, neither the place where a photograph was taken
nor anything hidden behind it. Other files are kept as they came, and only ever served to be downloaded.
"""

from __future__ import annotations

import io
import struct
import unicodedata
import zipfile
import zlib
from dataclasses import dataclass

import puremagic
from PIL import Image, ImageOps

TAILLE_MAX = 10 * 1024 * 1024
PIXELS_MAX, COTE_MAX = 40_000_000, 4000
DEPLOYE_MAX, MEMBRES_MAX = 200 * 1024 * 1024, 5000
NOM_MAX = 120
# What the decoders raise on bytes that were spoiled, by accident or not.
ABIMES = (OSError, ValueError, SyntaxError, EOFError, RuntimeError, LookupError, TypeError, OverflowError, MemoryError,
          struct.error, zlib.error, zipfile.BadZipFile, Image.DecompressionBombError, Warning)  # fmt: skip
TEXTES = ("txt", "csv", "md")
OFFICE = {
    "word/document.xml": ("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "xl/workbook.xml": ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "ppt/presentation.xml": ("pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
}
OUVERTS = {
    "application/vnd.oasis.opendocument.text": "odt",
    "application/vnd.oasis.opendocument.spreadsheet": "ods",
    "application/vnd.oasis.opendocument.presentation": "odp",
}
IMAGES = {"image/png", "image/jpeg", "image/gif", "image/webp"}
PERMIS = (
    "une image (PNG, JPEG, GIF, WebP), un PDF, un document Word, Excel, PowerPoint ou OpenDocument, un texte ou un CSV"
)


class PieceRefusee(ValueError):
    """Why a file is not kept, in French."""


@dataclass(frozen=True, slots=True)
class Piece:
    """What is kept of a file: a name safe to show and to save under, its type, its bytes."""

    nom: str
    type_mime: str
    contenu: bytes

    @property
    def image(self) -> bool:
        return self.type_mime in IMAGES


def examiner(nom: str, contenu: bytes) -> Piece:
    """The piece to keep of a file. Raises PieceRefusee."""
    propre = nom_propre(nom)
    if not contenu:
        raise PieceRefusee(f"«\u00a0{propre}\u00a0» est vide.")
    if len(contenu) > TAILLE_MAX:
        raise PieceRefusee(f"«\u00a0{propre}\u00a0» dépasse 10\u00a0Mo.")
    genre = _genre(contenu)
    if genre in IMAGES:
        extension, genre, contenu = _image(propre, contenu)
    elif genre == "application/pdf" or contenu.startswith(b"%PDF-"):
        extension, genre = "pdf", "application/pdf"
    elif zipfile.is_zipfile(io.BytesIO(contenu)):
        extension, genre = _archive(propre, contenu)
    else:
        extension, genre = _texte(propre, genre, contenu)
    racine = propre.rpartition(".")[0] or propre
    return Piece(f"{racine[: NOM_MAX - len(extension) - 1]}.{extension}", genre, contenu)


def nom_propre(nom: str) -> str:
    """The last part of a path, without control or direction characters; « fichier » when nothing is left."""
    dernier = unicodedata.normalize("NFC", nom).replace("\\", "/").rpartition("/")[2]
    visible = "".join(c for c in dernier if unicodedata.category(c) not in ("Cc", "Cf", "Co", "Cs", "Zl", "Zp"))
    net = " ".join(visible.split()).strip(". ")
    racine, point, extension = net.rpartition(".")
    if point and len(extension) <= 10:
        return f"{racine[: NOM_MAX - len(extension) - 1]}.{extension}"
    return net[:NOM_MAX] or "fichier"


def _genre(contenu: bytes) -> str:
    try:
        return str(puremagic.from_string(contenu, mime=True))
    except (puremagic.PureError, ValueError):
        return ""


def _refus(nom: str) -> PieceRefusee:
    return PieceRefusee(f"«\u00a0{nom}\u00a0» n'est pas d'un type accepté\u00a0: {PERMIS}.")


def _image(nom: str, contenu: bytes) -> tuple[str, str, bytes]:
    """Extension, type and bytes of the image written anew, turned as its camera said, 4,000 pixels a side at most."""
    try:
        with Image.open(io.BytesIO(contenu), formats=("PNG", "JPEG", "GIF", "WEBP")) as ouverte:
            if ouverte.width * ouverte.height > PIXELS_MAX:
                raise PieceRefusee(f"«\u00a0{nom}\u00a0» a trop de pixels\u00a0: 40 millions au plus.")
            photo = ouverte.format == "JPEG"
            image: Image.Image = ImageOps.exif_transpose(ouverte)
            image.thumbnail((COTE_MAX, COTE_MAX))
            transparente = "A" in image.getbands() or "transparency" in image.info
            neuve = image.convert("RGBA" if transparente else "RGB")
    except PieceRefusee:
        raise
    except ABIMES as faute:
        raise PieceRefusee(f"«\u00a0{nom}\u00a0» est une image qu'on ne peut pas lire.") from faute
    tampon = io.BytesIO()
    neuve.info = {}
    if photo:
        neuve.save(tampon, "JPEG", quality=88)
        return "jpg", "image/jpeg", tampon.getvalue()
    neuve.save(tampon, "PNG", optimize=True)
    return "png", "image/png", tampon.getvalue()


def _archive(nom: str, contenu: bytes) -> tuple[str, str]:
    """A document that is an archive inside; nothing of it is unpacked but the few bytes that name an OpenDocument."""
    try:
        with zipfile.ZipFile(io.BytesIO(contenu)) as archive:
            membres = archive.infolist()
            noms = {m.filename for m in membres}
            if len(membres) > MEMBRES_MAX or sum(m.file_size for m in membres) > DEPLOYE_MAX:
                raise PieceRefusee(f"«\u00a0{nom}\u00a0» est trop gros une fois déplié.")
            ouvert = ""
            if "mimetype" in noms and archive.getinfo("mimetype").file_size <= 100:
                ouvert = archive.read("mimetype").decode("ascii", "replace").strip()
    except ABIMES as faute:
        if isinstance(faute, PieceRefusee):
            raise
        raise PieceRefusee(f"«\u00a0{nom}\u00a0» est abîmé\u00a0: on ne peut pas le lire.") from faute
    if any(n.lower().endswith("vbaproject.bin") or n.startswith("Basic/") for n in noms):
        raise PieceRefusee(f"«\u00a0{nom}\u00a0» contient des macros\u00a0: enregistrez-le sans elles.")
    if ouvert in OUVERTS:
        return OUVERTS[ouvert], ouvert
    if "[Content_Types].xml" in noms:
        for membre, dit in OFFICE.items():
            if membre in noms:
                return dit
    raise _refus(nom)


def _texte(nom: str, genre: str, contenu: bytes) -> tuple[str, str]:
    """Plain text only: a page, a drawing or a script that calls itself a text is refused."""
    extension = nom.rpartition(".")[2].lower()
    debut = contenu[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if extension not in TEXTES or b"\0" in contenu or debut.startswith((b"<", b"#!")):
        raise _refus(nom)
    if genre and not genre.startswith("text/"):
        raise _refus(nom)
    return extension, "text/plain"
