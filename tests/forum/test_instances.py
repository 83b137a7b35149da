"""Instances and mandates: membership on a day, one chair, colleges, a charter nobody overwrites unseen."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from ecosysteme.models import Notification
from ecosysteme.services.fiches import ConflitFiche
from forum.enums import College, Fonction
from forum.models import Espace, Instance, Mandat
from forum.selectors.instances import export
from forum.services.instances import creer_instance, donner_mandat, finir_mandat, modifier_instance
from tests import fabriques

pytestmark = pytest.mark.django_db
CHAMPS = {"nom": "Comité fictif", "type": "comite", "raison_etre": "Décider ensemble."}


@pytest.fixture
def instance(coordination):
    return creer_instance(par=coordination, **CHAMPS)


def donner(instance, par, organisation, **champs):
    voulu = {"personne": fabriques.personne(), "college": College.PUBLIC, "debut": date(2026, 1, 1), **champs}
    return donner_mandat(par=par, instance=instance, organisation=organisation, **voulu)


def test_une_instance_nait_avec_l_espace_de_ses_membres(instance):
    assert Espace.objects.get(instance=instance).portee == "membres"


def test_la_composition_est_celle_du_jour_demande(instance, coordination, ministere):
    donne = donner(instance, coordination, ministere, fin=date(2026, 6, 1))
    assert len(export(instance, date(2026, 5, 31))) == 1
    assert export(instance, date(2026, 6, 1)) == [] == export(instance, date(2025, 12, 31))
    assert Notification.objects.filter(personne=donne.personne, type="mandat").exists()


def test_deux_mandats_de_la_meme_personne_ne_se_chevauchent_pas(instance, coordination, ministere):
    donne = donner(instance, coordination, ministere, fin=date(2026, 6, 1))
    with pytest.raises(ValidationError, match="déjà un mandat"):
        donner(instance, coordination, ministere, personne=donne.personne, debut=date(2026, 5, 1))
    assert donner(instance, coordination, ministere, personne=donne.personne, debut=date(2026, 6, 1)).pk


def test_une_seule_presidence_a_la_fois(instance, coordination, ministere):
    donner(instance, coordination, ministere, fonction=Fonction.PRESIDENCE, fin=date(2026, 6, 1))
    with pytest.raises(ValidationError, match="présidence"):
        donner(instance, coordination, ministere, fonction=Fonction.PRESIDENCE, debut=date(2026, 3, 1))
    assert donner(instance, coordination, ministere, fonction=Fonction.PRESIDENCE, debut=date(2026, 6, 1)).pk


def test_le_college_suit_l_organisation_et_un_courriel_inconnu_se_dit(instance, coordination, ministere, partenaire):
    for organisation, college in ((ministere, College.PRIVE), (partenaire, College.PUBLIC)):
        with pytest.raises(ValidationError, match="collège"):
            donner(instance, coordination, organisation, college=college)
    with pytest.raises(ValidationError, match="courriel"):
        donner(instance, coordination, ministere, personne=None)


def test_finir_un_mandat_demande_une_date_apres_son_debut(instance, coordination, ministere):
    donne = donner(instance, coordination, ministere)
    with pytest.raises(ValidationError):
        finir_mandat(par=coordination, mandat=donne, fin=date(2026, 1, 1), version_lue=1)
    finir_mandat(par=coordination, mandat=donne, fin=date(2026, 2, 1), version_lue=1)
    assert Mandat.objects.get().fin == date(2026, 2, 1)


def test_deux_personnes_ne_recrivent_pas_la_charte_sans_se_voir(instance, coordination):
    modifier_instance(par=coordination, instance=instance, version_lue=1, champs={"quorum_pct": 60})
    with pytest.raises(ConflitFiche):
        modifier_instance(par=coordination, instance=instance, version_lue=1, champs={"quorum_pct": 75})
    assert Instance.objects.get().quorum_pct == 60


def test_de_la_page_on_cree_on_donne_un_mandat_et_l_on_donne_procuration(client, coordination, ministere):
    client.force_login(coordination)
    regles = {"portee": "membres", "quorum_pct": 50, "seuil_num": 1, "seuil_den": 2, "seuil_base": "exprimes",
              "procurations_max": 1, "compte": "schulze"}  # fmt: skip
    cree = client.post(reverse("forum:instance_ajouter"), CHAMPS | regles)
    instance = Instance.objects.get()
    assert cree.url == reverse("forum:instance", args=[instance.pk])
    gens = [fabriques.personne() for _ in range(2)]
    for personne in gens:
        fabriques.adhesion(personne, ministere)
        donne = client.post(reverse("forum:mandat_donner", args=[instance.pk]), {
            "courriel": personne.email, "organisation": ministere.pk, "college": "public", "fonction": "membre",
            "designation": "nommee", "debut": "2026-01-01",
        })  # fmt: skip
        assert donne.status_code == 302, donne.content.decode()
    client.force_login(gens[0])
    page = client.get(cree.url).content.decode()
    assert str(gens[1]) in page and "Donner procuration" in page
    demain = timezone.localdate() + timedelta(days=1)
    envoi = {"mandataire": gens[1].pk, "debut": "2026-01-01", "fin": demain.isoformat(), "texte": "Je serai absente."}
    assert client.post(reverse("forum:procuration_donner", args=[instance.pk]), envoi).status_code == 302
    assert "Donnée à" in client.get(cree.url).content.decode()
    assert client.post(reverse("forum:instance_modifier", args=[instance.pk]), {}).status_code == 403
