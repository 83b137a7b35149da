"""Short views on an import, for its tests."""


def refus(importation):
    """(line, field, value) of what was refused."""
    return [(r.ligne, r.champ, r.valeur) for r in importation.remarques.filter(gravite="refus")]


def comptes(importation):
    return {
        "creees": importation.nb_creees,
        "changees": importation.nb_changees,
        "inchangees": importation.nb_inchangees,
        "refusees": importation.nb_refusees,
    }
