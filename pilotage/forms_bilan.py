"""What became of a posted grid: what was saved, in one sentence, and what comes back to the person, cell by cell."""

from collections.abc import Iterable
from typing import Any

from django.db.models import prefetch_related_objects

from ecosysteme.format import compte, pluriel
from ecosysteme.models import Mesure, Personne
from ecosysteme.services.lots import ResultatLot

from .forms_grille import PUBLIER, Envoi
from .selectors.saisie import vue_lot
from .selectors.saisie_lignes import Conflit, Ligne, auteur_de, texte_de, verrou_de, vue_mesure

DOUTES_MAX = 5


class BilanSaisie:
    """Told to a page that posts by script (`json`), or laid on the page that is rendered again (`poser`)."""

    def __init__(self, envoi: Envoi, fait: ResultatLot, personne: Personne) -> None:
        self.envoi, self.fait = envoi, fait
        for mesure in fait.ecrites.values():
            mesure.saisie_par = personne
        lues = [m for m in (*fait.inchangees.values(), *fait.conflits.values()) if m is not None]
        prefetch_related_objects(lues, "saisie_par")

    @property
    def statut(self) -> int:
        if self.envoi.empeche:
            return 503
        return 409 if self.fait.conflits else 422 if self.envoi.erreurs else 200

    @property
    def message(self) -> str:
        """« 10 résultats publiés, 1 résultat retiré. 1 conflit à trancher, 2 erreurs à corriger. »"""
        if self.envoi.empeche:
            return f"Rien n'a été enregistré. {self.envoi.empeche}"
        ecrites, retirees, deja = len(self.fait.ecrites), len(self.fait.retirees), len(self.fait.inchangees)
        verbe = "publié" if self.envoi.acte == PUBLIER else "enregistré"
        suite = "" if self.envoi.acte == PUBLIER else f" comme {pluriel(ecrites, 'provisoire')}"
        faits = [
            f"{compte(ecrites, 'résultat')} {pluriel(ecrites, verbe)}{suite}" if ecrites else "",
            f"{compte(retirees, 'résultat')} {pluriel(retirees, 'retiré')}" if retirees else "",
            f"{compte(deja, 'résultat')} déjà à jour" if deja else "",
        ]
        restes = [
            f"{compte(len(self.fait.conflits), 'conflit')} à trancher" if self.fait.conflits else "",
            f"{compte(len(self.envoi.erreurs), 'erreur')} à corriger" if self.envoi.erreurs else "",
        ]
        phrases = [", ".join(filter(None, groupe)) for groupe in (faits, restes)]
        return " ".join(f"{phrase}." for phrase in phrases if phrase) or "Aucun changement à enregistrer."

    @property
    def doutes(self) -> dict[str, str]:
        """Warnings about what was saved; what was not is told otherwise."""
        ecrites = {_cle(cle) for cle in self.fait.ecrites}
        return {cle: phrase for cle, phrase in self.envoi.doutes.items() if cle in ecrites}

    def phrases_doutes(self) -> list[str]:
        """The first warnings, each with the name of its indicator."""
        lignes = self.envoi.lignes
        return [f"{lignes[int(cle.split('.')[0])].nom} : {p}" for cle, p in list(self.doutes.items())[:DOUTES_MAX]]

    def json(self) -> dict[str, Any]:
        groupes = (self.fait.ecrites, dict.fromkeys(self.fait.retirees), self.fait.inchangees)
        return {
            "message": self.message,
            "cellules": {_cle(cle): self._vue(cle, m) for groupe in groupes for cle, m in groupe.items()},
            "conflits": {_cle(cle): self._vue(cle, m) for cle, m in self.fait.conflits.items()},
            "erreurs": {} if self.envoi.empeche else self.envoi.erreurs,
            "doutes": self.doutes,
            "lot": vue_lot(self.fait.lot),
        }

    def _vue(self, cle: tuple, mesure: Mesure | None) -> dict[str, Any]:
        return vue_mesure(mesure, verrou_de(mesure, self.envoi.lignes[cle[0]].peut_valider))

    def poser(self, lignes: Iterable[Ligne]) -> list[dict[str, str]]:
        """Put back what was typed beside what is wrong; returns the list shown at the top of the page."""
        conflits = {_cle(cle): mesure for cle, mesure in self.fait.conflits.items()}
        resume = []
        for ligne in lignes:
            for cellule in ligne.cellules:
                envoyee = self.envoi.cellules.get(cellule.cle)
                if envoyee is None or not (envoyee.erreur or cellule.cle in conflits):
                    continue
                cellule.saisi, cellule.saisi_commentaire = envoyee.saisi, envoyee.saisi_commentaire
                cellule.erreur, cellule.conflit, cellule.choisie = envoyee.erreur, envoyee.conflit, envoyee.choisie
                if cellule.cle in conflits:
                    autre = conflits[cellule.cle]
                    cellule.conflit = Conflit(texte_de(autre), auteur_de(autre)) if autre else Conflit("", "")
                    cellule.erreur = "Modifié par quelqu'un d'autre : choisissez la valeur à garder."
                resume.append(
                    {
                        "cle": cellule.cle,
                        "nom": f"{ligne.nom}, {cellule.nom}",
                        "raison": cellule.erreur,
                    }
                )
        return resume


def phrase_annulation(fait: ResultatLot) -> str:
    """« 10 résultats rétablis. 2 résultats ont changé depuis et restent tels quels. »"""
    n, restes = len(fait.ecrites) + len(fait.retirees), len(fait.conflits)
    phrase = f"{compte(n, 'résultat')} {pluriel(n, 'rétabli')}." if n else "Rien n'a été rétabli."
    if restes:
        verbe = pluriel(restes, "a changé depuis et reste tel quel", "ont changé depuis et restent tels quels")
        phrase += f" {compte(restes, 'résultat')} {verbe}."
    return phrase


def _cle(cle: tuple) -> str:
    return f"{cle[0]}.{cle[1].isoformat()}"
