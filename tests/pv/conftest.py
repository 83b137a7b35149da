"""A closed meeting of the ministry: three items, notes of two people, a decision, an action, a consensus, presences."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from ecosysteme.services.decisions import inscrire_decision
from pilotage.models import Accord, DecisionRencontre, EvenementRencontre, NoteRencontre, PointOrdreDuJour, Presence
from pilotage.services.actions import confier_action
from tests import fabriques

NEUF_HEURES = datetime(2026, 3, 3, 14, 0, tzinfo=UTC)


@pytest.fixture
def seance(ministere, gestionnaire, responsable, coordination):
    """Nine o'clock to 9 h 32 in Québec; the first item took twelve minutes, the third was carried over."""
    r = fabriques.rencontre_close(ministere, gestionnaire, titre="Comité de gestion")
    points = [
        PointOrdreDuJour.objects.create(
            rencontre=r, ordre=n, genre="libre", cle=f"libre:{n}", titre=titre, minutes=10, etat=etat
        )
        for n, (titre, etat) in enumerate((("Délais", "traite"), ("Accueil", "traite"), ("Divers", "reporte")), 1)
    ]
    for rang, (genre, point, minute) in enumerate(
        (("ouverte", points[0], 0), ("point", points[1], 12), ("close", None, 32)), 1
    ):
        quand = NEUF_HEURES + timedelta(minutes=minute)
        EvenementRencontre.objects.create(rencontre=r, rang=rang, genre=genre, point=point, quand=quand)
    for auteur, texte in (
        (gestionnaire, "Le délai monte."),
        (responsable, "La moitié est incomplète."),
    ):
        NoteRencontre.objects.create(
            rencontre=r, point=points[0], auteur=auteur, uuid=uuid4(), texte=texte, cree_le=NEUF_HEURES
        )
    Accord.objects.create(point=points[0], personne=gestionnaire, accord=90, prete_a_vivre=True)
    Accord.objects.create(point=points[0], personne=responsable, accord=70, prete_a_vivre=True)
    decision = inscrire_decision(
        par=gestionnaire, texte="On trie le jour même.", organe="Comité", organisation=ministere
    )
    DecisionRencontre.objects.create(rencontre=r, point=points[0], decision=decision)
    confier_action(
        par=gestionnaire, quoi="Écrire la marche à suivre", responsable=responsable, organisation=ministere,
        echeance=timezone.localdate() + timedelta(days=7), rencontre=r, point=points[0],
    )  # fmt: skip
    Presence.objects.create(rencontre=r, personne=responsable, arrivee_le=NEUF_HEURES)
    Presence.objects.create(rencontre=r, personne=coordination, absence="en congé")
    return r
