"""A batch says exactly what it did, keeps history with its author, and can be undone and redone."""

from decimal import Decimal

import pghistory.models
import pytest

from ecosysteme.enums import EtatMesure, MotifAbsence
from ecosysteme.models import LotSaisie, Mesure
from ecosysteme.services.lots import LotDejaAnnule, annuler_lot, enregistrer_lot
from ecosysteme.services.mesures import ConflitVersion, enregistrer_mesure, retirer_mesure
from tests import fabriques
from tests.saisie.aides import FIN, entree, saisie

pytestmark = pytest.mark.django_db


@pytest.fixture
def trois(objectif):
    """Three indicators; the first two have a result."""
    tous = [fabriques.indicateur(objectif) for _ in range(3)]
    return tous, [fabriques.mesure(i, valeur=str(10 + n), source="Registre") for n, i in enumerate(tous[:2])]


def test_un_lot_cree_remplace_et_retire_et_le_dit(trois, gestionnaire):
    (a, b, c), (ma, mb) = trois
    fait = enregistrer_lot(
        par=gestionnaire, entrees=[entree(a, "12.5", ma), entree(b, None, mb), entree(c, "7", commentaire="Estimé")]
    )
    assert {cle[0]: m.valeur for cle, m in fait.ecrites.items()} == {a.pk: Decimal("12.5"), c.pk: 7}
    assert [cle[0] for cle in fait.retirees] == [b.pk]
    assert not fait.conflits and not fait.inchangees
    assert {m.indicateur_id: (m.valeur, m.version, m.saisie_par) for m in Mesure.objects.all()} == {
        a.pk: (Decimal("12.5"), 2, gestionnaire),
        c.pk: (7, 1, gestionnaire),
    }


def test_une_cellule_en_conflit_n_empeche_pas_les_autres(trois, gestionnaire, collegue):
    (a, b, c), (ma, mb) = trois
    enregistrer_lot(par=collegue, entrees=[entree(a, "99", ma)])
    fait = enregistrer_lot(par=gestionnaire, entrees=[entree(a, "12", ma), entree(b, "13", mb), entree(c, "14")])
    assert sorted(cle[0] for cle in fait.ecrites) == [b.pk, c.pk]
    (actuelle,) = fait.conflits.values()
    assert (actuelle.valeur, actuelle.saisie_par_id) == (99, collegue.pk)
    assert Mesure.objects.get(indicateur=a).valeur == 99


def test_une_cellule_retiree_par_quelqu_un_d_autre_est_un_conflit_sans_valeur(trois, gestionnaire, collegue):
    (a, *_), (ma, _) = trois
    retirer_mesure(par=collegue, mesure=ma, version_lue=1)
    fait = enregistrer_lot(par=gestionnaire, entrees=[entree(a, "12", ma)])
    assert fait.conflits == {(a.pk, FIN, ""): None} and fait.lot is None


def test_un_resultat_retire_puis_ressaisi_n_est_pas_pris_pour_celui_qui_avait_ete_lu(trois, gestionnaire, collegue):
    (a, *_), (ma, _) = trois
    retirer_mesure(par=collegue, mesure=ma, version_lue=1)
    neuve = enregistrer_mesure(par=collegue, indicateur=a, saisie=saisie("77"), version_lue=0)
    assert neuve.version == ma.version
    fait = enregistrer_lot(par=gestionnaire, entrees=[entree(a, "12", ma)])
    assert list(fait.conflits.values()) == [neuve]
    with pytest.raises(ConflitVersion):
        enregistrer_mesure(par=gestionnaire, indicateur=a, saisie=saisie("12"), version_lue=1, mesure_lue=ma.pk)


def test_ecrire_ce_qui_est_deja_la_ne_change_rien(trois, gestionnaire):
    (a, *_), (ma, _) = trois
    fait = enregistrer_lot(par=gestionnaire, entrees=[entree(a, "10", ma, etat=EtatMesure.VALIDEE)])
    assert list(fait.inchangees.values()) == [ma] and fait.lot is None
    assert Mesure.objects.get(pk=ma.pk).version == 1


