"""Plain functions that make the cast of a test, each with sensible defaults and unique names."""

import itertools
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from ecosysteme.enums import EtatPlan, FormeCible, RoleAdhesion, Sens, TypeOrganisation
from ecosysteme.models import (
    Adhesion,
    Cible,
    Indicateur,
    Mesure,
    Objectif,
    Organisation,
    Orientation,
    Personne,
    PlanStrategique,
)
from pilotage.enums import EtatRencontre, Palier
from pilotage.models import Presence, Rencontre

_suite = itertools.count(1)


def organisation(nom: str = "", parent=None, type=TypeOrganisation.MINISTERE, **champs) -> Organisation:
    n = next(_suite)
    o = Organisation.objects.create(
        sigle=champs.pop("sigle", f"ORG{n}"), nom=nom or f"Ministère fictif {n}", type=type, parent=parent, **champs
    )
    o.refresh_from_db()
    return o


def personne(email: str = "", **champs) -> Personne:
    n = next(_suite)
    return Personne.objects.create_user(
        email or f"personne{n}@exemple.test",
        champs.pop("mot_de_passe", None),
        **{"prenom": "Camille", "nom": f"Fictive {n}", **champs},
    )


def adhesion(personne, organisation, role=RoleAdhesion.GESTIONNAIRE, debut=date(2020, 1, 1), fin=None) -> Adhesion:
    return Adhesion.objects.create(personne=personne, organisation=organisation, role=role, debut=debut, fin=fin)


def plan(organisation, debut: int = 2023, fin: int = 2027, etat=EtatPlan.PUBLIE, **champs) -> PlanStrategique:
    return PlanStrategique.objects.create(
        organisation=organisation,
        titre=champs.pop("titre", "Plan stratégique fictif"),
        exercice_debut=debut,
        exercice_fin=fin,
        etat=etat,
        **champs,
    )


def objectif(plan, **champs) -> Objectif:
    n = next(_suite)
    orientation = champs.pop("orientation", None) or Orientation.objects.create(
        plan=plan, numero=str(n), titre=f"Orientation {n}"
    )
    return Objectif.objects.create(
        orientation=orientation, numero=f"{orientation.numero}.{n}", titre=f"Objectif {n}", **champs
    )


def indicateur(objectif=None, organisation=None, **champs) -> Indicateur:
    n = next(_suite)
    if objectif is None:
        organisation = organisation or globals()["organisation"]()
        objectif = globals()["objectif"](plan(organisation))
    organisation = organisation or objectif.orientation.plan.organisation
    defauts = {"code": f"I{n}", "nom": f"Indicateur {n}", "sens": Sens.HAUSSE, "unite": "%"}
    return Indicateur.objects.create(objectif=objectif, organisation=organisation, **{**defauts, **champs})


def cible(indicateur, exercice: int = 2025, valeur="100", forme=FormeCible.AU_MOINS, **champs) -> Cible:
    valeur = None if valeur is None else Decimal(valeur)
    bornes = {"valeur_max": valeur} if forme == FormeCible.AU_PLUS else {"valeur_min": valeur}
    return Cible.objects.create(
        indicateur=indicateur,
        exercice=exercice,
        forme=forme,
        echeance=champs.pop("echeance", date(exercice + 1, 3, 31)),
        **{**bornes, **champs},
    )


def mesure(indicateur, exercice: int = 2025, valeur="50", **champs) -> Mesure:
    m = Mesure.objects.create(
        indicateur=indicateur,
        debut=champs.pop("debut", date(exercice, 4, 1)),
        fin=champs.pop("fin", date(exercice + 1, 3, 31)),
        valeur=None if valeur is None else Decimal(valeur),
        **champs,
    )
    m.refresh_from_db()
    return m


def rencontre_close(organisation, animation, **champs) -> Rencontre:
    """A meeting of thirty minutes on 3 March 2026, 9 o'clock in Québec, closed; who led it was there."""
    ouverte = datetime(2026, 3, 3, 14, 0, tzinfo=UTC)
    defauts = {
        "titre": "Rencontre fictive", "palier": Palier.MINISTERE, "prevue_le": ouverte, "duree": 30,
        "etat": EtatRencontre.CLOSE, "ouverte_le": ouverte, "close_le": ouverte + timedelta(minutes=32),
    }  # fmt: skip
    r = Rencontre.objects.create(organisation=organisation, animation=animation, **{**defauts, **champs})
    Presence.objects.create(rencontre=r, personne=animation, arrivee_le=ouverte)
    return r
