"""The portal's own format: a line may carry a sheet, a target, a result, or the three at once."""

from decimal import Decimal
from typing import NoReturn

from django.db.models import TextChoices

from ecosysteme.enums import (
    AgregationOrganisations,
    AgregationTemps,
    EtatMesure,
    EtatPlan,
    FormeCible,
    Frequence,
    MotifAbsence,
    Sens,
    Territoire,
    TypeIndicateur,
    TypeOrganisation,
    Visibilite,
)
from ecosysteme.nombres import Nature
from ecosysteme.periodes import bornes_exercice

from .base import NUL, Bornes, Cellules, Champ, Profil, Releve, Structure, copier, plier
from .champs_standard import CHAMPS

TEXTES = {
    "nom": 1000, "nom_public": 1000, "definition": 20_000, "unite": 100, "methode_calcul": 20_000, "source": 500,
    "mode_collecte": 300, "limites": 20_000, "organisation_nom": 300, "plan": 300, "orientation": 20,
    "orientation_titre": 500, "enjeu": 500, "objectif": 20, "objectif_titre": 500,
}  # fmt: skip
CHOIX: dict[str, type[TextChoices]] = {
    "type": TypeIndicateur, "sens": Sens, "frequence": Frequence, "agregation_temps": AgregationTemps,
    "agregation_organisations": AgregationOrganisations, "visibilite": Visibilite,
    "organisation_type": TypeOrganisation,
    "plan_etat": EtatPlan,
}  # fmt: skip
BOOLEENS = ("plan_illustratif", "cumulatif", "strict", "admissible_spc", "saisonnier", "illustratif")
ENTIERS = {"decimales": (0, 9), "delai_publication": (0, 120)}
FORME_DU_SENS = {"hausse": "au_moins", "baisse": "au_plus", "maintien": "exacte"}
FORMES_MIN = ("au_moins", "exacte", "plage")
FORMES_DITES = ("jalon", "texte")
_MOTIFS = {plier(t): valeur for valeur, libelle in MotifAbsence.choices for t in (valeur, libelle)}


