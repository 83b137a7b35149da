"""The users' side of the embedded servers: join them, starting what is missing, and know when the last one is gone."""

import json
import os
import subprocess
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from . import gardien, ports, processus
from .courtier import Courtier, reponse_url
from .lieux import Lieux, dossier_prive
from .pannes import Panne
from .postgres import Postgres
from .serveur import Serveur
from .verrous import Verrou, est_libre, exclusif

SERVEURS: dict[str, type[Postgres] | type[Courtier]] = {"postgres": Postgres, "courtier": Courtier}
PATIENCE = 90.0


def maison(lieux: Lieux, nom: str, *, essais: bool = False) -> Path:
    """Where a server lives; the tests have servers of their own."""
    return (lieux.var / "essais" / nom) if essais else lieux.var / nom


def serveur(lieux: Lieux, nom: str, *, essais: bool = False) -> Serveur:
    dossier_prive(lieux.var, 0o711)
    if essais:
        dossier_prive(lieux.var / "essais", 0o711)
    return SERVEURS[nom](lieux, maison(lieux, nom, essais=essais), essais=essais)


@dataclass
class Services:
    """The servers in use: what to put in the environment of the portal, and what to tell the person."""

    lieux: Lieux
    essais: bool = False
    environ: dict[str, str] = field(default_factory=dict)
    phrases: list[str] = field(default_factory=list)
    usages: dict[str, Verrou] = field(default_factory=dict)
    gardiens: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def rejoindre(self) -> "Services":
        """Use the servers the environment names, else the embedded ones."""
        for nom, classe in SERVEURS.items():
            if url := os.environ.get(classe.variable):
                verifier_adresse(classe.variable, url)
                self.environ[classe.variable] = url
                self.phrases.append(f"{classe.titre} : celui que {classe.variable} désigne, à {_hote(url)}.")
            else:
                self._embarquer(nom)
        return self

    def _embarquer(self, nom: str) -> None:
        chez = maison(self.lieux, nom, essais=self.essais)
        dossier_prive(self.lieux.var, 0o711)
        dossier_prive(chez, 0o711)
        usage = self.usages.setdefault(nom, Verrou(chez / "usage.lock"))
        usage.partager()
        with exclusif(chez / "demarrage.lock"):
            etat = self._etat(nom, chez)
        self.environ[etat["variable"]] = etat["url"]
        self.phrases.append(etat["description"])

    def _etat(self, nom: str, chez: Path) -> Mapping[str, str]:
        fin = time.monotonic() + PATIENCE
        while time.monotonic() < fin:
            if est_libre(chez / "gardien.lock"):
                self._lancer_gardien(nom)
            try:
                etat: dict[str, str] = json.loads((chez / "etat.json").read_text("utf-8"))
            except FileNotFoundError:
                time.sleep(0.1)
            else:
                return etat
        raise Panne(f"{SERVEURS[nom].titre} ne s'annonce pas : voyez {self.lieux.var / 'journaux'}.")

    def _lancer_gardien(self, nom: str) -> None:
        """Start a keeper in a session of its own and wait for its word."""
        with self.lieux.journal("gardiens").open("ab") as journal:
            enfant = subprocess.Popen(
                gardien.commande(self.lieux, nom, essais=self.essais),
                cwd=self.lieux.racine,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=journal,
                start_new_session=True,
            )
        assert enfant.stdout is not None
        ligne = enfant.stdout.readline()
        enfant.stdout.close()
        self.gardiens = [*(g for g in self.gardiens if g.poll() is None), enfant]
        if not ligne:
            raise Panne(f"{SERVEURS[nom].titre} n'a pas démarré : voyez {self.lieux.journal('gardiens')}.")
        message = json.loads(ligne)
        if "panne" in message:
            raise Panne(message["panne"])

    def veiller(self) -> list[str]:
        """Start again the keepers that were killed; says which."""
        perdus = [nom for nom in self.usages if est_libre(self._verrou(nom))]
        for nom in perdus:
            with exclusif(maison(self.lieux, nom, essais=self.essais) / "demarrage.lock"):
                self._etat(nom, maison(self.lieux, nom, essais=self.essais))
        return [SERVEURS[nom].titre for nom in perdus]

    def _verrou(self, nom: str) -> Path:
        return maison(self.lieux, nom, essais=self.essais) / "gardien.lock"

    def heriter(self) -> None:
        """Let the program we are about to become hold our share until it ends."""
        for usage in self.usages.values():
            os.set_inheritable(usage.descripteur, True)

    def quitter(self) -> None:
        """Leave; when nobody else uses a server, wait until its keeper has stopped it."""
        for nom, usage in self.usages.items():
            seul = usage.essayer()
            usage.fermer()
            if seul:
                processus.attendre(lambda nom=nom: est_libre(self._verrou(nom)), 20, pas=0.05)
        self.usages.clear()


def _hote(url: str) -> str:
    parties = urlsplit(url)
    return f"{parties.hostname or 'localhost'}:{parties.port or (6379 if parties.scheme.startswith('redis') else 5432)}"


def verifier_adresse(variable: str, url: str) -> None:
    """An address that leads nowhere is said at once, without its password."""
    try:
        parties = urlsplit(url)
        hote, port = parties.hostname, parties.port
    except ValueError:
        raise Panne(f"{variable} n'est pas une adresse valide.") from None
    attendus = ("redis", "rediss") if variable == "REDIS_URL" else ("postgresql", "postgres")
    if parties.scheme not in attendus or not hote:
        raise Panne(f"{variable} doit ressembler à « {attendus[0]}://compte:mot-de-passe@hote:port/base ».")
    if not ports.repond(hote, port or (6379 if variable == "REDIS_URL" else 5432)):
        raise Panne(f"{variable} désigne {_hote(url)}, où rien ne répond.")
    if parties.scheme == "redis" and (dit := reponse_url(url)) != "+PONG":
        raise Panne(
            f"{variable} désigne {_hote(url)}, qui refuse la connexion ({dit.lstrip('-') or 'aucune réponse'})."
        )
