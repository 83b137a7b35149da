"""The moderation queue: flags to look at, appeals to settle, what was decided lately."""

from typing import Any

from django.urls import reverse

from ecosysteme.format import date_heure, il_y_a
from ecosysteme.models import Personne
from ecosysteme.textes import brut

from ..enums import EtatSignalement, IssueAppel
from ..models import Message, Signalement

DERNIERS = 20


def file(personne: Personne) -> dict[str, Any]:
    lus = Signalement.objects.select_related("message__sujet", "message__auteur", "par", "traite_par", "appel_par")
    attendent = lus.filter(etat=EtatSignalement.A_TRAITER).order_by("cree_le", "pk")
    appels = lus.filter(appel_issue=IssueAppel.EN_ATTENTE).order_by("appel_le", "pk")
    traites = lus.exclude(etat=EtatSignalement.A_TRAITER).exclude(appel_issue=IssueAppel.EN_ATTENTE)
    return {
        "attendent": [ligne(s) | {"url": _acte("signalement_traiter", s, s.message.auteur_id != personne.pk)}
                      for s in attendent],
        "appels": [
            ligne(s) | {"url": _acte("appel_trancher", s, personne.pk not in (s.traite_par_id, s.message.auteur_id))}
            for s in appels
        ],
        "traites": [ligne(s) for s in traites.order_by("-traite_le", "-pk")[:DERNIERS]],
    }  # fmt: skip


def _acte(nom: str, s: Signalement, permis: bool) -> str:
    return reverse(f"forum:{nom}", args=[s.pk]) if permis else ""


def ligne(s: Signalement) -> dict[str, Any]:
    m = s.message
    return {
        "texte": brut(m.corps, 240),
        "auteur": str(m.auteur),
        "sujet": m.sujet.titre,
        "lien": f"{reverse('forum:sujet', args=[m.sujet_id])}?message={m.numero}#m{m.numero}",
        "par": str(s.par),
        "motif": s.motif,
        "depuis": il_y_a(s.cree_le),
        "etat": s.get_etat_display(),
        "raison": s.raison,
        "traite": f"{s.traite_par}, le {date_heure(s.traite_le)}" if s.traite_le else "",
        "appel": s.appel,
        "appel_issue": s.get_appel_issue_display() if s.appel_issue else "",
        "appel_raison": s.appel_raison,
    }


def appels_ouverts(personne: Personne, messages: list[Message]) -> dict[int, str]:
    """Where to appeal of each of one's own messages the moderation removed: no query when there is none."""
    siens = {
        m.pk: m.retire_le
        for m in messages
        if m.retire_le and m.auteur_id == personne.pk and m.retire_par_id != personne.pk
    }
    if not siens:
        return {}
    retenus = list(Signalement.objects.filter(message__in=siens, etat=EtatSignalement.RETENU).order_by("traite_le"))
    appeles = {s.message_id for s in retenus if s.appel_le and s.appel_le >= siens[s.message_id]}
    derniers = {s.message_id: s.pk for s in retenus if s.message_id not in appeles}
    return {pk: reverse("forum:appel_faire", args=[s]) for pk, s in derniers.items()}
