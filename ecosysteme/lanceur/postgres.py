"""An embedded PostgreSQL cluster: UTF-8 with the builtin C.UTF-8 locale, scram, loopback only, no socket file."""

import shutil
import signal
import subprocess
from collections.abc import Sequence
from pathlib import Path

from . import ports, processus
from .lieux import Lieux, dossier_prive
from .pannes import Panne, phrase_sortie
from .processus import Recette
from .programmes import Programme, trouver_postgres
from .serveur import Reglages, Serveur
from .utilisateur import atteint, compte_sans_privilege, copie_lisible, donner, place_accessible

NOM = "ecosysteme"
SANS_FILET = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")
ACCES = f"host all {NOM} 127.0.0.1/32 scram-sha-256\n"
LOCALE_MIN = 17


class Postgres(Serveur):
    """`essais` gives up surviving a power cut, for the speed of the tests."""

    titre = "PostgreSQL"
    variable = "DATABASE_URL"
    signaux_arret = ((signal.SIGINT, 10.0), (signal.SIGQUIT, 5.0))
    mort_du_parent = signal.SIGINT

    def __init__(self, lieux: Lieux, maison: Path, *, essais: bool = False) -> None:
        super().__init__(lieux, maison)
        self.essais = essais
        self.compte = compte_sans_privilege(lieux)
        self.place = place_accessible(self.compte, maison)
        self.donnees = self.place / "donnees"

    def trouver(self) -> Programme:
        marque = self.donnees / "PG_VERSION"
        programme = trouver_postgres(self.lieux, int(marque.read_text()) if marque.exists() else None)
        if programme.racines and not atteint(self.compte, (*programme.racines, programme.chemin / "postgres")):
            copie = copie_lisible(programme.racines, self.place / f"programmes-{programme.version}")
            bin_ = copie / programme.racines[0].name / "pginstall" / "bin"
            return Programme(bin_, programme.version, f"{programme.pourquoi}, recopiée où {self._nom} peut la lire")
        return programme

    @property
    def _nom(self) -> str:
        return self.compte.nom if self.compte else "nous"

    def description(self, programme: Programme) -> str:
        sous = f", sous le compte {self._nom}" if self.compte else ""
        ailleurs = f", données dans {self.donnees}" if self.place != self.maison else ""
        return f"PostgreSQL {programme.version} : {programme.pourquoi}{sous}{ailleurs}."

    def url(self, reglages: Reglages) -> str:
        return f"postgresql://{NOM}:{reglages.mot_de_passe}@127.0.0.1:{reglages.port}/{NOM}"

    def preparer(self, programme: Programme, reglages: Reglages, *, neufs: bool) -> None:
        """Create the cluster whole or not at all; a cluster whose password was lost gets the new one."""
        self._oublier_verrou_perime()
        if not (self.donnees / "PG_VERSION").exists():
            self._creer(programme, reglages)
        elif neufs:
            self._demande(programme, self.donnees, [f"ALTER ROLE {NOM} PASSWORD '{reglages.mot_de_passe}'"])

    def _creer(self, programme: Programme, reglages: Reglages) -> None:
        neuves = self.place / "donnees.neuf"
        shutil.rmtree(neuves, ignore_errors=True)
        donner(self.compte, dossier_prive(neuves))
        locale = ["--locale-provider=builtin"] if programme.majeure >= LOCALE_MIN else []
        options = ["-U", NOM, "-E", "UTF8", "--locale=C.UTF-8", *locale, "-A", "reject"]
        if self.essais:
            options.append("--no-sync")
        self._executer([programme.chemin / "initdb", "-D", neuves, *options])
        (neuves / "pg_hba.conf").write_text(ACCES, "utf-8")
        self._demande(
            programme, neuves, [f"ALTER ROLE {NOM} PASSWORD '{reglages.mot_de_passe}'", f"CREATE DATABASE {NOM}"]
        )
        neuves.rename(self.donnees)

    def _demande(self, programme: Programme, donnees: Path, ordres: Sequence[str]) -> None:
        """Say something to a stopped cluster, in single-user mode."""
        mono = [programme.chemin / "postgres", "--single", "-D", donnees, "-c", "exit_on_error=on", "template1"]
        self._executer(mono, "".join(f"{ordre}\n" for ordre in ordres))

    def _executer(self, commande: Sequence[str | Path], entree: str = "") -> None:
        compte = self.compte
        fini = subprocess.run(
            [str(mot) for mot in commande],
            input=entree,
            text=True,
            errors="replace",
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            cwd=self.place,
            env=self.environ(),
            user=compte.uid if compte else None,
            group=compte.gid if compte else None,
            extra_groups=[] if compte else None,
            check=False,
        )
        if fini.returncode:
            with self.lieux.journal("postgresql").open("a", encoding="utf-8") as journal:
                journal.write(fini.stdout)
            derniere = (fini.stdout.strip().splitlines() or ["aucun message"])[-1]
            nom = Path(commande[0]).name
            raise Panne(phrase_sortie(fini.stdout, f"PostgreSQL n'a pas pu créer ses données ({nom} : {derniere})."))

    def _oublier_verrou_perime(self) -> None:
        """A postmaster.pid whose number now belongs to another program would stop PostgreSQL from starting."""
        fichier = self.donnees / "postmaster.pid"
        try:
            pid = int(fichier.read_text("utf-8").split("\n", 1)[0])
        except (FileNotFoundError, ValueError):
            return
        if str(self.donnees) not in processus.commande_de(pid):
            fichier.unlink(missing_ok=True)
            return
        processus.arreter_groupe(pid, lambda: processus.empreinte(pid) is None, self.signaux_arret)

    def recette(self, programme: Programme, reglages: Reglages) -> Recette:
        reglages_serveur = [
            f"port={reglages.port}",
            "listen_addresses=127.0.0.1",
            "unix_socket_directories=",
            "max_connections=200",
            "shared_buffers=256MB",
            "log_min_messages=warning",
            *(SANS_FILET if self.essais else ()),
        ]
        options = [mot for reglage in reglages_serveur for mot in ("-c", reglage)]
        return Recette(
            nom="postgresql",
            commande=[programme.chemin / "postgres", "-D", self.donnees, *options],
            journal=self.lieux.journal("postgresql"),
            environ=self.environ(),
            dossier=self.place,
            mort_du_parent=self.mort_du_parent,
            compte=self.compte,
        )

    def pret(self, reglages: Reglages) -> bool:
        """PostgreSQL itself says « ready » on the eighth line of its pid file."""
        try:
            lignes = (self.donnees / "postmaster.pid").read_text("utf-8").splitlines()
        except OSError:
            return False
        return len(lignes) > 7 and lignes[7].strip() == "ready" and ports.repond(ports.BOUCLE, reglages.port, 1)
