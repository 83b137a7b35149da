"""Writing up to a thousand results in one transaction: all of them, or none."""

from typing import Any

from django.db import transaction
from django.db.models import prefetch_related_objects
from rest_framework.request import Request
from rest_framework.response import Response

from ecosysteme.api.gestes import Geste
from ecosysteme.api.problemes import Conflit, Occupe, Refus
from ecosysteme.enums import EtatMesure
from ecosysteme.models import Indicateur, Mesure
from ecosysteme.permissions import droits
from ecosysteme.services.lots import Entree, LotOccupe, ResultatLot, enregistrer_lot

from .mesures_ecriture import MesuresModifiables
from .mesures_saisie import INCONNU, VALIDER, Lot, ReponseLot, interdit, regles, saisie

Cle = tuple[int, Any, str]
CONFLIT = "Rien n'a été écrit : des résultats de ce lot ont été modifiés par quelqu'un d'autre depuis votre lecture."


class LotDeMesures(MesuresModifiables):
    gestes = {
        "create": Geste(
            "Écrire un lot de résultats",
            "Jusqu'à mille résultats en une transaction : tous ou aucun. Chacun porte la version lue, 0 (ou rien) "
            "quand la période n'en avait pas. En cas de conflit, « conflits » donne pour chaque rang ce qui est en "
            "place ; en cas de refus, « champs » les nomme tous. Renvoyer le même lot ne change rien.",
            corps=Lot,
            reponse=ReponseLot,
            refus=(409, 422),
        )
    }

    def create(self, request: Request) -> Response:
        lignes = self.corps()["mesures"]
        entrees = self.preparer(lignes, self.indicateurs([ligne["indicateur"] for ligne in lignes]))
        with transaction.atomic():
            fait = self.enregistrer_tout(entrees)
            if fait.conflits:
                raise self.conflits([entree.cle for entree in entrees], fait.conflits)
        en_place = fait.ecrites | fait.inchangees
        lignes = [en_place[entree.cle] for entree in entrees]
        prefetch_related_objects(lignes, "saisie_par")
        mesures = self.get_serializer(lignes, many=True).data
        return Response({"ecrites": len(fait.ecrites), "inchangees": len(fait.inchangees), "mesures": mesures})

    def enregistrer_tout(self, entrees: list[Entree]) -> ResultatLot:
        try:
            return enregistrer_lot(par=self.request.user, entrees=entrees)
        except LotOccupe as occupe:
            raise Occupe(str(occupe)) from occupe

    def preparer(self, lignes: list[dict[str, Any]], indicateurs: dict[int, Indicateur]) -> list[Entree]:
        """The cells to write, or every refusal at once, named « mesures.rang.champ »."""
        entrees: list[Entree] = []
        refus: dict[str, list[str]] = {}
        premiers: dict[Cle, int] = {}
        validees = self.validees_reservees(lignes, indicateurs)
        for rang, ligne in enumerate(lignes):
            cle = (ligne["indicateur"], ligne["fin"], ligne.get("territoire", ""))
            erreurs = {}
            if (premier := premiers.setdefault(cle, rang)) != rang:
                erreurs = {"fin": [f"Le rang {premier} donne déjà le résultat de cette période."]}
            if (indicateur := indicateurs.get(ligne["indicateur"])) is None:
                erreurs = {"indicateur": [INCONNU]}
            else:
                voulue = saisie(ligne, indicateur=indicateur)
                entrees.append(Entree(indicateur, cle, voulue, mesure_lue=None, version_lue=ligne["version"]))
                raison = interdit(self.request.user, indicateur, voulue.etat) or (VALIDER if cle in validees else "")
                erreurs = erreurs or ({"indicateur": [raison]} if raison else regles(voulue))
            refus |= {f"mesures.{rang}.{champ}": messages for champ, messages in erreurs.items()}
        if refus:
            raise Refus(refus)
        return entrees

    def validees_reservees(self, lignes: list[dict[str, Any]], indicateurs: dict[int, Indicateur]) -> set[Cle]:
        """Keys of validated results that the person may not change."""
        acces = droits(self.request.user)
        reserves = [i.pk for i in indicateurs.values() if not acces.peut("valider", i.organisation)]
        if not reserves:
            return set()
        fins = {ligne["fin"] for ligne in lignes}
        validees = Mesure.objects.filter(indicateur__in=reserves, fin__in=fins, etat=EtatMesure.VALIDEE)
        return set(validees.values_list("indicateur_id", "fin", "territoire"))

    def conflits(self, cles: list[Cle], en_conflit: dict[Cle, Mesure | None]) -> Conflit:
        prefetch_related_objects([m for m in en_conflit.values() if m], "saisie_par")
        conflits = [
            {"rang": rang, "actuelle": en_conflit[cle] and self.get_serializer(en_conflit[cle]).data}
            for rang, cle in enumerate(cles)
            if cle in en_conflit
        ]
        return Conflit(CONFLIT, actuelle=None, conflits=conflits)
