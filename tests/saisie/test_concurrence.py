"""Real threads on real transactions: one writer passes, the others see what stands, nothing is lost."""

from functools import partial
from threading import Event, Thread

import pytest
from django.db import connection, transaction

from ecosysteme.models import LotSaisie, Mesure
from ecosysteme.services import lots
from ecosysteme.services.lots import annuler_lot, enregistrer_lot
from ecosysteme.services.mesures import ConflitVersion, enregistrer_mesure
from tests import fabriques
from tests.saisie.aides import client_de, en_parallele, entree, poster, saisie

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("journal_videable")]


def _essayer(par, indicateur, valeur, version):
    try:
        return enregistrer_mesure(par=par, indicateur=indicateur, saisie=saisie(valeur), version_lue=version)
    except ConflitVersion as conflit:
        return conflit


def _trier(resultats):
    return [r for r in resultats if isinstance(r, Mesure)], [r for r in resultats if isinstance(r, ConflitVersion)]


def test_deux_premieres_saisies_au_meme_instant_n_en_font_qu_une(indicateur, gestionnaire, collegue):
    for _ in range(5):
        Mesure.objects.all().delete()
        ecrites, conflits = _trier(
            en_parallele([partial(_essayer, p, indicateur, v, 0) for p, v in ((gestionnaire, "41"), (collegue, "42"))])
        )
        assert (len(ecrites), len(conflits)) == (1, 1)
        assert conflits[0].actuelle.valeur == ecrites[0].valeur == Mesure.objects.get().valeur


def test_la_meme_personne_dans_deux_fenetres_est_deux_auteurs(indicateur, gestionnaire):
    ecrites, conflits = _trier(
        en_parallele([partial(_essayer, gestionnaire, indicateur, v, 0) for v in ("41", "42", "43", "44")])
    )
    assert (len(ecrites), len(conflits)) == (1, 3)


def test_vingt_personnes_sur_un_chiffre_une_seule_passe_et_aucune_ne_perd_le_sien(indicateur, gestionnaire):
    depart = fabriques.mesure(indicateur, valeur="50")
    personnes = [fabriques.personne() for _ in range(20)]
    gestes = [partial(_essayer, p, indicateur, str(60 + n), 1) for n, p in enumerate(personnes)]
    ecrites, conflits = _trier(en_parallele(gestes))
    assert (len(ecrites), len(conflits)) == (1, 19)
    finale = Mesure.objects.get()
    assert finale.pk == depart.pk and finale.version == 2
    assert {c.actuelle.valeur for c in conflits} == {finale.valeur}
    evenements = Mesure.pgh_event_model.objects.filter(pgh_obj_id=depart.pk)
    assert [e.valeur for e in evenements] == [50]


def test_vingt_lots_sur_un_chiffre_un_seul_passe_et_dix_neuf_voient_le_gagnant(indicateur, gestionnaire):
    depart = fabriques.mesure(indicateur, valeur="50")
    gestes = [
        partial(enregistrer_lot, par=gestionnaire, entrees=[entree(indicateur, str(60 + n), depart)]) for n in range(20)
    ]
    resultats = en_parallele(gestes)
    gagnants = [r for r in resultats if r.ecrites]
    assert len(gagnants) == 1 and sum(len(r.conflits) for r in resultats) == 19
    finale = Mesure.objects.get()
    assert all(actuelle.valeur == finale.valeur for r in resultats for actuelle in r.conflits.values())
    assert LotSaisie.objects.count() == 1


def test_des_lots_qui_se_croisent_attendent_sans_s_etreindre(objectif, gestionnaire):
    """Half of the cells exist and half do not, and each batch lists them in another order."""
    tous = [fabriques.indicateur(objectif) for _ in range(12)]
    lues = {i.pk: fabriques.mesure(i) for i in tous[::2]}
    ordres = [tous, tous[::-1], tous[6:] + tous[:6], tous[3:] + tous[:3]]
    gestes = [
        partial(
            enregistrer_lot,
            par=gestionnaire,
            entrees=[entree(i, str(100 * (n + 1) + k), lues.get(i.pk)) for k, i in enumerate(ordre)],
        )
        for n, ordre in enumerate(ordres)
    ]
    resultats = en_parallele(gestes)
    assert sum(len(r.ecrites) for r in resultats) == 12
    assert sum(len(r.conflits) for r in resultats) == 36
    assert Mesure.objects.count() == 12


def test_les_memes_valeurs_saisies_par_deux_personnes_ne_sont_pas_un_conflit(indicateur, gestionnaire, collegue):
    gestes = [
        partial(enregistrer_lot, par=p, entrees=[entree(indicateur, "48,2".replace(",", "."))])
        for p in (gestionnaire, collegue)
    ]
    resultats = en_parallele(gestes)
    assert sorted((len(r.ecrites), len(r.inchangees), len(r.conflits)) for r in resultats) == [(0, 1, 0), (1, 0, 0)]