class Standard(Profil):
    nom = "standard"
    libelle = "Format du portail"
    description = "Plans, indicateurs, cibles et résultats, selon le gabarit à télécharger."
    champs: tuple[Champ, ...] = CHAMPS

    def structure(self, cellules: Cellules) -> Structure:
        c: dict[str, str] = {
            "organisation": cellules.requis("organisation", 40),
            "parent": cellules.texte("releve_de", 40),
            "code": cellules.requis("code", 60),
        }
        c.update({champ: cellules.texte(champ, longueur) for champ, longueur in TEXTES.items()})
        c.update({champ: cellules.choix(champ, choix) for champ, choix in CHOIX.items()})
        c.update({champ: cellules.booleen(champ) for champ in BOOLEENS})
        c.update({champ: cellules.entier(champ, *bornes) for champ, bornes in ENTIERS.items()})
        for champ in ("plan_debut", "plan_fin"):
            c[champ] = cellules.exercice(champ)
        c["valeur_depart"] = cellules.nombre("valeur_depart", c["unite"])
        c["tolerance"], c["poids"] = cellules.nombre("tolerance", c["unite"]), cellules.nombre("poids")
        c["date_depart"] = cellules.date("date_depart")
        c["source_url"] = self._adresse(cellules)
        self._verifier(cellules, c)
        return Structure(unite=c["unite"], frequence=c["frequence"], sens=c["sens"], colonnes=c)

    def _adresse(self, cellules: Cellules) -> str:
        adresse = cellules.texte("source_url", 500)
        if adresse and not adresse.startswith(("https://", "http://")):
            cellules.refuser("source_url", adresse, "Une adresse commence par https:// ou http://.")
        return adresse

    def _verifier(self, cellules: Cellules, c: dict[str, str]) -> None:
        """Rules between the columns of a sheet."""
        if c["organisation_type"] == TypeOrganisation.GOUVERNEMENT:
            cellules.refuser(
                "organisation_type", c["organisation_type"], "Le gouvernement ne se crée pas par importation."
            )
        if c["plan_debut"] and c["plan_fin"] and int(c["plan_fin"]) < int(c["plan_debut"]):
            cellules.refuser("plan_fin", c["plan_fin"], "Le dernier exercice du plan précède le premier.")
        if c["tolerance"].startswith("-"):
            cellules.refuser("tolerance", c["tolerance"], "La tolérance ne peut être négative.")
        if c["poids"] and not (0 <= Decimal(c["poids"]) <= 10_000):
            cellules.refuser("poids", c["poids"], "Le poids doit être compris entre 0 et 10 000.")
        if c["objectif"] and not c["orientation"]:
            c["orientation"] = c["objectif"].rpartition(".")[0] or c["objectif"]
        if c["orientation"] and not c["objectif"]:
            cellules.refuser("objectif", "", "Une orientation est donnée : donnez aussi l'objectif.")

    def releve(self, cellules: Cellules, structure: Structure) -> Releve:
        releve = Releve()
        periode = self._periode(cellules, structure)
        if "territoire" in cellules:
            releve.territoire = self._territoire(cellules)
        if "resultat" in cellules or "motif_absence" in cellules:
            self._mesure(cellules, structure, releve, periode)
        if "cible" in cellules or "cible_min" in cellules or "cible_max" in cellules or "cible_texte" in cellules:
            self._cible(cellules, structure, releve, periode)
        return releve

    def _periode(self, cellules: Cellules, structure: Structure) -> Bornes | None:
        return cellules.jours("debut", "fin") or cellules.periode("periode", structure.frequence)

    def _territoire(self, cellules: Cellules) -> str:
        texte = cellules["territoire"]
        if not texte or texte in Territoire.values:
            return texte
        if texte.isdigit() and texte.zfill(2) in Territoire.values:
            return texte.zfill(2)
        return cellules.choix("territoire", Territoire) if plier(texte) != plier(Territoire.QUEBEC.label) else ""

    def _mesure(self, cellules: Cellules, structure: Structure, releve: Releve, periode: Bornes | None) -> None:
        texte = cellules["resultat"]
        motif = _MOTIFS.get(plier(texte), "") if texte[:1].isalpha() else ""
        nature, valeur = (Nature.NON_DISPONIBLE, "") if motif else cellules.resultat("resultat", structure.unite)
        motif = motif or cellules.choix("motif_absence", MotifAbsence)
        if nature == Nature.VIDE and not motif:
            return
        if periode is None:
            cellules.refuser("periode", "", "Un résultat a besoin de sa période.")
        if nature in (Nature.NOMBRE, Nature.SANS_OBJET) and motif:
            cellules.refuser(
                "motif_absence", motif, "Un motif d'absence accompagne un résultat : gardez l'un ou l'autre."
            )
        releve.debut, releve.fin, _ = periode
        if nature == Nature.NOMBRE:
            releve.valeur = valeur
        elif nature == Nature.SANS_OBJET:
            releve.sans_objet = "t"
        else:
            releve.motif = motif or MotifAbsence.NON_MESURE
        if "etat" in cellules:
            releve.etat = cellules.choix("etat", EtatMesure) or NUL
        if "commentaire" in cellules:
            releve.commentaire = copier(cellules.texte("commentaire", 2000)) or NUL
        if "source_resultat" in cellules:
            releve.source = copier(cellules.texte("source_resultat", 300)) or NUL

    def _cible(self, cellules: Cellules, structure: Structure, releve: Releve, periode: Bornes | None) -> None:
        unite = structure.unite
        mini, maxi = cellules.nombre("cible_min", unite), cellules.nombre("cible_max", unite)
        unique, texte = cellules.nombre("cible", unite), cellules.texte("cible_texte", 1000)
        if not (mini or maxi or unique or texte):
            if cellules["cible_forme"]:
                cellules.avertir(
                    "cible_forme",
                    cellules["cible_forme"],
                    "Forme de cible sans valeur ni énoncé : aucune cible importée.",
                )
            return
        if periode is None:
            cellules.refuser("periode", "", "Une cible a besoin de son exercice.")
        forme = cellules.choix("cible_forme", FormeCible) or self._forme(cellules, structure, mini, maxi, unique)
        if forme in FORMES_MIN and not mini:
            mini = unique
        if forme == FormeCible.AU_PLUS and not maxi:
            maxi = unique
        self._verifier_cible(cellules, forme, mini, maxi, texte)
        releve.exercice, releve.forme = str(periode[2]), forme
        releve.valeur_min, releve.valeur_max = mini or NUL, maxi or NUL
        releve.texte = copier(texte) or NUL
        releve.echeance = cellules.date("echeance") or bornes_exercice(periode[2]).fin.isoformat()
        releve.jugee = cellules.booleen("jugee_atteinte") or NUL
        releve.illustree = cellules.booleen("cible_illustrative") or NUL

    def _forme(self, cellules: Cellules, structure: Structure, mini: str, maxi: str, unique: str) -> str:
        """The form that the columns filled leave no doubt about."""
        if mini and maxi:
            return FormeCible.PLAGE
        if mini or maxi:
            return FormeCible.AU_MOINS if mini else FormeCible.AU_PLUS
        if not unique:
            return FormeCible.TEXTE
        if structure.sens not in FORME_DU_SENS:
            self._forme_requise(cellules)
        return FORME_DU_SENS[structure.sens]

    def _forme_requise(self, cellules: Cellules) -> NoReturn:
        cellules.refuser(
            "cible_forme", "", "Donnez la forme de la cible : le sens de l'indicateur n'est pas dans la ligne."
        )
        raise AssertionError

    def _verifier_cible(self, cellules: Cellules, forme: str, mini: str, maxi: str, texte: str) -> None:
        if (forme in FORMES_MIN and not mini) or (forme in ("au_plus", "plage") and not maxi):
            cellules.refuser("cible_forme", forme, "Il manque une valeur à cette forme de cible.")
        if forme == FormeCible.PLAGE and Decimal(mini) > Decimal(maxi):
            cellules.refuser("cible_min", mini, f"La borne minimale dépasse la borne maximale ({maxi}).")
        if forme in FORMES_DITES and not texte:
            cellules.refuser("cible_texte", "", "Un jalon ou une cible en texte a besoin de son énoncé.")
