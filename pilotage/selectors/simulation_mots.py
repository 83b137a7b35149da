"""What a simulation moves, told line by line beside what is: indicators, then each level up to the government."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from ecosysteme.enums import Statut
from ecosysteme.format import ABSENT, avec_unite, nombre, pourcentage, unite_courte
from ecosysteme.models import Indicateur

from ..enums import Niveau
from ..methodes import Parametres2019, lire_2019
from ..models import GrilleQualite, MethodeNotation
from ..notation import JUGEES, note_moyenne, taux_atteinte
from ..simulation import Cle, Figures, Hypothese, Suppositions, supposer_cible
from . import notes
from .resultats import dire_cible
from .resume import difference
from .simulation import Lecture

Figure = Mapping[Cle, Figures]


@dataclass(frozen=True, slots=True)
class Mesure:
    """A figure of a node: real, supposed, and the difference."""

    libelle: str
    reel: Decimal | None
    suppose: Decimal | None
    unite: str

    @property
    def bouge(self) -> bool:
        return self.reel != self.suppose

    def dite(self) -> dict[str, Any]:
        dire = pourcentage if self.unite else (lambda v: nombre(v, 1))
        ecart = difference(self.suppose, self.reel) if self.bouge else ""
        return {"reel": dire(self.reel), "suppose": dire(self.suppose), "ecart": ecart, "bouge": self.bouge}


def taux(f: Figures | None) -> Decimal | None:
    return taux_atteinte(f.comptes["atteinte"], f.comptes["non_atteinte"]) if f else None


def mesures(cle: Cle, avant: Figure, apres: Figure, notees: Mapping[Cle, tuple]) -> list[Mesure]:
    """Progression, rate, mean score; and the note of SCT 2019 where it is asked for and exists."""
    a, b = avant.get(cle), apres.get(cle)
    seul = cle[0] == Niveau.INDICATEUR  # one target is met or not: a rate says nothing more
    faites = [
        Mesure("Progression", a.progression if a else None, b.progression if b else None, "%"),
        Mesure("Taux d'atteinte", None if seul else taux(a), None if seul else taux(b), "%"),
        Mesure(
            "Pointage moyen",
            note_moyenne(a.pointage_somme, a.pointage_n) if a else None,
            note_moyenne(b.pointage_somme, b.pointage_n) if b else None,
            "",
        ),
    ]
    if notees:
        faites.append(Mesure("Note SCT 2019", *notees.get(cle, (None, None)), "%"))
    return faites


def ligne(lecture: Lecture, cle: Cle, avant: Figure, apres: Figure, notees: Mapping[Cle, tuple]) -> dict[str, Any]:
    """A node with all its figures, real and supposed side by side."""
    nom, a, b = lecture.noms[cle], avant.get(cle), apres.get(cle)
    lues = mesures(cle, avant, apres, notees)
    statuts = [Statut(f.statut).label if f and f.statut else "" for f in (a, b)]
    return {
        "niveau": nom.niveau,
        "nom": nom.nom,
        "url": f"{nom.url.partition('#')[0]}?exercice={lecture.monde.exercice}",
        "statut_reel": statuts[0],
        "statut_suppose": statuts[1],
        "statut_bouge": statuts[0] != statuts[1],
        "mesures": [m.dite() for m in lues],
        "brutes": lues,
        "bouge": statuts[0] != statuts[1] or any(m.bouge for m in lues),
    }


def chemin(lecture: Lecture, s: Suppositions) -> list[Cle]:
    """Nodes a simulation shows: from the government down to the indicators one supposes something about."""
    touches = {*s.fiches, *(pk for niveau, pk in s.poids if niveau == Niveau.INDICATEUR)}
    objectifs, orientations = set(), set()
    for i in lecture.toutes:
        if i.pk in touches or (Niveau.OBJECTIF, i.objectif_id) in s.poids:
            objectifs.add(i.objectif_id)
        if i.objectif_id in objectifs or (Niveau.ORIENTATION, i.objectif.orientation_id) in s.poids:
            orientations.add(i.objectif.orientation_id)
    suite: list[Cle] = [*reversed(lecture.chaine), *((int(Niveau.PLAN), p.pk) for p in lecture.plans)]
    for i in lecture.toutes:
        o = i.objectif
        for cle, dedans in (
            ((int(Niveau.ORIENTATION), o.orientation_id), o.orientation_id in orientations),
            ((int(Niveau.OBJECTIF), o.pk), o.pk in objectifs),
            ((int(Niveau.INDICATEUR), i.pk), i.pk in touches),
        ):
            if dedans and cle not in suite:
                suite.append(cle)
    return suite


def notes_2019(
    lecture: Lecture, s: Suppositions, apres: Figure, methode: MethodeNotation
) -> dict[Cle, tuple[Decimal | None, Decimal | None]]:
    """The note of the plans, and of the organisation when it has only one: one query, for what was judged."""
    p, annee = lire_2019(methode.parametres), lecture.monde.exercice
    plans = [plan.pk for plan in lecture.plans]
    grilles = {g.plan_id: g for g in GrilleQualite.objects.filter(plan__in=plans, exercice=annee)}
    reels, supposes = _lus(lecture, grilles, {}, Suppositions()), _lus(lecture, grilles, apres, s)
    faites: dict[Cle, tuple[Decimal | None, Decimal | None]] = {}
    for plan in lecture.plans:
        deux = _note(plan, annee, reels, p), _note(plan, annee, supposes, p)
        faites[int(Niveau.PLAN), plan.pk] = deux
        if len(plans) == 1:
            faites[int(Niveau.ORGANISATION), plan.organisation_id] = deux
    return faites


def _note(plan, annee: int, lus: notes.Lus, p: Parametres2019) -> Decimal | None:
    return notes.noter(plan, annee, lus, p).note.note


def _lus(lecture: Lecture, grilles: Mapping[int, GrilleQualite], apres: Figure, s: Suppositions) -> notes.Lus:
    """The rows of SCT 2019; a supposed result is whole at 31 March, a supposed target is due then."""
    annee, lus = lecture.monde.exercice, notes.Lus()
    fin = date(annee + 1, 3, 31)
    for i in lecture.toutes:
        o = i.objectif
        plan = o.orientation.plan_id
        lus.indicateurs[plan].append((plan, i.pk, i.code, i.nom, i.type, i.frequence, o.pk, o.orientation_id))
        lus.cibles[i.pk] = {an: (c.forme, c.echeance) for an, c in lecture.cibles.get(i.pk, {}).items()}
        bilan, h = lecture.bilans.get(i.pk), s.fiches.get(i.pk, Hypothese())
        lus.bilans[i.pk, annee] = (bilan.statut, bilan.derniere_mesure) if bilan else ("", None)
        if h.neutre:
            continue
        jour = fin if h.resultat is not None else bilan.derniere_mesure if bilan else None
        lus.bilans[i.pk, annee] = (apres[int(Niveau.INDICATEUR), i.pk].statut, jour)
        if (cible := supposer_cible(lecture.monde.fiches[i.pk], h, fin)) is not None:
            lus.cibles[i.pk][annee] = (cible.forme, cible.echeance or fin)
    for plan, grille in grilles.items():
        lus.grilles[plan, annee] = grille
    return lus


@dataclass(frozen=True, slots=True)
class Saisies:
    """What the address holds: the texts typed and what was refused, by key."""

    textes: Mapping[str, str]
    refus: Mapping[str, str]

    def champ(self, cle: str, etiquette: str, reel: str, **reste: Any) -> dict[str, Any]:
        """A field of the form; `choix`: a verdict to choose; `fixe`: only what is."""
        return {
            "cle": cle,
            "etiquette": etiquette,
            "reel": reel,
            "texte": self.textes.get(cle, ""),
            "refus": self.refus.get(cle, ""),
            "choix": False,
            "fixe": False,
            **reste,
        }

    def poids(self, niveau: Niveau, objet: Any, de: str) -> dict[str, Any]:
        return self.champ(f"p{int(niveau)}-{objet.pk}", f"Poids supposé de {de}", nombre(objet.poids))


def champs(i: Indicateur, lecture: Lecture, saisies: Saisies) -> list[dict[str, Any]]:
    """What one may suppose of an indicator: its result (or its judgement), its target, its weight."""
    cible, bilan = lecture.cibles.get(i.pk, {}).get(lecture.monde.exercice), lecture.bilans.get(i.pk)
    reel = avec_unite(bilan.resultat, unite_courte(i.unite), i.decimales) if bilan else ABSENT
    but, poids = dire_cible(i, cible) if cible else "aucune", saisies.poids(Niveau.INDICATEUR, i, i.code)
    if cible is not None and cible.forme in JUGEES:
        dit = {True: "atteint", False: "non atteint"}.get(cible.jugee_atteinte, "pas encore jugé")
        verdict = saisies.champ(f"j{i.pk}", f"Verdict supposé de {i.code}", dit, choix=True)
        return [verdict, saisies.champ(f"c{i.pk}", "", but, fixe=True), poids]
    buts = [saisies.champ(f"c{i.pk}", f"Cible supposée de {i.code}", but)]
    if cible is not None and cible.forme == "plage":
        buts = [
            saisies.champ(f"c{i.pk}", f"Minimum supposé de {i.code}", but),
            saisies.champ(f"d{i.pk}", f"Maximum supposé de {i.code}", ""),
        ]
    return [saisies.champ(f"r{i.pk}", f"Résultat supposé de {i.code}", reel), *buts, poids]


def lignes_export(lignes: Iterable[dict[str, Any]]) -> Iterable[tuple[Any, ...]]:
    """One row a figure of a node: level, name, figure, real, supposed, difference."""
    for une in lignes:
        if une["statut_reel"] or une["statut_suppose"]:
            yield (une["niveau"], une["nom"], "Statut", une["statut_reel"], une["statut_suppose"], None)
        for m in une["brutes"]:
            ecart = m.suppose - m.reel if m.suppose is not None and m.reel is not None else None
            yield (une["niveau"], une["nom"], m.libelle, m.reel, m.suppose, ecart)
