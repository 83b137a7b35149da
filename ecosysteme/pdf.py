"""Pages as PDF: the portal's own HTML with `css/pdf.css`, tagged for screen readers (docs/adr/0016).

Nothing is read but our own static files: no network, no file of the machine, whatever a text holds. The library needs
pango; where it is not installed, everything else works and `indisponible()` says what is missing.
"""

import gc
import mimetypes
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.exceptions import SuspiciousFileOperation
from django.http import HttpResponse
from django.utils._os import safe_join
from django.utils.text import slugify

from . import pdf_encre

TYPE_PDF = "application/pdf"
ADRESSE = "https://portail.invalid/"
PERMIS = {".css", ".svg", ".png", ".woff2"}
ABSENT = (
    "Le PDF n'est pas offert sur cette installation : la bibliothèque de mise en page Pango n'y est pas. "
    "La page s'imprime depuis le navigateur."
)


class PdfIndisponible(Exception):
    """No PDF can be made on this machine: `str()` says so in French."""


@cache
def _bibliotheque() -> Any:
    """WeasyPrint, or None where pango is missing: it is loaded the first time a PDF is asked for."""
    try:
        import weasyprint
    except (ImportError, OSError):
        return None
    return weasyprint


def indisponible() -> str:
    """A sentence to show in the place of a PDF button, or nothing when PDFs can be made."""
    return "" if _bibliotheque() else ABSENT


@contextmanager
def _sans_ramassage() -> Iterator[None]:
    """No garbage collection for as long as a document is laid out: its hundreds of thousands of boxes all live to the
    end, and looking through them again and again took a quarter of the time (docs/adr/0016).
    """
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def pdf(html: str) -> bytes:
    """A whole page (« bases/pdf.html ») as PDF/UA. Its figures are inked for paper; raises PdfIndisponible."""
    bibliotheque = _bibliotheque()
    if bibliotheque is None:
        raise PdfIndisponible(ABSENT)
    page, figures = pdf_encre.encrer(html, ADRESSE)
    with _sans_ramassage():
        document = bibliotheque.HTML(string=page, base_url=ADRESSE, url_fetcher=_Lecteur(figures))
        contenu: bytes = document.write_pdf(pdf_variant="pdf/ua-1")
    return contenu


def reponse_pdf(nom: str, contenu: bytes) -> HttpResponse:
    """A download; `nom` has no extension."""
    return HttpResponse(
        contenu,
        content_type=TYPE_PDF,
        headers={
            "Content-Disposition": f'attachment; filename="{slugify(nom)}.pdf"',
            "X-Content-Type-Options": "nosniff",
        },
    )


class _Lecteur:
    """What WeasyPrint may read: the page's own figures and our static files; the rest is left out of the page."""

    _fail_on_errors = False

    def __init__(self, figures: Mapping[str, bytes]) -> None:
        self.figures = figures

    def __call__(self, url: str) -> Any:
        reponse = _bibliotheque().urls.URLFetcherResponse
        if url in self.figures:
            return reponse(url, self.figures[url], {"Content-Type": "image/svg+xml"})
        chemin = chemin_statique(url)
        if chemin is None:
            raise ValueError("Un PDF ne lit que les fichiers statiques du portail.")
        genre = mimetypes.guess_type(chemin.name)[0] or "application/octet-stream"
        return reponse(url, chemin.read_bytes(), {"Content-Type": genre})


def chemin_statique(url: str) -> Path | None:
    """The static file an address means; None for any other address, however it is written."""
    prefixe = settings.STATIC_URL.lstrip("/")
    vue, chemin = urlsplit(url), unquote(urlsplit(url).path).lstrip("/")
    if f"{vue.scheme}://{vue.netloc}/" != ADRESSE or not chemin.startswith(prefixe):
        return None
    nom = chemin.removeprefix(prefixe)
    if Path(nom).suffix not in PERMIS or "\x00" in nom:
        return None
    try:
        collecte = Path(safe_join(settings.STATIC_ROOT, nom))
        if collecte.is_file():
            return collecte
        source = finders.find(nom)
    except SuspiciousFileOperation:
        return None
    return Path(source) if isinstance(source, str) else None
