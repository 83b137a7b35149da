"""Yearly series of results: one code, one name, one result a period (as resultats-quebec.csv)."""

from ecosysteme.enums import Sens

from .base import Cellules, Champ, Structure, plier
from .standard import Standard

PLAN = "Résultats suivis"
EXERCICES = ("2015", "2027")
UNITES = {"pourcentage": "%", "nombre": "", "dollars": "$", "dollars en millions": "M$"}


class Series(Standard):
    nom = "series"
    libelle = "Séries de résultats"
    description = (
        "Code, indicateur, unité, sens, organisation, période et résultat : une ligne par période, sans cible."
    )
    champs = (
        Champ("code", "Code", ("code indicateur",), True, True, "1.1.1"),
        Champ("nom", "Indicateur", ("nom", "nom de l'indicateur", "libellé"), True, True),
        Champ("unite", "Unité", ("unité de mesure",), False, True),
        Champ("sens", "Sens", ("direction",), True, True, "hausse, baisse, maintien, plage"),
        Champ("organisation", "Sigle", ("organisation sigle", "sigle de l'organisation"), True, True),
        Champ("organisation_nom", "Organisation", ("nom de l'organisation", "ministère"), False, True),
        Champ("releve_de", "Relève de", ("portefeuille",), False, True),
        Champ("periode", "Période", ("année", "exercice"), True, False, "2015 ou 2014/2015"),
        Champ("resultat", "Résultat", ("valeur",), True),
        Champ("source_resultat", "Source"),
    )

    def structure(self, cellules: Cellules) -> Structure:
        code = cellules.requis("code", 60)
        parties = code.split(".")
        unite = cellules.texte("unite", 100)
        c = {
            "organisation": cellules.requis("organisation", 40),
            "organisation_nom": cellules.texte("organisation_nom", 300),
            "organisation_type": "ministere",
            "parent": cellules.texte("releve_de", 40),
            "plan": PLAN,
            "plan_debut": EXERCICES[0],
            "plan_fin": EXERCICES[1],
            "orientation": parties[0][:20],
            "objectif": ".".join(parties[:2])[:20],
            "code": code,
            "nom": cellules.requis("nom", 1000),
            "unite": UNITES.get(plier(unite), unite),
            "sens": cellules.choix("sens", Sens),
        }
        if not c["sens"]:
            cellules.refuser("sens", "", "Le sens est requis : il n'est jamais deviné.")
        return Structure(unite=c["unite"], frequence="annuelle", sens=c["sens"], colonnes=c)
