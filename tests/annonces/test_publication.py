"""Whom an announcement is for is frozen when it is published, and everyone in it is told once."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from ecosysteme.models import Adhesion, Journal, Notification
from pilotage.models import Annonce, LectureAnnonce
from pilotage.services.annonces import ConflitAnnonce, empreinte, modifier_annonce, noter_lecture, publier_annonce
from tests import fabriques

pytestmark = pytest.mark.django_db


def destinataires(annonce):
    return set(annonce.lectures.values_list("personne_id", flat=True))


def test_des_listes_vides_n_excluent_personne_sauf_qui_ecrit(
    brouillon, publier, coordination, gestionnaire, membre_prive
):
    annonce = brouillon()
    publier(annonce)
    assert destinataires(annonce) == {gestionnaire.pk, membre_prive.pk}


def test_les_roles_les_niveaux_et_les_organisations_se_combinent(
    brouillon, publier, foule, ministere, ailleurs, gouvernement
):
    service = fabriques.organisation(parent=ministere, type="direction")
    voulus = foule(service, "direction", 2)
    foule(service, "gestion_equipe", 1)
    foule(ailleurs, "direction", 1)
    foule(service, "direction", 1, role="membre_public")
    annonce = brouillon([ministere], roles=["gestionnaire"], niveaux=["direction"])
    publier(annonce)
    assert destinataires(annonce) == {p.pk for p in voulus}


def test_un_niveau_non_precise_peut_etre_vise(brouillon, publier, foule, ministere):
    sans = foule(ministere, "", 1)
    foule(ministere, "direction", 1)
    annonce = brouillon(niveaux=[""])
    publier(annonce)
    assert destinataires(annonce) == {p.pk for p in sans}


def test_un_role_termine_ou_un_compte_ferme_ne_recoit_rien(brouillon, publier, ministere, gestionnaire):
    fini = fabriques.personne()
    fabriques.adhesion(fini, ministere, fin=date(2024, 1, 1))
    ferme = fabriques.personne(is_active=False)
    fabriques.adhesion(ferme, ministere)
    annonce = brouillon()
    publier(annonce)
    assert destinataires(annonce) == {gestionnaire.pk}


def test_une_personne_a_plusieurs_roles_recoit_une_fois_a_son_plus_haut_niveau(
    brouillon, publier, foule, ministere, ailleurs
):
    (personne,) = foule(ministere, "professionnel", 1)
    fabriques.adhesion(personne, ailleurs)
    Adhesion.objects.filter(organisation=ailleurs).update(niveau_gestion="direction")
    annonce = brouillon()
    assert publier(annonce) == 1
    assert annonce.lectures.get().niveau_gestion == "direction"


def test_l_audience_est_figee_et_chacun_averti_une_fois(brouillon, publier, gestionnaire, ministere, coordination):
    annonce = brouillon()
    publier(annonce)
    fabriques.adhesion(fabriques.personne(), ministere)
    Adhesion.objects.filter(personne=gestionnaire).delete()
    assert destinataires(annonce) == {gestionnaire.pk}
    avis = Notification.objects.get()
    assert (avis.personne, avis.type, avis.url) == (gestionnaire, "annonce", f"/pilotage/annonces/{annonce.pk}/")
    with pytest.raises(ConflitAnnonce):
        publier(annonce)
    assert Notification.objects.count() == LectureAnnonce.objects.count() == 1
    assert Journal.objects.get().contenu["destinataires"] == 1


def test_une_annonce_pour_personne_ne_se_publie_pas(brouillon, publier, coordination):
    annonce = brouillon()
    with pytest.raises(ValidationError, match="Personne"):
        publier(annonce)
    assert Annonce.objects.get().publiee_le is None


def test_deux_redactrices_ne_s_ecrasent_pas_sans_le_savoir(brouillon, coordination, ministere, gestionnaire):
    annonce = brouillon()
    lue = empreinte(annonce)
    champs = {"titre": "Autre", "texte": "Autre.", "roles": [], "niveaux": []}
    modifier_annonce(par=coordination, annonce=annonce, champs=champs, organisations=[ministere], lue=lue)
    for geste in (
        lambda: modifier_annonce(par=coordination, annonce=annonce, champs=champs, organisations=[], lue=lue),
        lambda: publier_annonce(par=coordination, annonce=annonce, lue=lue),
    ):
        with pytest.raises(ConflitAnnonce) as conflit:
            geste()
        assert conflit.value.annonce.titre == "Autre"


def test_lire_une_fois_suffit_et_vaut_pour_la_notification(brouillon, publier, gestionnaire):
    annonce = brouillon()
    publier(annonce)
    noter_lecture(par=gestionnaire, annonce=annonce)
    premiere = annonce.lectures.get().lue_le
    noter_lecture(par=gestionnaire, annonce=annonce)
    assert annonce.lectures.get().lue_le == premiere is not None
    assert Notification.objects.get().lue_le is not None
