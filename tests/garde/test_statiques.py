"""Static files: each is asked for by a page, a sheet, a script or the code."""

from tests.garde.test_tailles import RACINE, fichiers

STATIQUES = RACINE / "static"


def test_chaque_fichier_statique_sert():
    lecteurs = fichiers(".html", ".css", ".js", ".liasse", ".py")
    textes = {f: f.read_text("utf-8") for f in lecteurs if "tests" not in f.relative_to(RACINE).parts}
    inutiles = []
    for fichier in sorted(f for f in STATIQUES.rglob("*") if f.is_file()):
        nom = str(fichier.relative_to(STATIQUES))
        if fichier.suffix == ".liasse":  # a bundle is asked for by the name of the script it makes
            nom = nom.replace(".liasse", ".js")
        cherches = {nom, nom.removeprefix("css/"), nom.removeprefix("js/")}  # sheets and bundles name their neighbours
        if not any(c in texte for f, texte in textes.items() if f != fichier for c in cherches):
            inutiles.append(nom)
    assert inutiles == []
