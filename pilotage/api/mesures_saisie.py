"""What a client may write of a result, and the rules and rights that decide."""

from collections.abc import Mapping
from typing import Any

from rest_framework import serializers

from ecosysteme.api.champs import Booleen, Choix, DecimalSaisi, Identifiant, Jour, Texte
from ecosysteme.api.versions import Version
from ecosysteme.enums import EtatMesure, MotifAbsence, Territoire
from ecosysteme.models import Indicateur, Mesure, Personne
from ecosysteme.periodes import periode_finissant
from ecosysteme.permissions import droits
from ecosysteme.services.mesures import Saisie

from .communs import Corps
from .mesures import LectureMesure
from .mots import CHAMPS, EXEMPLES

UN_DES_TROIS = "Donnez une valeur, un motif d'absence ou « sans objet » : un seul des trois."
INCONNU = "Aucun indicateur que vous puissiez lire n'a cet identifiant."
VALIDER = "Valider un résultat, ou changer un résultat validé, revient à qui tient l'organisation."
MOTIFS = [("", "Aucun"), *MotifAbsence.choices]
LOT_MAX = 1000
REPONSES = {"valeur": None, "motif_absence": "", "sans_objet": False}


class ModificationMesure(Corps):
    """The fields of a result that may change; its indicator, its last day and its territory are its identity."""

    version = Version(required=False)
    debut = Jour(required=False)
    valeur = DecimalSaisi(required=False, allow_null=True)
    motif_absence = Choix(MOTIFS, required=False)
    sans_objet = Booleen(required=False)
    etat = Choix(EtatMesure.choices, required=False)
    commentaire = Texte(required=False, allow_blank=True, max_length=2000)


class SaisieMesure(ModificationMesure):
    """A whole result."""

    version = None
    indicateur = Identifiant()
    fin = Jour()
    territoire = Choix(Territoire.choices, required=False)


class SaisieDeLot(SaisieMesure):
    """A result of a batch, with the version that was read: 0 when there was none."""

    version = Version(min_value=0, required=False, default=0)


class Lot(Corps):
    mesures = serializers.ListField(
        child=SaisieDeLot(),
        min_length=1,
        max_length=LOT_MAX,
        error_messages={
            "not_a_list": "Une liste de résultats est attendue.",
            "min_length": "Le lot est vide.",
            "max_length": f"Au plus {LOT_MAX} résultats par lot.",
        },
    )


class ReponseLot(serializers.Serializer):
    """What a batch did, and what now stands, in the order given."""

    ecrites = serializers.IntegerField(help_text=CHAMPS["ecrites"])
    inchangees = serializers.IntegerField(help_text=CHAMPS["inchangees"])
    mesures = LectureMesure(many=True, help_text=CHAMPS["mesures"])

    @classmethod
    def exemple(cls) -> dict[str, Any]:
        return EXEMPLES["ReponseLot"]


def completer(donnees: Mapping[str, Any]) -> dict[str, Any]:
    """Of value, reason and « sans objet », giving one takes back the two others."""
    donnes = [nom for nom, vide in REPONSES.items() if donnees.get(nom, vide) != vide]
    return {**(REPONSES if donnes else {}), **donnees}


def saisie(donnees: Mapping[str, Any], *, indicateur: Indicateur, actuelle: Mesure | None = None) -> Saisie:
    """The result as it will stand: what is given, over what is there, or over nothing."""
    voulu = completer(donnees)
    if actuelle is not None:
        base = {**Saisie.champs(actuelle), "fin": actuelle.fin, "territoire": actuelle.territoire}
        voulu = base | voulu
    elif "debut" not in voulu:
        voulu["debut"] = periode_finissant(voulu["fin"], indicateur.frequence).debut
    return Saisie(**{nom: voulu[nom] for nom in voulu if nom not in ("version", "indicateur")})


def regles(resultat: Saisie) -> dict[str, list[str]]:
    """What the domain refuses in it, by field."""
    refus = {}
    if resultat.debut > resultat.fin:
        refus["debut"] = ["La fin de la période ne peut précéder son début."]
    if (resultat.valeur is not None) + bool(resultat.motif_absence) + resultat.sans_objet != 1:
        refus["valeur"] = [UN_DES_TROIS]
    return refus


def interdit(personne: Personne, indicateur: Indicateur, *etats: str) -> str:
    """Why the person may not write results of these states for this indicator, '' when they may."""
    acces = droits(personne)
    if not acces.peut_saisir(indicateur):
        return f"Les résultats de cet indicateur sont saisis par {indicateur.organisation.nom}."
    if EtatMesure.VALIDEE in etats and not acces.peut("valider", indicateur.organisation):
        return VALIDER
    return ""
