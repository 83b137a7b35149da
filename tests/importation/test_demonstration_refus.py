"""The demonstration on a base that holds something else, and where it must not go."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from ecosysteme.enums import TypeOrganisation
from ecosysteme.models import Organisation, Personne
from ecosysteme.permissions import droits
from pilotage.services import demonstration

pytestmark = pytest.mark.django_db


def test_la_production_la_refuse(db, settings):
    settings.PRODUCTION = True
    with pytest.raises(CommandError, match="production"):
        call_command("demonstration", stdout=StringIO())
    assert not Personne.objects.exists() and not Organisation.objects.exists()


def test_le_gouvernement_deja_la_est_garde(db):
    Organisation.objects.create(sigle="GOUV", nom="Gouvernement", type=TypeOrganisation.GOUVERNEMENT)
    demonstration.charger()
    assert Organisation.objects.get(type=TypeOrganisation.GOUVERNEMENT).sigle == "GOUV"
    assert droits(Personne.objects.get(email="coordination@demo.exemple")).peut("coordonner")
