"""Writing SVG: escaped elements, numbers in few digits, and the frame every figure shares."""

import re
from xml.sax.saxutils import escape

Attribut = str | int | float | None

_INTERDITS = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LARGEURS = {
    **dict.fromkeys("ijl.,:;'|!\u00a0 ()", 0.32),
    **dict.fromkeys("mwMW%—", 0.88),
    **dict.fromkeys("ftr-", 0.4),
}


class Svg(str):
    """Markup already escaped: templates print it as it is."""

    __slots__ = ()

    def __html__(self) -> str:
        return str(self)


def echapper(texte: str) -> str:
    """Text made safe in content and in double-quoted attributes; characters XML forbids are dropped."""
    return escape(_INTERDITS.sub("", texte), {'"': "&quot;"})


def chiffre(valeur: float) -> str:
    """A coordinate at one decimal, without a useless zero."""
    ecrit = f"{valeur:.1f}"
    return ecrit.removesuffix(".0") if ecrit != "-0.0" else "0"


def balise(nom: str, *contenu: str, **attributs: Attribut) -> str:
    """An element; `contenu` is markup already escaped, attributes are escaped here (`class_`, `stroke_width`)."""
    ecrits = "".join(
        f' {cle.rstrip("_").replace("_", "-")}="{echapper(valeur) if isinstance(valeur, str) else chiffre(valeur)}"'
        for cle, valeur in attributs.items()
        if valeur is not None
    )
    dedans = "".join(contenu)
    return f"<{nom}{ecrits}>{dedans}</{nom}>" if dedans else f"<{nom}{ecrits}/>"


def texte(
    ecrit: str, x: float, y: float, classe: str = "", *, taille: float = 12, ancre: str | None = None, titre: str = ""
) -> str:
    """A line of text at its baseline; `ancre` is middle or end."""
    classes = f"g-etiquette {classe}".strip()
    bulle = balise("title", echapper(titre)) if titre else ""
    return balise("text", echapper(ecrit), bulle, x=x, y=y, class_=classes, font_size=taille, text_anchor=ancre)


def largeur_texte(ecrit: str, taille: float = 12) -> float:
    """About how wide a text will be: there is no font on the server, so a little too wide rather than too narrow."""
    return sum(_LARGEURS.get(lettre, 0.58 if not lettre.isupper() else 0.72) for lettre in ecrit) * taille


def figure(
    genre: str, largeur: float, hauteur: float, titre: str, description: str, *contenu: str, groupe: bool = False
) -> Svg:
    """The frame of a figure. With `groupe`, it holds links, which the role of an image would hide from a reader."""
    cadre = f"0 0 {chiffre(largeur)} {chiffre(hauteur)}"
    ouverture = f'<svg xmlns="http://www.w3.org/2000/svg" class="g g-{genre}" viewBox="{cadre}"' + (
        f' role="group" aria-label="{echapper(titre)}">' if groupe else ' role="img">'
    )
    entete = balise("title", echapper(titre) or " ") + (balise("desc", echapper(description)) if description else "")
    return Svg(ouverture + entete + "".join(contenu) + "</svg>")
