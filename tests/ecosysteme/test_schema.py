"""The schema refuses nonsense in French, keeps exact decimals, and remembers who changed what, from what, to what."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import DataError, IntegrityError, transaction

from ecosysteme.ecriture import ecriture
from ecosysteme.enums import FormeCible, TypeOrganisation
from ecosysteme.models import Adhesion, Cible, Mesure, Organisation
from tests import fabriques

pytestmark = pytest.mark.django_db


@pytest.fixture
def indicateur(db):
    return fabriques.indicateur()


def refus(objet, **champs) -> str:
    """What the form says of these values; the database alone must refuse them too."""
    for nom, valeur in champs.items():
        setattr(objet, nom, valeur)
    with pytest.raises(IntegrityError), transaction.atomic():
        objet.save()
    with pytest.raises(ValidationError) as erreur:
        objet.validate_constraints()
    return " ".join(erreur.value.messages)


@pytest.mark.parametrize("valeur", ["NaN", "1e15", "-1e15"])
def test_un_resultat_est_un_nombre_fini_et_borne(indicateur, valeur):
    mesure = fabriques.mesure(indicateur)
    with pytest.raises((IntegrityError, DataError, ValidationError, TypeError)), transaction.atomic():
        Mesure.objects.filter(pk=mesure.pk).update(valeur=Decimal(valeur))
    mesure.refresh_from_db()
    assert mesure.valeur == 50


@pytest.mark.parametrize(
    ("champs", "message"),
    [
        ({"debut": date(2026, 4, 1)}, "La fin de la période ne peut précéder son début."),
        ({"motif_absence": "non_mesure"}, "un seul des trois"),
        ({"sans_objet": True}, "un seul des trois"),
        ({"valeur": None}, "un seul des trois"),
    ],
)
def test_un_resultat_absurde_est_refuse_en_francais(indicateur, champs, message):
    assert message in refus(fabriques.mesure(indicateur), **champs)


def test_deux_resultats_d_une_meme_periode_sont_refuses(indicateur):
    fabriques.mesure(indicateur)
    with pytest.raises(IntegrityError), transaction.atomic():
        fabriques.mesure(indicateur)


@pytest.mark.parametrize(
    ("champs", "message"),
    [
        ({"valeur_min": None}, "a besoin de sa valeur"),
        ({"forme": FormeCible.PLAGE, "valeur_max": Decimal(1)}, "deux bornes dans l'ordre"),
        ({"forme": FormeCible.TEXTE, "texte": ""}, "énoncé"),
        ({"exercice": 1800}, "hors du calendrier"),
    ],
)
def test_une_cible_absurde_est_refusee_en_francais(indicateur, champs, message):
    assert message in refus(fabriques.cible(indicateur), **champs)


@pytest.mark.parametrize(
    ("champs", "message"),
    [({"tolerance": Decimal(-1)}, "négative"), ({"poids": Decimal(-1)}, "entre 0 et 10"), ({"decimales": 12}, "neuf")],
)
def test_une_fiche_absurde_est_refusee_en_francais(indicateur, champs, message):
    assert message in refus(indicateur, **champs)


def test_un_indicateur_n_est_pas_son_propre_parent(indicateur):
    assert "son propre parent" in refus(indicateur, parent=indicateur)


def test_un_plan_finit_apres_avoir_commence():
    assert "précéder le premier" in refus(fabriques.plan(fabriques.organisation()), exercice_fin=2000)


def test_une_adhesion_a_des_dates_dans_l_ordre():
    adhesion = fabriques.adhesion(fabriques.personne(), fabriques.organisation())
    adhesion.fin = date(2019, 1, 1)
    with pytest.raises((IntegrityError, DataError)), transaction.atomic():
        adhesion.save()
    with pytest.raises(ValidationError, match="ne peut précéder son début"):
        adhesion.full_clean()


def test_une_adhesion_ne_se_double_pas():
    adhesion = fabriques.adhesion(fabriques.personne(), fabriques.organisation())
    double = Adhesion(personne=adhesion.personne, organisation=adhesion.organisation, role=adhesion.role)
    assert "a déjà ce rôle" in refus(double)


def test_il_n_y_a_qu_un_gouvernement():
    fabriques.organisation(type=TypeOrganisation.GOUVERNEMENT)
    autre = fabriques.organisation()
    assert "déjà un gouvernement" in refus(autre, type=TypeOrganisation.GOUVERNEMENT)


def test_les_organisations_ne_font_pas_de_boucle():
    haut = fabriques.organisation()
    bas = fabriques.organisation(parent=haut)
    with pytest.raises(IntegrityError), transaction.atomic():
        Organisation.objects.filter(pk=haut.pk).update(parent=bas)


def test_les_decimales_sont_exactes(indicateur):
    exacte = Decimal("123456789012.123456789")
    mesure = fabriques.mesure(indicateur, valeur=str(exacte))
    assert Mesure.objects.get(pk=mesure.pk).valeur == exacte
    assert Mesure.objects.get(pk=mesure.pk).valeur - Decimal("0.1") - Decimal("0.2") == exacte - Decimal("0.3")


@ecriture
def _changer(*, par, objet, champs) -> None:
    type(objet).objects.filter(pk=objet.pk).update(**champs)


@pytest.mark.parametrize(
    ("fabrique", "champ", "apres"),
    [
        (lambda i: i.objectif.orientation.plan, "titre", "Plan retouché"),
        (lambda i: i, "nom", "Indicateur retouché"),
        (fabriques.cible, "valeur_min", Decimal(7)),
        (fabriques.mesure, "valeur", Decimal(7)),
    ],
    ids=["plan", "indicateur", "cible", "mesure"],
)
def test_l_histoire_dit_qui_quand_avant_et_apres(indicateur, fabrique, champ, apres):
    objet, auteur = fabrique(indicateur), fabriques.personne()
    avant = getattr(objet, champ)
    _changer(par=auteur, objet=objet, champs={champ: apres})
    evenement = objet.events.filter(pgh_label="update").latest("pgh_id")
    assert getattr(evenement, champ) == avant
    assert getattr(type(objet).objects.get(pk=objet.pk), champ) == apres
    assert evenement.pgh_context.metadata["par"] == auteur.pk and evenement.pgh_created_at is not None


def test_ce_qui_est_supprime_reste_dans_l_histoire(indicateur):
    cible = fabriques.cible(indicateur)
    pk = cible.pk
    cible.delete()
    dernier = Cible.pgh_event_model.objects.filter(pgh_obj_id=pk).latest("pgh_id")
    assert dernier.pgh_label == "delete" and dernier.valeur_min == 100
