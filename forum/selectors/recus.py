"""What a receipt proves: that its ballot is among the rows, and whether it is the one that counts."""

from typing import Any

from ecosysteme.format import date_heure

from ..enums import EtatScrutin
from ..models import Bulletin, Scrutin, Urne, VoixCourante

INCONNU = "Ce reçu n'est pas de ce scrutin. Vérifiez qu'il est entier : il a 64 signes."
PAS_ENCORE = "Un reçu de vote secret se vérifie après la fermeture."


def chercher(s: Scrutin, recu: str, lu: EtatScrutin) -> dict[str, Any]:
    """`trouve` and a sentence. A secret ballot is looked for once the vote is closed only."""
    net = "".join(c for c in recu.lower() if c in "0123456789abcdef")
    if s.secret:
        if lu in (EtatScrutin.ANNONCE, EtatScrutin.OUVERT):
            return {"trouve": None, "phrase": PAS_ENCORE}
        urne = Urne.objects.filter(scrutin=s, bulletins__contains=[{"recu": net}])
        if net and urne.exists():
            return {"trouve": True, "phrase": "Ce bulletin est dans l'urne et il est compté."}
        return {"trouve": False, "phrase": INCONNU}
    bulletin = Bulletin.objects.filter(scrutin=s, empreinte=net).first() if net else None
    if bulletin is None:
        return {"trouve": False, "phrase": INCONNU}
    compte = VoixCourante.objects.filter(bulletin=bulletin).exists()
    quand = date_heure(bulletin.exprime_le)
    if compte:
        return {"trouve": True, "phrase": f"Ce bulletin, déposé le {quand}, est celui qui compte."}
    return {"trouve": True, "phrase": f"Ce bulletin, déposé le {quand}, est gardé, mais un autre l'a remplacé depuis."}
