"""« Mon travail » in the steering room: what is expected of a person, what moved on what they hold, what is near."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db.models import BigIntegerField, Case, Count, F, Func, Q, When
from django.db.models.expressions import RawSQL
from django.urls import reverse
from django.utils import timezone

from ecosysteme.enums import EtatMesure, EtatPlan, TypeOrganisation
from ecosysteme.format import avec_unite, compte, date_longue, il_y_a, nombre, periode_texte
from ecosysteme.models import Indicateur, Mesure, Organisation, Personne
from ecosysteme.permissions import droits, indicateurs_modifiables

from ..enums import EtatCorrection, Variation
from ..models import CorrectionProposee
from . import corrections, publies
from .alertes import PLAN

MONTRES = 8
PRES_MAX = 6
BIENTOT = timedelta(days=30)
SIGNAUX_DEPUIS = timedelta(days=400)
RESULTATS_DEPUIS = timedelta(days=30)
PERIODES_DEPUIS = timedelta(days=550)
SUIVABLES = ("organisation", "indicateur")
SUIVIS = """SELECT split_part(sujet, ':', 2)::bigint FROM ecosysteme_abonnement
             WHERE personne_id = %s AND sujet LIKE %s AND split_part(sujet, ':', 2) ~ '^[0-9]{1,18}$'"""
SIGNALEES = (Variation.FAVORABLE, Variation.DEFAVORABLE)


def attendu(*, personne: Personne) -> dict[str, Any]:
    """Results overdue or due within thirty days that the person may enter, the oldest first: one query."""
    acces = droits(personne)
    if not (acces.peut("saisir") or acces.peut("saisir_les_siens")):
        return {}
    jour = timezone.localdate()
    tous = [ligne[:6] for ligne in tenus_attendus(personne) if ligne[6] and ligne[5] <= jour + BIENTOT]
    retards = [ligne for ligne in tous if ligne[-1] < jour]
    organisations = len({ligne[4] for ligne in tous})
    return {
        "lignes": [_attendu(ligne, jour, plusieurs=organisations > 1) for ligne in tous[:MONTRES]],
        "resume": _resume(len(retards), len(tous) - len(retards), organisations),
        "autres": nombre(len(tous) - MONTRES) if len(tous) > MONTRES else "",
        "url_saisie": reverse("pilotage:saisie"),
        "url_alertes": reverse("pilotage:alertes") + "?tenues=oui",
        "url_retards": reverse("pilotage:gouvernement") + "?alerte=retard" if acces.peut("coordonner") else "",
        "sujets": [f"organisation:{pk}" for pk in {ligne[4] for ligne in tous[:MONTRES]}],
    }


def tenus_attendus(personne: Personne) -> list[tuple]:
    """Indicators the person may enter, due within thirty days or with a correction to decide: one query a request.

    Id, code, name, organisation (sigle, id), due date, whether it is due, corrections that wait, unit, decimals.
    """
    if not hasattr(personne, "_tenus_attendus"):
        du = Q(**{"etat_courant__prochaine_maj__lte": timezone.localdate() + BIENTOT, f"{PLAN}__etat": EtatPlan.PUBLIE})
        corrigees = CorrectionProposee.objects.filter(etat=EtatCorrection.PROPOSEE).values("indicateur")
        personne._tenus_attendus = list(
            indicateurs_modifiables(personne)
            .filter(du | Q(pk__in=corrigees))
            .annotate(du=Case(When(du, then=True), default=False), attendues=corrections.ouvertes())
            .order_by("etat_courant__prochaine_maj", "organisation__nom_cle", "code")
            .values_list(
                "pk", "code", "nom", "organisation__sigle", "organisation_id", "etat_courant__prochaine_maj", "du",
                "attendues", "unite", "decimales",
            )
        )  # fmt: skip
    return personne._tenus_attendus


def corrections_attendues(*, personne: Personne) -> dict[str, Any]:
    """Proposals the person must decide, the oldest first, read with what is due: no query."""
    acces = droits(personne)
    if not (acces.peut("saisir") or acces.peut("saisir_les_siens")):
        return {}
    return corrections.a_decider(
        (Indicateur(pk=pk, code=code, nom=nom, unite=unite, decimales=decimales), attendues)
        for pk, code, nom, *_, attendues, unite, decimales in tenus_attendus(personne)
        if attendues
    )


def _attendu(ligne: tuple, jour: Any, *, plusieurs: bool) -> dict[str, Any]:
    pk, code, nom, sigle, _, echeance = ligne
    return {
        "pk": pk,
        "nom": f"{code} {nom}",
        "url": reverse("pilotage:indicateur", args=[pk]),
        "organisation": sigle if plusieurs else "",
        "echeance": date_longue(echeance),
        "retard": compte((jour - echeance).days, "jour") if echeance < jour else "",
    }


def _resume(retards: int, bientot: int, organisations: int) -> str:
    """« 12 résultats en retard et 3 attendus d'ici 30 jours, dans 4 organisations. »"""
    dits = []
    if retards:
        dits.append(f"{compte(retards, 'résultat')} en retard")
    if bientot:
        dits.append(f"{nombre(bientot)} attendu{'s' if bientot > 1 else ''} d'ici 30\u00a0jours")
    ou = f", dans {compte(organisations, 'organisation')}" if organisations > 1 else ""
    return f"{' et '.join(dits)}{ou}." if dits else ""


