"""A small mail server on this machine: what it accepted, by Message-ID, and a pause where a test wants to kill."""

import re
import socketserver
import threading


class Boite(socketserver.ThreadingTCPServer):
    """Enough of SMTP for one sender. `pause`: hold back the last « 250 » of messages already accepted."""

    allow_reuse_address = daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Session)
        self.recus: list[str] = []
        self.pause = threading.Event()
        self.en_pause = threading.Event()
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def port(self) -> int:
        return self.server_address[1]


class Session(socketserver.StreamRequestHandler):
    server: Boite

    def handle(self) -> None:
        self._dire("220 essai")
        while ligne := self.rfile.readline():
            mot = ligne[:4].upper()
            if mot == b"DATA":
                self._dire("354 allez")
                self._recevoir()
            self._dire("221 au revoir" if mot == b"QUIT" else "250 oui")
            if mot == b"QUIT":
                return

    def _recevoir(self) -> None:
        lignes = []
        while (ligne := self.rfile.readline()) != b".\r\n":
            lignes.append(ligne)
        self.server.recus.append(re.search(rb"(?im)^Message-ID:\s*(\S+)", b"".join(lignes))[1].decode())
        if self.server.pause.is_set():
            self.server.en_pause.set()
            threading.Event().wait(20)  # the sender is killed meanwhile

    def _dire(self, texte: str) -> None:
        self.wfile.write(f"{texte}\r\n".encode())
