"""GC InfoBase: federal results indicators with their target, result and published status (one fiscal year)."""

import re
from datetime import date
from decimal import Decimal

from ecosysteme.enums import MotifAbsence
from ecosysteme.nombres import Nature
from ecosysteme.periodes import fin_de_mois

from ..refus import LigneRefusee
from .base import NUL, Cellules, Champ, Profil, Releve, Structure, copier

EXERCICE = 2016
DEBUT, FIN = "2016-04-01", "2017-03-31"
ECHEANCE_INCONNUE = "2018-03-31"
PLAN = "Cadre des résultats 2016-2017"
ORIGINE = ("FED", "Canada (données fédérales)", "portefeuille")
SOURCE = "GC InfoBase, Secrétariat du Conseil du Trésor du Canada"
LICENCE = "https://open.canada.ca/fr/licence-du-gouvernement-ouvert-canada"
SENS = {"au_moins": "hausse", "au_plus": "baisse", "exacte": "maintien", "plage": "plage"}
UNITES = {"percent": "%", "percent_range": "%", "dollar": "$", "dollar_range": "$"}
NOMBRE_NU = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")
LUS_COMME = {Nature.NON_DISPONIBLE: "non disponible", Nature.SANS_OBJET: "sans objet"}
JUGEMENTS = {"success": "t", "failure": "f"}


def _c(nom: str, libelle: str, obligatoire: bool = False, structure: bool = False) -> Champ:
    return Champ(nom, libelle, (), obligatoire, structure)


