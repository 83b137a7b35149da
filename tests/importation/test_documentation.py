"""What the page for people who prepare files says is what the profiles read."""

from pathlib import Path

from pilotage.importation.profils import PROFILS
from pilotage.importation.profils.champs_standard import CHAMPS

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "formats-import.md").read_text("utf-8")


def test_chaque_colonne_du_format_est_decrite_avec_ses_autres_noms():
    for champ in CHAMPS:
        [ligne] = [
            x for x in PAGE.splitlines() if x.startswith((f"| {champ.libelle} |", f"| {champ.libelle} (requise) |"))
        ]
        assert ("(requise)" in ligne) == champ.obligatoire
        assert all(synonyme in ligne for synonyme in champ.synonymes)


def test_chaque_profil_est_decrit_avec_ses_colonnes_requises():
    for profil in PROFILS.values():
        assert f"`{profil.nom}`" in PAGE
        if profil.nom != "standard":
            assert all(champ.libelle in PAGE for champ in profil.champs if champ.obligatoire)
