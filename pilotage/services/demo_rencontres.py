"""Meetings of the demonstration: one held, one that comes, a weekly series. All of it is invented, and says so."""

from datetime import time, timedelta
from uuid import UUID

from django.utils import timezone

from ecosysteme.models import Organisation, Personne

from ..enums import EtapePoint, Palier, Recurrence
from ..models import Rencontre, SerieRencontre
from ..recurrence import instant
from . import rencontres, rencontres_direct, rencontres_notes, series

ORGANISATION, FUSEAU = "MESS", "America/Toronto"
TENUE = "Rencontre du mois dernier (exemple fictif)"
PREVUE = "Rencontre du mois (exemple fictif)"
SERIE = "Dix minutes du mardi (exemple fictif)"
NOTES = (
    "Exemple : le délai baisse depuis que les dossiers incomplets sont rappelés le jour même.",
    "Exemple : la cible de fin d'année paraît atteignable si l'équipe reste complète.",
)


def _personne(nom: str) -> Personne:
    return Personne.objects.get(email=f"{nom}@demo.exemple")


def charger() -> None:
    """Load what is missing; what a visitor did since is left alone."""
    organisation = Organisation.objects.filter(sigle=ORGANISATION).first()
    if organisation is None:
        return
    gestion, autres = _personne("gestion"), [_personne(nom) for nom in ("responsable", "membre", "animation")]
    commun = {"par": gestion, "organisation": organisation, "animation": gestion, "participants": autres}
    if not Rencontre.objects.filter(titre=TENUE).exists():
        _tenir(gestion, autres[0], **commun)
    if not Rencontre.objects.filter(titre=PREVUE).exists():
        demain = instant(timezone.localdate() + timedelta(days=1), time(9, 30), FUSEAU)
        rencontres.planifier(
            titre=PREVUE, palier=Palier.MINISTERE, prevue_le=demain, duree=30, lieu="Salle fictive 3.14", **commun
        )
    if not SerieRencontre.objects.filter(titre=SERIE).exists():
        mardi = timezone.localdate() + timedelta(days=(1 - timezone.localdate().weekday()) % 7 or 7)
        champs = {
            "organisation": organisation, "palier": Palier.EQUIPE, "titre": SERIE, "premiere": mardi,
            "recurrence": Recurrence.HEBDOMADAIRE, "heure": time(9), "duree": 10, "animation": gestion,
        }  # fmt: skip
        series.creer_serie(par=gestion, champs=champs, participants=autres)


def _tenir(gestion: Personne, responsable: Personne, **commun: object) -> None:
    """Held from its opening to its closing, then dated a month ago."""
    passe = timezone.now() - timedelta(days=28)
    tenue = rencontres.planifier(titre=TENUE, palier=Palier.MINISTERE, prevue_le=passe, duree=30, **commun)
    rencontres.ouvrir(par=gestion, rencontre=tenue)
    for rang, texte in enumerate(NOTES, 1):
        tenue.refresh_from_db()
        point = tenue.point_courant
        cle = UUID(int=0x5A11E0000 + rang)
        rencontres_notes.noter(par=responsable, rencontre=tenue, uuid=cle, texte=texte, point=point)
        if point:
            rencontres_notes.dire_accord(par=responsable, rencontre=tenue, point=point, accord=100, prete_a_vivre=True)
        rencontres_direct.changer_etape(par=gestion, rencontre=tenue, etape=EtapePoint.CONTREMESURE)
        rencontres_direct.suivant(par=gestion, rencontre=tenue)
    rencontres.clore(par=gestion, rencontre=tenue)
    fin = passe + timedelta(minutes=28)
    Rencontre.objects.filter(pk=tenue.pk).update(ouverte_le=passe, close_le=fin)
    tenue.presences.filter(arrivee_le__isnull=False).update(arrivee_le=passe, vue_le=fin)
