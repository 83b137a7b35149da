"""GC Service Inventory: federal service standards, target and performance of a fiscal year."""

from decimal import ROUND_HALF_UP, Decimal

from ecosysteme.enums import MotifAbsence
from ecosysteme.periodes import bornes_exercice

from .base import Cellules, Champ, Profil, Releve, Structure, copier

ORIGINE = ("FED", "Canada (données fédérales)", "portefeuille")
SOURCE = "Répertoire des services du GC, Secrétariat du Conseil du Trésor du Canada"
LICENCE = "https://open.canada.ca/fr/licence-du-gouvernement-ouvert-canada"
PRECISION = Decimal("0.0001")
TYPES = {"TML": "Rapidité", "ACS": "Accès", "ACY": "Exactitude", "OTH": "Autre"}


def _c(nom: str, libelle: str, obligatoire: bool = False, structure: bool = False) -> Champ:
    return Champ(nom, libelle, (), obligatoire, structure)


class NormesService(Profil):
    nom = "normes-service"
    libelle = "Normes de service du GC"
    description = "Normes de service fédérales : services, cibles, volumes et rendement publiés pour un exercice."
    champs = (
        _c("fiscal_yr", "Exercice", True, True),
        _c("owner_org", "Organisation (code)", True, True),
        _c("owner_org_title", "Organisation (nom)", True, True),
        _c("service_id", "Service (code)", True, True),
        _c("service_name_fr", "Service", True, True),
        _c("service_standard_id", "Norme (code)", True, True),
        _c("service_standard_fr", "Norme", True, True),
        _c("type", "Type de norme", False, True),
        _c("target", "Cible", True),
        _c("total_volume", "Volume total", True),
        _c("volume_meeting_target", "Volume conforme", False),
        _c("performance", "Rendement", True),
        _c("comments_fr", "Commentaires", False),
    )

    def structure(self, cellules: Cellules) -> Structure:
        exercice = cellules.exercice("fiscal_yr")
        nom = cellules.requis("owner_org_title", 300)
        genre = cellules["type"]
        c = {
            "organisation": f"FED-{cellules.requis('owner_org', 30)}",
            "organisation_nom": nom.rpartition(" | ")[2],
            "organisation_type": "organisme",
            **dict(zip(("parent", "parent_nom", "parent_type"), ORIGINE, strict=True)),
            "plan": "Normes de service",
            "plan_debut": exercice,
            "plan_fin": exercice,
            "orientation": "1",
            "orientation_titre": "Offrir des services conformes aux normes",
            "objectif": cellules.requis("service_id", 20),
            "objectif_titre": cellules.requis("service_name_fr", 500),
            "code": cellules.requis("service_standard_id", 60),
            "nom": cellules.requis("service_standard_fr", 1000),
            "definition": f"Type de norme : {TYPES[genre].lower()}" if genre in TYPES else "",
            "type": "qualite_service",
            "sens": "hausse",
            "unite": "proportion",
            "source": SOURCE,
            "source_url": LICENCE,
        }
        return Structure(unite="proportion", frequence="annuelle", sens="hausse", colonnes=c)

    def releve(self, cellules: Cellules, structure: Structure) -> Releve:
        releve = Releve()
        exercice = int(cellules.exercice("fiscal_yr"))
        periode = bornes_exercice(exercice)
        releve.debut, releve.fin, releve.source = periode.debut.isoformat(), periode.fin.isoformat(), SOURCE
        releve.commentaire = copier(cellules["comments_fr"][:2000])
        cible, volume = cellules.nombre("target"), cellules.nombre("total_volume")
        rendement = cellules.nombre("performance")
        if cible and Decimal(cible):
            releve.exercice, releve.forme, releve.valeur_min = str(exercice), "au_moins", cible
            releve.echeance = releve.fin
        else:
            cellules.avertir("target", cible, "Cible nulle ou absente : la norme est sans objet pour cet exercice.")
        if rendement and volume and Decimal(volume):
            releve.valeur = f"{Decimal(rendement).quantize(PRECISION, ROUND_HALF_UP):f}"
        elif cible and Decimal(cible):
            releve.sans_objet = "t"
            cellules.avertir("total_volume", volume, "Aucun volume mesuré : la norme est sans objet pour cet exercice.")
        else:
            releve.motif = MotifAbsence.NON_MESURE
        return releve
