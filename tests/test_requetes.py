"""SQL queries of each page: the same number with one row and with twenty, within the budget, and as written down.

`ECRIRE_REQUETES=1 pytest tests/test_requetes.py` writes `tests/requetes.json` again: a higher number is a decision.
Pages come from the GET lines of `tests/acces.txt` that coordination may read.
"""

import json
import os
from pathlib import Path

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.adresses import Requete, lire_table
from tests.monde import batir
from tests.peuplement import peupler

pytestmark = pytest.mark.django_db
COMPTES = Path(__file__).with_name("requetes.json")
BUDGET = 12
LIGNES = 20


def pages() -> list[Requete]:
    """One line for each address and query string: the object of one's own, not those of elsewhere."""
    premieres: dict[tuple, Requete] = {}
    for requete in lire_table():
        if requete.methode == "GET" and len(requete.mots) < 3:
            cle = (requete.nom, *(mot for mot in requete.mots if mot[0] in "?=&"))
            premieres.setdefault(cle, requete)
    return list(premieres.values())


def compter(client: Client, chemin: str) -> tuple[int, list[str]]:
    """Queries of a page that nobody asked for just before."""
    cache.clear()
    with CaptureQueriesContext(connection) as captees:
        reponse = client.get(chemin)
        if reponse.streaming:
            b"".join(reponse.streaming_content)
    assert reponse.status_code == 200, chemin
    return len(captees), [q["sql"] for q in captees]


def test_chaque_page_pose_le_meme_nombre_de_requetes_avec_une_ou_vingt_lignes(settings, tmp_path):
    settings.MEDIA_ROOT, settings.MEMOIRE_SECONDES = tmp_path, 0
    monde, client = batir(), Client()
    client.force_login(monde.roles["coo"])
    chemins = {r.cle.removeprefix("GET "): r.chemin(monde) for r in pages()}
    chemins = {cle: chemin for cle, chemin in chemins.items() if client.get(chemin).status_code == 200}
    assert len(chemins) > 15
    peupler(monde, range(1))
    avec_une = {cle: compter(client, chemin) for cle, chemin in chemins.items()}
    peupler(monde, range(1, LIGNES))
    avec_vingt = {cle: compter(client, chemin) for cle, chemin in chemins.items()}
    changent = {
        f"{cle} : {avec_une[cle][0]} requêtes, puis {avec_vingt[cle][0]}": nouvelles(avec_une[cle], avec_vingt[cle])
        for cle in chemins
        if avec_une[cle][0] != avec_vingt[cle][0]
    }
    assert changent == {}, json.dumps(changent, indent=1, ensure_ascii=False)
    nombres = {cle: nombre for cle, (nombre, _) in sorted(avec_une.items())}
    assert {cle: n for cle, n in nombres.items() if n > BUDGET} == {}
    if os.environ.get("ECRIRE_REQUETES"):
        COMPTES.write_text(json.dumps(nombres, indent=2, ensure_ascii=False) + "\n", "utf-8")
    assert nombres == json.loads(COMPTES.read_text("utf-8"))


def nouvelles(avant: tuple[int, list[str]], apres: tuple[int, list[str]]) -> list[str]:
    """The queries asked more often, shortened."""
    sql = [q[:300] for q in apres[1]]
    plus = {q for q in sql if sql.count(q) > [p[:300] for p in avant[1]].count(q)}
    return sorted(plus)[:3]
