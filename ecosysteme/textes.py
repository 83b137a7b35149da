"""What people write in Markdown, made HTML that runs nothing: CommonMark without raw HTML, then an allow-list.

Headings are shown two levels down, for the page has its own. A link opens outside the portal with no referrer.
"""

from __future__ import annotations

import functools
import re
from html import unescape

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

BALISES = {
    "p", "br", "hr", "strong", "em", "s", "code", "pre", "blockquote", "ul", "ol", "li", "a",
    "h3", "h4", "h5", "h6", "table", "thead", "tbody", "tr", "th", "td",
}  # fmt: skip
ATTRIBUTS = {"a": {"href", "title"}, "ol": {"start"}}
PROTOCOLES = {"http", "https", "mailto"}
TEXTE_MAX = 20_000
_ESPACES = re.compile(r"[ \t\r\n\f\v]+")
_TITRE = re.compile(r"(</?h)([1-6])\b")


@functools.cache
def _lecteur() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False, "breaks": True}).enable(["table", "strikethrough"])


def rendre(texte: str) -> SafeString:
    """The HTML of a text in Markdown, safe to show."""
    html = _TITRE.sub(lambda m: f"{m[1]}{min(int(m[2]) + 2, 6)}", _lecteur().render(texte))
    propre = nh3.clean(
        html, tags=BALISES, attributes=ATTRIBUTS, url_schemes=PROTOCOLES, link_rel="noopener noreferrer nofollow ugc"
    )
    return mark_safe(propre)  # noqa: S308


def une_ligne(texte: str) -> str:
    """A title on one line; the no-break spaces of French typography stay (str.split would take them for spaces)."""
    return _ESPACES.sub(" ", texte).strip()


def brut(texte: str, longueur: int = 200) -> str:
    """The words of a text in Markdown, on one line, cut at a word; for a list, a title, an e-mail."""
    mots = nh3.clean(_lecteur().render(texte), tags=set())
    ligne = " ".join(unescape(mots).split())
    if len(ligne) <= longueur:
        return ligne
    return ligne[:longueur].rsplit(" ", 1)[0].rstrip(" ,;:.") + "…"
