"""Reports: the worker's whole work for twenty-five organisations of fifty indicators, pages and PDF."""

import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from unittest.mock import patch

from django.test import override_settings

from pilotage.models import Rapport
from pilotage.selectors.rapport_selection import Choix, Selection, choisir_organisations
from pilotage.services import rapports, rapports_depot

from . import donnees, serveurs
from .harnais import Banc, Chiffre, chiffre, chronometrer

ORGANISATIONS = 25


def _vingt_cinq(*arguments: Any) -> Choix:
    """The first twenty-five organisations that have plans, as a selection would hold them."""
    choix = choisir_organisations(*arguments)
    return replace(choix, lignes=tuple(o for o in choix.lignes if o.type == "organisme")[:ORGANISATIONS])


def _demande() -> Rapport:
    personne, selection = serveurs.coordination(), Selection.lire({"exercice": str(donnees.DERNIER_EXERCICE)})
    return rapports.demander_rapport(par=personne, choix=_vingt_cinq(personne, selection))


@chiffre("rapports")
def rapport_de_25_ministeres(banc: Banc) -> Iterator[Chiffre]:
    """Once: it lasts seconds, and nothing in it is warmed by a first run."""
    with (
        tempfile.TemporaryDirectory() as dossier,
        override_settings(MEDIA_ROOT=dossier),
        patch.object(rapports, "choisir_organisations", _vingt_cinq),
        patch("ecosysteme.ecriture.envoyer", lambda *_: True),
    ):
        demande = _demande()
        duree = chronometrer(lambda: rapports.preparer(demande.pk))
        demande.refresh_from_db()
        if demande.etat != "pret":
            raise RuntimeError(demande.erreur)
        poids = (Path(dossier) / demande.chemin / rapports_depot.PDF).stat().st_size
        lignes = len(demande.contenu["organisations"])
        demande.delete()
    note = f"{lignes} organisations de {donnees.PAR_ORGANISATION} indicateurs, PDF de {poids / 1e6:.1f} Mo"
    yield Chiffre(f"Rapport de {ORGANISATIONS} ministères, pages et PDF", duree, borne=20, note=note)
