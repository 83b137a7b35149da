"""Changing an indicator sheet: under the version that was read, with a note once the plan is published."""

from rest_framework.request import Request
from rest_framework.response import Response

from ecosysteme.api.champs import Booleen, Choix, DecimalSaisi, Entier, Jour, Texte
from ecosysteme.api.gestes import NOTE, VERSION, Geste
from ecosysteme.api.versions import Version, version_lue
from ecosysteme.enums import (
    AgregationOrganisations,
    AgregationTemps,
    Frequence,
    Sens,
    TypeIndicateur,
    Visibilite,
)
from ecosysteme.services.fiches import ConflitFiche, modifier_fiche

from ..permissions import fiche_modifiable_ou_404
from .communs import Corps
from .indicateurs import Indicateurs

TEXTE_MAX = 10_000


def _texte(longueur: int = TEXTE_MAX) -> Texte:
    return Texte(required=False, allow_blank=True, max_length=longueur)


class ModificationFiche(Corps):
    """The fields of a sheet that may change; its objective, its owner and its person in charge change on the pages."""

    version = Version(required=False)
    code = Texte(required=False, min_length=1, max_length=60)
    nom = Texte(required=False, min_length=1, max_length=1000)
    nom_public = _texte(1000)
    definition = _texte()
    type = Choix(TypeIndicateur.choices, required=False)
    sens = Choix(Sens.choices, required=False)
    unite = _texte(100)
    decimales = Entier(required=False, allow_null=True, min_value=0, max_value=9)
    methode_calcul = _texte()
    source = _texte(500)
    source_url = _texte(500)
    mode_collecte = _texte(300)
    frequence = Choix(Frequence.choices, required=False)
    delai_publication = Entier(required=False, min_value=0, max_value=120)
    agregation_temps = Choix(AgregationTemps.choices, required=False)
    agregation_organisations = Choix(AgregationOrganisations.choices, required=False)
    cumulatif = Booleen(required=False)
    poids = DecimalSaisi(required=False)
    valeur_depart = DecimalSaisi(required=False, allow_null=True)
    date_depart = Jour(required=False, allow_null=True)
    tolerance = DecimalSaisi(required=False)
    strict = Booleen(required=False)
    visibilite = Choix(Visibilite.choices, required=False)
    admissible_spc = Booleen(required=False)
    saisonnier = Booleen(required=False)
    limites = _texte()
    note_changement = _texte(2000)


class IndicateursModifiables(Indicateurs):
    gestes = {
        **Indicateurs.gestes,
        "partial_update": Geste(
            "Modifier une fiche",
            f"Ne donnez que les champs à changer. {NOTE} {VERSION}",
            corps=ModificationFiche,
            refus=(409, 412, 422),
        ),
    }

    def partial_update(self, request: Request, pk: int) -> Response:
        champs = self.corps()
        lue = version_lue(request, champs.pop("version", None))
        note = champs.pop("note_changement", "")
        fiche = fiche_modifiable_ou_404(request.user, pk)
        try:
            modifier_fiche(par=request.user, indicateur=fiche, champs=champs, version_lue=lue, note=note)
        except ConflitFiche as conflit:
            raise self.conflit(conflit) from conflit
        return self.retrieve(request, pk)
