"""Send a task and publish a subject, and say how many times the broker was tried."""

import socket

import django

django.setup()

from ecosysteme.ecriture import envoyer  # noqa: E402
from ecosysteme.live import publier  # noqa: E402

essais = 0
_connect = socket.socket.connect


def compter(prise: socket.socket, adresse: tuple) -> None:
    global essais
    essais += 1
    return _connect(prise, adresse)


if __name__ == "__main__":
    socket.socket.connect = compter
    faits = [envoyer("pilotage.tasks.recalculer"), publier(["organisation:1"])]
    print(f"essais {essais} faits {sum(faits)}", flush=True)
