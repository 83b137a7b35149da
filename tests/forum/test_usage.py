"""Who only votes, or only answers, takes part: the portal's own use counts them, secret votes included."""

from datetime import timedelta

import pytest
from django.utils import timezone

from forum.enums import Portee
from forum.services.consultations import donner_avis, ouvrir_consultation
from forum.services.scrutins_voter import deposer_bulletin
from pilotage.selectors.usage import mesurer
from tests import fabriques
from tests import fabriques_forum as forum
from tests.forum.aides_scrutins import CHOIX, assemblee, fermer, ouvert

pytestmark = pytest.mark.django_db


def actives() -> int:
    jour = timezone.localdate()
    groupes = mesurer(jour - timedelta(days=1), jour + timedelta(days=1))
    return next(g.actives for g in groupes if (g.partage, g.nom) == ("ensemble", "tous"))


def reunir():
    """Six people of a ministry who sit together."""
    instance, membres, sujet = assemblee(6)
    ministere = fabriques.organisation()
    for membre in membres:
        fabriques.adhesion(membre, ministere, debut=timezone.localdate() - timedelta(days=9))
    return instance, membres, sujet


def test_un_bulletin_ouvert_compte_le_jour_ou_il_est_depose():
    instance, membres, sujet = reunir()
    scrutin, avant = ouvert(sujet, instance), actives()
    deposer_bulletin(par=membres[1], scrutin=scrutin, contenu=CHOIX["pour"])
    deposer_bulletin(par=membres[1], scrutin=scrutin, contenu=CHOIX["contre"])
    assert actives() == avant + 1


def test_un_bulletin_secret_compte_dans_le_mois_de_la_fermeture_et_pas_avant():
    instance, membres, sujet = reunir()
    scrutin, avant = ouvert(sujet, instance, secret=True, ferme_le=timezone.now() + timedelta(days=20)), actives()
    for membre in membres[:2]:
        deposer_bulletin(par=membre, scrutin=scrutin, contenu=CHOIX["pour"])
    assert actives() == avant
    fermer(scrutin)
    assert actives() == avant + 2


def test_une_reponse_a_un_enonce_compte():
    _, membres, _ = reunir()
    sujet = forum.sujet(forum.espace(portee=Portee.ECOSYSTEME), fabriques.personne())
    consultation = ouvrir_consultation(
        par=sujet.auteur, sujet=sujet, question="Que changer?", enonces=["Un.", "Deux.", "Trois."]
    )
    avant = actives()
    donner_avis(par=membres[2], enonce=consultation.enonces.first(), avis=1)
    assert actives() == avant + 1
