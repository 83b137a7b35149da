"""From a saved result to another open dashboard; and a page saved while the broker is away."""

import json
import random
import time
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from http.client import HTTPConnection
from urllib.parse import urlencode

from ecosysteme.models import Indicateur, Mesure
from ecosysteme.services.mesures import Saisie, enregistrer_mesure

from . import serveurs
from .donnees import DERNIER_EXERCICE
from .harnais import Banc, Chiffre, chiffre, chronometrer

SAISIES = 60
hasard = random.Random(2026)


def _mesure() -> Mesure:
    """The latest result of an indicator whose figure is its last one."""
    indicateur = Indicateur.objects.filter(agregation_temps="derniere").order_by("organisation_id", "code").first()
    return Mesure.objects.select_related("indicateur").get(
        indicateur=indicateur, fin=date(DERNIER_EXERCICE + 1, 3, 31), territoire=""
    )


@chiffre("direct")
def vu_ailleurs(banc: Banc) -> Iterator[Chiffre]:
    """The organisation's dashboard is open in a browser, web and worker run; results are saved one after the other."""
    personne, mesure = serveurs.coordination(), _mesure()
    temoin = serveurs.session(personne)
    with serveurs.web() as port, serveurs.travailleur(), serveurs.chromium() as chromium:
        contexte = chromium.new_context(base_url=f"http://127.0.0.1:{port}", reduced_motion="reduce")
        contexte.add_cookies([{"name": "sessionid", "value": temoin, "url": f"http://127.0.0.1:{port}"}])
        page = contexte.new_page()
        page.goto(f"/pilotage/organisations/{mesure.indicateur.organisation_id}/?exercice={DERNIER_EXERCICE}")
        page.wait_for_selector('#direct[data-etat="direct"]')
        delais = []
        for rang in range(SAISIES + 3):
            valeur = Decimal(f"{50 + rang % 50}.{hasard.randint(1, 9)}")
            depart = time.perf_counter()
            saisie = Saisie(debut=mesure.debut, fin=mesure.fin, valeur=valeur, etat="validee")
            lue = {"version_lue": mesure.version, "mesure_lue": mesure.pk}
            ecrite = enregistrer_mesure(par=personne, indicateur=mesure.indicateur, saisie=saisie, **lue)
            page.wait_for_function(
                "([id, texte]) => document.getElementById(id)?.innerText.includes(texte)",
                arg=[f"i{mesure.indicateur_id}", str(valeur).replace(".", ",")], polling=10,
            )  # fmt: skip
            delais.append(time.perf_counter() - depart)
            mesure.version = ecrite.version
            time.sleep(hasard.uniform(0.2, 0.8))
        contexte.close()
    delais = sorted(delais[3:])  # the worker and the page are warm
    yield Chiffre(
        "Résultat saisi, vu sur un autre tableau ouvert (p95)", delais[int(0.95 * len(delais))], borne=1,
        note=f"{SAISIES} saisies, médiane {1000 * delais[len(delais) // 2]:.0f} ms",
    )  # fmt: skip


@chiffre("direct")
def sans_courtier(banc: Banc) -> Iterator[Chiffre]:
    """A grid saved while nothing answers where the broker should be."""
    personne, mesure = serveurs.coordination(), _mesure()
    temoin, jeton = serveurs.session(personne), "b" * 32
    entetes = {
        "Cookie": f"sessionid={temoin}; csrftoken={jeton}", "Content-Type": "application/x-www-form-urlencoded",
        "Accept": "application/json",
    }  # fmt: skip
    adresse = f"/pilotage/saisie/?exercice={DERNIER_EXERCICE}"
    with serveurs.web(REDIS_URL="redis://127.0.0.1:1/0") as port:
        connexion = HTTPConnection("127.0.0.1", port)
        serveurs.lire(connexion, "/pilotage/saisie/", temoin, False)

        def enregistrer() -> None:
            connexion.request("POST", adresse, urlencode(corps), entetes)
            reponse = connexion.getresponse()
            reponse.read()

        durees = []
        for rang in range(banc.tours):
            cle = f"{mesure.indicateur_id}.{mesure.fin}"
            lu = json.dumps({cle: [mesure.pk, mesure.version, "", "", 0]})
            corps = {"csrfmiddlewaretoken": jeton, "acte": "publier", "lu": lu, f"v-{cle}": str(40 + rang)}
            durees.append(chronometrer(enregistrer))
            mesure.refresh_from_db()
            if mesure.valeur != 40 + rang:
                raise RuntimeError("Sans courtier, la grille n'a rien enregistré.")
    yield Chiffre("Page enregistrée, courtier absent", max(durees), borne=0.3, note="la plus longue")
