"""The forum: counting, two thousand voters in a minute, a long topic, the search."""

import random
import statistics
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from http.client import HTTPConnection
from threading import local
from urllib.parse import urlencode
from uuid import uuid4

import numpy as np
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection
from django.test import Client
from django.utils import timezone

from ecosysteme.models import Adhesion, Organisation, Personne
from forum.carte_opinion import ABSENT, calculer
from forum.models import Bulletin, Espace, Instance, Mandat, Message, Scrutin, Sujet, VoixCourante
from forum.scrutin import Inscrit, Option, Regles, Voix, depouiller
from forum.selectors import recherche
from forum.services.scrutins_ouvrir import ouvrir_scrutin
from forum.services.scrutins_preparer import preparer_scrutin

from . import serveurs
from .harnais import Banc, Chiffre, chiffre, chronometrer

VOTANTS, MINUTE, PRETEURS = 2000, 57.0, 64
MESSAGES_LONGS, MESSAGES = 5000, 200_000
JETON = "b" * 32
MOTS = (
    "attente", "guichet", "délai", "médiane", "dossier", "région", "équipe", "formulaire", "triage",
    "accueil", "mesure", "cible", "indicateur", "service", "citoyenne", "décision", "essai", "budget",
    "horaire", "appel", "réponse", "retard", "qualité", "confiance", "données", "bureau",
)  # fmt: skip


@chiffre("forum")
def depouillement(banc: Banc) -> Iterator[Chiffre]:
    """Ten thousand rankings of ten options; the slower of the two counts."""
    hasard = random.Random(7)
    options = [Option(f"o{n}", "choix") for n in range(10)]
    cles = [o.cle for o in options]
    inscrits = [Inscrit(n, "public") for n in range(10_000)]
    voix = [Voix({"rangs": [[c] for c in hasard.sample(cles, hasard.randint(3, 10))]}, n) for n in range(10_000)]
    for compte in ("schulze", "irv"):
        regles = Regles("classement", compte=compte)
        duree = statistics.median(
            chronometrer(lambda r=regles: depouiller(r, options, inscrits, voix)) for _ in range(banc.tours)
        )
        yield Chiffre(f"Dépouillement de 10 000 classements de 10 options ({compte})", duree, borne=1.0)


@chiffre("forum")
def carte_opinion(banc: Banc) -> Iterator[Chiffre]:
    """Two thousand people, two hundred statements, half answered, two camps: gate, groups, every statement."""
    hasard = np.random.default_rng(7)
    avis = hasard.integers(-1, 2, (2000, 200)).astype(np.int8)
    vues = hasard.choice([-1, 1], 200).astype(np.int8)
    camp = (np.arange(2000)[:, None] % 2 == 0) & (hasard.random(avis.shape) < 0.3)
    avis = np.where(camp, vues, avis)
    avis[hasard.random(avis.shape) < 0.5] = ABSENT
    carte: dict = {}
    duree = statistics.median(chronometrer(lambda: carte.update(calculer(avis, graine=7))) for _ in range(banc.tours))
    assert len(carte["groupes"]) == 2
    yield Chiffre("Carte d'opinion de 2 000 personnes et 200 énoncés, porte comprise", duree, borne=10.0)


def _espace() -> Espace:
    return Espace.objects.get_or_create(nom="Banc du forum", defaults={"portee": "ecosysteme"})[0]


@chiffre("forum")
def long_sujet(banc: Banc) -> Iterator[Chiffre]:
    """A topic of five thousand messages, opened at its end."""
    serveurs.statiques()
    personne = serveurs.coordination()
    sujet = _sujet(personne, MESSAGES_LONGS)
    client = Client()
    client.force_login(personne)
    chemin = f"/forum/sujets/{sujet.pk}/?message={MESSAGES_LONGS}"
    client.get(chemin)
    requetes = []
    with connection.execute_wrapper(lambda faire, *quoi: (requetes.append(1), faire(*quoi))[1]):
        client.get(chemin)
    duree = statistics.median(chronometrer(lambda: client.get(chemin)) for _ in range(banc.tours))
    yield Chiffre("Sujet de 5 000 messages, ouvert à la fin", duree, borne=0.2)
    yield Chiffre("Sujet de 5 000 messages : requêtes", len(requetes), borne=10, unite="requêtes")


def _sujet(personne: Personne, n: int) -> Sujet:
    sujet = Sujet.objects.create(espace=_espace(), titre=f"Banc {uuid4()}", auteur=personne)
    _ecrire(personne, sujet, n)
    return sujet


def _ecrire(personne: Personne, sujet: Sujet, n: int) -> None:
    """Plausible messages, in bulk: words drawn unevenly, so that some are everywhere and some rare."""
    hasard = random.Random(n)
    poids = [1 / (rang + 1) for rang in range(len(MOTS))]
    for debut in range(0, n, 5000):
        Message.objects.bulk_create(
            Message(
                sujet=sujet, numero=numero + 1, auteur=personne, uuid=uuid4(),
                corps=" ".join(hasard.choices(MOTS, poids, k=30)) + f" mot{numero % 997}",
            )
            for numero in range(debut, min(n, debut + 5000))
        )  # fmt: skip
    Sujet.objects.filter(pk=sujet.pk).update(nb_messages=n, dernier_numero=n)