def test_l_annulation_retablit_les_valeurs_d_avant_avec_leur_source(trois, gestionnaire):
    (a, b, c), (ma, mb) = trois
    lot = enregistrer_lot(par=gestionnaire, entrees=[entree(a, "12", ma), entree(b, None, mb), entree(c, "7")]).lot
    fait = annuler_lot(par=gestionnaire, lot=lot)
    assert (len(fait.ecrites), len(fait.retirees), len(fait.conflits)) == (2, 1, 0)
    apres = {m.indicateur_id: (m.valeur, m.etat, m.source, m.exercice) for m in Mesure.objects.all()}
    assert apres == {a.pk: (10, "validee", "Registre", 2025), b.pk: (11, "validee", "Registre", 2025)}


def test_une_annulation_s_annule_elle_aussi(trois, gestionnaire):
    (a, b, c), (ma, mb) = trois
    lot = enregistrer_lot(par=gestionnaire, entrees=[entree(a, "12", ma), entree(b, None, mb), entree(c, "7")]).lot
    retour = annuler_lot(par=gestionnaire, lot=annuler_lot(par=gestionnaire, lot=lot).lot)
    assert not retour.conflits
    assert {m.indicateur_id: m.valeur for m in Mesure.objects.all()} == {a.pk: 12, c.pk: 7}
    with pytest.raises(LotDejaAnnule):
        annuler_lot(par=gestionnaire, lot=lot)


def test_ce_qui_a_change_depuis_reste_tel_quel_a_l_annulation(trois, gestionnaire, collegue):
    (a, b, _), (ma, mb) = trois
    fait = enregistrer_lot(par=gestionnaire, entrees=[entree(a, "12", ma), entree(b, "13", mb)])
    enregistrer_lot(par=collegue, entrees=[entree(a, "88", fait.ecrites[a.pk, FIN, ""])])
    annulation = annuler_lot(par=gestionnaire, lot=fait.lot)
    assert [m.valeur for m in annulation.conflits.values()] == [88]
    assert {m.indicateur_id: m.valeur for m in Mesure.objects.all()} == {a.pk: 88, b.pk: 11}


def test_une_annulation_qui_ne_peut_rien_retablir_pourra_etre_redemandee(trois, gestionnaire, collegue):
    (a, *_), (ma, _) = trois
    fait = enregistrer_lot(par=gestionnaire, entrees=[entree(a, "12", ma)])
    enregistrer_lot(par=collegue, entrees=[entree(a, "88", fait.ecrites[a.pk, FIN, ""])])
    assert annuler_lot(par=gestionnaire, lot=fait.lot).lot is None
    assert LotSaisie.objects.count() == 2


def test_l_historique_garde_l_auteur_et_la_valeur_d_avant(trois, gestionnaire):
    (a, *_), (ma, _) = trois
    enregistrer_lot(par=gestionnaire, entrees=[entree(a, None, ma)])
    evenement = Mesure.pgh_event_model.objects.get(pgh_obj_id=ma.pk)
    contexte = pghistory.models.Context.objects.get(pk=evenement.pgh_context_id).metadata
    assert (evenement.pgh_label, evenement.valeur) == ("delete", 10)
    assert (contexte["ecriture"], contexte["par"]) == ("enregistrer_lot", gestionnaire.pk)


@pytest.mark.parametrize(
    ("champs", "attendu"),
    [
        ({"motif_absence": MotifAbsence.CONFIDENTIEL}, (None, "confidentiel", False)),
        ({"sans_objet": True}, (None, "", True)),
    ],
)
def test_une_absence_codee_s_enregistre_comme_une_valeur(indicateur, gestionnaire, champs, attendu):
    enregistrer_mesure(par=gestionnaire, indicateur=indicateur, saisie=saisie(None, **champs), version_lue=0)
    m = Mesure.objects.get()
    assert (m.valeur, m.motif_absence, m.sans_objet) == attendu


@pytest.mark.parametrize("n", [1, 20])
def test_un_lot_demande_autant_de_requetes_pour_une_cellule_que_pour_vingt(
    objectif, gestionnaire, n, django_assert_num_queries
):
    tous = [fabriques.indicateur(objectif) for _ in range(2 * n)]
    lues = {i.pk: fabriques.mesure(i) for i in tous[:n]}
    entrees = [entree(i, "5", lues.get(i.pk)) for i in tous]
    with django_assert_num_queries(8):
        enregistrer_lot(par=gestionnaire, entrees=entrees)
