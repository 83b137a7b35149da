"""Gestures the API tests share."""

import json

from django.test import Client

from ecosysteme.services.jetons import creer_jeton

RACINE = "/api/v1/"


class ClientApi:
    """A client that only holds a token."""

    def __init__(self, secret: str | None = None, genre: str = "Jeton") -> None:
        self.client = Client(raise_request_exception=True)
        self.entetes = {"HTTP_AUTHORIZATION": f"{genre} {secret}"} if secret else {}

    def get(self, chemin: str, parametres: dict | None = None, **entetes):
        return self.client.get(RACINE + chemin, parametres or {}, **self.entetes, **entetes)

    def _envoyer(self, methode: str, chemin: str, corps, **entetes):
        donnees = corps if isinstance(corps, str | bytes) else json.dumps(corps)
        return self.client.generic(
            methode, RACINE + chemin, donnees, content_type="application/json", **self.entetes, **entetes
        )

    def post(self, chemin: str, corps, **entetes):
        return self._envoyer("POST", chemin, corps, **entetes)

    def patch(self, chemin: str, corps, **entetes):
        return self._envoyer("PATCH", chemin, corps, **entetes)

    def delete(self, chemin: str, **entetes):
        return self._envoyer("DELETE", chemin, b"", **entetes)


def client_de(personne, portees=("lecture", "ecriture"), genre: str = "Jeton") -> ClientApi:
    _, secret = creer_jeton(par=personne, nom="essai", portees=list(portees), jours=30)
    return ClientApi(secret, genre)


def ids(reponse) -> list[int]:
    assert reponse.status_code == 200, reponse.content.decode()
    return [ligne["id"] for ligne in reponse.json()["resultats"]]