def _a_moi(personne: Personne) -> Q:
    """Condition on indicators: those the person holds and those they follow."""
    tenues = droits(personne).organisations("saisir")
    organisations, indicateurs = (RawSQL(SUIVIS, [personne.pk, f"{genre}:%"]) for genre in SUIVABLES)  # noqa: S611
    condition = Q(responsable=personne)
    if tenues:
        condition |= Q(organisation__chemin__overlap=tenues)
    suivies = Func(organisations, function="ARRAY", output_field=ArrayField(BigIntegerField()))
    return condition | Q(organisation__chemin__overlap=suivies) | Q(pk__in=indicateurs)


def changements(*, personne: Personne) -> dict[str, Any]:
    """Signals that appeared and results that arrived on what the person holds or follows: two queries."""
    siens = publies.indicateurs(personne).filter(_a_moi(personne))
    signaux, resultats = _signaux(personne, siens), _resultats(personne, siens)
    if not signaux and not resultats:
        return {}
    sujets = [f"indicateur:{ligne['pk']}" for ligne in signaux]
    sujets += [f"organisation:{pk}" for pk in droits(personne).organisations("saisir")]
    return {"signaux": signaux, "resultats": resultats, "sujets": sujets}


def _signaux(personne: Personne, siens: Any) -> list[dict[str, Any]]:
    """The latest special causes, the unfavourable ones first."""
    champs = ("pk", "code", "nom", "organisation__sigle", "etat_courant__variation", "etat_courant__signal_depuis")
    recents = (
        siens.filter(
            publies.signal_lisible(personne),
            etat_courant__variation__in=SIGNALEES,
            etat_courant__signal_depuis__gte=timezone.localdate() - SIGNAUX_DEPUIS,
        )
        .order_by("etat_courant__variation", "-etat_courant__signal_depuis", "code")
        .values_list(*champs)
    )
    return [
        {
            "pk": pk,
            "nom": f"{code} {nom}",
            "url": reverse("pilotage:indicateur", args=[pk]),
            "organisation": sigle,
            "variation": variation,
            "libelle": Variation(variation).label,
            "depuis": date_longue(depuis),
        }
        for pk, code, nom, sigle, variation, depuis in recents[:MONTRES]
    ]


def _resultats(personne: Personne, siens: Any) -> list[dict[str, Any]]:
    """Results entered by somebody else in the last thirty days, on recent periods."""
    maintenant = timezone.now()
    recents = (
        publies.mesures(personne)
        .filter(
            indicateur__in=siens.order_by().values("pk"),
            fin__gte=maintenant.date() - PERIODES_DEPUIS,
            saisie_le__gte=maintenant - RESULTATS_DEPUIS,
            valeur__isnull=False,
            importation_id__isnull=True,
        )
        .exclude(saisie_par=personne)
        .select_related("indicateur", "saisie_par")
        .order_by("-saisie_le")
    )
    return [_resultat(mesure, publies.complet(personne)) for mesure in recents[:MONTRES]]


def _resultat(mesure: Mesure, complet: bool) -> dict[str, Any]:
    indicateur = mesure.indicateur
    return {
        "pk": mesure.pk,
        "nom": f"{indicateur.code} {indicateur.nom}",
        "url": reverse("pilotage:indicateur", args=[indicateur.pk]),
        "valeur": avec_unite(mesure.valeur, indicateur.unite, indicateur.decimales),
        "periode": periode_texte(mesure.debut, mesure.fin),
        "provisoire": mesure.etat == EtatMesure.PROVISOIRE,
        "qui": str(mesure.saisie_par) if complet and mesure.saisie_par else "",
        "quand": il_y_a(mesure.saisie_le),
    }


def pres(*, personne: Personne) -> dict[str, Any]:
    """Organisations beside those of the person where signals are unfavourable: who could be helped."""
    acces = droits(personne)
    miennes = [a.organisation for a in acces.adhesions if a.organisation.type != TypeOrganisation.PARTENAIRE_PRIVE]
    voisines = (
        publies.indicateurs(personne)
        .filter(
            publies.signal_lisible(personne),
            _voisinage(miennes),
            etat_courant__variation=Variation.DEFAVORABLE,
        )
        .exclude(**{f"{PLAN}__etat": EtatPlan.BROUILLON})
        .order_by()
        .values(pk_=F("organisation"), nom_=F("organisation__nom"))
        .annotate(n=Count("pk"))
        .order_by("-n", "nom_")[:PRES_MAX]
    )
    lignes = [
        {
            "pk": ligne["pk_"],
            "nom": ligne["nom_"],
            "url": reverse("pilotage:organisation", args=[ligne["pk_"]]) + "?voir=signal-defavorable",
            "texte": compte(ligne["n"], "signal défavorable", "signaux défavorables"),
        }
        for ligne in voisines
    ]
    return {"lignes": lignes, "voisines": bool(miennes)} if lignes else {}


def _voisinage(miennes: Iterable[Organisation]) -> Q:
    """Under the same parents, one's own apart; everywhere for who has no organisation in the State, or all of it."""
    parents = {o.parent_id for o in miennes if o.parent_id}
    siennes = [o.pk for o in miennes if o.parent_id]
    if not parents:
        return Q()
    return Q(organisation__chemin__overlap=list(parents)) & ~Q(organisation__chemin__overlap=siennes)
