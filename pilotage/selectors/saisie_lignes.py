"""The rows of the data-entry grid: an indicator, what it was, what it aims at, and a cell for each period."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from ecosysteme import format as ecrire
from ecosysteme.adresses import si_elle_existe
from ecosysteme.enums import EtatMesure
from ecosysteme.models import Cible, Indicateur, Mesure, Personne
from ecosysteme.periodes import MOIS_PAR_PERIODE, Periode, bornes_exercice
from ecosysteme.permissions import droits

from ..calendrier import periodes_de
from ..cellules import texte
from ..explications import cible_en_mots
from ..models import PhaseSpc
from ..notation import JUGEES, CibleVue
from ..vraisemblance import Repere, reperer

SUITE = ("id", "version", "motif_absence", "sans_objet", "etat", "commentaire", "saisie_le", "importation_id")
CHAMPS = ("indicateur_id", "debut", "fin", "valeur", *SUITE)
AUTEUR = ("saisie_par", "saisie_par__prenom", "saisie_par__nom", "saisie_par__email")
PERIODES_LUES = 48
ANNEES_LUES = 30
ETATS = {EtatMesure.PROVISOIRE: "Provisoire", EtatMesure.VALIDEE: "Validé"}
VERROU = "Résultat validé : seule une personne qui valide peut le changer."


@dataclass(slots=True)
class Conflit:
    """What somebody else wrote meanwhile, to choose from."""

    texte: str
    auteur: str

    @property
    def phrase(self) -> str:
        return f"{self.auteur} a écrit {self.texte}" if self.texte else "Ce résultat a été retiré"


@dataclass(slots=True)
class Cellule:
    """A result to enter: what stands, what the person typed, and what there is to say about it."""

    cle: str
    periode: Periode
    nom: str
    mesure: Mesure | None
    verrou: str = ""
    texte: str = ""
    commentaire: str = ""
    saisi: str = ""
    saisi_commentaire: str = ""
    erreur: str = ""
    doute: str = ""
    conflit: Conflit | None = None
    choisie: bool = False

    etat: str = ""
    etat_libelle: str = ""
    auteur_nom: str = ""
    auteur: str = ""

    def __post_init__(self) -> None:
        if (mesure := self.mesure) is not None:
            self.texte, self.commentaire = texte_de(mesure), commentaire_de(mesure)
            self.etat, self.etat_libelle = mesure.etat, ETATS[mesure.etat]
            self.auteur_nom, self.auteur = nom_de(mesure), auteur_de(mesure)
        self.saisi, self.saisi_commentaire = self.texte, self.commentaire

    @property
    def lue(self) -> list:
        """What the page remembers of the row it shows: id, version, text, comment, and whether a conflict is open."""
        pk, version = (self.mesure.pk, self.mesure.version) if self.mesure else (0, 0)
        return [pk, version, self.texte, self.commentaire, int(self.conflit is not None)]

    def vue(self) -> dict:
        return vue_mesure(self.mesure, self.verrou)


@dataclass(slots=True)
class Ligne:
    """An indicator of the grid, and what a new figure is compared with."""

    indicateur: Indicateur
    cellules: list[Cellule]
    precedent: str
    precedent_periode: str
    cible: str
    peut_valider: bool
    repere: Repere
    autres: int = 0
    choisie: bool = False

    @property
    def pk(self) -> int:
        return self.indicateur.pk

    @property
    def nom(self) -> str:
        return f"{self.indicateur.code} {self.indicateur.nom}"

    @property
    def attributs(self) -> dict[str, str]:
        """Plain numbers for the page's script."""
        nombres = {"basse": self.repere.basse, "haute": self.repere.haute, "dernier": self.repere.dernier}
        return {nom: f"{valeur:f}" for nom, valeur in nombres.items() if valeur is not None}

    @property
    def url(self) -> str:
        return si_elle_existe("pilotage:indicateur", self.pk)


def texte_de(mesure: Mesure) -> str:
    return texte(mesure.valeur, mesure.motif_absence, mesure.sans_objet)


def commentaire_de(mesure: Mesure) -> str:
    """As a field of the page gives it back."""
    return mesure.commentaire.replace("\r\n", "\n").strip()


def verrou_de(mesure: Mesure | None, peut_valider: bool) -> str:
    """Why this result may not be changed; '' when it may."""
    return "" if peut_valider or mesure is None or mesure.etat != EtatMesure.VALIDEE else VERROU


def vue_mesure(mesure: Mesure | None, verrou: str = "") -> dict:
    """What the page's script needs to show a cell as it stands: id, version, text, comment, state, author, lock."""
    if mesure is None:
        return {"m": 0, "v": 0, "t": "", "c": "", "e": "", "a": "", "verrou": verrou}
    return {
        "m": mesure.pk,
        "v": mesure.version,
        "t": texte_de(mesure),
        "c": commentaire_de(mesure),
        "e": mesure.etat,
        "a": auteur_de(mesure),
        "verrou": verrou,
    }


def auteur_de(mesure: Mesure) -> str:
    """« Camille Essai, il y a 3 jours »."""
    return f"{nom_de(mesure)}, {ecrire.il_y_a(mesure.saisie_le)}"


def nom_de(mesure: Mesure) -> str:
    if mesure.saisie_par is not None:
        return mesure.saisie_par.get_full_name()
    return "Une importation" if mesure.importation_id else "Le portail"


