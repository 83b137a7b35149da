"""Writing targets: under the version that was read, with a note once the plan is published."""

from django.http import Http404
from rest_framework.request import Request
from rest_framework.response import Response

from ecosysteme.api.champs import Booleen, Choix, DecimalSaisi, Entier, Identifiant, Jour, Texte
from ecosysteme.api.filtres import parametre
from ecosysteme.api.gestes import NOTE, VERSION, Geste
from ecosysteme.api.problemes import Refus
from ecosysteme.api.versions import PARAMETRE_VERSION, Version, note_de_l_adresse, version_de_l_adresse, version_lue
from ecosysteme.enums import FormeCible, Territoire
from ecosysteme.models import Cible
from ecosysteme.periodes import ANNEE_MAX, ANNEE_MIN
from ecosysteme.services.cibles import ConflitFiche, creer_cible, modifier_cible, retirer_cible

from ..permissions import cible_modifiable_ou_404, fiche_modifiable_ou_404
from .cibles import Cibles
from .communs import Corps
from .mesures_saisie import INCONNU
from .mots import CHAMPS


class ModificationCible(Corps):
    """The fields of a target that may change; its indicator, its year and its territory are its identity."""

    version = Version(required=False)
    forme = Choix(FormeCible.choices, required=False)
    valeur_min = DecimalSaisi(required=False, allow_null=True)
    valeur_max = DecimalSaisi(required=False, allow_null=True)
    texte = Texte(required=False, allow_blank=True, max_length=1000)
    echeance = Jour(required=False)
    jugee_atteinte = Booleen(required=False, allow_null=True)
    note_changement = Texte(required=False, allow_blank=True, max_length=2000)


class SaisieCible(ModificationCible):
    """A whole target."""

    version = None
    indicateur = Identifiant()
    exercice = Entier(min_value=ANNEE_MIN, max_value=ANNEE_MAX)
    territoire = Choix(Territoire.choices, required=False)
    forme = Choix(FormeCible.choices)
    echeance = Jour()


PARAMETRE_NOTE = parametre("note_changement", CHAMPS["note_changement"], type="string", maxLength=2000)


class CiblesModifiables(Cibles):
    gestes = {
        **Cibles.gestes,
        "create": Geste(
            "Fixer une cible",
            f"Pour un exercice et un territoire qui n'en ont pas encore. {NOTE}",
            corps=SaisieCible,
            refus=(409, 422),
        ),
        "partial_update": Geste(
            "Modifier ou juger une cible",
            f"Ne donnez que les champs à changer ; juger un jalon ne demande pas de note. {NOTE} {VERSION}",
            corps=ModificationCible,
            refus=(409, 412, 422),
        ),
        "destroy": Geste("Retirer une cible", f"L'historique la garde. {NOTE} {VERSION}", refus=(409, 412, 422)),
    }
    parametres_du_retrait = [PARAMETRE_VERSION, PARAMETRE_NOTE]

    def create(self, request: Request) -> Response:
        donnees = self.corps()
        try:
            fiche = fiche_modifiable_ou_404(request.user, donnees.pop("indicateur"))
        except Http404:
            raise Refus({"indicateur": [INCONNU]}) from None
        note = donnees.pop("note_changement", "")
        try:
            cible = creer_cible(par=request.user, indicateur=fiche, champs=donnees, note=note)
        except ConflitFiche as conflit:
            raise self.conflit(conflit) from conflit
        return self.une(cible, nom_d_adresse="api_cible")

    def partial_update(self, request: Request, pk: int) -> Response:
        donnees = self.corps()
        lue = version_lue(request, donnees.pop("version", None))
        note = donnees.pop("note_changement", "")
        cible = self.la_cible(pk)
        try:
            cible = modifier_cible(par=request.user, cible=cible, champs=donnees, version_lue=lue, note=note)
        except ConflitFiche as conflit:
            raise self.conflit(conflit) from conflit
        return self.une(cible)

    def destroy(self, request: Request, pk: int) -> Response:
        lue = version_lue(request, version_de_l_adresse(request, "note_changement"))
        note = note_de_l_adresse(request)
        try:
            retirer_cible(par=request.user, cible=self.la_cible(pk), version_lue=lue, note=note)
        except ConflitFiche as conflit:
            raise self.conflit(conflit) from conflit
        return Response(status=204)

    def la_cible(self, pk: int) -> Cible:
        indicateur = self.get_queryset().filter(pk=pk).values_list("indicateur_id", flat=True).first()
        if indicateur is None:
            raise Http404
        return cible_modifiable_ou_404(self.request.user, indicateur, pk)
