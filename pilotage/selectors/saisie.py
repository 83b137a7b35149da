"""The data-entry page: its rows, its tabs and counters, and what it says when there is nothing to enter."""

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

from django.db.models import F, Func, TextField, Value
from django.urls import reverse
from django.utils import timezone

from ecosysteme import format as ecrire
from ecosysteme.enums import Frequence
from ecosysteme.models import Indicateur, LotSaisie, Personne
from ecosysteme.periodes import Periode, periodes_exercice
from ecosysteme.permissions import droits

from ..cellules import COURTS, SANS_OBJET, texte
from .saisie_demande import RYTHMES, VUES, Demande, Groupe, choisis, choix, groupes, modifiables, perimetre
from .saisie_lignes import Ligne, lignes

MOIS_COURTS = (
    "janv.",
    "févr.",
    "mars",
    "avril",
    "mai",
    "juin",
    "juill.",
    "août",
    "sept.",
    "oct.",
    "nov.",
    "déc.",
)
MOTIFS = [(texte(None, m), m.label) for m in COURTS] + [(SANS_OBJET, "Sans objet pour cette période")]
RAPPEL_LOT = timedelta(hours=12)


def page(personne: Personne, demande: Demande, gardes: set[int] | None = None) -> dict[str, Any]:
    """The context of the page. `gardes`: show these indicators whatever the filters, they have something to mend."""
    tous = perimetre(personne, demande)
    comptees = groupes(personne, demande)
    comptes = _compter(comptees, demande)
    demande = replace(demande, frequence=demande.frequence or _frequence(comptes))
    libelle, _, taille = RYTHMES[Frequence(demande.frequence)]
    periodes = periodes_exercice(demande.exercice, demande.frequence)
    rang = demande.periode if 1 < len(periodes) >= demande.periode else 0
    taille = RYTHMES[Frequence.ANNUELLE][2] if rang else taille
    demande = replace(demande, periode=rang)
    total = comptes[demande.frequence][demande.voir]
    derniere = max(1, -(-total // taille))
    demande = replace(demande, page=min(demande.page, derniere))
    debut = (demande.page - 1) * taille
    voulus = choisis(tous, demande)
    if gardes is not None:
        voulus, debut = Indicateur.objects.filter(pk__in=gardes), 0
    voulus = voulus.select_related("organisation", "objectif__orientation__plan").order_by(*ORDRE)
    rangees = lignes(personne, voulus[debut : debut + taille], demande.exercice, demande.territoire, rang)
    return {
        "demande": demande,
        "exercice": ecrire.exercice_texte(demande.exercice),
        "rythme": libelle,
        "lignes": rangees,
        "colonnes": _colonnes(demande, periodes, rang),
        "simple": bool(rang) or len(periodes) == 1,
        "onglets": _onglets(demande, comptes),
        "compteurs": _compteurs(demande, comptes[demande.frequence], _precedent(personne, demande)),
        "choix": choix(demande, comptees),
        "pagination": _pagination(demande, debut, min(debut + taille, total), total, derniere),
        "peut_valider": any(ligne.peut_valider for ligne in rangees),
        "sujets": _sujets(rangees),
        "lot": dernier_lot(personne),
        "motifs": MOTIFS,
        "erreurs": [],
        "bilan": None,
        "vide": "" if rangees else _vide(personne, demande),
    }


def _naturel(champ: str) -> Func:
    """Sort « 1.10 » after « 1.9 »: numbers are padded before they are compared."""
    return Func(
        Func(
            F(champ),
            Value("([0-9]+)"),
            Value(r"00000\1"),
            Value("g"),
            function="regexp_replace",
            output_field=TextField(),
        ),
        Value("0*([0-9]{6})"),
        Value(r"\1"),
        Value("g"),
        function="regexp_replace",
        output_field=TextField(),
    )


ORDRE = (
    "organisation__nom_cle",
    "objectif__orientation__plan",
    _naturel("objectif__orientation__numero"),
    _naturel("objectif__numero"),
    _naturel("code"),
    "pk",
)


def _compter(comptees: list[Groupe], demande: Demande) -> dict[str, dict[str, int]]:
    """How many indicators each tab has, in all and by view."""
    comptes = {rythme: dict.fromkeys(VUES, 0) for rythme in RYTHMES}
    onglet = {f: rythme for rythme, (_, frequences, _) in RYTHMES.items() for f in frequences}
    for groupe in comptees:
        if groupe.dans(demande):
            for vue in VUES:
                comptes[onglet[groupe.frequence]][vue] += groupe.comptes[vue]
    return comptes


def _frequence(comptes: dict[str, dict[str, int]]) -> str:
    """The tab where most is to be entered, else the fullest."""
    return max(comptes, key=lambda rythme: (comptes[rythme]["a_saisir"], comptes[rythme][""]))


def _precedent(personne: Personne, demande: Demande) -> dict[str, str] | None:
    """What is still missing from the year before, said where it can be entered."""
    avant = replace(demande, exercice=demande.exercice - 1)
    manquants = [g for g in groupes(personne, avant) if g.comptes["a_saisir"] and g.dans(avant)]
    if not manquants:
        return None
    rythmes = _compter(manquants, avant)
    n, annee = sum(g.comptes["a_saisir"] for g in manquants), ecrire.exercice_texte(avant.exercice)
    return {
        "libelle": f"encore à saisir en {annee}",
        "nombre": ecrire.nombre(n),
        "url": avant.requete(voir="a_saisir", frequence=_frequence(rythmes), periode=0, page=1),
        "actif": False,
    }


def _colonnes(demande: Demande, periodes: tuple[Periode, ...], rang: int) -> list[dict[str, str]]:
    if len(periodes) == 1 or rang:
        periode = periodes[rang - 1] if rang else periodes[0]
        return [{"nom": ecrire.periode_texte(periode.debut, periode.fin), "url": ""}]
    return [
        {"nom": _court(p, demande.frequence, n), "url": demande.requete(periode=n, page=1)}
        for n, p in enumerate(periodes, 1)
    ]


def _court(periode: Periode, frequence: str, rang: int) -> str:
    if frequence == Frequence.MENSUELLE:
        return MOIS_COURTS[periode.fin.month - 1]
    return f"{'T' if frequence == Frequence.TRIMESTRIELLE else 'S'}{rang}"


def _onglets(demande: Demande, comptes: dict[str, dict[str, int]]) -> list[dict[str, Any]]:
    """The paces the person has, when there are several."""
    tenus = [
        {
            "libelle": f"{libelle} ({ecrire.nombre(comptes[rythme][''])})",
            "url": demande.requete(frequence=rythme.value, periode=0, page=1, voir=""),
            "actif": rythme == demande.frequence,
        }
        for rythme, (libelle, _, _) in RYTHMES.items()
        if comptes[rythme][""]
    ]
    return tenus if len(tenus) > 1 else []


def _compteurs(demande: Demande, comptes: dict[str, int], avant: dict[str, str] | None) -> list[dict[str, Any]]:
    compteurs = [
        {
            "libelle": libelle,
            "nombre": ecrire.nombre(comptes[vue]),
            "url": demande.requete(voir=vue, page=1),
            "actif": vue == demande.voir,
        }
        for vue, libelle in VUES.items()
    ]
    return [*compteurs, avant] if avant else compteurs


def _pagination(demande: Demande, debut: int, fin: int, total: int, derniere: int) -> dict[str, Any]:
    return {
        "debut": ecrire.nombre(debut + 1 if total else 0),
        "fin": ecrire.nombre(fin),
        "total": ecrire.nombre(total),
        "nom": ecrire.pluriel(total, "indicateur"),
        "precedente": demande.requete(page=demande.page - 1) if demande.page > 1 else "",
        "suivante": demande.requete(page=demande.page + 1) if demande.page < derniere else "",
        "filtre": bool(demande.voir or demande.q or demande.plan or demande.organisation),
    }


def _sujets(rangees: list[Ligne]) -> str:
    organisations = sorted({ligne.indicateur.organisation_id for ligne in rangees})
    return ",".join(f"{genre}:{pk}" for pk in organisations for genre in ("organisation", "saisie"))


def lu(rangees: list[Ligne]) -> str:
    """What the page shows, for it to send back: the rows its author read (then state, author and lock, to be shown)."""
    montrees = (cellule for ligne in rangees for cellule in ligne.cellules)
    lues = {c.cle: [*c.lue, c.etat, c.auteur, c.verrou] for c in montrees if c.mesure or c.conflit}
    return json.dumps(lues, ensure_ascii=False, separators=(",", ":"))


def dernier_lot(personne: Personne) -> dict[str, Any] | None:
    """The person's last save, which can be undone; or its undoing, which can be undone too."""
    lots = LotSaisie.objects.filter(par=personne, cree_le__gte=timezone.now() - RAPPEL_LOT).select_related("annule")
    return vue_lot(lots.first())


def vue_lot(lot: LotSaisie | None) -> dict[str, Any] | None:
    if lot is None:
        return None
    retour = lot.annule is not None and lot.annule.annule_id is None
    quoi = ecrire.compte(len(lot.ecritures), "résultat")
    return {
        "pk": lot.pk,
        "url": reverse("pilotage:saisie_annuler", args=[lot.pk]),
        "texte": f"{'Annulation' if retour else 'Votre enregistrement'} de {ecrire.heure(lot.cree_le)} : {quoi}.",
        "libelle": "Rétablir" if retour else "Annuler cet enregistrement",
    }


def _vide(personne: Personne, demande: Demande) -> dict[str, str]:
    """Why there is nothing to enter, and the first act."""
    acces = droits(personne)
    if demande.q or demande.plan or demande.organisation or demande.voir:
        return {
            "titre": "Aucun indicateur ne répond à ces filtres",
            "raison": "Élargissez la recherche, ou effacez les filtres.",
            "action_libelle": "Effacer les filtres",
            "action_url": demande.requete(q="", plan=0, organisation=0, voir="", page=1),
        }
    if modifiables(personne).exists():
        return {
            "titre": f"Aucun de vos indicateurs ne vise {ecrire.exercice_texte(demande.exercice)}",
            "raison": "Aucun plan de vos organisations ne couvre cet exercice. Choisissez-en un autre ci-dessus.",
            "action_libelle": "",
            "action_url": "",
        }
    if acces.peut("saisir"):
        return {
            "titre": "Vos organisations n'ont pas encore d'indicateur",
            "raison": "Importez un plan stratégique : ses indicateurs apparaîtront ici.",
            "action_libelle": "Importer un plan",
            "action_url": reverse("pilotage:imports"),
        }
    if acces.peut("saisir_les_siens"):
        return {
            "titre": "Aucun indicateur ne vous est encore confié",
            "raison": "La gestion de votre organisation inscrit la personne responsable à chaque fiche d'indicateur.",
            "action_libelle": "",
            "action_url": "",
        }
    return {
        "titre": "Votre rôle permet de lire les résultats, non d'en saisir",
        "raison": "Les gestionnaires et les responsables d'indicateurs de l'organisation saisissent ses résultats.",
        "action_libelle": "",
        "action_url": "",
    }
