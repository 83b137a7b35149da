"""Proposed corrections: beside the official value on the sheet, in a list, on « Mon travail », one to decide."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, OuterRef, Q, QuerySet, TextField
from django.db.models.functions import Cast, JSONObject
from django.urls import reverse
from django.utils import timezone

from ecosysteme import adresses
from ecosysteme.enums import Territoire
from ecosysteme.format import avec_unite, date_heure, date_longue, ecart, nombre, periode_texte, unite_courte
from ecosysteme.models import Indicateur, Mesure, Personne
from ecosysteme.periodes import exercice_de, periodes_exercice
from ecosysteme.permissions import droits, indicateurs_modifiables

from ..enums import EtatCorrection
from ..models import CorrectionProposee

TAILLE, MONTREES, PERIODES_MAX, OUVERTES_MAX = 50, 5, 40, 20
VUES = ("a-decider", "miennes", *EtatCorrection.values)
NOMS = {"": "toutes", "a-decider": "à décider par moi", "miennes": "proposées par moi"} | {
    etat: EtatCorrection(etat).label.lower() + "s" for etat in EtatCorrection.values
}
ENTETES = ("code", "indicateur", "organisation", "période", "territoire", "valeur officielle lue", "valeur proposée",
           "motif", "source", "proposée par", "proposée le", "état", "décidée par", "décidée le", "raison")  # fmt: skip


@dataclass(frozen=True, slots=True)
class DemandeCorrections:
    """What the address asks for; nonsense counts as nothing."""

    voir: str = ""
    indicateur: str = ""
    page: str = ""

    @classmethod
    def lire(cls, parametres: Mapping[str, str]) -> "DemandeCorrections":
        voir, numero = parametres.get("voir", ""), parametres.get("indicateur", "")
        page = parametres.get("page", "")
        entier = numero.isascii() and numero.isdigit() and len(numero) < 18
        return cls(
            voir=voir if voir in VUES else "",
            indicateur=numero if entier else "",
            page=page if page.isascii() and page.isdigit() and len(page) < 8 else "",
        )

    def adresse(self, **changements: str) -> str:
        return adresses.avec({"voir": self.voir, "indicateur": self.indicateur}, **changements)


def vue(c: CorrectionProposee, personne: Personne | None = None) -> dict[str, Any]:
    """A proposal in words; `peut`: what the person may do of it."""
    i = c.indicateur
    unite = unite_courte(i.unite)
    acces = droits(personne) if personne else None
    attend = c.etat == EtatCorrection.PROPOSEE
    return {
        "pk": c.pk,
        "url": reverse("pilotage:correction", args=[c.pk]),
        "indicateur": f"{i.code} {i.nom}",
        "url_indicateur": reverse("pilotage:indicateur", args=[i.pk]),
        "periode": periode_texte(c.debut, c.fin) + (f", {Territoire(c.territoire).label}" if c.territoire else ""),
        "officielle": avec_unite(c.officielle, unite, i.decimales),
        "valeur": avec_unite(c.valeur, unite),
        "ecart": ecart(c.valeur - c.officielle) if c.officielle is not None else "",
        "motif": c.motif,
        "source": c.source,
        "qui": str(c.par),
        "quand": date_longue(c.proposee_le),
        "etat": c.get_etat_display(),
        "attend": attend,
        "decision": f"{c.decidee_par}, {date_heure(c.decidee_le)}" if c.decidee_le else "",
        "raison": c.raison,
        "decide": bool(acces and attend and acces.peut_saisir(i)),
        "mienne": bool(acces and attend and personne and c.par_id == personne.pk),
    }


def ouvertes() -> ArraySubquery:
    """Those that wait, to be read with their indicator: a sheet spares a query."""
    lues = CorrectionProposee.objects.filter(indicateur=OuterRef("pk"), etat=EtatCorrection.PROPOSEE)
    textes = {champ: Cast(champ, TextField()) for champ in ("officielle", "valeur", "debut", "fin", "proposee_le")}
    champs = JSONObject(
        pk="pk", territoire="territoire", motif="motif", source="source", par_id="par_id", prenom="par__prenom",
        nom="par__nom", **textes,
    )  # fmt: skip
    return ArraySubquery(lues.order_by("-fin", "-proposee_le").values(json=champs)[:OUVERTES_MAX])


def _lues(indicateur: Any) -> list[CorrectionProposee]:
    """The rows that came with the indicator."""
    return [_rendre(indicateur, dict(ligne)) for ligne in indicateur.corrections_ouvertes]


def _rendre(indicateur: Indicateur, ligne: dict[str, Any]) -> CorrectionProposee:
    par = Personne(pk=ligne.pop("par_id"), prenom=ligne.pop("prenom"), nom=ligne.pop("nom"))
    for champ in ("officielle", "valeur"):
        ligne[champ] = None if ligne[champ] is None else Decimal(ligne[champ])
    for champ in ("debut", "fin"):
        ligne[champ] = date.fromisoformat(ligne[champ])
    ligne["proposee_le"] = datetime.fromisoformat(ligne["proposee_le"])
    return CorrectionProposee(indicateur=indicateur, par=par, etat=EtatCorrection.PROPOSEE, **ligne)


def sur_fiche(*, personne: Personne, objet: Indicateur, exercice: int) -> dict[str, Any]:
    """Beside the official values of a sheet, those proposed that wait for a decision. No query."""
    lues = _lues(objet) if droits(personne).lit_interne else []
    if not lues:
        return {}
    return {"lignes": [vue(c, personne) for c in lues], "sujets": [f"indicateur:{objet.pk}"]}


def cote(*, personne: Personne, objet: Indicateur, exercice: int) -> dict[str, Any]:
    """The way to propose one, and to those of the past. No query."""
    acces = droits(personne)
    if not acces.lit_interne:
        return {}
    propose = "" if acces.peut_saisir(objet) else reverse("pilotage:correction_proposer", args=[objet.pk])
    return {"url_proposer": propose, "url": f"{reverse('pilotage:corrections')}?indicateur={objet.pk}"}


def a_decider(lues: Iterable[tuple[Indicateur, list[dict[str, Any]]]]) -> dict[str, Any]:
    """The block of « Mon travail », from indicators with the corrections that came with them."""
    toutes = [_rendre(indicateur, dict(ligne)) for indicateur, lignes in lues for ligne in lignes]
    toutes.sort(key=lambda c: c.proposee_le)
    if not toutes:
        return {}
    return {
        "lignes": [vue(c) for c in toutes[:MONTREES]],
        "url": f"{reverse('pilotage:corrections')}?voir=a-decider" if len(toutes) > MONTREES else "",
        "sujets": [f"indicateur:{c.indicateur_id}" for c in toutes[:MONTREES]],
    }


def _condition(personne: Personne, voir: str) -> Q:
    if voir == "a-decider":
        tenus = indicateurs_modifiables(personne).order_by().values("pk")
        return Q(etat=EtatCorrection.PROPOSEE, indicateur__in=tenus)
    return Q(par=personne) if voir == "miennes" else Q(etat=voir) if voir else Q()


def _toutes(demande: DemandeCorrections) -> QuerySet[CorrectionProposee]:
    toutes = CorrectionProposee.objects.select_related("indicateur__organisation", "par", "decidee_par")
    return toutes.filter(indicateur=demande.indicateur) if demande.indicateur else toutes


def liste(personne: Personne, demande: DemandeCorrections) -> dict[str, Any]:
    """Counters that filter and a page of rows: two queries."""
    toutes = _toutes(demande)
    comptes = toutes.order_by().aggregate(
        **{f"n_{rang}": Count("pk", filter=_condition(personne, voir)) for rang, voir in enumerate(("", *VUES))}
    )
    nombres = {voir: comptes[f"n_{rang}"] for rang, voir in enumerate(("", *VUES))}
    choisies = toutes.filter(_condition(personne, demande.voir))
    numero = max(1, int(demande.page or 1))
    debut, total = (numero - 1) * TAILLE, nombres[demande.voir]
    return {
        "demande": demande,
        "lignes": [vue(c, personne) for c in choisies[debut : debut + TAILLE]],
        "compteurs": [
            {
                "nombre": nombre(n),
                "libelle": NOMS[voir],
                "url": demande.adresse(voir="" if demande.voir == voir else voir),
                "actif": demande.voir == voir,
                "id": f"voir-{voir or 'toutes'}",
            }
            for voir, n in nombres.items()
        ],
        "nombre_montre": f"{nombre(total)} sur {nombre(nombres[''])}",
        "url_effacer": reverse("pilotage:corrections"),
        "pagination": {
            "debut": nombre(min(debut + 1, total)),
            "fin": nombre(min(debut + TAILLE, total)),
            "total": nombre(total),
            "precedente": demande.adresse(page=str(numero - 1)) if numero > 1 else "",
            "suivante": demande.adresse(page=str(numero + 1)) if debut + TAILLE < total else "",
            "filtre": bool(demande.voir or demande.indicateur),
        },
        "exports": [
            {"libelle": "CSV", "url": demande.adresse(format="csv")},
            {"libelle": "Excel (XLSX)", "url": demande.adresse(format="xlsx")},
        ],
    }


def export(personne: Personne, demande: DemandeCorrections) -> Iterable[tuple[Any, ...]]:
    for c in _toutes(demande).filter(_condition(personne, demande.voir)):
        i = c.indicateur
        yield (i.code, i.nom, i.organisation.nom, periode_texte(c.debut, c.fin), Territoire(c.territoire).label,
               c.officielle, c.valeur, c.motif, c.source, str(c.par), c.proposee_le, c.get_etat_display(),
               str(c.decidee_par or ""), c.decidee_le, c.raison)  # fmt: skip


def detail(personne: Personne, c: CorrectionProposee, actuelle: Mesure | None) -> dict[str, Any]:
    """One proposal with the official value as it stands now beside the one that was read."""
    i = c.indicateur
    dite = avec_unite(actuelle.valeur, unite_courte(i.unite), i.decimales) if actuelle else "Aucun résultat"
    change = (actuelle.version if actuelle else 0) != c.version_lue
    lue = vue(c, personne)
    officielles = [{"terme": "Valeur officielle lue", "valeur": lue["officielle"]}]
    if (actuelle.valeur if actuelle else None) != c.officielle:
        officielles.append({"terme": "Valeur officielle aujourd'hui", "valeur": dite})
    return {
        "correction": lue,
        "nom": f"{i.code} {i.nom}",
        "organisation": i.organisation.nom,
        "maintenant": dite,
        "change": change and c.etat == EtatCorrection.PROPOSEE,
        "version": c.version_lue,
        "sujet": f"indicateur:{i.pk}",
        "elements": [
            {"terme": "Période", "valeur": lue["periode"]},
            *officielles,
            {
                "terme": "Valeur proposée",
                "valeur": f"{lue['valeur']} ({lue['ecart']})" if lue["ecart"] else lue["valeur"],
            },
            {"terme": "Motif", "valeur": c.motif},
            {"terme": "Source", "valeur": c.source},
            {"terme": "Proposée par", "valeur": f"{c.par}, {date_heure(c.proposee_le)}"},
        ],
    }


def periodes(indicateur: Indicateur) -> list[tuple[str, str]]:
    """Choices of the form: the latest results with their official value, and the ended periods that have none."""
    unite, jour = unite_courte(indicateur.unite), timezone.localdate()
    connues = {
        (m.fin, m.territoire): (m.debut, avec_unite(m.valeur, unite, indicateur.decimales))
        for m in Mesure.objects.filter(indicateur=indicateur).order_by("-fin", "territoire")[:PERIODES_MAX]
    }
    for exercice in range(exercice_de(jour) - 2, exercice_de(jour) + 1):
        for p in periodes_exercice(exercice, indicateur.frequence):
            if p.fin <= jour:
                connues.setdefault((p.fin, ""), (p.debut, "aucun résultat"))
    return [
        (f"{debut}_{fin}_{territoire}", f"{periode_texte(debut, fin)}"
         f"{', ' + Territoire(territoire).label if territoire else ''}\u00a0: {dite}")
        for (fin, territoire), (debut, dite) in sorted(connues.items(), reverse=True)
    ]  # fmt: skip
