"""The version a client read: in the body, in the address of a removal, or as the tag of If-Match."""

import re

from rest_framework import serializers
from rest_framework.request import Request

from .champs import Entier, Texte
from .filtres import parametre

VERSION_MAX = 2**31 - 1
_ETIQUETTE = re.compile(r'("?)([0-9]{1,10})\1')
MANQUE = "Donnez la version que vous avez lue (champ « version », ou en-tête If-Match)."


PARAMETRE_VERSION = parametre(
    "version", "La version lue, à défaut de If-Match.", type="integer", minimum=1, maximum=VERSION_MAX
)


class Version(Entier):
    """The version that was read."""

    def __init__(self, *, min_value: int = 1, **options: object) -> None:
        super().__init__(min_value=min_value, max_value=VERSION_MAX, **options)


def si_correspond(request: Request) -> int | None:
    """The version of If-Match, None without it. Only one strong tag: « * » would protect nobody."""
    entete = request.headers.get("If-Match")
    if entete is None:
        return None
    trouvee = _ETIQUETTE.fullmatch(entete.strip())
    if trouvee is None:
        raise serializers.ValidationError({"If-Match": 'Une seule étiquette est attendue, telle que "3".'})
    return int(trouvee[2])


def version_lue(request: Request, version: int | None) -> int:
    """The version the author read, however it was given."""
    lue = si_correspond(request)
    lue = version if lue is None else lue
    if lue is None:
        raise serializers.ValidationError({"version": MANQUE})
    return lue


def version_de_l_adresse(request: Request, *autres: str) -> int | None:
    """`?version=3`, for a removal, which has no body."""
    inconnus = [nom[:60] for nom in request.query_params if nom not in ("version", *autres)]
    if inconnus:
        raise serializers.ValidationError(dict.fromkeys(inconnus[:5], "Paramètre inconnu."))
    texte = request.query_params.get("version")
    if texte is None:
        return None
    if not re.fullmatch(r"[0-9]{1,10}", texte) or not 1 <= int(texte) <= VERSION_MAX:
        raise serializers.ValidationError({"version": "Un nombre entier positif est attendu."})
    return int(texte)


def note_de_l_adresse(request: Request, nom: str = "note_changement", maximum: int = 2000) -> str:
    """`?note_changement=…`, for a removal."""
    texte = request.query_params.get(nom, "")
    try:
        return Texte(allow_blank=True, max_length=maximum).run_validation(texte)
    except serializers.ValidationError as erreur:
        raise serializers.ValidationError({nom: erreur.detail}) from None
