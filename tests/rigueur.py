"""What every test is held to: defined template variables, no inline style or script, no network beyond this machine."""

import ipaddress
import os
import socket
import sys
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urlsplit

from django.template.base import Node

GABARITS = str(Path(__file__).resolve().parents[1] / "templates")

# Variables that one of our templates may leave undefined, with the reason. Prefer `{% if %}` in the template.
INDEFINIES_PERMISES: dict[str, set[str]] = {}


class VariableIndefinie(AssertionError):
    """A template printed a variable that its context does not hold."""


class Indefini(str):
    """Django prints this object in place of an undefined variable: printing it fails.

    `{% if %}` and `{% for %}` on a missing variable stay silent, as Django has it; the libraries' templates are exempt.
    Faults are kept as well as raised: a view may swallow the exception, the test fails anyway.
    """

    fautes: list[str]

    def __new__(cls) -> "Indefini":
        objet = super().__new__(cls, "%s")
        objet.fautes = []
        return objet

    def __deepcopy__(self, memo: dict) -> "Indefini":
        return self

    def __mod__(self, variable: object) -> str:
        return self._accuser(str(variable))

    def __html__(self) -> str:
        return self._accuser("?")

    __str__ = __html__

    def _accuser(self, variable: str) -> str:
        gabarit = _gabarit_en_cours()
        if Path(gabarit).is_absolute() and not gabarit.startswith(GABARITS):
            return ""
        nom = gabarit.removeprefix(f"{GABARITS}/")
        if variable in INDEFINIES_PERMISES.get(nom, ()):
            return ""
        faute = f"« {variable} » n'est pas définie dans {nom}"
        self.fautes.append(faute)
        raise VariableIndefinie(faute)


INDEFINI = Indefini()


def _gabarit_en_cours() -> str:
    """The template whose node is being rendered, from the innermost frame that renders one."""
    cadre = sys._getframe(1)
    while cadre is not None:
        noeud = cadre.f_locals.get("self")
        if isinstance(noeud, Node) and getattr(noeud, "origin", None) is not None:
            return str(noeud.origin.name)
        cadre = cadre.f_back
    return ""


class Fautes(HTMLParser):
    """What a strict Content-Security-Policy would refuse in a page."""

    def __init__(self) -> None:
        super().__init__()
        self.trouvees: list[str] = []

    def handle_starttag(self, balise: str, attributs: list[tuple[str, str | None]]) -> None:
        present = dict(attributs)
        if balise == "style":
            self.trouvees.append("<style>")
        if balise == "script" and "src" not in present and present.get("type") not in {"application/json"}:
            self.trouvees.append("<script> en ligne")
        for nom, valeur in attributs:
            if nom == "style" or nom.startswith("on") or (valeur or "").strip().lower().startswith("javascript:"):
                self.trouvees.append(f'<{balise} {nom}="{valeur}">')


def fautes_en_ligne(page: str) -> list[str]:
    """Inline styles, handlers and scripts of a page or a fragment."""
    lecteur = Fautes()
    lecteur.feed(page)
    return lecteur.trouvees


def controler_reponse(chemin: str, reponse) -> None:
    """Refuse a page of ours that a strict policy would break; the admin's pages are Django's own."""
    if chemin.startswith("/administration/") or reponse.streaming:
        return
    if not reponse.headers.get("Content-Type", "").startswith("text/html"):
        return
    fautes = fautes_en_ligne(reponse.content.decode(reponse.charset))
    if fautes:
        raise AssertionError(f"{chemin} porte des gestes ou des styles en ligne : {', '.join(fautes)}")
    politique = reponse.headers.get("Content-Security-Policy", "")
    if "default-src" not in politique or "unsafe" in politique:
        raise AssertionError(f"{chemin} n'a pas de politique de contenu stricte : « {politique} »")


def client_strict(requete):
    """Wrap `Client.request`: every answer is read before the test sees it."""

    def request(self, **environ):
        reponse = requete(self, **environ)
        controler_reponse(environ.get("PATH_INFO", ""), reponse)
        return reponse

    return request


def _hotes_des_services() -> set[str]:
    """The services given to the tests may live elsewhere (a container's name)."""
    adresses = (os.environ.get(nom, "") for nom in ("DATABASE_URL", "REDIS_URL"))
    return {hote for adresse in adresses if (hote := urlsplit(adresse).hostname)}


def _est_d_ici(hote: str) -> bool:
    if hote in {"", "localhost"} or hote in _hotes_des_services():
        return True
    try:
        adresse = ipaddress.ip_address(hote)
    except ValueError:
        return False
    return adresse.is_loopback or any(str(adresse) in _adresses(nom) for nom in _hotes_des_services())


_resoudre = socket.getaddrinfo


def _adresses(nom: str) -> set[str]:
    try:
        return {str(reponse[4][0]) for reponse in _resoudre(nom, None)}
    except OSError:
        return set()


def prise_fermee(connexion):
    """Wrap `socket.connect` and `socket.connect_ex`: only this machine and the tests' own services answer."""

    def connect(prise, adresse):
        if prise.family != socket.AF_UNIX and not _est_d_ici(str(adresse[0])):
            raise AssertionError(f"Un test ouvre une connexion vers {adresse}.")
        return connexion(prise, adresse)

    return connect


def nom_ferme(hote, *args, **kwargs):
    """`socket.getaddrinfo` for this machine only."""
    nom = hote.decode() if isinstance(hote, bytes) else hote or ""
    if not _est_d_ici(nom) and nom not in {"0.0.0.0", "::"}:
        raise AssertionError(f"Un test cherche l'adresse de {nom}.")
    return _resoudre(hote, *args, **kwargs)
