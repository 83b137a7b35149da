"""The series of an indicator for a territory: its results, targets and phases, and the control chart they make."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db.models import Count, Max, Model, OuterRef, Subquery, Sum, TextField, Value
from django.db.models.functions import Concat

from ecosysteme.enums import Territoire
from ecosysteme.format import avec_unite, exercice_texte, periode_texte, unite_courte
from ecosysteme.models import Cible, Indicateur, Mesure, Personne
from ecosysteme.periodes import exercice_de

from .. import cartes
from ..graphiques import Palier, Svg, marches, xmr
from ..graphiques.marques import signaux_en_mots
from ..models import PhaseSpc
from ..spc import Analyse, Bornes
from . import publies


@dataclass(frozen=True)
class Serie:
    """What a person may read of an indicator in a territory; results in time order."""

    indicateur: Indicateur
    territoire: str
    mesures: Sequence[Mesure]
    cibles: dict[int, Cible]
    phases: Sequence[PhaseSpc]
    complete: bool

    @cached_property
    def points(self) -> list[Mesure]:
        """The results that have a value."""
        return [mesure for mesure in self.mesures if mesure.valeur is not None]

    @cached_property
    def fins(self) -> list[date]:
        return [mesure.fin for mesure in self.points]

    @cached_property
    def etiquettes(self) -> list[str]:
        return [periode_texte(mesure.debut, mesure.fin) for mesure in self.points]

    @cached_property
    def derniere_cible(self) -> Cible | None:
        return self.cibles[max(self.cibles)] if self.cibles else None

    @cached_property
    def analyse(self) -> Analyse:
        points = [(mesure.fin, mesure.valeur) for mesure in self.points]
        return cartes.analyser(self.indicateur, points, [phase.debut for phase in self.phases], self.derniere_cible)

    @cached_property
    def cibles_des_points(self) -> list[Bornes | None]:
        """The target in force at each point."""
        return [cartes.bornes(self.cibles.get(mesure.exercice)) for mesure in self.points]

    @property
    def prochaine(self) -> Cible | None:
        """The first target after the last point."""
        dernier = exercice_de(self.fins[-1]) if self.fins else 0
        suivantes = [e for e, cible in self.cibles.items() if e > dernier and cartes.bornes(cible)]
        return self.cibles[min(suivantes)] if suivantes else None

    @property
    def paliers(self) -> tuple[Palier, ...]:
        """Targets as steps; the one ahead when it differs from the last in force."""
        prochaine = self.prochaine
        bornes = cartes.bornes(prochaine)
        if prochaine is None or (self.cibles_des_points and bornes == self.cibles_des_points[-1]):
            return marches(self.cibles_des_points)
        return marches(self.cibles_des_points, bornes, f"cible {exercice_texte(prochaine.exercice)}")

    @property
    def noms_phases(self) -> list[str]:
        """Why each phase after the first began, those only that fall among the points; reasons stay internal."""
        rangs: dict[int, str] = {}
        for phase in self.phases:
            rang = sum(fin < phase.debut for fin in self.fins)
            if 0 < rang < len(self.fins):
                rangs[rang] = phase.motif if self.complete else "Changement de processus"
        return [rangs[rang] for rang in sorted(rangs)]

    @property
    def titre(self) -> str:
        """What to see: the signal of the last point, or where the series comes from and stands."""
        if not self.points:
            return "Aucun résultat pour l'instant"
        if not self.analyse.raison and self.analyse.variation != "commune":
            return cartes.phrase(self.indicateur, self.analyse, self.fins).removesuffix(".")
        if len(self.points) == 1:
            return f"{self.ecrire(self.points[0])} en {self.etiquettes[0]}"
        debut, fin = self.points[0], self.points[-1]
        return f"De {self.ecrire(debut)} ({self.etiquettes[0]}) à {self.ecrire(fin)} ({self.etiquettes[-1]})"

    @property
    def sous_titre(self) -> str:
        """What the figure is."""
        lieu = f", {Territoire(self.territoire).label}" if self.territoire else ""
        genre = "Carte de contrôle (XmR)" if not self.analyse.raison else "Résultats"
        return f"{genre} : {self.indicateur.nom}{lieu}"

    @property
    def lecture(self) -> str:
        """Why there are no limits, when there are none: neither the title nor the icon says it."""
        return cartes.phrase(self.indicateur, self.analyse, self.fins) if self.points and self.analyse.raison else ""

    @property
    def signaux(self) -> str:
        return signaux_en_mots(self.analyse, self.etiquettes)

    def ecrire(self, mesure: Mesure) -> str:
        return avec_unite(mesure.valeur, unite_courte(self.indicateur.unite), self.indicateur.decimales)

    def dessiner(self) -> Svg:
        return xmr(
            self.analyse,
            self.etiquettes,
            titre=self.titre,
            unite=self.indicateur.unite,
            decimales=self.indicateur.decimales,
            paliers=self.paliers,
            noms_phases=self.noms_phases,
        )


def empreinte(indicateur: Indicateur) -> str:
    """What differs as soon as a result, a target, a phase or the sheet does: one query, however long the series."""
    lignes = Indicateur.objects.filter(pk=indicateur.pk).values_list(
        "version",
        _lignes(
            Mesure, Concat(Count("*"), Value("."), Sum("version"), Value("."), Max("pk"), output_field=TextField())
        ),
        _lignes(Cible, Concat(Count("*"), Value("."), Sum("version"), Value("."), Max("pk"), output_field=TextField())),
        _lignes(PhaseSpc, Concat(Count("*"), Value("."), Max("pk"), output_field=TextField())),
    )
    return " ".join(map(str, lignes.get()))


def _lignes(modele: type[Model], resume: Concat) -> Subquery:
    lignes = modele.objects.filter(indicateur=OuterRef("pk")).order_by().values("indicateur")
    return Subquery(lignes.annotate(resume=resume).values("resume"))


def lire(personne: Personne | None, indicateur: Indicateur, territoire: str = "") -> Serie:
    """Three queries, whatever the length of the series."""
    mesures = publies.mesures(personne).filter(indicateur=indicateur, territoire=territoire).order_by("fin")
    cibles = Cible.objects.filter(indicateur=indicateur, territoire=territoire)
    return Serie(
        indicateur=indicateur,
        territoire=territoire,
        mesures=list(mesures),
        cibles={cible.exercice: cible for cible in cibles},
        phases=list(PhaseSpc.objects.filter(indicateur=indicateur).select_related("auteur")),
        complete=publies.complet(personne),
    )
