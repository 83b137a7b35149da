"""Two coordinators and one grid (FIABILITE 7): one writes, the others learn it; nothing is lost in silence."""

import threading
from decimal import Decimal

import pytest
from django.db import connection

from ecosysteme.services.fiches import ConflitFiche
from pilotage.models import GrilleQualite
from pilotage.services.qualite import juger_qualite
from tests import fabriques

pytestmark = pytest.mark.django_db(transaction=True)


def ensemble(plan, par, version_lue: int, n: int = 8) -> list[str]:
    """What `n` people who read the same version got, sending at the same instant what nobody wrote before."""
    depart, issues = threading.Barrier(n), []

    def ecrire(rang: int) -> None:
        try:
            depart.wait(10)
            juger_qualite(
                par=par, plan=plan, exercice=2019, qualite_jugee=Decimal(rang), non_documentee=None,
                motif=f"Lecture {rang}.", version_lue=version_lue,
            )  # fmt: skip
            issues.append("ecrit")
        except ConflitFiche:
            issues.append("conflit")
        finally:
            connection.close()

    fils = [threading.Thread(target=ecrire, args=(10 * version_lue + rang,)) for rang in range(1, n + 1)]
    for fil in fils:
        fil.start()
    for fil in fils:
        fil.join(30)
    return sorted(issues)


def test_huit_auteurs_a_la_fois_un_seul_ecrit_et_sept_l_apprennent(coordination, ministere):
    plan = fabriques.plan(ministere, 2018, 2021)
    for version in (0, 1):
        assert ensemble(plan, coordination, version) == ["conflit"] * 7 + ["ecrit"]
        grille = GrilleQualite.objects.get()
        assert grille.version == version + 1
        assert grille.motif == f"Lecture {grille.qualite_jugee:.0f}."