def test_un_lot_s_annule_une_seule_fois_meme_demande_deux_fois(indicateur, gestionnaire):
    lot = enregistrer_lot(par=gestionnaire, entrees=[entree(indicateur, "48")]).lot

    def annuler():
        try:
            return annuler_lot(par=gestionnaire, lot=lot)
        except Exception as refus:
            return refus

    noms = sorted(type(r).__name__ for r in en_parallele([annuler, annuler]))
    assert noms == ["LotDejaAnnule", "ResultatLot"]
    assert not Mesure.objects.exists()


def test_une_saisie_pendant_l_annulation_n_est_jamais_ecrasee(indicateur, gestionnaire, collegue):
    for n in range(4):
        Mesure.objects.all().delete()
        lot = enregistrer_lot(par=gestionnaire, entrees=[entree(indicateur, "48")]).lot
        lue = Mesure.objects.get()
        annulation, ecriture = en_parallele(
            [
                partial(annuler_lot, par=gestionnaire, lot=lot),
                partial(enregistrer_lot, par=collegue, entrees=[entree(indicateur, f"7{n}", lue)]),
            ]
        )
        if ecriture.ecrites:
            assert annulation.conflits and Mesure.objects.get().valeur == int(f"7{n}")
        else:
            assert annulation.retirees and ecriture.conflits == {(indicateur.pk, lue.fin, ""): None}


def test_les_cles_sales_d_un_lot_tiennent_en_une_passe_et_une_tache(objectif, gestionnaire, monkeypatch):
    envois = []
    monkeypatch.setattr("ecosysteme.ecriture.envoyer", lambda *a, **k: envois.append(a))
    tous = [fabriques.indicateur(objectif) for _ in range(10)]
    with connection.cursor() as curseur:
        curseur.execute("DELETE FROM pilotage_clesale")
        enregistrer_lot(par=gestionnaire, entrees=[entree(i, "5") for i in tous])
        curseur.execute("SELECT noeud_id, count(*) FROM pilotage_clesale WHERE niveau = 1 GROUP BY 1")
        assert dict(curseur.fetchall()) == {i.pk: 1 for i in tous}
    assert envois == [("pilotage.tasks.recalculer",)]


def _retenir(mesure, tenu: Event, lacher: Event) -> None:
    """What an import being published does: hold a row until it is over."""
    try:
        with transaction.atomic():
            Mesure.objects.select_for_update().get(pk=mesure.pk)
            tenu.set()
            lacher.wait(20)
    finally:
        connection.close()


@pytest.fixture
def retenue(indicateur):
    """A result that somebody holds; called, it is released."""
    mesure, tenu, lacher = fabriques.mesure(indicateur), Event(), Event()
    fil = Thread(target=_retenir, args=(mesure, tenu, lacher))
    fil.start()
    assert tenu.wait(10)
    yield mesure, lacher
    lacher.set()
    fil.join(20)


def test_un_resultat_longtemps_retenu_n_est_ni_ecrit_ni_perdu(retenue, indicateur, gestionnaire, monkeypatch):
    monkeypatch.setattr(lots, "ESSAIS", 2)
    monkeypatch.setattr(lots, "ATTENTE_MS", 50)
    mesure, lacher = retenue
    cle = f"{indicateur.pk}.2026-03-31"
    lu = f'{{"{cle}": [{mesure.pk}, 1, "50", "", 0]}}'
    client = client_de(gestionnaire)
    reponse = poster(client, {cle: "70"}, lu=lu)
    page = reponse.content.decode()
    assert reponse.status_code == 503 and "Rien n&#x27;a été enregistré" in page and 'value="70"' in page
    assert poster(client, {cle: "70"}, lu=lu, json=True).json()["message"].startswith("Rien n'a été enregistré")
    lacher.set()
    monkeypatch.setattr(lots, "ESSAIS", 50)
    assert poster(client, {cle: "70"}, lu=lu, json=True).status_code == 200
    assert Mesure.objects.get().valeur == 70


def test_une_etreinte_avec_une_importation_se_denoue_sans_qu_elle_echoue(objectif, gestionnaire):
    """Another transaction takes the same two rows in the other order: the batch gives way and comes back."""
    a, b = fabriques.indicateur(objectif), fabriques.indicateur(objectif)
    ma, mb = fabriques.mesure(a), fabriques.mesure(b)
    premier, suite = Event(), Event()

    def importer():
        with transaction.atomic():
            Mesure.objects.filter(pk=mb.pk).update(source="Importation")
            premier.set()
            suite.wait(1)
            Mesure.objects.filter(pk=ma.pk).update(source="Importation")
        return "publiée"

    def saisir():
        premier.wait(10)
        return enregistrer_lot(par=gestionnaire, entrees=[entree(a, "1", ma), entree(b, "2", mb)])

    publication, lot = en_parallele([importer, saisir])
    assert publication == "publiée" and len(lot.ecrites) == 2
    assert set(Mesure.objects.values_list("valeur", "source")) == {(1, "Importation"), (2, "Importation")}
