"""A topic as it is read: a stretch of messages, from a number on; how far the person had read."""

from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.urls import reverse

from ecosysteme import antivirus
from ecosysteme.enums import NiveauDelegation
from ecosysteme.format import compte, date_heure, nombre
from ecosysteme.models import Personne
from ecosysteme.selectors.decision import DELEGATION
from ecosysteme.textes import brut, rendre

from ..enums import EtatAntivirus
from ..models import Lecture, Message, PieceJointe, Sujet
from ..permissions import anime_forum, raison_de_ne_pas_ecrire
from ..pieces import IMAGES
from .moderation import appels_ouverts

PAR_PAGE = 50
REFUS_PIECE, ATTEND = "refusée par l'antivirus", "attend l'antivirus"


@dataclass(frozen=True, slots=True)
class Tranche:
    """Messages after a number (« apres »), or the page that holds one (« message »)."""

    apres: int = 0

    @classmethod
    def lire(cls, parametres: Any) -> "Tranche":
        """Nonsense starts at the beginning."""
        message, apres = (parametres.get(nom, "") for nom in ("message", "apres"))
        if message.isascii() and message.isdigit() and len(message) < 9:
            return cls(max(0, (int(message) - 1) // PAR_PAGE * PAR_PAGE))
        return cls(int(apres) if apres.isascii() and apres.isdigit() and len(apres) < 9 else 0)


def page(personne: Personne, sujet: Sujet, tranche: Tranche) -> dict[str, Any]:
    """One stretch by its numbers: the same cost whatever the length of the topic."""
    lus = Message.objects.filter(sujet=sujet, numero__gt=tranche.apres).select_related(
        "auteur", "retire_par", "cite__auteur"
    ).prefetch_related("pieces")  # fmt: skip
    messages = list(lus.order_by("numero").defer("vecteur", "cite__vecteur")[: PAR_PAGE + 1])
    suite = len(messages) > PAR_PAGE
    messages = messages[:PAR_PAGE]
    deja = Lecture.objects.filter(personne=personne, sujet=sujet).values_list("numero", flat=True).first() or 0
    appels = appels_ouverts(personne, messages)
    raison = raison_de_ne_pas_ecrire(personne, sujet.espace, sujet)
    adresse = reverse("forum:sujet", args=[sujet.pk])
    dernier = messages[-1].numero if messages else tranche.apres
    niveau = sujet.niveau_delegation
    return {
        "sujet": sujet,
        "fil": [_message(m, personne, deja) | {"appel": appels.get(m.pk, "")} for m in messages],
        "precedente": f"{adresse}?apres={max(0, tranche.apres - PAR_PAGE)}" if tranche.apres else "",
        "suivante": f"{adresse}?apres={dernier}" if suite else "",
        "fin": f"{adresse}?message={sujet.dernier_numero}#m{sujet.dernier_numero}" if suite else "",
        "etendue": f"{nombre(messages[0].numero)} à {nombre(dernier)} sur {nombre(sujet.dernier_numero)}"
        if messages
        else "",
        "dernier": dernier,
        "a_lire": dernier > deja,
        "raison": raison,
        "anime": anime_forum(personne),
        "delegation": f"{NiveauDelegation(niveau).label}. {DELEGATION[NiveauDelegation(niveau)]}" if niveau else "",
        "sujets": f"sujet:{sujet.pk}",
        "suit": tranche.apres,
    }


def _message(m: Message, personne: Personne, deja: int) -> dict[str, Any]:
    retire = m.retire_le is not None
    return {
        "pk": m.pk,
        "numero": m.numero,
        "ancre": f"m{m.numero}",
        "lien": f"{reverse('forum:sujet', args=[m.sujet_id])}?message={m.numero}#m{m.numero}",
        "auteur": str(m.auteur),
        "quand": date_heure(m.cree_le),
        "corps": "" if retire else rendre(m.corps),
        "modifie": f"modifié le {date_heure(m.modifie_le)}" if m.modifie_le else "",
        "retire": f"Retiré par {m.retire_par} : {m.retire_motif}" if retire else "",
        "cite": _citation(m.cite) if m.cite is not None else None,
        "reponse": m.reponse,
        "neuf": m.numero > deja and m.auteur_id != personne.pk,
        "a_moi": m.auteur_id == personne.pk and not retire,
        "pieces": [] if retire else [_piece(p) for p in m.pieces.all()],
    }


def _piece(p: PieceJointe) -> dict[str, Any]:
    return {
        "nom": p.nom,
        "url": reverse("forum:piece", args=[p.pk]),
        "image": p.type_mime in IMAGES,
        "taille": f"{nombre(max(1, round(p.taille / 1024)))}\u00a0Ko",
        "refus": REFUS_PIECE
        if p.antivirus == EtatAntivirus.REFUSEE
        else ATTEND
        if antivirus.branche() and p.antivirus != EtatAntivirus.SAINE
        else "",
    }


def _citation(m: Message) -> dict[str, str]:
    return {
        "auteur": str(m.auteur),
        "texte": "message retiré" if m.retire_le else brut(m.corps, 160),
        "ancre": f"#m{m.numero}",
        "numero": str(m.numero),
    }


def nouveaux(sujet: Sujet, apres: int) -> dict[str, Any]:
    """What came after the last message shown."""
    n = max(0, sujet.dernier_numero - apres)
    return {
        "sujet": sujet,
        "apres": apres,
        "texte": compte(n, "nouveau message", "nouveaux messages") if n else "",
        "url": f"{reverse('forum:sujet', args=[sujet.pk])}?message={apres + 1}#m{apres + 1}",
    }


def historique(m: Message) -> dict[str, Any]:
    """The message as it was each time it was corrected, oldest first: the event keeps what stood before."""
    evenements = apps.get_model("forum", "MessageEvent").objects.filter(pgh_obj_id=m.pk, pgh_label="update")
    textes = [(e.corps, e.pgh_created_at) for e in evenements.order_by("pgh_id")]
    versions, precedent = [], m.cree_le
    for corps, fin in [*textes, (m.corps, None)]:
        if not versions or versions[-1]["brut"] != corps:
            versions.append({"quand": date_heure(precedent), "corps": rendre(corps), "brut": corps})
        precedent = fin or precedent
    return {"message": m, "versions": versions}
