"""The sheet of a request for support, what it shows to whom, and what it adds to « Mon travail »."""

from typing import Any

from django.db.models import Exists, Func, OuterRef, Q
from django.urls import reverse
from django.utils import timezone

from ecosysteme import adresses
from ecosysteme.format import date_heure, date_longue
from ecosysteme.models import Indicateur, Initiative, Personne
from ecosysteme.permissions import droits, indicateur_lisible_ou_404, initiative_lisible_ou_404

from ..enums import EtatDemande
from ..models import DemandeAccompagnement, EchangeDemande, Leader
from ..permissions_accompagnement import peut_demander, peut_echanger, peut_prendre

MONTREES = 6
ECHELLE = (
    (1, "1, pas du tout"),
    (2, "2, un peu"),
    (3, "3, assez"),
    (4, "4, bien"),
    (5, "5, tout à fait"),
)


def fil(titre: str, pk: int | None = None) -> list[dict[str, str]]:
    return [
        {"libelle": "Pilotage", "url": reverse("pilotage:gouvernement")},
        {"libelle": "Accompagnement", "url": reverse("pilotage:accompagnement")},
        {"libelle": titre, "url": reverse("pilotage:demande", args=[pk]) if pk else ""},
    ]


def sur_quoi(personne: Personne, parametres: Any) -> tuple[Indicateur | None, Initiative | None]:
    """The indicator or the initiative that the address names."""

    def numero(cle: str) -> int:
        texte = parametres.get(cle, "")
        return int(texte) if texte.isascii() and texte.isdigit() and len(texte) < 19 else 0

    indicateur = indicateur_lisible_ou_404(personne, numero("indicateur")) if parametres.get("indicateur") else None
    initiative = initiative_lisible_ou_404(personne, numero("initiative")) if parametres.get("initiative") else None
    return indicateur, initiative


def page(personne: Personne, d: DemandeAccompagnement, texte: str = "") -> dict[str, Any]:
    """The context of the page and of its fragment: the messages are one query."""
    en_charge, a_soi = d.prise_par_id == personne.pk, d.par_id == personne.pk
    return {
        "demande": d,
        "sujet": f"demande:{d.pk}",
        "fil": fil(d.sujet),
        "etat": d.get_etat_display(),
        "faits": _faits(d),
        "retard": d.etat == EtatDemande.OUVERTE and d.repondre_avant <= timezone.now(),
        "echanges": [_echange(e) for e in EchangeDemande.objects.filter(demande=d).select_related("par")],
        "texte": texte,
        "prend": peut_prendre(personne, d),
        "echange": peut_echanger(personne, d),
        "repond": en_charge and d.etat in (EtatDemande.PRISE, EtatDemande.REPONDUE),
        "rend": en_charge and d.etat == EtatDemande.PRISE,
        "retire": a_soi and d.etat in (EtatDemande.OUVERTE, EtatDemande.PRISE),
        "juge": a_soi and d.etat == EtatDemande.REPONDUE,
        "echelle": [{"note": n, "libelle": mot, "choisie": d.satisfaction == n} for n, mot in ECHELLE],
        "repondue_le": date_longue(d.repondue_le) if d.repondue_le else "",
    }


def _faits(d: DemandeAccompagnement) -> list[dict[str, str]]:
    """What the sheet says beside the text."""
    faits = [
        ("Genre d'aide", d.get_genre_display(), ""),
        ("Urgence", d.get_urgence_display(), ""),
        ("Demandée par", f"{d.par}, {d.organisation.nom}", ""),
        ("Demandée le", date_heure(d.demandee_le), ""),
        ("Répondre avant", date_heure(d.repondre_avant), ""),
    ]
    if d.montee_le:
        faits.append(("Montée à la coordination", date_heure(d.montee_le), ""))
    if d.prise_par:
        faits.append(("Prise en charge par", f"{d.prise_par}, le {date_longue(d.prise_le)}", ""))
    if d.indicateur:
        faits.append(("Indicateur", str(d.indicateur), reverse("pilotage:indicateur", args=[d.indicateur_id])))
    if d.initiative:
        faits.append(("Initiative", d.initiative.titre, reverse("initiative", args=[d.initiative_id])))
    return [{"terme": terme, "valeur": valeur, "url": url} for terme, valeur, url in faits]


