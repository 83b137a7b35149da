"""The Journal: nothing in it changes or goes, and each entry seals the one before."""

import hashlib
import json
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC

import pytest
from django.db import IntegrityError, connection, connections, transaction

from ecosysteme.models import Journal
from tests import fabriques


def consigner(n: int, acteur=None) -> None:
    Journal.objects.create(acte="essai", objet=f"objet {n}", contenu={"n": n, "mot": "été"}, acteur=acteur)


def chaine() -> list[Journal]:
    return list(Journal.objects.order_by("pk"))


def sceau(entree: Journal) -> str:
    """The seal, worked out again from what the entry says; the content as PostgreSQL writes it."""
    instant = entree.horodatage.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    contenu = json.dumps(entree.contenu, ensure_ascii=False)
    parties = (entree.precedent, instant, str(entree.acteur_id or ""), entree.acte, entree.objet, contenu)
    return hashlib.sha256("|".join(parties).encode()).hexdigest()


@pytest.mark.django_db
def test_chaque_entree_scelle_son_contenu_et_la_precedente():
    acteur = fabriques.personne()
    for n in range(3):
        consigner(n, acteur if n else None)
    entrees = chaine()
    assert [e.precedent for e in entrees] == ["", entrees[0].empreinte, entrees[1].empreinte]
    assert [sceau(e) == e.empreinte for e in entrees] == [True, True, True]


@pytest.mark.django_db
def test_l_heure_et_le_sceau_ne_se_choisissent_pas():
    """What an author of an entry would like to write there is written again by the database."""
    choisis = {"precedent": "f" * 64, "empreinte": "0" * 64, "horodatage": "2001-01-01T00:00Z"}
    Journal.objects.create(acte="essai", objet="x", **choisis)
    (entree,) = chaine()
    assert entree.precedent == "" and entree.empreinte == sceau(entree) and entree.horodatage.year > 2020


@pytest.mark.django_db
@pytest.mark.parametrize(
    "ordre",
    [
        "UPDATE ecosysteme_journal SET acte = 'autre'",
        "DELETE FROM ecosysteme_journal",
        "TRUNCATE ecosysteme_journal",
    ],
)
def test_rien_ne_se_modifie_ni_ne_s_efface(ordre):
    consigner(1)
    connection.check_constraints()
    with pytest.raises(IntegrityError, match="ne se modifie pas"), transaction.atomic(), connection.cursor() as curseur:
        curseur.execute(ordre)
    assert Journal.objects.filter(acte="essai").count() == 1


@pytest.mark.django_db
def test_une_entree_changee_par_la_force_se_voit():
    for n in range(3):
        consigner(n)
    connection.check_constraints()
    with connection.cursor() as curseur:
        curseur.execute("ALTER TABLE ecosysteme_journal DISABLE TRIGGER journal_refuser")
        curseur.execute("UPDATE ecosysteme_journal SET objet = 'autre' WHERE objet = 'objet 1'")
        curseur.execute("ALTER TABLE ecosysteme_journal ENABLE TRIGGER journal_refuser")
    assert [sceau(e) == e.empreinte for e in chaine()] == [True, False, True]


@pytest.mark.django_db(transaction=True)
def test_vingt_ecritures_a_la_fois_font_une_seule_chaine():
    def ecrire(n: int) -> None:
        try:
            consigner(n)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as fils:
        list(fils.map(ecrire, range(20)))
    entrees = chaine()
    assert len({e.precedent for e in entrees}) == 20
    assert [e.precedent for e in entrees] == ["", *(e.empreinte for e in entrees[:-1])]
