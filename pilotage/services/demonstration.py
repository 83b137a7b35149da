"""The demonstration: real Québec figures in illustrative plans, invented series, and one fictitious account a role.

Figures go through the import engine, in the portal's own format, as anybody's file would. Loading again changes
nothing; a newer edition of the files changes what differs. Production refuses it.
"""

import csv
import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.hashers import make_password

from ecosysteme.ecriture import ecriture
from ecosysteme.enums import RoleAdhesion, TypeOrganisation
from ecosysteme.models import Adhesion, Indicateur, Organisation, Personne

from .. import bilans
from ..enums import EtatImport
from ..models import EtatIndicateur, Importation, PhaseSpc
from . import (
    demo_actions,
    demo_annonces,
    demo_bloquants,
    demo_corrections,
    demo_initiatives,
    demo_meteo,
    demo_notation,
    demo_rencontres,
    imports,
    signaux,
)

DOSSIER = Path(settings.BASE_DIR) / "pilotage" / "demonstration"
FICHIERS = (
    "resultats-quebec.csv",
    "cibles-illustratives.csv",
    "series-illustratives.csv",
    "plans-illustratifs.csv",
)
MOT_DE_PASSE = "demonstration-2026"
ENTREE = date(2023, 4, 1)
TENUS = ("MESS", ["20.1.1", "20.1.2", "20.1.3", "20.2.2"])
PHASE = ("MCN", "20.1.2", date(2025, 11, 1), "Nouvelle équipe de correction en continu (illustratif)")
PROVENANCE = (
    "Réels : les 423 résultats des 41 séries du Québec (Cadre d'indicateurs canadien, Statistique Canada, "
    "Licence du gouvernement ouvert – Canada).",
    "Illustratifs : le rattachement des séries aux organisations, les plans, les objectifs, les cibles et toute fiche "
    "marquée « illustratif ». Les personnes sont fictives.",
)


class DemonstrationRefusee(Exception):
    """Production holds real figures only: `str()` says so in French."""


@dataclass(frozen=True)
class Compte:
    """A demonstration account: a plainly fictitious person, one role."""

    courriel: str
    prenom: str
    nom: str
    role: RoleAdhesion
    organisation: str

    @property
    def personne(self) -> str:
        return f"{self.prenom} {self.nom}"


def comptes_demo() -> tuple[Compte, ...]:
    """One account for each role, the coordinator first."""
    roles = RoleAdhesion
    return tuple(
        Compte(f"{courriel}@demo.exemple", prenom, "Fictive", role, sigle)
        for courriel, prenom, role, sigle in (
            ("coordination", "Camille", roles.COORDINATION, "QC"),
            ("gestion", "Dominique", roles.GESTIONNAIRE, "MESS"),
            ("responsable", "Claude", roles.RESPONSABLE_INDICATEUR, "MESS"),
            ("membre", "Andrée", roles.MEMBRE_PUBLIC, "MSSS"),
            ("partenaire", "Maxime", roles.MEMBRE_PRIVE, "COOP-FIC"),
            ("animation", "Alex", roles.ANIMATION, "QC"),
            ("formation", "Sacha", roles.FORMATION, "SCT"),
            ("administration", "Renée", roles.ADMINISTRATION, "QC"),
        )
    )


def charger(dire: Callable[[str], None] = lambda _: None) -> bool:
    """Load what is missing; True if any. Roll-ups and control charts are computed here, with no worker."""
    if settings.PRODUCTION:
        raise DemonstrationRefusee(
            "La démonstration ne se charge pas en production : elle contient des chiffres inventés."
        )
    _creer_organisations()
    creer_comptes()
    nouveaux = [nom for nom in FICHIERS if not _deja_importe(nom)]
    for nom in nouveaux:
        dire(f"Importation de {nom}")
        _importer(nom)
    if nouveaux:
        _marquer(par=_coordination())
    if nouveaux or bilans.en_attente() or signaux.en_attente():
        dire("Calcul des bilans et des cartes de contrôle")
        for _ in bilans.vider():
            pass
        while signaux.recalculer_lot():
            pass
    demo_annonces.charger()
    demo_meteo.charger()
    demo_corrections.charger()
    demo_initiatives.charger()
    demo_bloquants.charger()
    demo_notation.charger()
    demo_actions.charger()
    demo_rencontres.charger()
    return bool(nouveaux)


def _coordination() -> Personne:
    return Personne.objects.get(email=comptes_demo()[0].courriel)


