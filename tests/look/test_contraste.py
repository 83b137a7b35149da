"""Colours of the tokens are readable on each other, in both themes (WCAG 2.2 AA)."""

import re
from pathlib import Path

import pytest

JETONS = Path(__file__).parents[2] / "static" / "css" / "jetons.css"
PAIRE = re.compile(r"--([\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\);")
COULEURS = {m[1]: (m[2], m[3]) for m in PAIRE.finditer(JETONS.read_text("utf-8"))}

TEXTE, DESSIN = 4.5, 3.0
FONDS = ["fond", "surface", "bleu-pale"]
TEXTES = [
    *[(encre, fond) for encre in ("texte", "texte-doux", "action", "action-survol") for fond in FONDS],
    *[("texte", f"{teinte}-pale") for teinte in ("vert", "jaune", "rouge")],
    *[("action", f"{teinte}-pale") for teinte in ("vert", "jaune", "rouge")],
    *[(signal, fond) for signal in ("favorable", "defavorable", "neutre") for fond in ("fond", "surface")],
    ("visite", "fond"),
    ("vert", "fond"),
    ("rouge-fonce", "fond"),
    ("rouge-fonce", "rouge-pale"),
    ("jaune-fonce", "jaune-pale"),
    ("vert-fonce", "vert-pale"),
    ("sur-action", "action"),
    ("sur-action", "action-survol"),
    ("sur-action", "rouge"),
    ("sur-action", "rouge-fonce"),
    ("sur-bandeau", "bandeau"),
    ("sur-bandeau", "bandeau-actif"),
    *[(f"encre-{n}", f"taux-{n}") for n in range(5)],
    ("texte-doux", "taux-nd"),
    ("sur-part-forte", "part-atteinte"),
    ("sur-part-forte", "part-non_atteinte"),
    *[("sur-part-pale", f"part-{statut}") for statut in ("a_venir", "non_disponible", "sans_objet")],
]
DESSINS = [
    *[(trait, "fond") for trait in ("filet-fort", "focus", "vert", "rouge", "jaune", "gris", "commune")],
    ("gris", "surface"),
]


def luminance(couleur: str) -> float:
    def lineaire(octet: str) -> float:
        c = int(octet, 16) / 255
        return c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4

    rouge, vert, bleu = (lineaire(couleur[i : i + 2]) for i in (1, 3, 5))
    return 0.2126 * rouge + 0.7152 * vert + 0.0722 * bleu


def contraste(une: str, autre: str) -> float:
    clair, fonce = sorted((luminance(une), luminance(autre)), reverse=True)
    return (clair + 0.05) / (fonce + 0.05)


def test_le_contraste_du_noir_sur_blanc_vaut_21():
    assert contraste("#000000", "#ffffff") == pytest.approx(21)


@pytest.mark.parametrize("theme", [0, 1], ids=["clair", "sombre"])
@pytest.mark.parametrize(
    ("encre", "fond", "minimum"),
    [(*paire, TEXTE) for paire in TEXTES] + [(*paire, DESSIN) for paire in DESSINS],
)
def test_chaque_paire_de_couleurs_se_lit(encre, fond, minimum, theme):
    assert contraste(COULEURS[encre][theme], COULEURS[fond][theme]) >= minimum


def test_chaque_jeton_employe_est_defini():
    definis = set(re.findall(r"(--[\w-]+):", JETONS.read_text("utf-8")))
    employes = {
        (feuille.name, jeton)
        for feuille in JETONS.parent.rglob("*.css")
        for jeton in re.findall(r"var\((--[\w-]+)", feuille.read_text("utf-8"))
    }
    assert {couple for couple in employes if couple[1] not in definis} == set()
