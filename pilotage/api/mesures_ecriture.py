"""Writing results one by one, under the version that was read."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404
from rest_framework.request import Request
from rest_framework.response import Response

from ecosysteme.api.gestes import VERSION, Geste
from ecosysteme.api.problemes import Refus
from ecosysteme.api.versions import version_de_l_adresse, version_lue
from ecosysteme.models import Indicateur, Mesure
from ecosysteme.permissions import indicateurs_lisibles
from ecosysteme.services.mesures import ConflitVersion, Saisie, enregistrer_mesure, retirer_mesure

from .mesures import Mesures
from .mesures_saisie import INCONNU, ModificationMesure, SaisieMesure, interdit, regles, saisie


class MesuresModifiables(Mesures):
    """The gestures that write; each answers what now stands."""

    gestes = {
        **Mesures.gestes,
        "create": Geste(
            "Écrire un résultat",
            "Pour une période qui n'en a pas encore. Donnez une valeur, un motif d'absence ou « sans_objet » : un seul "
            "des trois. Sans « debut », la période est celle de la fréquence de l'indicateur qui finit le jour donné.",
            corps=SaisieMesure,
            refus=(409, 422),
        ),
        "partial_update": Geste(
            "Modifier un résultat",
            f"Ne donnez que les champs à changer. {VERSION}",
            corps=ModificationMesure,
            refus=(409, 412, 422),
        ),
        "destroy": Geste("Retirer un résultat", f"L'historique le garde. {VERSION}", refus=(409, 412)),
    }

    def create(self, request: Request) -> Response:
        donnees = self.corps()
        indicateur = self.indicateurs([donnees["indicateur"]]).get(donnees["indicateur"])
        if indicateur is None:
            raise Refus({"indicateur": [INCONNU]})
        voulue = saisie(donnees, indicateur=indicateur)
        self.exiger(indicateur, voulue.etat)
        return self.une(self.enregistrer(indicateur, voulue, version_lue=0), nom_d_adresse="api_mesure")

    def partial_update(self, request: Request, pk: int) -> Response:
        donnees = self.corps()
        version = version_lue(request, donnees.get("version"))
        mesure = self.la_mesure(pk)
        voulue = saisie(donnees, indicateur=mesure.indicateur, actuelle=mesure)
        self.exiger(mesure.indicateur, mesure.etat, voulue.etat)
        if version != mesure.version:  # the missing fields would be filled from a row the author has not read
            raise self.conflit(ConflitVersion(mesure))
        return self.une(self.enregistrer(mesure.indicateur, voulue, version_lue=version, mesure_lue=mesure.pk))

    def destroy(self, request: Request, pk: int) -> Response:
        version = version_lue(request, version_de_l_adresse(request))
        mesure = self.la_mesure(pk)
        self.exiger(mesure.indicateur, mesure.etat)
        try:
            retirer_mesure(par=request.user, mesure=mesure, version_lue=version)
        except ConflitVersion as conflit:
            raise self.conflit(conflit) from conflit
        return Response(status=204)

    def indicateurs(self, pks: list[int]) -> dict[int, Indicateur]:
        return indicateurs_lisibles(self.request.user).select_related("organisation").in_bulk(pks)

    def la_mesure(self, pk: int) -> Mesure:
        mesure = self.get_queryset().select_related("saisie_par", "indicateur__organisation").filter(pk=pk).first()
        if mesure is None:
            raise Http404
        return mesure

    def exiger(self, indicateur: Indicateur, *etats: str) -> None:
        if raison := interdit(self.request.user, indicateur, *etats):
            raise PermissionDenied(raison)

    def enregistrer(self, indicateur: Indicateur, voulue: Saisie, **lue: Any) -> Mesure:
        if refus := regles(voulue):
            raise Refus(refus)
        try:
            return enregistrer_mesure(par=self.request.user, indicateur=indicateur, saisie=voulue, **lue)
        except ConflitVersion as conflit:
            raise self.conflit(conflit) from conflit
