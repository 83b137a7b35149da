"""Process changes: new limits from their date, their reason on the chart, undone in one gesture, kept by history."""

import re
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from ecosysteme.enums import Sens
from pilotage.models import EtatIndicateur, PhaseSpc
from pilotage.services import phases
from tests import fabriques

pytestmark = pytest.mark.django_db


@pytest.fixture
def serie(objectif, calculer):
    """Twelve points around 10, then eight around 30."""
    i = fabriques.indicateur(objectif, code="S", sens=Sens.BAISSE)
    for rang in range(20):
        fabriques.mesure(i, 2000 + rang, str((10 if rang < 12 else 30) + rang % 2))
    calculer()
    return i


@pytest.fixture
def client(client_de, gestionnaire):
    return client_de(gestionnaire)


def test_un_changement_donne_de_nouvelles_limites_et_se_retire(client, serie, calculer):
    etat = EtatIndicateur.objects.get(pk=serie.pk)
    assert etat.variation == "defavorable"
    url = reverse("pilotage:phase_ajouter", args=[serie.pk])
    reponse = client.post(url, {"debut": "1 avril 2012", "motif": "Nouveau guichet"})
    assert reponse.status_code == 302
    calculer()
    etat.refresh_from_db()
    assert etat.variation == "commune"
    page = client.get(reponse.url).content.decode()
    assert "Nouveau guichet" in re.search(r"<svg[^>]*g-xmr.*?</svg>", page, re.DOTALL)[0]
    assert "Changement de processus au 1er" in page
    phase = PhaseSpc.objects.get()
    client.post(reverse("pilotage:phase_retirer", args=[serie.pk, phase.pk]))
    calculer()
    etat.refresh_from_db()
    assert etat.variation == "defavorable"
    page = client.get(reponse.url).content.decode()
    assert "Changement de processus au 1er\u00a0avril\u00a02012, retiré" in page


def test_un_changement_sans_motif_ou_le_meme_jour_est_refuse(client, serie):
    url = reverse("pilotage:phase_ajouter", args=[serie.pk])
    sans_motif = client.post(url, {"debut": "2012-04-01", "motif": " "})
    assert sans_motif.status_code == 422
    assert "Dites ce qui a changé" in sans_motif.content.decode()
    client.post(url, {"debut": "2012-04-01", "motif": "Premier"})
    doublon = client.post(url, {"debut": "2012-04-01", "motif": "Second"})
    assert doublon.status_code == 422
    assert "Une phase commence déjà à cette date." in doublon.content.decode()
    assert PhaseSpc.objects.count() == 1


def test_retirer_deux_fois_ne_change_rien(serie, gestionnaire):
    phase = phases.noter_phase(par=gestionnaire, indicateur=serie, debut=date(2012, 4, 1), motif="Guichet")
    EtatIndicateur.objects.update(spc_a_refaire=False)
    phases.retirer_phase(par=gestionnaire, phase=phase)
    assert EtatIndicateur.objects.get(pk=serie.pk).spc_a_refaire
    EtatIndicateur.objects.update(spc_a_refaire=False)
    phase.pk = 999999
    phases.retirer_phase(par=gestionnaire, phase=phase)
    assert not EtatIndicateur.objects.get(pk=serie.pk).spc_a_refaire


def test_un_motif_vide_est_refuse_par_le_service(serie, gestionnaire):
    with pytest.raises(ValidationError):
        phases.noter_phase(par=gestionnaire, indicateur=serie, debut=date(2012, 4, 1), motif="  ")
