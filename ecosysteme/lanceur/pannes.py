"""What goes wrong, said in one French sentence."""

import errno


class Panne(Exception):
    """Something the person can act on: `str()` is one clear sentence, shown without a traceback."""


DISQUE_PLEIN = "Le disque est plein : libérez de l'espace (un gibioctet suffit) puis recommencez."
_PHRASES = {
    errno.ENOSPC: DISQUE_PLEIN,
    errno.EDQUOT: "Votre quota de disque est épuisé : libérez de l'espace puis recommencez.",
    errno.EROFS: "Le disque est en lecture seule : {fichier} ne peut pas être écrit.",
    errno.EACCES: "Vous n'avez pas le droit d'écrire ou de lire {fichier} : un autre compte l'a sans doute créé.",
    errno.EPERM: "Le système refuse l'opération sur {fichier} : un autre compte l'a sans doute créé.",
}


def phrase_systeme(erreur: OSError) -> str:
    """The sentence of an operating system's error."""
    modele = _PHRASES.get(
        erreur.errno or 0, "Le système a refusé une opération sur {fichier} : " + str(erreur.strerror)
    )
    return modele.format(fichier=erreur.filename or "un fichier")


def phrase_sortie(sortie: str, defaut: str) -> str:
    """The sentence of a program that failed, from what it printed."""
    if "No space left on device" in sortie or "Errno 28" in sortie:
        return DISQUE_PLEIN
    return defaut
