"""Roll-ups: one, a hundred, ten thousand changed results; a long history; the full recompute."""

import itertools
import random
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from django.db import connection, transaction

from ecosysteme.ecriture import ecriture
from ecosysteme.models import Indicateur, Mesure, Personne
from ecosysteme.services.lots import Entree, enregistrer_lot
from ecosysteme.services.mesures import Saisie, enregistrer_mesure
from pilotage import bilans, tasks

from . import plancher
from .donnees import COURRIEL, DERNIER_EXERCICE
from .harnais import Banc, Chiffre, chiffre, chronometrer, comparer

FIN, DEBUT = date(DERNIER_EXERCICE + 1, 3, 31), date(DERNIER_EXERCICE + 1, 3, 1)
UN_A_UN = 30  # changes in a round of the single change
hasard = random.Random(2025)


class Essai:
    """Indicators drawn at random, a new value for each, written our way or by hand."""

    def __init__(self) -> None:
        self.par = Personne.objects.get(email=COURRIEL)
        self.ids = list(Indicateur.objects.values_list("pk", flat=True))
        self.tirage: list[tuple[int, str]] = []

    def tirer(self, combien: int) -> None:
        ids = hasard.sample(self.ids, min(combien, len(self.ids)))
        self.tirage = [(pk, f"{hasard.uniform(50, 100):.3f}") for pk in ids]
        self.mesures = {m.indicateur_id: m for m in self._lues()}
        list(bilans.vider())

    def _lues(self) -> Iterator[Mesure]:
        ids = [pk for pk, _ in self.tirage]
        return Mesure.objects.filter(indicateur__in=ids, fin=FIN, territoire="").select_related("indicateur").iterator()

    def a_la_main(self) -> None:
        plancher.changer(self.tirage, FIN.isoformat(), DERNIER_EXERCICE)

    def a_la_main_un_a_un(self) -> None:
        for un in self.tirage:
            plancher.changer([un], FIN.isoformat(), DERNIER_EXERCICE)

    def un_a_un(self) -> None:
        """Each result through the service, each followed by its task."""
        for pk, valeur in self.tirage:
            lue = self.mesures[pk]
            saisie = Saisie(debut=DEBUT, fin=FIN, valeur=Decimal(valeur), etat="validee")
            enregistrer_mesure(
                par=self.par, indicateur=lue.indicateur, saisie=saisie, version_lue=lue.version, mesure_lue=lue.pk
            )
            tasks.recalculer()

    def en_grille(self) -> None:
        """All of them through the grid's service, then one task."""
        entrees = [
            Entree(
                self.mesures[pk].indicateur,
                (pk, FIN, ""),
                Saisie(debut=DEBUT, fin=FIN, valeur=Decimal(valeur), etat="validee"),
                self.mesures[pk].pk,
                self.mesures[pk].version,
            )
            for pk, valeur in self.tirage
        ]
        enregistrer_lot(par=self.par, entrees=entrees)
        tasks.recalculer()

    def en_masse(self) -> None:
        """All of them in one statement under the history, as an import publishes them, then one task."""
        _changer_en_masse(par=self.par, valeurs=self.tirage)
        tasks.recalculer()


@ecriture
def _changer_en_masse(*, par: Personne, valeurs: list[tuple[int, str]]) -> None:
    with connection.cursor() as curseur:
        curseur.execute(
            "UPDATE ecosysteme_mesure m"
            " SET valeur = v.valeur, version = m.version + 1, saisie_par_id = %s, saisie_le = now()"
            " FROM unnest(%s::bigint[], %s::numeric[]) v (id, valeur)"
            " WHERE m.indicateur_id = v.id AND m.fin = %s AND m.territoire = ''",
            [par.pk, [pk for pk, _ in valeurs], [valeur for _, valeur in valeurs], FIN],
        )


@chiffre("bilans")
def changements(banc: Banc) -> Iterator[Chiffre]:
    plancher.preparer()
    essai = Essai()
    for combien, nous, repere, borne, nom in (
        (UN_A_UN, essai.un_a_un, essai.a_la_main_un_a_un, 2, "Un résultat changé, toute la chaîne"),
        (100, essai.en_grille, essai.a_la_main, 2, "100 résultats changés"),
        (10_000, essai.en_masse, essai.a_la_main, 1.5, "10 000 résultats changés"),
    ):
        durees = comparer(banc.tours, nous, repere, lambda n=combien: essai.tirer(n))
        if combien == UN_A_UN:
            durees = (durees[0] / len(essai.tirage), durees[1] / len(essai.tirage))
        yield Chiffre(nom, *durees, borne=borne, note="service et tâche, contre cinq ordres SQL écrits à la main")


@chiffre("bilans")
def histoire(banc: Banc) -> Iterator[Chiffre]:
    """The same change on ten times less history; the two databases take turns."""
    lues: dict[str, list[float]] = {banc.base: [], banc.petite: []}
    for nom in itertools.islice(itertools.cycle(lues), 2 * (banc.tours + 1)):
        with banc.autre(nom):
            essai = Essai()
            essai.tirer(5)
            essai.un_a_un()
            essai.tirer(UN_A_UN)
            lues[nom].append(chronometrer(essai.un_a_un) / len(essai.tirage))
    grande, petite = (sorted(durees[1:])[banc.tours // 2] for durees in (lues[banc.base], lues[banc.petite]))
    yield Chiffre(
        "Un résultat changé, dix fois plus d'histoire", grande, petite, borne=1.5,
        note=f"{banc.mesures} résultats contre {banc.mesures // 10}",
    )  # fmt: skip


@chiffre("bilans")
def recalcul_complet(banc: Banc) -> Iterator[Chiffre]:
    """Over the state the changes above left; it must find nothing to change."""
    list(bilans.vider())
    passes: list[bilans.Recalcul] = []

    def tout() -> None:
        passes.append(bilans.recalculer_tout())

    durees = comparer(max(banc.tours // 3, 1), tout, plancher.lire_tout)
    yield Chiffre(
        "Recalcul complet", *durees, borne=2,
        note=f"{passes[-1].consommees} bilans, contre le même agrégat en lecture seule",
    )  # fmt: skip
    ecarts = sum(len(passe.touchees) for passe in passes)
    yield Chiffre("Bilans incrémentaux différents du recalcul complet", ecarts, borne=0, unite="bilans")
    with transaction.atomic(), connection.cursor() as curseur:
        curseur.execute("SET LOCAL statement_timeout = 0")
        curseur.execute(
            "SELECT count(*), sum(nb_atteinte), sum(progression) FROM pilotage_bilan WHERE noeud_id IS NOT NULL"
        )
        ecart = sum(abs(a - b) for a, b in zip(curseur.fetchone(), plancher.lire_tout(), strict=True))
    yield Chiffre("Écart entre les bilans et l'agrégat en lecture seule", float(ecart), borne=0, unite="")
