"""Row 4: PostgreSQL killed during writes: what was acknowledged is stored, the portal answers 503, then serves."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client

from ecosysteme.models import Mesure
from pilotage import bilans
from tests import fabriques
from tests.bilans.test_suites import differences
from tests.lanceur.aides import attendre
from tests.pannes.serveurs import demander

pytestmark = [pytest.mark.pannes, pytest.mark.timeout(300)]
COMBIEN = 200


def dits(ecrivain):
    """(day, value) of every result its author was told is stored."""
    lignes = (ligne.split() for ligne in ecrivain.dit.splitlines())
    return {(date.fromisoformat(mots[0]), Decimal(mots[1])) for mots in lignes if len(mots) == 2}


def test_base_tuee_pendant_les_ecritures_ce_qui_est_dit_est_garde(chantier):
    indicateur = fabriques.indicateur(organisation=fabriques.organisation(type="gouvernement"))
    ecrivain = chantier.script("ecrivain", str(indicateur.pk), str(COMBIEN))
    for part in (1, 2):
        attendre(lambda part=part: len(dits(ecrivain)) > part * COMBIEN // 4)
        chantier.postgres.tuer()
        avant = dits(ecrivain)
        connection.close()
        chantier.postgres.demarrer()
        gardes = set(Mesure.objects.values_list("fin", "valeur"))
        assert avant <= gardes
    attendre(lambda: "fini" in ecrivain.dit)
    assert dits(ecrivain) == set(Mesure.objects.values_list("fin", "valeur"))
    assert len(dits(ecrivain)) == COMBIEN
    list(bilans.vider())
    assert differences() == {}


def test_base_absente_le_portail_dit_503_et_quand_revenir_puis_sert_de_nouveau(chantier):
    organisation = fabriques.organisation(type="gouvernement")
    personne = fabriques.personne()
    fabriques.adhesion(personne, organisation)
    client = Client()
    client.force_login(personne)
    session = client.cookies["sessionid"].value
    adresse = chantier.portail()
    pages = [f"{adresse}/pilotage/", f"{adresse}/pilotage/organisations/{organisation.pk}/"]
    assert [demander(page, session)[0] for page in pages] == [200, 200]
    chantier.postgres.tuer()
    for page in pages:
        code, entetes = demander(page, session)
        assert (code, entetes.get("Retry-After") or entetes.get("retry-after")) == (503, "5")
    connection.close()
    chantier.postgres.demarrer()
    attendre(lambda: [demander(page, session)[0] for page in pages] == [200, 200], 30)


def test_base_redemarree_un_travailleur_reprend(chantier):
    indicateur = fabriques.indicateur(organisation=fabriques.organisation(type="gouvernement"))
    chantier.travailleur()
    chantier.postgres.tuer()
    connection.close()
    chantier.postgres.demarrer()
    fabriques.mesure(indicateur, 2025, "4")
    chantier.envoyer("pilotage.tasks.balayer", fois=2)
    chantier.attendre_calcul()
    assert differences() == {}