def _echange(e: EchangeDemande) -> dict[str, str]:
    return {"pk": str(e.pk), "par": str(e.par), "quand": date_heure(e.cree_le), "texte": e.texte}


def lien(*, personne: Personne, objet: Indicateur | Initiative, exercice: int | None) -> dict[str, Any]:
    """On a sheet: the way to ask for help about it. No query."""
    if not peut_demander(personne):
        return {}
    cle = "indicateur" if isinstance(objet, Indicateur) else "initiative"
    return {"url": reverse("pilotage:demander") + adresses.avec({cle: str(objet.pk)})}


def _du_jour(personne: Personne) -> list[DemandeAccompagnement]:
    """What concerns the person today, read once for the page's two blocks."""
    if not droits(personne).lit_interne:
        return []
    if not hasattr(personne, "_demandes_du_jour"):
        a_moi = Q(etat=EtatDemande.PRISE, prise_par=personne) | Q(
            etat=EtatDemande.REPONDUE, par=personne, satisfaction__isnull=True
        )
        if droits(personne).peut("coordonner"):
            a_moi |= Q(etat=EtatDemande.OUVERTE, montee_le__isnull=False)
        concernent = DemandeAccompagnement.objects.filter(a_moi | _a_ma_portee(personne)).select_related("organisation")
        personne._demandes_du_jour = list(concernent.order_by("repondre_avant", "pk")[:50])
    return personne._demandes_du_jour


def _a_ma_portee(personne: Personne) -> Q:
    """What the person could take, in the same query: all for coordination, of one's kinds elsewhere."""
    attente = Q(etat=EtatDemande.OUVERTE) & ~Q(par=personne)
    if droits(personne).peut("coordonner"):
        return attente
    genre = Func(OuterRef("genre"), template="ARRAY[%(expressions)s]", output_field=Leader._meta.get_field("genres"))
    offres = Leader.objects.filter(personne=personne, genres__contains=genre)
    return attente & Exists(offres.exclude(organisation=OuterRef("organisation")))


def attendu(*, personne: Personne) -> dict[str, Any]:
    """Requests that wait for the person: taken and unanswered, risen to coordination, answered and not yet judged."""
    lignes = [_en_bref(d, mot) for d in _du_jour(personne) if (mot := _attente(personne, d))]
    return {"lignes": lignes[:MONTREES], "titre": "Accompagnement", "sujets": ["accompagnement:0"]} if lignes else {}


def _attente(personne: Personne, d: DemandeAccompagnement) -> str:
    if d.etat == EtatDemande.PRISE and d.prise_par_id == personne.pk:
        return "vous l'avez prise : dites ce qui en est sorti"
    if d.etat == EtatDemande.REPONDUE:
        return "elle a sa réponse : dites si vous avez été aidé"
    if d.montee_le and droits(personne).peut("coordonner"):
        return "personne ne l'a prise à son échéance"
    return ""


def pres(*, personne: Personne) -> dict[str, Any]:
    """Requests the person could take, the most pressing first."""
    libres = [d for d in _du_jour(personne) if d.etat == EtatDemande.OUVERTE and not _attente(personne, d)]
    if not libres:
        return {}
    lignes = [
        _en_bref(d, f"{d.get_genre_display()}, avant le {date_longue(d.repondre_avant)}") for d in libres[:MONTREES]
    ]
    return {"lignes": lignes, "titre": "On demande de l'aide", "sujets": ["accompagnement:0"]}


def _en_bref(d: DemandeAccompagnement, suite: str) -> dict[str, Any]:
    url = reverse("pilotage:demande", args=[d.pk])
    return {"pk": d.pk, "sujet": d.sujet, "url": url, "suite": f"{d.organisation.sigle}, {suite}"}
