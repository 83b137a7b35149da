"""A secret vote: two tables that share nothing, k >= 5, no change, honest limits (A18, A22)."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.serializers import serialize
from django.db import IntegrityError, transaction

from ecosysteme.models import Journal
from forum.models import Bulletin, Emargement, Urne, VoixCourante
from forum.selectors.recompte import recompter
from forum.services.scrutins_clore import proclamer, prolonger
from forum.services.scrutins_preparer import annoncer_scrutin
from forum.services.scrutins_voter import deposer_bulletin
from tests import fabriques_forum as forum
from tests.forum.aides_scrutins import CHOIX, assemblee, fermer, ouvert, relu

pytestmark = pytest.mark.django_db


@pytest.fixture
def salle(db):
    return assemblee(6)


def test_a18_rien_ne_joint_une_personne_a_son_bulletin_secret(salle, caplog):
    instance, membres, sujet = salle
    scrutin = ouvert(sujet, instance, secret=True)
    recus = {m.pk: deposer_bulletin(par=m, scrutin=scrutin, contenu=CHOIX["pour"]) for m in membres}
    assert not Bulletin.objects.exists() and not VoixCourante.objects.exists()
    bulletins = Urne.objects.get(scrutin=scrutin).bulletins
    assert {b["recu"] for b in bulletins} == {r.empreinte for r in recus.values()}
    assert [b["recu"] for b in bulletins] == sorted(b["recu"] for b in bulletins)
    assert all(set(b) == {"recu", "contenu"} for b in bulletins)
    assert {f.name for f in Emargement._meta.get_fields()} == {"inscription", "scrutin"}
    ailleurs = serialize("json", [*Emargement.objects.all(), *Journal.objects.all(), *scrutin.inscriptions.all()])
    for recu in recus.values():
        assert recu.exprime_le is None and recu.rang is None
        assert recu.empreinte not in ailleurs and recu.empreinte not in caplog.text


def test_un_vote_secret_ne_se_change_pas(salle):
    instance, membres, sujet = salle
    scrutin = ouvert(sujet, instance, secret=True)
    deposer_bulletin(par=membres[0], scrutin=scrutin, contenu=CHOIX["pour"])
    with pytest.raises(ValidationError, match="déjà voté"):
        deposer_bulletin(par=membres[0], scrutin=scrutin, contenu=CHOIX["contre"])
    assert len(Urne.objects.get(scrutin=scrutin).bulletins) == 1


def test_moins_de_cinq_personnes_ne_font_pas_un_secret():
    instance, membres, sujet = assemblee(4)
    scrutin = forum.scrutin(sujet, instance, secret=True)
    with pytest.raises(ValidationError, match="5 personnes"):
        annoncer_scrutin(par=membres[0], scrutin=scrutin, version_lue=1)


def test_cinq_personnes_dans_chaque_college_quand_on_les_compte_a_part():
    instance, membres, sujet = assemblee(9, prives=4)
    scrutin = forum.scrutin(sujet, instance, secret=True, par_college=True)
    with pytest.raises(ValidationError, match="chaque collège"):
        annoncer_scrutin(par=membres[0], scrutin=scrutin, version_lue=1)


def test_a22_un_vote_secret_ne_se_prolonge_jamais(salle):
    instance, _, sujet = salle
    scrutin = ouvert(sujet, instance, secret=True)
    with pytest.raises(ValidationError, match="secret"):
        prolonger(par=scrutin.animation, scrutin=scrutin, ferme_le=scrutin.ferme_le + timedelta(days=1), motif="x")


def test_l_urne_ne_perd_rien_et_se_recompte(salle):
    instance, membres, sujet = salle
    scrutin = ouvert(sujet, instance, secret=True)
    for m, nom in zip(membres, ("pour", "pour", "contre", "abstention"), strict=False):
        deposer_bulletin(par=m, scrutin=scrutin, contenu=CHOIX[nom])
    for bulletins in ([], [{"recu": "0" * 64, "contenu": CHOIX["pour"]}] * 5):
        with pytest.raises(IntegrityError), transaction.atomic():
            Urne.objects.filter(scrutin=scrutin).update(bulletins=bulletins)
    proclamer(scrutin=fermer(scrutin))
    fini = relu(scrutin)
    assert fini.issue == "adoptee" and fini.resultat["participation"] == {"inscrits": 6, "votants": 4}
    assert recompter(fini).tient