class Point(NamedTuple):
    debut: date
    fin: date
    valeur: Decimal | None


@dataclass(slots=True)
class _Sources:
    """What the rows are made from, by indicator."""

    series: dict[int, list[Point]] = field(default_factory=lambda: defaultdict(list))
    mesures: dict[int, list[Mesure]] = field(default_factory=lambda: defaultdict(list))
    cibles: dict[int, Cible] = field(default_factory=dict)
    phases: dict[int, list[date]] = field(default_factory=lambda: defaultdict(list))


def lignes(
    personne: Personne, indicateurs: Iterable[Indicateur], exercice: int, territoire: str = "", rang: int = 0
) -> list[Ligne]:
    """Three queries, whatever the number of rows. `rang` keeps one period of the year; 0 keeps them all."""
    liste = list(indicateurs)
    sources = _sources(liste, exercice, territoire)
    acces = droits(personne)
    return [_ligne(i, sources, exercice, rang, acces.peut("valider", i.organisation)) for i in liste]


def _sources(indicateurs: list[Indicateur], exercice: int, territoire: str) -> _Sources:
    ids, sources = [i.pk for i in indicateurs], _Sources()
    mois = min((MOIS_PAR_PERIODE[i.frequence] for i in indicateurs), default=12)
    recul = min(ANNEES_LUES, PERIODES_LUES * mois // 12)
    debut, fin = bornes_exercice(exercice - recul).debut, bornes_exercice(exercice).fin
    lues = Mesure.objects.filter(indicateur__in=ids, territoire=territoire, fin__gt=debut, fin__lte=fin)
    for pk, premier, dernier, valeur, *suite in lues.order_by("indicateur", "fin").values_list(*CHAMPS, *AUTEUR):
        sources.series[pk].append(Point(premier, dernier, valeur))
        if dernier >= bornes_exercice(exercice).debut:
            sources.mesures[pk].append(_mesure(pk, premier, dernier, valeur, suite))
    for cible in Cible.objects.filter(indicateur__in=ids, territoire=territoire, exercice=exercice).order_by():
        sources.cibles[cible.indicateur_id] = cible
    for pk, debut in PhaseSpc.objects.filter(indicateur__in=ids).order_by("debut").values_list("indicateur", "debut"):
        sources.phases[pk].append(debut)
    return sources


def _mesure(indicateur: int, debut: date, fin: date, valeur: Decimal | None, suite: list) -> Mesure:
    """A row of the year shown, with its author; the years before are read as plain points."""
    *champs, par, prenom, nom, email = suite
    mesure = Mesure(
        indicateur_id=indicateur, debut=debut, fin=fin, valeur=valeur, **dict(zip(SUITE, champs, strict=True))
    )
    mesure.saisie_par = None if par is None else Personne(pk=par, prenom=prenom, nom=nom, email=email)
    return mesure


def _ligne(indicateur: Indicateur, sources: _Sources, exercice: int, rang: int, peut_valider: bool) -> Ligne:
    mesures, points = sources.mesures[indicateur.pk], sources.series[indicateur.pk]
    par_fin = {m.fin: m for m in mesures}
    derniere = Periode(points[-1].debut, points[-1].fin) if points else None
    toutes = periodes_de(exercice, indicateur.frequence, derniere)
    periodes = toutes[rang - 1 : rang] if rang else toutes
    chiffres = [point for point in points if point.valeur is not None]
    repere = reperer(
        [(point.fin, point.valeur) for point in chiffres],
        periodes[0].fin,
        phases=sources.phases[indicateur.pk],
        limites=indicateur.admissible_spc,
        cumulatif=indicateur.cumulatif,
    )
    cellules = [_cellule(indicateur, p, par_fin.get(p.fin), peut_valider) for p in periodes]
    avant = [point for point in chiffres if point.fin < periodes[0].fin]
    return Ligne(
        indicateur,
        cellules,
        precedent=ecrire.nombre(avant[-1].valeur, indicateur.decimales) if avant else ecrire.ABSENT,
        precedent_periode=ecrire.periode_texte(avant[-1].debut, avant[-1].fin) if avant else "",
        cible=_cible(sources.cibles.get(indicateur.pk), indicateur),
        peut_valider=peut_valider,
        autres=len(mesures) - sum(p.fin in par_fin for p in toutes),
        repere=repere,
    )


def _cellule(indicateur: Indicateur, periode: Periode, mesure: Mesure | None, peut_valider: bool) -> Cellule:
    """A result that exists keeps its own first day."""
    if mesure is not None:
        periode = Periode(mesure.debut, mesure.fin)
    return Cellule(
        cle=f"{indicateur.pk}.{periode.fin.isoformat()}",
        periode=periode,
        nom=ecrire.periode_texte(periode.debut, periode.fin),
        mesure=mesure,
        verrou=verrou_de(mesure, peut_valider),
    )


def _cible(cible: Cible | None, indicateur: Indicateur) -> str:
    if cible is None:
        return ecrire.ABSENT
    if cible.forme in JUGEES:
        return cible.texte
    vue = CibleVue(cible.forme, cible.valeur_min, cible.valeur_max)
    return cible_en_mots(vue, "", indicateur.decimales)
