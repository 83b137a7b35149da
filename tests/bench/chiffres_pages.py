"""Pages: the government against a bare Django page, its queries, and the budgets of a page in Chromium."""

import statistics
import threading
import time
from collections.abc import Iterator
from http.client import HTTPConnection

from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from ecosysteme.models import Indicateur, Organisation

from . import serveurs
from .harnais import Banc, Chiffre, chiffre

LECTEURS = 4
SECONDES = 4.0
GOUVERNEMENT = "/pilotage/"


def _debit(port: int, chemin: str, temoin: str) -> float:
    """Pages a second for a few readers at once, each over its own connection."""
    comptes = [0] * LECTEURS
    fin = time.monotonic() + SECONDES

    def lecteur(rang: int) -> None:
        connexion = HTTPConnection("127.0.0.1", port)
        while time.monotonic() < fin:
            serveurs.lire(connexion, chemin, temoin, False)
            comptes[rang] += 1
        connexion.close()

    fils = [threading.Thread(target=lecteur, args=(rang,)) for rang in range(LECTEURS)]
    for fil in fils:
        fil.start()
    for fil in fils:
        fil.join()
    return sum(comptes) / SECONDES


@chiffre("pages")
def gouvernement(banc: Banc) -> Iterator[Chiffre]:
    serveurs.statiques()
    personne = serveurs.coordination()
    temoin = serveurs.session(personne)
    client = Client()
    client.force_login(personne)
    cache.clear()
    with CaptureQueriesContext(connection) as requetes:
        taille = len(client.get(GOUVERNEMENT).content)
    yield Chiffre(
        "Tableau du gouvernement : requêtes", len(requetes), borne=10, unite="requêtes",
        note=f"{Organisation.objects.filter(type='organisme').count()} organisations, rien de gardé",
    )  # fmt: skip
    debits: tuple[list[float], list[float]] = ([], [])
    with serveurs.web() as nous, serveurs.web("tests.bench.page_nue:application", TAILLE=str(taille)) as nue:
        for port, chemin in ((nous, GOUVERNEMENT), (nue, "/")):
            _debit(port, chemin, temoin)  # caches, plans and connections
        for _ in range(max(banc.tours // 2, 1)):
            debits[0].append(_debit(nous, GOUVERNEMENT, temoin))
            debits[1].append(_debit(nue, "/", temoin))
    yield Chiffre(
        "Tableau du gouvernement : débit", *map(statistics.median, debits), borne=0.4, au_moins=True, unite="pages/s",
        note=f"{taille // 1024} Kio, {LECTEURS} lecteurs, contre une page nue de même taille (session, une requête)",
    )  # fmt: skip


# In the page, before anything else: what blocks the thread and what moves under the reader.
_OBSERVER = """
window.banc = { longues: [], decalage: 0 };
new PerformanceObserver((l) => l.getEntries().forEach((e) => banc.longues.push([e.startTime, e.duration])))
  .observe({ type: "longtask", buffered: true });
new PerformanceObserver((l) => l.getEntries().forEach((e) => { if (!e.hadRecentInput) banc.decalage += e.value; }))
  .observe({ type: "layout-shift", buffered: true });
"""
# Interactive: painted, scripts run, and the last long task over.
_RELEVER = """() => {
  const [n] = performance.getEntriesByType("navigation");
  const peint = performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? 0;
  const fin = Math.max(peint, n.domContentLoadedEventEnd, ...banc.longues.map(([d, t]) => d + t));
  const bloque = banc.longues.reduce((s, [, t]) => s + t - 50, 0);
  return { interactif: fin / 1000, blocage: bloque / 1000, decalage: banc.decalage };
}"""
_TELEPHONE = {"offline": False, "latency": 150, "downloadThroughput": 200_000, "uploadThroughput": 93_750}


def _chemins() -> list[str]:
    i = Indicateur.objects.select_related("objectif__orientation").order_by("pk").first()
    organisation, plan = i.organisation_id, i.objectif.orientation.plan_id
    return [
        "/", GOUVERNEMENT, f"/pilotage/organisations/{organisation}/", f"/pilotage/plans/{plan}/",
        f"/pilotage/objectifs/{i.objectif_id}/", f"/pilotage/indicateurs/{i.pk}/", "/pilotage/saisie/",
    ]  # fmt: skip


def _visiter(chromium, port: int, temoin: str, chemin: str, telephone: bool) -> dict[str, float]:
    """One visit with an empty cache: bytes on the wire, requests, seconds, seconds, shift."""
    contexte = chromium.new_context(
        base_url=f"http://127.0.0.1:{port}", viewport={"width": 375 if telephone else 1440, "height": 900}
    )
    contexte.add_cookies([{"name": "sessionid", "value": temoin, "url": f"http://127.0.0.1:{port}"}])
    page = contexte.new_page()
    page.add_init_script(_OBSERVER)
    cdp = contexte.new_cdp_session(page)
    lu = {"octets": 0.0, "requetes": 0.0}
    cdp.on("Network.requestWillBeSent", lambda _: lu.update(requetes=lu["requetes"] + 1))
    cdp.on("Network.loadingFinished", lambda e: lu.update(octets=lu["octets"] + e["encodedDataLength"] / 1024))
    cdp.send("Network.enable")
    if telephone:
        cdp.send("Network.emulateNetworkConditions", _TELEPHONE)
        cdp.send("Emulation.setCPUThrottlingRate", {"rate": 4})
    page.goto(chemin, wait_until="load", timeout=60_000)
    page.wait_for_timeout(2000 if telephone else 700)  # long tasks that follow the load
    lu |= page.evaluate(_RELEVER)
    contexte.close()
    return lu


BUDGETS = (  # what is read, profile (None: whatever it is), the bound, its unit
    ("octets", "octets reçus", "bureau", 100, "Kio"),
    ("requetes", "requêtes du navigateur", "bureau", 15, "requêtes"),
    ("interactif", "prête, sur un ordinateur", "bureau", 0.6, "s"),
    ("interactif", "prête, sur un téléphone", "téléphone", 2, "s"),
    ("blocage", "fil bloqué, sur un téléphone", "téléphone", 0.3, "s"),
    ("decalage", "décalage, sur un ordinateur", "bureau", 0.1, ""),
    ("decalage", "décalage, sur un téléphone", "téléphone", 0.1, ""),
)


@chiffre("pages")
def budgets(banc: Banc) -> Iterator[Chiffre]:
    """Each page seen a few times with an empty cache; a row tells the worst page's median."""
    chemins, temoin = _chemins(), serveurs.session(serveurs.coordination())
    lus: dict[tuple[str, str], dict[str, float]] = {}
    with serveurs.web() as port, serveurs.chromium() as chromium:
        for chemin in chemins:
            serveurs.lire(HTTPConnection("127.0.0.1", port), chemin, temoin, True)
            for profil in ("bureau", "téléphone"):
                visites = [_visiter(chromium, port, temoin, chemin, profil == "téléphone") for _ in range(3)]
                lus[profil, chemin] = {cle: statistics.median(v[cle] for v in visites) for cle in visites[0]}
    for cle, nom, profil, borne, unite in BUDGETS:
        valeur, pire = max((lus[profil, chemin][cle], chemin) for chemin in chemins)
        yield Chiffre(f"Page : {nom}", valeur, borne=borne, unite=unite, note=f"la pire de {len(chemins)} : {pire}")
