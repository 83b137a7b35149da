"""A reader of server-sent events, over a plain socket."""

import json
import socket
import time
from urllib.parse import urlencode


class Lecteur:
    """One open stream: its status, its headers, and its events as they come."""

    def __init__(self, port: int, session: str = "", sujets: str = "organisation:1", methode: str = "GET") -> None:
        self.prise = socket.create_connection(("127.0.0.1", port), timeout=10)
        cookie = f"Cookie: sessionid={session}\r\n" if session else ""
        chemin = f"/evenements/?{urlencode({'sujets': sujets})}"
        entetes = f"Host: 127.0.0.1\r\nAccept-Encoding: gzip\r\n{cookie}"
        self.prise.sendall(f"{methode} {chemin} HTTP/1.1\r\n{entetes}\r\n".encode())
        self._tampon = b""
        entete = self._jusqu_a(b"\r\n\r\n").decode()
        self.statut = int(entete.split(" ", 2)[1])
        self.entetes = {
            ligne.split(":", 1)[0].lower(): ligne.split(":", 1)[1].strip()
            for ligne in entete.split("\r\n")[1:]
            if ligne
        }

    def _jusqu_a(self, marque: bytes) -> bytes:
        while marque not in self._tampon:
            lu = self.prise.recv(65536)
            if not lu:
                raise EOFError(self._tampon)
            self._tampon += lu
        trouve, self._tampon = self._tampon.split(marque, 1)
        return trouve

    def bloc(self, patience: float = 10) -> dict[str, str]:
        """The next event (or comment) as its fields."""
        self.prise.settimeout(patience)
        brut = self._jusqu_a(b"\n\n").decode()
        champs = {}
        for ligne in brut.replace("\r", "").split("\n"):
            cle, separateur, valeur = ligne.partition(": ")
            if separateur and not all(c in "0123456789abcdef" for c in ligne):
                champs[cle or "commentaire"] = valeur
        return champs

    def evenement(self, nom: str = "bilan", patience: float = 10) -> list[str]:
        """The subjects of the next event of that name."""
        echeance = time.monotonic() + patience
        while time.monotonic() < echeance:
            champs = self.bloc(patience)
            if champs.get("event") == nom:
                return json.loads(champs["data"])
        raise TimeoutError(nom)

    def rien(self, patience: float = 0.5) -> bool:
        """Whether nothing comes for a while."""
        self.prise.settimeout(patience)
        try:
            return not self.prise.recv(65536)
        except TimeoutError:
            return True

    def fermer(self) -> None:
        self.prise.close()
