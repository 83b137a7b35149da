"""Real threads on real transactions: one current ballot a voter, none accepted that is not counted."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, connections, transaction
from django.utils import timezone

from forum.models import Bulletin, Emargement, Urne, VoixCourante
from forum.selectors.recompte import recompter
from forum.services.scrutins_clore import proclamer
from forum.services.scrutins_ouvrir import ouvrir_scrutin
from forum.services.scrutins_voter import deposer_bulletin
from tests import fabriques_forum as forum
from tests.forum.aides_scrutins import CHOIX, annoncer, assemblee, ouvert, relu

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("journal_videable")]


def en_parallele(gestes, ouvriers=20):
    depart = threading.Barrier(len(gestes)) if len(gestes) <= ouvriers else None

    def lancer(geste):
        try:
            if depart is not None:
                depart.wait(10)
            return geste()
        except ValidationError as refus:
            return refus
        finally:
            connections.close_all()

    with ThreadPoolExecutor(ouvriers) as groupe:
        return list(groupe.map(lancer, gestes))


@pytest.mark.parametrize("envois", [20, 50])
def test_a15_vingt_et_cinquante_envois_d_une_personne_font_un_seul_bulletin_courant(envois):
    instance, membres, sujet = assemblee(3)
    scrutin = ouvert(sujet, instance)
    noms = ["pour", "contre"] * (envois // 2)
    recus = en_parallele([
        lambda n=nom: deposer_bulletin(par=membres[0], scrutin=scrutin, contenu=CHOIX[n]) for nom in noms
    ], envois)  # fmt: skip
    assert sorted(r.rang for r in recus) == list(range(1, envois + 1))
    voix = VoixCourante.objects.get()
    assert voix.bulletin.rang == envois and Bulletin.objects.count() == envois


def test_cinquante_bulletins_secrets_en_parallele_n_en_perdent_ni_n_en_doublent_aucun():
    instance, membres, sujet = assemblee(25)
    scrutin = ouvert(sujet, instance, secret=True)
    gestes = [lambda p=m: deposer_bulletin(par=p, scrutin=scrutin, contenu=CHOIX["pour"]) for m in membres * 2]
    faits = en_parallele(gestes, 25)
    recus = {r.empreinte for r in faits if not isinstance(r, ValidationError)}
    assert len(recus) == 25 == Emargement.objects.count()
    assert {b["recu"] for b in Urne.objects.get().bulletins} == recus


def test_a13_a_l_instant_de_la_fermeture_ce_qui_est_accepte_est_compte():
    """Twenty closings, sixty ballots within 50 ms on either side of each, and the closer among them."""
    instance, membres, sujet = assemblee(60)
    tous = threading.Barrier(61)

    def chacun(geste):
        """Once in each of the 61 threads, whose connections serve every closing."""
        list(groupe.map(lambda _: (tous.wait(20), geste()), range(61)))

    with ThreadPoolExecutor(61) as groupe:
        chacun(connection.ensure_connection)
        issues = [_fermeture(groupe, instance, membres, sujet) for _ in range(20)]
        chacun(connections.close_all)
    assert any(acceptes for acceptes, _ in issues) and any(refuses for _, refuses in issues)


def _fermeture(groupe, instance, membres, sujet) -> tuple[int, int]:
    """One closing: what was accepted is what is counted; how many were accepted and refused."""
    scrutin = annoncer(forum.scrutin(sujet, instance), ferme_le=timezone.now() + timedelta(seconds=0.6))
    assert ouvrir_scrutin(scrutin=scrutin)
    scrutin = relu(scrutin)

    def attendre(decalage):
        threading.Event().wait(max(0, (scrutin.ferme_le - timezone.now()).total_seconds() + decalage))

    def geste(n, personne):
        attendre(-0.05 + 0.1 * n / len(membres))
        try:
            return deposer_bulletin(par=personne, scrutin=scrutin, contenu=CHOIX["pour"])
        except ValidationError as refus:
            return refus

    def clore():
        attendre(0)
        while not proclamer(scrutin=scrutin):
            threading.Event().wait(0.002)

    clos, *faits = [groupe.submit(clore), *(groupe.submit(geste, n, m) for n, m in enumerate(membres))]
    clos.result()
    faits = [f.result() for f in faits]
    acceptes = [r for r in faits if not isinstance(r, ValidationError)]
    fini = relu(scrutin)
    assert fini.resultat["participation"]["votants"] == len(acceptes)
    assert len(acceptes) == Bulletin.objects.filter(scrutin=scrutin).count()
    assert all(r.exprime_le < fini.ferme_le for r in acceptes)
    assert all("fermé" in r.messages[0] for r in faits if isinstance(r, ValidationError))
    assert recompter(fini).tient
    return len(acceptes), len(faits) - len(acceptes)


def test_a13_un_bulletin_arrete_entre_la_verification_et_l_ecriture_n_est_pas_depose_apres_la_fermeture():
    """The roll is held by another transaction past the closing: the ballot waits inside its own trigger."""
    instance, membres, sujet = assemblee(3)
    scrutin = annoncer(forum.scrutin(sujet, instance), ferme_le=timezone.now() + timedelta(seconds=1.5))
    assert ouvrir_scrutin(scrutin=scrutin)
    scrutin = relu(scrutin)
    inscription = scrutin.inscriptions.get(personne=membres[0])
    tenu = threading.Event()

    def tenir():
        with transaction.atomic(), connection.cursor() as curseur:
            curseur.execute("LOCK TABLE forum_inscription IN ACCESS EXCLUSIVE MODE")
            tenu.set()
            threading.Event().wait((scrutin.ferme_le - timezone.now()).total_seconds() + 0.05)

    def deposer():
        assert tenu.wait(10) and timezone.now() < scrutin.ferme_le
        try:
            Bulletin.objects.create(scrutin=scrutin, inscription=inscription, rang=1, contenu=CHOIX["pour"],
                                    depose_par=membres[0], sel="s", empreinte="e")  # fmt: skip
        except IntegrityError as refus:
            return str(refus)

    assert "Ce scrutin est fermé." in en_parallele([tenir, deposer])[1]
    assert not Bulletin.objects.exists()


def test_deux_travailleurs_ouvrent_et_proclament_une_seule_fois():
    instance, _, sujet = assemblee(5)
    scrutin = annoncer(forum.scrutin(sujet, instance))
    assert sorted(en_parallele([lambda: ouvrir_scrutin(scrutin=scrutin)] * 4)) == [False, False, False, True]
    assert relu(scrutin).inscriptions.count() == 5
    with connection.cursor() as curseur:
        curseur.execute("SELECT count(*) FROM ecosysteme_journal WHERE acte = 'scrutin.ouvert'")
        assert curseur.fetchone() == (1,)
