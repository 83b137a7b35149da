"""Two workers at once while figures change: real threads, real transactions, one state in the end."""

import random
from functools import partial
from threading import Event

import pytest
from django.db import OperationalError, connection

from ecosysteme.models import Indicateur
from pilotage import bilans
from pilotage.models import Bilan, CarteSale, CleSale, EtatIndicateur
from pilotage.services import signaux
from tests import fabriques
from tests.bilans import gestes
from tests.bilans.test_suites import differences
from tests.saisie.aides import en_parallele

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("journal_videable")]


def travailler(fini, lot):
    """A worker: consume, draw, until told that nothing more comes."""
    while not fini.is_set():
        list(bilans.vider(lot))
        signaux.recalculer_lot(5)


def raconter(graine, combien=15):
    """A person: gestures at random; PostgreSQL may refuse one of two that hold each other."""
    hasard = random.Random(graine)
    for _ in range(combien):
        try:
            gestes.faire(hasard.randrange(len(gestes.GESTES)), [hasard.randrange(100) for _ in range(12)])
        except (OperationalError, Indicateur.DoesNotExist):
            connection.close_if_unusable_or_obsolete()


@pytest.mark.parametrize("graine", [1, 2, 3])
def test_deux_travailleurs_pendant_que_deux_personnes_ecrivent_finissent_comme_la_reference(graine):
    gestes.monde()
    fini = Event()

    def ecrire():
        try:
            en_parallele([partial(raconter, graine * 10 + n) for n in range(2)])
        finally:
            fini.set()

    en_parallele([ecrire, partial(travailler, fini, 3), partial(travailler, fini, 50)])
    en_parallele([lambda: list(bilans.vider())] * 2)
    assert differences() == {}
    assert bilans.recalculer_tout().touchees == ()
    assert not CleSale.objects.exists() and not CarteSale.objects.exists()


def test_deux_travailleurs_sur_les_memes_cles_n_ecrivent_qu_une_fois():
    gestes.monde()
    for indicateur in Indicateur.objects.all():
        fabriques.cible(indicateur)
        fabriques.mesure(indicateur)
    passes = en_parallele([lambda: list(bilans.vider(lot=4))] * 2)
    ecrites = [cle for siennes in passes for passe in siennes for cle in passe.touchees if cle.niveau == 1]
    assert sum(passe.consommees for siennes in passes for passe in siennes) > 0
    assert {(1, c.noeud_id, c.exercice, c.territoire) for c in ecrites} == set(
        Bilan.objects.filter(niveau=1).values_list("niveau", "noeud_id", "exercice", "territoire")
    )
    assert differences() == {}


def test_cinq_livraisons_de_chaque_tache_a_deux_travailleurs_donnent_un_seul_etat():
    gestes.monde()
    for indicateur in Indicateur.objects.all():
        fabriques.mesure(indicateur)
    en_parallele([lambda: [list(bilans.vider()) for _ in range(5)]] * 2)
    etat = gestes.etat()
    assert differences() == {}
    en_parallele([lambda: [list(bilans.vider()) for _ in range(5)]] * 2)
    assert gestes.etat() == etat


def test_deux_travailleurs_relisent_des_cartes_differentes():
    objectif = fabriques.objectif(fabriques.plan(fabriques.organisation(type="gouvernement"), debut=2010, fin=2017))
    for _ in range(12):
        indicateur = fabriques.indicateur(objectif)
        for rang in range(7):
            fabriques.mesure(indicateur, 2010 + rang, str(rang + 1))
    list(bilans.vider())

    def relire():
        lues = 0
        while changes := signaux.recalculer_lot(2):
            lues += changes.lus
        return lues

    assert sum(en_parallele([relire, relire])) == 12
    etats = EtatIndicateur.objects.all()
    assert {(e.variation, e.spc_a_refaire) for e in etats} == {("favorable", False)}
    assert not signaux.en_attente()


def test_un_indicateur_supprime_pendant_le_calcul_ne_bloque_personne():
    objectif = fabriques.objectif(fabriques.plan(fabriques.organisation(type="gouvernement")))
    fiches = [fabriques.indicateur(objectif) for _ in range(8)]
    for fiche in fiches:
        fabriques.mesure(fiche)

    def supprimer():
        for fiche in fiches[::2]:
            fiche.delete()

    en_parallele([supprimer, lambda: [list(bilans.vider(lot=2)) for _ in range(4)]])
    list(bilans.vider())
    assert differences() == {}
    assert set(EtatIndicateur.objects.values_list("pk", flat=True)) == {f.pk for f in fiches[1::2]}
    assert not CarteSale.objects.exists()
