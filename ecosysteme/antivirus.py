"""The antivirus hook: what clamd says of a file, by its INSTREAM command (clamd(8)); nothing when there is none."""

import logging
import socket
import struct
from enum import Enum

from django.conf import settings

journal = logging.getLogger(__name__)
MORCEAU = 64 * 1024


class Verdict(Enum):
    """SAIN and INFECTE are clamd's words; INCONNU: no antivirus, or it did not answer."""

    SAIN = "sain"
    INFECTE = "infecte"
    INCONNU = "inconnu"


def branche() -> bool:
    """Whether files are to be analysed before anyone is served one."""
    return bool(settings.ANTIVIRUS_CLAMD)


def analyser(contenu: bytes) -> Verdict:
    """Never raises: what cannot be analysed now is INCONNU, and is to be asked again."""
    if not branche():
        return Verdict.INCONNU
    try:
        reponse = _demander(contenu)
    except OSError as panne:
        journal.warning("L'antivirus ne répond pas (%s) : les fichiers attendent.", panne)
        return Verdict.INCONNU
    if reponse.endswith("OK"):
        return Verdict.SAIN
    if reponse.endswith("FOUND"):
        return Verdict.INFECTE
    journal.warning("L'antivirus a répondu : %s", reponse[:200])
    return Verdict.INCONNU


def _demander(contenu: bytes) -> str:
    """Lengths on four bytes, most significant first, then the bytes; a length of zero ends."""
    hote, deux_points, port = settings.ANTIVIRUS_CLAMD.rpartition(":")
    famille, adresse = (
        (socket.AF_INET, (hote, int(port))) if deux_points else (socket.AF_UNIX, settings.ANTIVIRUS_CLAMD)
    )
    with socket.socket(famille, socket.SOCK_STREAM) as prise:
        prise.settimeout(settings.ANTIVIRUS_DELAI)
        prise.connect(adresse)
        prise.sendall(b"zINSTREAM\0")
        for debut in range(0, len(contenu), MORCEAU):
            morceau = contenu[debut : debut + MORCEAU]
            prise.sendall(struct.pack("!L", len(morceau)) + morceau)
        prise.sendall(struct.pack("!L", 0))
        reponse = b""
        while not reponse.endswith(b"\0") and (recu := prise.recv(4096)):
            reponse += recu
    return reponse.rstrip(b"\0").decode("utf-8", "replace").strip()
