"""Instances: the list, and one with its charter, who sits there on a day, its spaces and votes."""

from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone

from ecosysteme.enums import NiveauDelegation
from ecosysteme.format import compte, date_longue, pourcentage
from ecosysteme.models import Personne
from ecosysteme.textes import rendre

from ..enums import BaseSeuil, Compte, Portee
from ..models import Instance, Mandat, Procuration
from ..permissions import espaces_lisibles, instances_lisibles, tient_instances

BIENTOT = timedelta(days=60)
ENTETES = ("Nom", "Organisation", "Collège", "Fonction", "Désignation", "Début", "Fin")


def liste(personne: Personne) -> dict[str, Any]:
    jour = timezone.localdate()
    en_vigueur = Q(mandats__debut__lte=jour) & (Q(mandats__fin__isnull=True) | Q(mandats__fin__gt=jour))
    lues = instances_lisibles(personne).select_related("organisation").annotate(
        membres=Count("mandats", filter=en_vigueur, distinct=True),
        miens=Count("mandats", filter=en_vigueur & Q(mandats__personne=personne), distinct=True),
    )  # fmt: skip
    return {
        "lignes": [
            {"nom": i.nom, "url": reverse("forum:instance", args=[i.pk]), "type": i.get_type_display(),
             "organisation": str(i.organisation) if i.organisation else "", "membres": compte(i.membres, "membre"),
             "moi": "J'y siège" if i.miens else "",
             "close": f"Close le {date_longue(i.close_le)}" if i.close_le else ""}
            for i in lues
        ],
        "url_creer": reverse("forum:instance_ajouter") if tient_instances(personne) else "",
    }  # fmt: skip


def fiche(personne: Personne, instance: Instance, jour: date) -> dict[str, Any]:
    mandats = list(Mandat.objects.filter(instance=instance).select_related("personne", "organisation"))
    presents = [m for m in mandats if m.debut <= jour and (m.fin is None or m.fin > jour)]
    tient = tient_instances(personne)
    return {
        "instance": instance,
        "jour": jour,
        "jour_texte": date_longue(jour),
        "membres": [_ligne(m, tient, jour) for m in sorted(presents, key=_ordre)],
        "anciens": [_ligne(m, tient, jour) for m in sorted(mandats, key=_ordre) if m not in presents],
        "charte": rendre(instance.charte) if instance.charte else "",
        "regles": regles_en_mots(instance),
        "espaces": [
            {"nom": e.nom, "url": reverse("forum:espace", args=[e.pk])}
            for e in espaces_lisibles(personne).filter(instance=instance)
        ],
        "tient": tient,
        "siege": any(m.personne_id == personne.pk for m in presents),
        "procurations": [_procuration(p, personne) for p in _procurations(personne, instance)],
    }


def _ordre(m: Mandat) -> tuple[str, bool, str]:
    return (m.college, m.fonction != "presidence", str(m.personne))


def _ligne(m: Mandat, tient: bool, jour: date) -> dict[str, Any]:
    bientot = m.fin is not None and jour <= m.fin <= jour + BIENTOT
    return {
        "nom": str(m.personne),
        "organisation": m.organisation.nom,
        "college": m.get_college_display(),
        "fonction": m.get_fonction_display(),
        "designation": m.get_designation_display(),
        "debut": date_longue(m.debut),
        "fin": date_longue(m.fin) if m.fin else "",
        "bientot": bientot,
        "finir": reverse("forum:mandat_finir", args=[m.pk]) if tient and (m.fin is None or m.fin > jour) else "",
    }


def export(instance: Instance, jour: date) -> list[tuple[str, ...]]:
    presents = Mandat.objects.filter(instance=instance).en_vigueur(jour).select_related("personne", "organisation")
    lignes = [_ligne(m, False, jour) for m in sorted(presents, key=_ordre)]
    return [tuple(x[c] for c in ("nom", "organisation", "college", "fonction", "designation", "debut", "fin"))
            for x in lignes]  # fmt: skip


def regles_en_mots(i: Instance) -> list[dict[str, str]]:
    seuil = f"{'Plus de' if i.seuil_strict else 'Au moins'} {pourcentage(100 * i.seuil_num / i.seuil_den)} "
    appel = i.second_appel_quorum_pct
    lignes = [
        ("Qui lit", Portee(i.portee).label),
        ("Délégation", NiveauDelegation(i.niveau_delegation).label if i.niveau_delegation else "Pas encore fixée"),
        ("Quorum", f"{i.quorum_pct}\u00a0% des personnes inscrites"),
        ("Majorité", seuil + BaseSeuil(i.seuil_base).label.lower()),
        ("Collèges", "Le seuil vaut aussi dans chaque collège" if i.par_college else "Comptés ensemble"),
        ("Égalité", "La présidence tranche" if i.voix_preponderante else "Réputée négative"),
        ("Procurations", f"{i.procurations_max} au plus par personne" if i.procurations_max else "Aucune"),
        ("Second appel", "Aucun" if appel is None else f"Quorum de {appel}\u00a0%"),
        ("Prolongation", "Permise pendant le vote" if i.prolongation_permise else "Jamais"),
        ("Classements", Compte(i.compte).label),
    ]
    return [{"terme": terme, "valeur": valeur} for terme, valeur in lignes]


def _procurations(personne: Personne, instance: Instance) -> list[Procuration]:
    """Those a person gave or holds in an instance, latest first."""
    siennes = Procuration.objects.filter(instance=instance).select_related("mandant", "mandataire", "scrutin")
    return list(siennes.filter(Q(mandant=personne) | Q(mandataire=personne)).order_by("-donnee_le", "-pk"))


def _procuration(p: Any, personne: Personne) -> dict[str, Any]:
    quand = f"pour « {p.scrutin.question} »" if p.scrutin else f"du {date_longue(p.debut)} au {date_longue(p.fin)}"
    donnee = p.mandant_id == personne.pk
    return {
        "phrase": f"{'Donnée à ' + str(p.mandataire) if donnee else 'Reçue de ' + str(p.mandant)}, {quand}.",
        "texte": p.texte,
        "revoquee": f"Reprise le {date_longue(timezone.localdate(p.revoquee_le))}" if p.revoquee_le else "",
        "url_reprendre": reverse("forum:procuration_reprendre", args=[p.pk]) if donnee and not p.revoquee_le else "",
    }
