"""What a report is about: the filters of the dashboards, or the subtree of an organisation; kept with the report."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any

from ecosysteme import adresses
from ecosysteme.enums import TypeOrganisation
from ecosysteme.format import exercice_texte, nombre
from ecosysteme.models import Personne

from . import publies
from .exercices import exercices
from .filtrage import ALERTES, Demande, choisir
from .gouvernement import Ensemble, ensemble
from .lignes import Ligne

COMPLET, A_SURVEILLER, SYNTHESE = "complet", "a_surveiller", "synthese"
DETAILS = (
    (COMPLET, "Tous les indicateurs, avec leur graphique"),
    (A_SURVEILLER, "Les indicateurs à surveiller : cible manquée, résultat absent ou signal défavorable"),
    (SYNTHESE, "Synthèse : un tableau par organisation, sans graphique"),
)


@dataclass(frozen=True, slots=True)
class Selection:
    """As the address writes it; `organisation` takes its whole subtree."""

    exercice: str = ""
    organisation: str = ""
    portefeuille: str = ""
    type: str = ""
    q: str = ""
    alerte: str = ""
    detail: str = COMPLET

    @classmethod
    def lire(cls, parametres: Mapping[str, Any]) -> "Selection":
        """From an address, a form or what a report kept; nonsense counts as nothing."""
        textes = {cle: str(valeur) for cle, valeur in parametres.items() if isinstance(valeur, str | int)}
        demande = Demande.lire(textes)
        organisation, detail = textes.get("organisation", ""), textes.get("detail", "")
        return cls(
            exercice=demande.exercice,
            organisation=organisation if organisation.isascii() and organisation.isdigit() else "",
            portefeuille=demande.portefeuille,
            type=demande.type,
            q=demande.q,
            alerte=demande.alerte,
            detail=detail if detail in dict(DETAILS) else COMPLET,
        )

    @property
    def demande(self) -> Demande:
        return Demande(self.exercice, self.portefeuille, self.type, self.q, self.alerte)

    def a_garder(self) -> dict[str, str]:
        return asdict(self)

    def adresse(self) -> str:
        gardes = {f.name: getattr(self, f.name) for f in fields(self) if f.name != "detail"}
        return adresses.avec(gardes)


@dataclass(frozen=True, slots=True)
class Choix:
    """The organisations of a selection in the order of the tree, and those of them that nothing chosen stands over."""

    selection: Selection
    exercice: int
    ensemble: Ensemble
    lignes: tuple[Ligne, ...]

    @property
    def racines(self) -> list[Ligne]:
        choisies = {ligne.pk for ligne in self.lignes}
        return [ligne for ligne in self.lignes if not choisies & set(ligne.chemin[:-1])]

    @property
    def titre(self) -> str:
        if len(self.racines) == 1:
            return self.racines[0].nom
        if not (self.selection.demande.filtree or self.selection.organisation):
            return self.ensemble.nom
        return "Sélection d'organisations"

    def filtres(self) -> list[str]:
        """The filters in words, for the cover."""
        s, connues = self.selection, self.ensemble.toutes
        dits = [f"Exercice {exercice_texte(self.exercice)}"]
        for pk, mot in ((s.organisation, "et ce qui en relève"), (s.portefeuille, "portefeuille")):
            if pk and (ligne := connues.get(int(pk))):
                dits.append(f"{ligne.nom} ({mot})")
        dits += [f"Genre : {TypeOrganisation(s.type).label}"] if s.type else []
        dits += [f"Alerte : {libelle}" for code, libelle in alertes(self.ensemble) if code == s.alerte]
        dits += [f"Nom ou sigle : «\u00a0{s.q}\u00a0»"] if s.q else []
        return [*dits, dict(DETAILS)[s.detail]]


def alertes(tout: Ensemble) -> list[tuple[str, str]]:
    """The alerts that filter, with the thresholds in force."""
    seuils = {str(genre): nombre(seuil) for genre, seuil in tout.dires.seuils.items()}
    return [(a.code, a.libelle.format(**seuils)) for a in ALERTES]


def choisir_organisations(personne: Personne | None, selection: Selection) -> Choix:
    """The organisations a person's selection holds today; none when the organisation asked for is not known."""
    annees = exercices(selection.exercice, personne)
    tout = ensemble(personne, annees.voulu)
    choisies = choisir(
        tout.lignes, selection.demande, complet=publies.complet(personne), seuils=tout.dires.seuils
    ).lignes
    gardees = {ligne.pk for ligne in choisies}
    filtree = selection.demande.filtree
    lignes = [ligne for ligne in tout.toutes.values() if ligne.pk in gardees or not filtree]
    if selection.organisation:
        lignes = [ligne for ligne in lignes if int(selection.organisation) in ligne.chemin]
    return Choix(selection, annees.voulu, tout, tuple(ligne for ligne in lignes if ligne.existe))