@ecriture
def _creer_organisations() -> None:
    """The tree: real public institutions, gathered in illustrative portfolios under the government that stands."""
    lignes = _lignes_organisations()
    connues = {o.sigle: o for o in Organisation.objects.filter(sigle__in=[ligne["sigle"] for ligne in lignes])}
    for ligne in lignes:
        if ligne["sigle"] not in connues:
            connues[ligne["sigle"]] = _creer_organisation(ligne, connues.get(ligne["releve_de"]))


def _creer_organisation(ligne: dict[str, str], parent: Organisation | None) -> Organisation:
    gouvernement = Organisation.objects.filter(type=TypeOrganisation.GOUVERNEMENT).first()
    if ligne["type"] == TypeOrganisation.GOUVERNEMENT and gouvernement:
        return gouvernement
    illustratif = ligne["type"] in (TypeOrganisation.PORTEFEUILLE, TypeOrganisation.PARTENAIRE_PRIVE)
    return Organisation.objects.create(
        sigle=ligne["sigle"], nom=ligne["nom"], type=ligne["type"], parent=parent, illustratif=illustratif
    )


@ecriture
def creer_comptes() -> int:
    """Open the missing accounts, address verified and role in force; returns how many were."""
    comptes = comptes_demo()
    connus = set(Personne.objects.filter(email__in=[c.courriel for c in comptes]).values_list("email", flat=True))
    absents = [c for c in comptes if c.courriel not in connus]
    chiffre = make_password(MOT_DE_PASSE) if absents else ""
    for compte in absents:
        personne = Personne.objects.create(
            email=compte.courriel,
            prenom=compte.prenom,
            nom=compte.nom,
            password=chiffre,
            is_staff=compte.role == RoleAdhesion.ADMINISTRATION,
        )
        EmailAddress.objects.create(user=personne, email=compte.courriel, verified=True, primary=True)
        organisation = _organisation(compte.organisation)
        Adhesion.objects.create(personne=personne, organisation=organisation, role=compte.role, debut=ENTREE)
    return len(absents)


def _organisation(sigle: str) -> Organisation:
    if sigle == "QC":
        return Organisation.objects.get(type=TypeOrganisation.GOUVERNEMENT)
    return Organisation.objects.get(sigle=sigle)


def _deja_importe(nom: str) -> bool:
    empreinte = hashlib.sha256((DOSSIER / nom).read_bytes()).hexdigest()
    return Importation.objects.filter(empreinte=empreinte, nom_fichier=nom, etat=EtatImport.PUBLIE).exists()


def _importer(nom: str) -> None:
    """A file of the demonstration, by the same engine as the pages, in the coordinator's name."""
    par = _coordination()
    with (DOSSIER / nom).open("rb") as fichier:
        importation = imports.deposer(par=par, profil="standard", fichier=fichier, nom=nom)
    imports.lancer_analyse(par=par, importation=importation, colonnes=importation.correspondance)
    imports.avancer(importation.pk)
    importation.refresh_from_db()
    if importation.nb_refusees:
        raise RuntimeError(
            f"{nom} : {importation.nb_refusees} lignes refusées, la première : {importation.remarques.first()}"
        )
    imports.demander_publication(par=par, importation=importation)
    imports.avancer(importation.pk)
    importation.refresh_from_db()
    if importation.etat != EtatImport.PUBLIE:
        raise RuntimeError(f"{nom} : {importation.get_etat_display()}. {importation.erreur}")


@ecriture
def _marquer(*, par: Personne) -> None:
    """What a file does not say: who holds an indicator, a process change."""
    responsable = Personne.objects.get(email=comptes_demo()[2].courriel)
    tenus = Indicateur.objects.filter(organisation__sigle=TENUS[0], code__in=TENUS[1], responsable=None)
    tenus.update(responsable=responsable)
    sigle, code, debut, motif = PHASE
    indicateur = Indicateur.objects.get(organisation__sigle=sigle, code=code)
    PhaseSpc.objects.get_or_create(indicateur=indicateur, debut=debut, defaults={"motif": motif, "auteur": par})
    EtatIndicateur.objects.filter(indicateur=indicateur).update(spc_a_refaire=True)


def _lignes_organisations() -> list[dict[str, str]]:
    with (DOSSIER / "organisations.csv").open(encoding="utf-8", newline="") as fichier:
        return list(csv.DictReader(fichier, delimiter=";"))
