"""The page of a simulation: its hypotheses in the address, what they move beside what is. Nothing is ever written."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from ecosysteme import adresses
from ecosysteme.format import exercice_texte, nombre
from ecosysteme.models import Personne

from ..enums import Niveau
from ..simulation import Suppositions, simuler
from . import hypotheses, methodes, publies, simulation
from . import simulation_mots as mots
from .exercices import Exercices, exercices
from .lignes import normaliser

FICHES_MAX = 60
METHODES = [("", "Progression pondérée et SCT 2022"), (methodes.SCT_2019, "Avec la note SCT 2019")]


@dataclass(frozen=True, slots=True)
class Vue:
    """What was asked, what was read, and what the hypotheses give."""

    personne: Personne
    niveau: Niveau
    pk: int
    annees: Exercices
    methode: str
    q: str
    lecture: simulation.Lecture
    lues: hypotheses.Lues
    avant: mots.Figure
    apres: mots.Figure
    notees: Mapping[tuple[int, int], tuple]
    avis_methode: str

    def adresse(self, *, hypotheses: bool = True, **changements: str) -> str:
        """The canonical address: it carries the hypotheses, so that it can be shared."""
        base = {"exercice": str(self.annees.voulu), "methode": self.methode, "q": self.q}
        return adresses.avec(base | (self.lues.textes if hypotheses else {}), **changements)

    @property
    def lignes(self) -> list[dict[str, Any]]:
        chemin = mots.chemin(self.lecture, self.lues.suppositions)
        return [mots.ligne(self.lecture, cle, self.avant, self.apres, self.notees) for cle in chemin]


def ouvrir(personne: Personne, niveau: Niveau, pk: int, parametres: Mapping[str, str]) -> Vue:
    """Read, then work out in memory."""
    annees = exercices(parametres.get("exercice"), personne)
    lecture = simulation.lire(personne, niveau, pk, annees.voulu)
    lues = hypotheses.lire(parametres, set(lecture.noms))
    voulue = methodes.SCT_2019 if parametres.get("methode") == methodes.SCT_2019 else ""
    avant, apres = simuler(lecture.monde, Suppositions()), simuler(lecture.monde, lues.suppositions)
    notees, avis = {}, ""
    if voulue and not publies.complet(personne):
        voulue, avis = "", "La qualité des plans n'est pas publiée : la note SCT 2019 ne se simule pas."
    elif voulue and (methode := methodes.dernieres().get(voulue)) is not None:
        notees, avis = mots.notes_2019(lecture, lues.suppositions, apres, methode), methodes.avis(methode, annees.voulu)
    q = parametres.get("q", "").strip()[:100].replace("\x00", "")
    return Vue(personne, niveau, pk, annees, voulue, q, lecture, lues, avant, apres, notees, avis)


def contexte(vue: Vue) -> dict[str, Any]:
    lecture = vue.lecture
    groupes, n = _groupes(vue)
    lignes = vue.lignes
    noeud = lecture.noeud
    return {
        "noeud": noeud,
        "niveau": vue.niveau.label.lower(),
        "fil": [
            {"libelle": "Gouvernement", "url": reverse("pilotage:gouvernement")},
            {"libelle": noeud.nom, "url": noeud.url},
            {"libelle": "Et si…", "url": ""},
        ],
        "periode": exercice_texte(vue.annees.voulu),
        "exercice": vue.annees.voulu,
        "exercices": vue.annees,
        "methode": vue.methode,
        "methodes": METHODES if publies.complet(vue.personne) else METHODES[:1],
        "avis_methode": vue.avis_methode,
        "q": vue.q,
        "groupes": groupes,
        "nombre_montre": f"{nombre(n)} sur {nombre(len(lecture.fiches))}",
        "abregee": n < len(lecture.fiches),
        "lignes": lignes,
        "colonnes": [m.libelle for m in lignes[0]["brutes"]] if lignes else [],
        "hypotheses": vue.lues.nombre,
        "hypotheses_texte": nombre(vue.lues.nombre),
        "refus": [
            {"cle": cle, "raison": raison, "texte": vue.lues.textes[cle]} for cle, raison in vue.lues.refus.items()
        ],
        "bougent": nombre(sum(une["bouge"] for une in lignes)),
        "cachees": _cachees(vue, groupes),
        "url_effacer": vue.adresse(hypotheses=False),
        "url_csv": vue.adresse(format="csv"),
        "complet": publies.complet(vue.personne),
        "vide": not lecture.fiches,
    }


def _groupes(vue: Vue) -> tuple[list[dict[str, Any]], int]:
    """Indicators under their objective, those one supposes about first kept when there are too many."""
    lecture, saisies = vue.lecture, mots.Saisies(vue.lues.textes, vue.lues.refus)
    cherche = normaliser(vue.q)
    trouvees = [i for i in lecture.fiches if cherche in normaliser(f"{i.code} {i.nom}")][:FICHES_MAX]
    groupes: dict[int, dict[str, Any]] = {}
    for i in trouvees:
        o = i.objectif
        if o.pk not in groupes:
            r = o.orientation
            poids = [
                saisies.poids(Niveau.OBJECTIF, o, f"l'objectif {o.numero}"),
                saisies.poids(Niveau.ORIENTATION, r, f"l'orientation {r.numero}"),
            ]
            premiere = all(g["orientation"] != o.orientation_id for g in groupes.values())
            groupes[o.pk] = {
                "pk": o.pk,
                "orientation": o.orientation_id,
                "titre": f"{o.numero} {o.titre}",
                "poids": poids if premiere else poids[:1],
                "fiches": [],
            }
        cle = (int(Niveau.INDICATEUR), i.pk)
        groupes[o.pk]["fiches"].append(
            mots.ligne(lecture, cle, vue.avant, vue.apres, {})
            | {"pk": i.pk, "champs": mots.champs(i, lecture, saisies)}
        )
    return list(groupes.values()), len(trouvees)


def _cachees(vue: Vue, groupes: list[dict[str, Any]]) -> list[tuple[str, str]]:
    """Hypotheses about rows that are not shown: they stay in the form."""
    montrees = {c["cle"] for g in groupes for f in g["fiches"] for c in f["champs"]}
    montrees |= {c["cle"] for g in groupes for c in g["poids"]}
    return [(cle, texte) for cle, texte in vue.lues.textes.items() if cle not in montrees]


ENTETES = ("Niveau", "Nœud", "Chiffre", "Réel", "Supposé", "Écart")


def export(vue: Vue) -> tuple[str, tuple[str, ...], Iterable[tuple[Any, ...]]]:
    """The hypotheses, then what they move."""
    noms = {"r": "Résultat", "c": "Cible", "d": "Cible, maximum", "j": "Verdict", "p": "Poids"}

    def lignes() -> Iterable[tuple[Any, ...]]:
        for cle, texte in vue.lues.textes.items():
            if cle not in vue.lues.refus:
                niveau, pk = (int(cle[1]), int(cle[3:])) if cle[0] == "p" else (1, int(cle[1:]))
                nom = vue.lecture.noms[niveau, pk]
                yield ("Hypothèse", f"{nom.niveau} {nom.nom}", noms[cle[0]], None, texte, None)
        yield from mots.lignes_export(vue.lignes)

    return f"et-si-{vue.niveau.name.lower()}-{vue.pk}-{vue.annees.texte}", ENTETES, lignes()