class Infobase(Profil):
    nom = "infobase"
    libelle = "GC InfoBase 2016-2017"
    description = "Indicateurs de résultats fédéraux : organisations, programmes, résultats, cibles et statuts publiés."
    champs = (
        _c("org_code", "Organisation (code)", True, True),
        _c("org_fr", "Organisation (nom)", True, True),
        _c("resp_fr", "Responsabilité", False, True),
        _c("programme_id", "Programme (code)", True, True),
        _c("programme_fr", "Programme", True, True),
        _c("resultat_id", "Résultat (code)", True, True),
        _c("resultat_fr", "Résultat attendu", True, True),
        _c("efficience", "Efficience", False, True),
        _c("indicateur_id", "Indicateur (code)", True, True),
        _c("indicateur_fr", "Indicateur", True, True),
        _c("type_cible", "Type de la cible", True, True),
        _c("forme_cible", "Forme de la cible", True, True),
        _c("cible_min_2016_17", "Cible minimale 2016-2017", True),
        _c("cible_max_2016_17", "Cible maximale 2016-2017", True),
        _c("resultat_2016_17", "Résultat 2016-2017", True),
        _c("statut_publie", "Statut publié", True),
        _c("periode", "Échéance passée ou future", True),
        _c("echeance_annee", "Échéance (année)", True),
        _c("echeance_mois", "Échéance (mois)", True),
    )

    def structure(self, cellules: Cellules) -> Structure:
        forme = cellules["forme_cible"]
        c = {
            "organisation": f"FED-{cellules.requis('org_code', 30)}",
            "organisation_nom": cellules.requis("org_fr", 300),
            "organisation_type": "organisme",
            **dict(zip(("parent", "parent_nom", "parent_type"), ORIGINE, strict=True)),
            "plan": PLAN,
            "plan_debut": str(EXERCICE),
            "plan_fin": str(EXERCICE),
            "orientation": cellules.requis("programme_id", 20),
            "orientation_titre": cellules.requis("programme_fr", 500),
            "enjeu": cellules.texte("resp_fr", 500),
            "objectif": cellules.requis("resultat_id", 20),
            "objectif_titre": cellules.requis("resultat_fr", 500),
            "code": cellules.requis("indicateur_id", 60),
            "nom": cellules.requis("indicateur_fr", 1000),
            "type": "efficience" if cellules["efficience"] == "1" else "effet",
            "sens": SENS.get(forme, "maintien"),
            "unite": UNITES.get(cellules["type_cible"], ""),
            "source": SOURCE,
            "source_url": LICENCE,
        }
        if forme not in SENS:
            cellules.avertir("forme_cible", forme, "Aucun sens publié : « maintien » par défaut, à confirmer.")
        return Structure(unite=c["unite"], frequence="annuelle", sens=c["sens"], colonnes=c)

    def releve(self, cellules: Cellules, structure: Structure) -> Releve:
        releve = Releve()
        self._mesure(cellules, releve)
        self._cible(cellules, releve)
        return releve

    def _mesure(self, cellules: Cellules, releve: Releve) -> None:
        releve.debut, releve.fin = DEBUT, FIN
        releve.source = SOURCE
        texte, statut = cellules["resultat_2016_17"], cellules["statut_publie"]
        try:
            nature, valeur = cellules.resultat("resultat_2016_17")
        except LigneRefusee:
            nature, valeur = Nature.NON_DISPONIBLE, ""
            releve.commentaire = copier(f"Résultat publié en texte : {texte}"[:2000])
            cellules.avertir("resultat_2016_17", texte, "Résultat en texte : gardé en commentaire, sans valeur.")
        else:
            self._dire_le_texte(cellules, texte, nature, valeur)
        if nature == Nature.NOMBRE:
            releve.valeur = valeur
        elif statut == "not_appl" or nature == Nature.SANS_OBJET:
            releve.sans_objet = "t"
        else:
            releve.motif = MotifAbsence.NON_MESURE
            if nature == Nature.VIDE:
                cellules.avertir("resultat_2016_17", "", "Aucun résultat publié : non disponible.")

    def _dire_le_texte(self, cellules: Cellules, texte: str, nature: Nature, valeur: str) -> None:
        """A result published as a text that could be read: say how it was."""
        if nature in LUS_COMME:
            cellules.avertir("resultat_2016_17", texte, f"Résultat en texte : lu comme « {LUS_COMME[nature]} ».")
        elif nature == Nature.NOMBRE and not NOMBRE_NU.fullmatch(texte):
            lu = valeur.replace(".", ",")
            cellules.avertir("resultat_2016_17", texte, f"Résultat en texte : lu comme le nombre {lu}.")

    def _cible(self, cellules: Cellules, releve: Releve) -> None:
        forme = cellules["forme_cible"]
        mini, maxi = cellules.nombre("cible_min_2016_17"), cellules.nombre("cible_max_2016_17")
        if forme not in (*SENS, "texte"):
            cellules.avertir("forme_cible", forme, "Aucune cible publiée pour 2016-2017.")
            return
        if forme == "texte":
            releve.texte = "Cible énoncée en texte, absente du fichier"
            releve.jugee = JUGEMENTS.get(cellules["statut_publie"], NUL)
            cellules.avertir("forme_cible", forme, "Cible en texte : le jugement publié est repris.")
        elif not self._bornes_completes(forme, mini, maxi):
            cellules.refuser("forme_cible", forme, "Il manque une valeur à cette forme de cible.")
        elif forme == "plage" and Decimal(mini) > Decimal(maxi):
            cellules.avertir(
                "cible_min_2016_17", f"{mini} > {maxi}", "Minimum plus grand que le maximum : bornes remises en ordre."
            )
            mini, maxi = maxi, mini
        elif mini and mini == maxi:
            cellules.avertir(
                "cible_min_2016_17",
                mini,
                "Minimum égal au maximum : cible exacte, atteinte dès que le résultat l'égale.",
            )
        releve.exercice, releve.forme = str(EXERCICE), forme
        releve.valeur_min, releve.valeur_max = mini or NUL, maxi or NUL
        releve.echeance = self._echeance(cellules)

    @staticmethod
    def _bornes_completes(forme: str, mini: str, maxi: str) -> bool:
        return bool(maxi) if forme == "au_plus" else bool(mini and (maxi or forme != "plage"))

    def _echeance(self, cellules: Cellules) -> str:
        annee, mois = cellules["echeance_annee"], cellules["echeance_mois"]
        if annee.isdigit() and mois.isdigit() and 1900 <= int(annee) <= 2200 and 1 <= int(mois) <= 12:
            echeance = fin_de_mois(int(annee), int(mois))
            if cellules["periode"] != "past" or echeance <= date.fromisoformat(FIN):
                return echeance.isoformat()
        if cellules["periode"] == "past":
            return FIN
        cellules.avertir("echeance_annee", annee, "Échéance non datée : portée au 31 mars 2018.")
        return ECHEANCE_INCONNUE
