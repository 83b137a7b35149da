"""The government at a glance: the readings of the whole, a line for each organisation, and a map of them all."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from ecosysteme.enums import TypeOrganisation
from ecosysteme.format import compte, date_longue, exercice_texte, il_y_a, nombre
from ecosysteme.memoire import garder
from ecosysteme.models import Organisation, Personne
from ecosysteme.periodes import bornes_exercice

from ..enums import Niveau
from ..graphiques import Noeud, carte_arborescente
from ..models import Bilan
from ..notation import Enfant, agreger
from . import alertes, publies
from .alertes_organisations import MONTREES, poser, repartitions
from .exercices import Exercices, exercices
from .filtrage import Choisies, Demande, choisir
from .lignes import Ligne, a_exporter, derniers, lignes
from .meteo_ensemble import Dires, avec_dires, dires
from .resume import Resume, resumer
from .tri import entete, simple


@dataclass(frozen=True, slots=True)
class Ensemble:
    """All that is shown of a fiscal year, whoever filters it: worked out once for many readers.

    `lignes` are those of the government's table; `toutes` also holds branches, by organisation.
    """

    pk: int | None
    nom: str
    resume: Resume
    lignes: tuple[Ligne, ...]
    toutes: Mapping[int, Ligne]
    bilans: Mapping[tuple[int, int], Bilan]
    carte: str
    calcule_le: datetime | None
    alertes: alertes.Alertes
    dires: Dires


def ensemble(personne: Personne | None, exercice: int) -> Ensemble:
    """Three queries; kept while no change is announced, apart for who reads everything and for who does not."""
    cle = ("gouvernement", publies.complet(personne), exercice, timezone.localdate())
    return garder(cle, lambda: _calculer(personne, exercice))


def _calculer(personne: Personne | None, exercice: int) -> Ensemble:
    organisations = _organisations(exercice)
    bilans = publies.lire(personne, Niveau.ORGANISATION, [o.pk for o in organisations], derniers(exercice))
    comptes = alertes.par_organisation(personne, exercice)
    racines = [o for o in organisations if o.parent_id is None]
    dits = dires(organisations)
    toutes = poser(lignes(organisations, bilans, comptes, exercice), dits, exercice, publies.complet(personne))
    montrees = tuple(ligne for ligne in toutes if ligne.type in MONTREES)
    gouvernement = next((o for o in racines if o.type == TypeOrganisation.GOUVERNEMENT), None)
    actuel, avant = (somme(racines, bilans, annee) for annee in (exercice, exercice - 1))
    return Ensemble(
        pk=gouvernement.pk if gouvernement else None,
        nom=gouvernement.nom if gouvernement else "Ensemble des organisations",
        resume=resumer(actuel, avant, exercice=exercice),
        lignes=montrees,
        toutes={ligne.pk: ligne for ligne in toutes},
        bilans=bilans,
        carte=carte(montrees, exercice),
        calcule_le=max((b.calcule_le for (_, annee), b in bilans.items() if annee == exercice), default=None),
        alertes=sum((comptes[o.pk] for o in racines if o.pk in comptes), alertes.Alertes()),
        dires=dits,
    )


def _organisations(exercice: int) -> list[Organisation]:
    """In force during the fiscal year, in the order of the tree, with what was said of them."""
    bornes = bornes_exercice(exercice)
    en_vigueur = Q(debut__isnull=True) | Q(debut__lte=bornes.fin), Q(fin__isnull=True) | Q(fin__gte=bornes.debut)
    toutes = avec_dires(publies.organisations().filter(*en_vigueur).defer("site"), exercice)
    connues = {o.pk: o for o in toutes}
    return sorted(connues.values(), key=lambda o: [(connues[pk].nom_cle, pk) for pk in o.chemin if pk in connues])


def somme(racines: Iterable[Organisation], bilans: Mapping[tuple[int, int], Bilan], exercice: int) -> Bilan | None:
    """The bilan of the government; of several roots together where no government stands over them."""
    paires = [(o, bilans[o.pk, exercice]) for o in racines if (o.pk, exercice) in bilans]
    if len(paires) < 2:
        return paires[0][1] if paires else None
    total = agreger(Enfant(o.poids, b.progression, b.progression_m > 0) for o, b in paires)
    champs = [f.attname for f in Bilan._meta.fields if f.attname.startswith("nb_")] + ["pointage_somme", "pointage_n"]
    return Bilan(
        niveau=Niveau.ORGANISATION,
        exercice=exercice,
        progression=total.progression,
        progression_n=total.n,
        progression_m=total.m,
        provisoire=any(b.provisoire for _, b in paires),
        derniere_mesure=max((b.derniere_mesure for _, b in paires if b.derniere_mesure), default=None),
        calcule_le=max(b.calcule_le for _, b in paires),
        **{champ: sum(getattr(b, champ) for _, b in paires) for champ in champs},
    )


def carte(montrees: Iterable[Ligne], exercice: int) -> str:
    """A tile for each organisation, in its portfolio: area by number of indicators, tint by attainment."""
    groupes: dict[int, list[Noeud]] = {}
    seules: list[Noeud] = []
    toutes = list(montrees)
    portefeuilles = {ligne.pk: ligne for ligne in toutes if ligne.est_portefeuille}
    for ligne in toutes:
        if not ligne.est_portefeuille and not _sous_une_autre(ligne, portefeuilles):
            groupe = next((pk for pk in ligne.chemin if pk in portefeuilles), None)
            (groupes.setdefault(groupe, []) if groupe else seules).append(_tuile(ligne))
    noeuds = [
        Noeud(
            nom=portefeuilles[pk].nom, court=portefeuilles[pk].sigle, href=portefeuilles[pk].url, enfants=tuple(tuiles)
        )
        for pk, tuiles in groupes.items()
    ]
    titre = f"Taux d'atteinte de chaque organisation, {exercice_texte(exercice)}"
    return carte_arborescente([*noeuds, *seules], titre=titre, largeur=980, hauteur=300)


def _sous_une_autre(ligne: Ligne, portefeuilles: Mapping[int, Ligne]) -> bool:
    """Whether it already counts in the tile of a ministry above it."""
    return ligne.rang > (2 if any(pk in portefeuilles for pk in ligne.chemin) else 1)


def _tuile(ligne: Ligne) -> Noeud:
    valeur = None if ligne.taux is None else float(ligne.taux)
    return Noeud(ligne.nom, ligne.total, valeur, ligne.taux_texte, ligne.url, ligne.sigle)


def page(personne: Personne, demande: Demande) -> dict[str, Any]:
    """The context of the page and of its fragment."""
    annees = exercices(demande.exercice, personne)
    tout, complet = ensemble(personne, annees.voulu), publies.complet(personne)
    choisies = choisir(tout.lignes, demande, complet=complet, seuils=tout.dires.seuils)
    return {
        "ensemble": tout,
        "exercices": annees,
        "demande": demande,
        "choisies": choisies,
        "complet": complet,
        "tuiles": _tuiles(tout, complet),
        "repartitions": repartitions(tout.dires, tout.pk) if complet and tout.pk else [],
        "entetes": entetes(demande, annees, complet),
        "nombre_montre": f"{nombre(choisies.n)} sur {nombre(choisies.m)}",
        "fraicheur": fraicheur(tout, annees),
        "portefeuilles": [(str(ligne.pk), ligne.nom) for ligne in tout.lignes if ligne.est_portefeuille],
        "exports": [
            {"libelle": "CSV", "url": demande.adresse(format="csv")},
            {"libelle": "Excel (XLSX)", "url": demande.adresse(format="xlsx")},
        ],
    }


def fraicheur(tout: Ensemble, annees: Exercices) -> str:
    """« Exercice 2025-2026. Dernier résultat : 31 mars 2026. Bilans calculés il y a 3 minutes. »"""
    dits = [f"Exercice {annees.texte}."]
    if tout.resume.existe:
        dits.append(f"Dernier résultat : {tout.resume.derniere_mesure}.")
    if tout.calcule_le:
        dits.append(f"Bilans calculés {il_y_a(tout.calcule_le)}.")
    if n := tout.alertes.illustratifs:
        verbe = "sont illustratifs ou jugés" if n > 1 else "est illustratif ou jugé"
        dits.append(f"{compte(n, 'indicateur')} {verbe} sur une cible illustrative.")
    return " ".join(dits)


def url_calcul(organisation: int, exercice: int) -> str:
    """« Comment est-ce calculé? » for an organisation in a year."""
    return f"{reverse('pilotage:calcul', args=['organisation', organisation])}?exercice={exercice}"


def _tuiles(tout: Ensemble, complet: bool) -> list[dict[str, Any]]:
    methode = url_calcul(tout.pk, tout.resume.exercice) if tout.pk else reverse("pilotage:methode")
    return [
        *tout.resume.tuiles(url_methode=methode),
        *([tuile_retards(tout.alertes.retards, tout.resume.total)] if complet else []),
    ]


def tuile_retards(retards: int, total: int) -> dict[str, Any]:
    """Indicators whose next result is overdue today, whatever the year shown."""
    return {
        "libelle": "Résultats en retard",
        "valeur": nombre(retards),
        "unite": "",
        "precedent": "",
        "ecart": "",
        "couverture": f"sur {compte(total, 'indicateur')}",
        "methode": f"Échéance dépassée au {date_longue(timezone.localdate())}",
        "periode": "",
        "url": "",
        "url_methode": "",
    }


def entetes(demande: Demande, annees: Exercices, complet: bool) -> list[dict[str, Any]]:
    """Headings of the government's table: those that sort, where the column can be sorted."""
    tris = (
        "nom",
        "statuts",
        "taux",
        "",
        "ecart",
        "",
        "pointage",
        "progression",
        "meteo",
        "signaux",
        "retards",
        "derniere",
    )
    titres = entetes_organisations(annees, complet)
    cles = [cle for cle in tris if complet or cle not in ("retards", "meteo")]
    return [
        {**titre, **entete(demande, cle, titre["libelle"], precision=titre["precision"], chiffres=titre["chiffres"],
                           croissant=cle == "nom")} if cle else titre
        for cle, titre in zip(cles, titres, strict=True)
    ]  # fmt: skip


