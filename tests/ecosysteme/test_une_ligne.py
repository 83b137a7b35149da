"""A title keeps on one line the spaces that French typography does not break."""

from ecosysteme.textes import une_ligne


def test_les_espaces_insecables_restent_et_les_autres_se_fondent():
    assert une_ligne("  Que\n\tfaire\u202f?  Voici\u00a0: ceci ") == "Que faire\u202f? Voici\u00a0: ceci"
