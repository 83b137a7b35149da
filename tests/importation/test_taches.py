"""Tasks of the imports: found by their names, sent to the heavy queue, taken up again by the sweeper."""

import pytest
from celery import current_app
from django.conf import settings

from pilotage import tasks
from pilotage.enums import EtatImport
from pilotage.models import Importation
from pilotage.services import imports

ENTETE = "organisation;code;periode;resultat\n"


@pytest.mark.parametrize("nom", sorted(set(imports.TACHES.values())))
def test_chaque_tache_nommee_existe_et_part_dans_la_file_lourde(nom):
    current_app.loader.import_default_modules()
    assert nom in current_app.tasks
    assert settings.CELERY_TASK_ROUTES[nom] == {"queue": "lourd"}


def test_une_tache_d_import_ne_passe_jamais_par_la_file_interactive(monkeypatch):
    from ecosysteme import ecriture

    envois = []
    monkeypatch.setattr(current_app, "send_task", lambda nom, **k: envois.append((nom, k["queue"])))
    for nom in set(imports.TACHES.values()):
        ecriture.envoyer(nom, 1)
    ecriture.envoyer("pilotage.tasks.recalculer")
    assert {file for nom, file in envois if "import" in nom} == {"lourd"}
    assert ("pilotage.tasks.recalculer", "interactif") in envois


@pytest.mark.django_db
def test_les_taches_font_avancer_l_import_jusqu_a_la_publication(apercu, indicateur):
    importation = apercu(f"{ENTETE}MCL;1.1.1;2023-2024;1\n")
    Importation.objects.filter(pk=importation.pk).update(etat=EtatImport.ANALYSE)
    tasks.importer(importation.pk)
    importation.refresh_from_db()
    assert importation.etat == EtatImport.PRET
    imports.demander_publication(par=None, importation=importation)
    tasks.publier_import(importation.pk)
    importation.refresh_from_db()
    assert importation.etat == EtatImport.PUBLIE


@pytest.mark.django_db
def test_le_balayage_periodique_relance_un_import_oublie(apercu, indicateur, monkeypatch):
    importation = apercu(f"{ENTETE}MCL;1.1.1;2023-2024;1\n")
    vieux = importation.maj_le - imports.REPRISE * 2
    Importation.objects.filter(pk=importation.pk).update(etat=EtatImport.PUBLICATION, maj_le=vieux)
    envois = []
    monkeypatch.setattr(imports, "envoyer", lambda *a: envois.append(a))
    tasks.balayer()
    assert envois == [("pilotage.tasks.publier_import", importation.pk)]