def entetes_organisations(annees: Exercices, complet: bool) -> list[dict[str, Any]]:
    """Headings of the rows of organisations (templates/pilotage/tableaux/_ligne.html)."""
    avant = f"points depuis {exercice_texte(annees.precedent)}"
    return [
        simple("Organisation"),
        simple("Cibles", precision="par statut"),
        simple("Taux d'atteinte", precision="SCT 2022", chiffres=True),
        simple("Jugées", precision="sur cibles échues", chiffres=True),
        simple("Écart", precision=avant, chiffres=True),
        simple("Taux", precision="sur huit ans"),
        simple("Pointage moyen", precision="SCT 2022", chiffres=True),
        simple("Progression", precision="pondérée", chiffres=True),
        *([simple("Météo", precision="un jugement")] if complet else []),
        simple("Signaux", precision="à ce jour"),
        *([simple("En retard", precision="à ce jour", chiffres=True)] if complet else []),
        simple("Dernier résultat", chiffres=True),
    ]


def export(personne: Personne, demande: Demande) -> tuple[str, Iterable[tuple[Any, ...]]]:
    """The name of the file and its rows: those that the filters show, in their order."""
    annees = exercices(demande.exercice, personne)
    complet = publies.complet(personne)
    tout = ensemble(personne, annees.voulu)
    choisies: Choisies = choisir(tout.lignes, demande, complet=complet, seuils=tout.dires.seuils)
    return f"pilotage-{annees.texte}", a_exporter(choisies.lignes, annees.voulu, complet=complet)
