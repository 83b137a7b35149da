"""Words of the history: what each kind of row is called, and how its fields are told."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import models

from ecosysteme.enums import EtatMesure, MotifAbsence, Territoire
from ecosysteme.format import avec_unite, date_longue, exercice_texte, nombre, periode_texte, unite_courte
from ecosysteme.models import Cible, Indicateur, Mesure, Objectif, Orientation, PlanStrategique

from ..explications import cible_en_mots
from ..models import PhaseSpc
from ..notation import JUGEES, CibleVue

LONGUEUR = 300


@dataclass(frozen=True, slots=True)
class Genre:
    modele: type[models.Model]
    singulier: str
    pluriel: str
    cree: str
    creees: str
    retire: str


OBJETS = {
    "indicateur": Genre(Indicateur, "fiche", "fiches", "créée", "créées", "retirée"),
    "cible": Genre(Cible, "cible", "cibles", "fixée", "fixées", "retirée"),
    "mesure": Genre(Mesure, "résultat", "résultats", "saisi", "saisis", "retiré"),
    "phase": Genre(PhaseSpc, "changement de processus", "changements de processus", "noté", "notés", "retiré"),
    "objectif": Genre(Objectif, "objectif", "objectifs", "créé", "créés", "retiré"),
    "orientation": Genre(Orientation, "orientation", "orientations", "créée", "créées", "retirée"),
    "plan": Genre(PlanStrategique, "plan", "plans", "créé", "créés", "retiré"),
}
TUS = {
    "id", "version", "note_changement", "cree_le", "saisie_le", "saisie_par_id", "importation_id", "indicateur_id",
    "objectif_id", "orientation_id", "plan_id", "auteur_id", "exercice", "territoire",
    "responsable_id", "organisation_id", "parent_id",
}  # fmt: skip
GROUPES = {
    "cible": {"forme", "valeur_min", "valeur_max", "texte"},
    "mesure": {"debut", "fin", "valeur", "motif_absence", "sans_objet", "etat"},
}
NOMMES = {"responsable": "responsable", "organisation": "organisation", "parent": "indicateur parent"}


@dataclass(frozen=True, slots=True)
class Redacteur:
    """Tells rows in the unit of the indicator."""

    unite: str
    decimales: int | None
    codes: Mapping[int, str]

    def nommer(self, objet: str, ligne: Mapping[str, Any]) -> str:
        """« Cible 2025-2026, Montréal », « Résultat avril 2025 »…"""
        nom = OBJETS[objet].singulier.capitalize()
        lieu = f", {Territoire(ligne['territoire']).label}" if ligne.get("territoire") else ""
        code = self.codes.get(int(ligne.get("indicateur_id") or 0), "")
        devant = f"{code} : {nom.lower()}" if code else nom
        if objet == "cible":
            return f"{devant} {exercice_texte(int(ligne['exercice']))}{lieu}"
        if objet == "mesure":
            return f"{devant} {periode_texte(_jour(ligne['debut']), _jour(ligne['fin']))}{lieu}"
        if objet == "phase":
            return f"{devant} au {date_longue(_jour(ligne['debut']))}"
        if objet == "indicateur":
            return f"{nom} de {ligne['code']}" if self.codes else nom
        return f"{nom} {ligne['numero']}" if "numero" in ligne else nom

    def etendue(self, objet: str, lignes: Sequence[Mapping[str, Any]]) -> str:
        """« , de 2015 à 2023 » for rows that have a period."""
        if objet == "mesure":
            ordre = sorted(lignes, key=lambda ligne: ligne["fin"])
            bouts = [periode_texte(_jour(b["debut"]), _jour(b["fin"])) for b in (ordre[0], ordre[-1])]
        elif objet == "cible":
            annees = sorted(int(ligne["exercice"]) for ligne in lignes)
            bouts = [exercice_texte(annees[0]), exercice_texte(annees[-1])]
        else:
            return ""
        return f", de {bouts[0]} à {bouts[1]}" if bouts[0] != bouts[1] else f", {bouts[0]}"

    def valeur(self, objet: str, ligne: Mapping[str, Any]) -> str:
        """What a row says, in short."""
        if objet == "cible":
            return self._cible(ligne)
        if objet == "mesure":
            return self._mesure(ligne)
        if objet == "phase":
            return str(ligne["motif"])
        return str(ligne.get("titre") or ligne.get("nom") or "")

    def differences(self, objet: str, avant: Mapping[str, Any], apres: Mapping[str, Any]) -> list[dict[str, str]]:
        """Field by field, as the sheet calls them; fields that make one thing are told together."""
        ensemble = GROUPES.get(objet, set())
        dites = []
        if any(avant.get(champ) != apres.get(champ) for champ in ensemble):
            dites.append({"champ": "", "avant": self.valeur(objet, avant), "apres": self.valeur(objet, apres)})
        for champ in apres:
            if champ in TUS or champ in ensemble or champ.startswith("pgh_") or avant.get(champ) == apres[champ]:
                continue
            libelle, ecrit = self._champ(objet, champ)
            dites.append({"champ": libelle, "avant": ecrit(avant.get(champ)), "apres": ecrit(apres[champ])})
        return dites

    def _champ(self, objet: str, champ: str):
        """The label of a field and how to write its values."""
        if champ in NOMMES:
            return NOMMES[champ], lambda v: str(v or "aucun")
        modele = OBJETS[objet].modele
        try:
            lu = modele._meta.get_field(champ)
        except models.FieldDoesNotExist:
            return champ, _texte
        choix = dict(lu.flatchoices)
        if choix:
            return str(lu.verbose_name), lambda v: str(choix.get(v, v) or "aucun")
        if isinstance(lu, models.BooleanField):
            return str(lu.verbose_name), lambda v: "à juger" if v is None else "oui" if v else "non"
        if isinstance(lu, models.DateField):
            return str(lu.verbose_name), lambda v: date_longue(_jour(v)) if v else "aucune"
        if isinstance(lu, models.DecimalField | models.IntegerField):
            return str(lu.verbose_name), lambda v: "aucune" if v is None else nombre(Decimal(v))
        return str(lu.verbose_name), _texte

    def _cible(self, ligne: Mapping[str, Any]) -> str:
        if ligne["forme"] in JUGEES:
            return str(ligne["texte"])
        vue = CibleVue(ligne["forme"], ligne["valeur_min"], ligne["valeur_max"])
        return cible_en_mots(vue, unite_courte(self.unite), self.decimales)

    def _mesure(self, ligne: Mapping[str, Any]) -> str:
        if ligne["sans_objet"]:
            return "sans objet"
        if ligne["valeur"] is None:
            return MotifAbsence(ligne["motif_absence"]).label.lower()
        dit = avec_unite(Decimal(ligne["valeur"]), unite_courte(self.unite), self.decimales)
        return f"{dit} (provisoire)" if ligne["etat"] == EtatMesure.PROVISOIRE else dit


def _jour(brut: str) -> date:
    return date.fromisoformat(str(brut)[:10])


def _texte(valeur: Any) -> str:
    dit = str(valeur or "").strip()
    return (dit[: LONGUEUR - 1] + "…" if len(dit) > LONGUEUR else dit) or "vide"
