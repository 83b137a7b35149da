"""« Nous l'appliquons »: said once an organisation, what it gave, failures told as plainly, and taken up again."""

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from communaute.enums import Constat
from communaute.models import Adoption
from communaute.selectors.pratique import page
from communaute.services.adoptions import adopter, cesser, constater
from communaute.services.verification import rappeler
from ecosysteme.services.fiches import ConflitFiche
from tests import fabriques
from tests.saisie.aides import en_parallele

pytestmark = pytest.mark.django_db


def test_appliquer_le_dit_a_l_auteur_et_ouvre_l_initiative_qui_porte_le_travail(
    pratique, gestionnaire, gestionnaire_d_ailleurs, ailleurs, avis
):
    adoption = adopter(par=gestionnaire_d_ailleurs, pratique=pratique, organisation=ailleurs, ouvrir=True)
    assert adoption.depuis == timezone.localdate()
    assert adoption.initiative.titre == "Appliquer\u00a0: Trier le matin"
    assert list(adoption.initiative.organisations.all()) == [ailleurs]
    assert adoption.initiative.participations.get().personne == gestionnaire_d_ailleurs
    assert avis(gestionnaire) == ["Ministère d'Ailleurs applique votre pratique : Trier le matin"]


def test_on_n_applique_ni_la_sienne_ni_deux_fois_ni_demain_ni_ce_qui_n_est_pas_publie(
    pratique, adoption, gestionnaire, gestionnaire_d_ailleurs, ministere, ailleurs, gouvernement
):
    with pytest.raises(ValidationError, match="vient la pratique"):
        adopter(par=gestionnaire, pratique=pratique, organisation=ministere)
    with pytest.raises(ValidationError, match="applique déjà"):
        adopter(par=gestionnaire_d_ailleurs, pratique=pratique, organisation=ailleurs, mot="Autrement.")
    demain = timezone.localdate() + timedelta(days=1)
    with pytest.raises(ValidationError, match="jour passé"):
        adopter(par=gestionnaire_d_ailleurs, pratique=pratique, organisation=gouvernement, depuis=demain)
    type(pratique).objects.filter(pk=pratique.pk).update(etat="retiree", motif="Dépassée.")
    with pytest.raises(ValidationError, match="publiée"):
        adopter(par=gestionnaire_d_ailleurs, pratique=pratique, organisation=gouvernement)


def test_dix_clics_a_la_fois_font_une_adoption(
    transactional_db, journal_videable, pratique, gestionnaire_d_ailleurs, ailleurs
):
    def tenter():
        try:
            return adopter(par=gestionnaire_d_ailleurs, pratique=pratique, organisation=ailleurs, ouvrir=True).pk
        except ValidationError:
            return None

    rendus = en_parallele([tenter] * 10)
    assert set(rendus) == {Adoption.objects.get().pk}
    assert Adoption.objects.get().initiative is not None
    assert type(Adoption.objects.get().initiative).objects.count() == 1


def test_ce_qu_elle_donne_se_dit_succes_comme_echec_et_se_corrige(
    pratique, adoption, gestionnaire, gestionnaire_d_ailleurs, avis
):
    def dire(constat="sans_effet", texte="Rien n'a changé.", version=1):
        return constater(
            par=gestionnaire_d_ailleurs, adoption=adoption, constat=constat, texte=texte, version_lue=version
        )

    for manque in ({"constat": ""}, {"constat": "autre"}, {"texte": " "}):
        with pytest.raises(ValidationError):
            dire(**manque)
    dite = dire()
    assert (dite.constat, dite.constat_le) == (Constat.SANS_EFFET, timezone.localdate())
    with pytest.raises(ConflitFiche):
        dire()
    assert dire("reussit", "Trois jours de moins.", 2).constat == Constat.REUSSIT
    assert avis(gestionnaire)[-1] == "Ministère d'Ailleurs dit ce que donne votre pratique : Trier le matin"
    assert page(gestionnaire, pratique)["bilan"] == "1\u00a0organisation l'applique, 1 y voit l'effet attendu."


def test_qui_a_quitte_l_organisation_ne_parle_plus_pour_elle(adoption, gestionnaire_d_ailleurs, ailleurs, client_de):
    url = reverse("communaute:adoption_constater", args=[adoption.pk])
    assert client_de(gestionnaire_d_ailleurs).get(url).status_code == 200
    autre = fabriques.organisation()
    gestionnaire_d_ailleurs.adhesions.update(organisation=autre)
    assert client_de(gestionnaire_d_ailleurs).get(url).status_code == 403


def test_cesser_dit_pourquoi_reste_lisible_et_se_reprend(pratique, adoption, gestionnaire_d_ailleurs, ailleurs):
    with pytest.raises(ValidationError, match="pourquoi"):
        cesser(par=gestionnaire_d_ailleurs, adoption=adoption, motif="", version_lue=1)
    cesser(par=gestionnaire_d_ailleurs, adoption=adoption, motif="Plus personne.", version_lue=1)
    lue = page(gestionnaire_d_ailleurs, pratique)
    assert "Plus personne." in lue["adoptions"][0]["cessee"] and lue["adoptions"][0]["url_constat"] == ""
    assert lue["gestes"]["appliquer"]
    reprise = adopter(par=gestionnaire_d_ailleurs, pratique=pratique, organisation=ailleurs)
    assert (reprise.pk, reprise.cessee_le, reprise.version) == (adoption.pk, None, 3)


def test_apres_quatre_vingt_dix_jours_on_demande_une_fois_ce_qu_elle_donne(
    pratique, adoption, gestionnaire_d_ailleurs, avis
):
    jour = timezone.localdate()
    assert rappeler(jour=jour + timedelta(days=89)) == 0
    assert [rappeler(jour=jour + timedelta(days=90)) for _ in range(2)] == [1, 0]
    assert avis(gestionnaire_d_ailleurs)[0].startswith("Depuis trois mois que vous l'appliquez, que donne-t-elle ?")
    constater(par=gestionnaire_d_ailleurs, adoption=adoption, constat="reussit", texte="Mieux.", version_lue=1)
    assert rappeler(jour=jour + timedelta(days=400)) == 0


def test_mon_travail_demande_ce_qu_elle_donne_puis_se_tait(adoption, gestionnaire_d_ailleurs, client_de):
    client, url = client_de(gestionnaire_d_ailleurs), reverse("communaute:travail")
    constat = reverse("communaute:adoption_constater", args=[adoption.pk])
    assert constat not in client.get(url, headers={"HX-Request": "true"}).content.decode()
    with time_machine.travel(timezone.now() + timedelta(days=91), tick=False):
        client.force_login(gestionnaire_d_ailleurs)
        assert constat in client.get(url, headers={"HX-Request": "true"}).content.decode()
        client.post(constat, {"version": 1, "constat": "en_partie", "texte": "Un peu."})
        assert constat not in client.get(url, headers={"HX-Request": "true"}).content.decode()
