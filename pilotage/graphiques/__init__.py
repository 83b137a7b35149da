"""Figures drawn by the server as SVG text: no script, style or identifier, so they live under a strict CSP.

Every colour comes from the stylesheet through these classes; geometry, dashes and type sizes are attributes.

| part | classes |
|---|---|
| every figure | `g` and one of `g-xmr` `g-etincelle` `g-barre` `g-carte` |
| texts | `g-etiquette` (all), `g-unite` `g-graduation` `g-phase-nom` `g-note` (muted), `g-mot` + `g-signal-*` |
| axes | `g-axe`, `g-grille`, `g-phase` (start of a phase) |
| control chart | `g-bande` `g-bande-provisoire` `g-limite` `g-moyenne` `g-ligne` `g-fin-nom` |
| target | `g-cible` `g-cible-nom`, `g-cible-plage` (see-through) |
| points | `g-forme` (all), `g-point` `g-dernier` `g-dernier-nom` |
| signals | `g-signal-favorable` `g-signal-defavorable` `g-signal-neutre` |
| status bar | `g-part` `g-part-nom` + `g-statut-<Statut>`, `g-statut-aucun` when empty |
| treemap | `g-lien` `g-groupe-nom` `g-tuile` `g-tuile-nom` `g-tuile-valeur` + `g-taux-0` … `g-taux-4`, `g-taux-nd` |

A signal is told by shape (triangle, diamond, square), class and word; a status by symbol, class and word.
"""

from ._svg import Svg
from .barre import barre_statuts
from .carte import Noeud, carte_arborescente
from .etincelle import sparkline
from .paliers import Palier, marches
from .xmr import xmr

__all__ = ["Noeud", "Palier", "Svg", "barre_statuts", "carte_arborescente", "marches", "sparkline", "xmr"]
