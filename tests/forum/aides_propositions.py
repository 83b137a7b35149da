"""The words tests of proposals write."""

TEXTES = {"titre": "Ouvrir le samedi", "probleme": "On attend trop.", "action": "Ouvrir trois guichets le samedi.",
          "effet": "L'attente baisse."}  # fmt: skip
