"""An embedded Redis-compatible broker and cache: loopback, password, append-only file, no eviction."""

import socket
from pathlib import Path
from urllib.parse import unquote, urlsplit

from .lieux import Lieux, dossier_prive, ecrire_prive
from .ports import BOUCLE
from .processus import Recette
from .programmes import Programme, trouver_courtier
from .serveur import Reglages, Serveur

CONFIGURATION = """\
bind 127.0.0.1
port {port}
requirepass {mot_de_passe}
dir "{dossier}"
databases 64
appendonly {durable}
appendfsync everysec
save ""
maxmemory-policy noeviction
daemonize no
"""


class Courtier(Serveur):
    """`essais` keeps nothing on disk."""

    titre = "Courtier"
    variable = "REDIS_URL"

    def __init__(self, lieux: Lieux, maison: Path, *, essais: bool = False) -> None:
        super().__init__(lieux, maison)
        self.essais = essais
        dossier_prive(maison)

    def trouver(self) -> Programme:
        return trouver_courtier(self.lieux)

    def description(self, programme: Programme) -> str:
        nom = "Valkey" if "valkey" in programme.chemin.name else "Redis"
        return f"Courtier {nom} {programme.version} : {programme.pourquoi}."

    def url(self, reglages: Reglages) -> str:
        return f"redis://:{reglages.mot_de_passe}@127.0.0.1:{reglages.port}/0"

    def preparer(self, programme: Programme, reglages: Reglages, *, neufs: bool) -> None:
        texte = CONFIGURATION.format(
            port=reglages.port,
            mot_de_passe=reglages.mot_de_passe,
            dossier=dossier_prive(self.maison / "donnees"),
            durable="no" if self.essais else "yes",
        )
        ecrire_prive(self.maison / "courtier.conf", texte)

    def recette(self, programme: Programme, reglages: Reglages) -> Recette:
        return Recette(
            nom="courtier",
            commande=[programme.chemin, self.maison / "courtier.conf"],
            journal=self.lieux.journal("courtier"),
            environ=self.environ(),
            dossier=self.maison,
        )

    def pret(self, reglages: Reglages) -> bool:
        return reponse(BOUCLE, reglages.port, reglages.mot_de_passe) == "+PONG"


def reponse(hote: str, port: int, mot_de_passe: str = "", utilisateur: str = "", patience: float = 2) -> str:
    """What a Redis-compatible server answers to PING: « +PONG », an error line, or nothing."""
    authentification = [b"AUTH", *(m.encode() for m in (utilisateur, mot_de_passe) if m)]
    commandes = [authentification, [b"PING"]] if mot_de_passe else [[b"PING"]]
    try:
        with socket.create_connection((hote, port), timeout=patience) as prise, prise.makefile("rb") as lecture:
            derniere = ""
            for commande in commandes:
                mots = b"".join(b"$%d\r\n%s\r\n" % (len(mot), mot) for mot in commande)
                prise.sendall(b"*%d\r\n%s" % (len(commande), mots))
                derniere = lecture.readline().decode(errors="replace").strip()
                if derniere.startswith("-"):
                    break
            return derniere
    except OSError:
        return ""


def reponse_url(url: str) -> str:
    """The same, for the server an address names."""
    parties = urlsplit(url)
    return reponse(
        parties.hostname or "localhost",
        parties.port or 6379,
        unquote(parties.password or ""),
        unquote(parties.username or ""),
    )
