"""Loopback ports: one of our own for each server, kept from one start to the next."""

import errno
import socket

from .pannes import Panne

BOUCLE = "127.0.0.1"


def est_pris(port: int, hote: str = BOUCLE) -> bool:
    with socket.socket() as prise:
        prise.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            prise.bind((hote, port))
        except OSError:
            return True
    return False


def port_libre(souvenir: int | None = None) -> int:
    """The port kept from last time when still free, else any free one."""
    if souvenir and not est_pris(souvenir):
        return souvenir
    with socket.socket() as prise:
        prise.bind((BOUCLE, 0))
        return int(prise.getsockname()[1])


def repond(hote: str, port: int, patience: float = 3) -> bool:
    """Whether something accepts connections there."""
    try:
        with socket.create_connection((hote, port), timeout=patience):
            return True
    except OSError:
        return False


def ecouter(hote: str, port: int) -> socket.socket:
    """The web port, taken before anything else starts and kept while web processes come and go."""
    famille = socket.AF_INET6 if ":" in hote else socket.AF_INET
    prise = socket.socket(famille, socket.SOCK_STREAM)
    prise.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        prise.bind((hote, port))
        prise.listen(1024)
    except OSError as erreur:
        prise.close()
        raise Panne(_phrase(erreur, hote, port)) from None
    prise.set_inheritable(True)
    return prise


def _phrase(erreur: OSError, hote: str, port: int) -> str:
    if erreur.errno == errno.EADDRINUSE:
        return f"Le port {port} est déjà pris par un autre programme : essayez « make run PORT={port + 1} »."
    if erreur.errno == errno.EACCES:
        return f"Le port {port} est réservé à root : essayez « make run PORT=8000 »."
    return f"L'adresse {hote}:{port} ne peut pas être ouverte : {erreur.strerror}."
