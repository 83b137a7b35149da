"""What the page that explores an indicator shows: the same chart and the same table, and the figure for Plotly."""

from typing import Any

from django.urls import reverse

from ecosysteme.plotly_statique import feuilles_reconnues

from ..graphiques.explorable import Lecture, figure
from . import resultats
from .fiche import Vue, graphique
from .fil import fil_indicateur


def contexte(vue: Vue, requete: str) -> dict[str, Any]:
    i, lue = vue.indicateur, vue.serie
    annees = resultats.exercices_de(lue)
    return {
        "indicateur": i,
        "sujet": f"indicateur:{i.pk}",
        "fil": fil_indicateur(i, "Explorer"),
        "graphique": graphique(lue),
        "lignes": resultats.lignes(lue, vue.bilans, annees, vue.exercice, tout=True),
        "colonnes": {"commentaire": False, "source": False},
        "source_commune": "",
        "droits": {"saisir": False, "valider": False},
        "abregee": False,
        "url_figure": f"{reverse('pilotage:explorer_figure', args=[i.pk])}?{requete}",
        "nom_image": f"indicateur-{i.code}",
        "feuilles_reconnues": feuilles_reconnues(),
    }


def figure_de(vue: Vue) -> dict[str, Any]:
    """The figure as JSON values."""
    lue = vue.serie
    return figure(
        Lecture(
            analyse=lue.analyse,
            etiquettes=lue.etiquettes,
            cibles=lue.cibles_des_points,
            noms_phases=lue.noms_phases,
            unite=lue.indicateur.unite,
            decimales=lue.indicateur.decimales,
        )
    )