@chiffre("forum")
def recherches(banc: Banc) -> Iterator[Chiffre]:
    """Two hundred thousand messages; common words, rare ones, several at once."""
    personne = serveurs.coordination()
    manquent = MESSAGES - Message.objects.count()
    if manquent > 0:
        _sujet(personne, manquent)
        with connection.cursor() as curseur:
            curseur.execute("VACUUM ANALYZE forum_message")
    hasard = random.Random(3)
    demandes = [*MOTS, *(f"mot{hasard.randrange(997)}" for _ in range(30)),
                *(" ".join(hasard.sample(MOTS, 2)) for _ in range(30))]  # fmt: skip
    durees = sorted(chronometrer(lambda d=d: recherche.chercher(personne, d)) for d in demandes)
    p95 = durees[int(0.95 * len(durees))]
    yield Chiffre("Recherche dans 200 000 messages (p95)", p95, borne=0.15, note=f"{len(durees)} recherches")


@chiffre("forum")
def deux_mille_voix(banc: Banc) -> Iterator[Chiffre]:
    """Two thousand people cast their ballot within a minute, over HTTP, against one web process."""
    personne = serveurs.coordination()
    scrutin, temoins = _scrutin(personne)
    connexions, faits = local(), []

    def voter(rang: int) -> tuple[int, float]:
        attendre = depart + MINUTE * rang / VOTANTS - time.monotonic()
        if attendre > 0:
            time.sleep(attendre)
        if not hasattr(connexions, "http"):
            connexions.http = HTTPConnection("127.0.0.1", port, timeout=30)
        corps = urlencode({"choix": "pour" if rang % 3 else "contre", "deposer": "oui", "csrfmiddlewaretoken": JETON})
        entetes = {
            "Cookie": f"sessionid={temoins[rang]}; csrftoken={JETON}",
            "Content-Type": "application/x-www-form-urlencoded",
            "Accept-Encoding": "gzip",
        }  # fmt: skip
        t = time.monotonic()
        connexions.http.request("POST", f"/forum/scrutins/{scrutin.pk}/voter/", corps, entetes)
        reponse = connexions.http.getresponse()
        reponse.read()
        return reponse.status, time.monotonic() - t

    with serveurs.web() as port:
        serveurs.lire(HTTPConnection("127.0.0.1", port), "/forum/scrutins/", serveurs.session(personne), True)
        depart = time.monotonic() + 0.5
        with ThreadPoolExecutor(PRETEURS) as groupe:
            faits = list(groupe.map(voter, range(VOTANTS)))
        fin = time.monotonic() - depart
    durees = sorted(d for _, d in faits)
    voix = VoixCourante.objects.filter(scrutin=scrutin).count()
    doubles = Bulletin.objects.filter(scrutin=scrutin).count() - voix
    refus = sum(1 for statut, _ in faits if statut != 200)
    yield Chiffre("2 000 voix en une minute : un bulletin déposé (p95)", durees[int(0.95 * VOTANTS)], borne=0.5)
    yield Chiffre("2 000 voix : durée de tous les dépôts", fin, borne=60, note=f"{refus} refus")
    yield Chiffre("2 000 voix : perdues ou doublées", abs(VOTANTS - voix) + doubles, borne=0, unite="voix")


def _scrutin(personne: Personne) -> tuple[Scrutin, list[str]]:
    """A vote of two thousand members, opened, and a session for each."""
    instance = Instance.objects.create(
        nom=f"Banc {uuid4()}", type="forum", raison_etre="Mesurer.", creee_par=personne, niveau_delegation=7
    )
    organisation = Organisation.objects.exclude(type__in=["gouvernement", "portefeuille"]).order_by("pk").first()
    gens = Personne.objects.bulk_create(
        Personne(email=f"voix-{uuid4()}@exemple.test", prenom="Voix", nom=str(n), password="!") for n in range(VOTANTS)
    )
    Adhesion.objects.bulk_create(
        Adhesion(personne=p, organisation=organisation, role="membre_public", debut="2020-01-01") for p in gens
    )
    Mandat.objects.bulk_create(
        Mandat(instance=instance, personne=p, organisation=organisation, college="public", debut="2020-01-01")
        for p in gens
    )
    espace = Espace.objects.create(nom=f"Banc {uuid4()}"[:150], instance=instance, portee="membres")
    sujet = Sujet.objects.create(espace=espace, titre="Banc", auteur=personne)
    maintenant = timezone.now()
    scrutin = preparer_scrutin(
        par=personne, sujet=sujet, question="Banc?", methode="majorite", ouvre_le=maintenant,
        ferme_le=maintenant + timedelta(hours=2), animation=personne, registraire=personne,
    )  # fmt: skip
    Scrutin.objects.filter(pk=scrutin.pk).update(annonce_le=maintenant)
    scrutin.refresh_from_db()
    ouvrir_scrutin(scrutin=scrutin)
    return scrutin, [_session(p) for p in gens]


def _session(personne: Personne) -> str:
    donnees = SessionStore()
    donnees[SESSION_KEY], donnees[HASH_SESSION_KEY] = str(personne.pk), personne.get_session_auth_hash()
    donnees[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    donnees.save()
    return donnees.session_key
