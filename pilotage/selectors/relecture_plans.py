"""The second reading of all the plans: by rule and by organisation, what a careful reader would mend first."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db import connection
from django.db.models import Prefetch
from django.urls import reverse

from ecosysteme import adresses
from ecosysteme.format import exercice_texte, nombre, pourcentage
from ecosysteme.models import Cible, Indicateur, Personne
from ecosysteme.permissions import droits

from ..methodes import part
from ..relecture import REGLES, Remarque
from .lignes import normaliser
from .relecture import remarques

PAR_PAGE = 40
PAR = ("fiche", "organisation")
_REQUETE = """
    SELECT i.id, i.code, i.nom, p.titre, o.id, o.nom, o.sigle, o.nom_cle, coalesce(r.codes, '{}')
      FROM ecosysteme_indicateur i
      JOIN ecosysteme_objectif b ON b.id = i.objectif_id
      JOIN ecosysteme_orientation s ON s.id = b.orientation_id
      JOIN ecosysteme_planstrategique p ON p.id = s.plan_id AND p.etat <> 'clos'
      JOIN ecosysteme_organisation o ON o.id = p.organisation_id
      LEFT JOIN pilotage_relecture() r ON r.indicateur_id = i.id
     ORDER BY o.nom_cle, o.id, p.exercice_debut DESC, p.id, i.code, i.id"""


@dataclass(frozen=True, slots=True)
class Fiche:
    """A sheet with the codes of its remarks."""

    pk: int
    code: str
    nom: str
    plan: str
    organisation_pk: int
    organisation: str
    sigle: str
    cle: str
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Demande:
    """What the address asks for; nonsense counts as nothing."""

    regle: str = ""
    organisation: str = ""
    par: str = ""
    q: str = ""

    @classmethod
    def lire(cls, parametres: Mapping[str, str]) -> "Demande":
        regle, organisation, par = (parametres.get(cle, "") for cle in ("regle", "organisation", "par"))
        return cls(
            regle=regle if regle in REGLES else "",
            organisation=organisation if organisation.isascii() and organisation.isdigit() else "",
            par=par if par == "organisation" else "",
            q=parametres.get("q", "").strip()[:100].replace("\x00", ""),
        )

    def adresse(self, **changements: str) -> str:
        return adresses.avec({champ: getattr(self, champ) for champ in self.__slots__}, **changements)


def fiches() -> list[Fiche]:
    """Every sheet of the plans that are not closed, with its remarks: one query."""
    with connection.cursor() as curseur:
        curseur.execute(_REQUETE)
        return [Fiche(*ligne[:8], tuple(ligne[8])) for ligne in curseur.fetchall()]


def _chercher(toutes: Iterable[Fiche], demande: Demande) -> list[Fiche]:
    mots = normaliser(demande.q)
    return [
        f
        for f in toutes
        if (not demande.organisation or f.organisation_pk == int(demande.organisation))
        and (not mots or mots in normaliser(f"{f.code} {f.nom} {f.plan} {f.organisation} {f.sigle}"))
    ]


def _choisir(trouvees: Iterable[Fiche], demande: Demande) -> list[Fiche]:
    return [f for f in trouvees if (demande.regle in f.codes if demande.regle else f.codes)]


def page(personne: Personne, demande: Demande, numero: str | None) -> tuple[dict[str, Any], Page]:
    """The context and the page of sheets (or of organisations)."""
    toutes = fiches()
    trouvees = _chercher(toutes, demande)
    choisies = _choisir(trouvees, demande)
    par_organisation = demande.par == "organisation"
    rangees: Sequence[Any] = _organisations(trouvees, demande) if par_organisation else choisies
    pagination = Paginator(rangees, PAR_PAGE).get_page(numero)
    montrees = list(pagination.object_list)
    return {
        "demande": demande,
        "par_organisation": par_organisation,
        "regles": list(REGLES.values()),
        "lignes": montrees if par_organisation else detailler(personne, montrees, demande.regle),
        "compteurs": _compteurs(trouvees, demande),
        "nombre_montre": f"{nombre(len(choisies))} sur {nombre(len(toutes))}",
        "filtree": bool(demande.regle or demande.organisation or demande.q),
        "soignee": bool(toutes) and not any(f.codes for f in toutes),
        "vide": not toutes,
        "url_effacer": demande.adresse(regle="", organisation="", q=""),
        "onglets": [
            {"libelle": "Par fiche", "url": demande.adresse(par=""), "actif": not par_organisation},
            {"libelle": "Par organisation", "url": demande.adresse(par="organisation"), "actif": par_organisation},
        ],
        "organisations": list({str(f.organisation_pk): f.organisation for f in toutes}.items()),
        "exports": [
            {"libelle": "CSV", "url": demande.adresse(format="csv")},
            {"libelle": "Excel (XLSX)", "url": demande.adresse(format="xlsx")},
        ],
    }, pagination


def _compteurs(trouvees: Sequence[Fiche], demande: Demande) -> list[dict[str, Any]]:
    comptes = Counter(code for f in trouvees for code in f.codes)
    faits = [
        {
            "nombre": nombre(sum(bool(f.codes) for f in trouvees)),
            "libelle": "fiches à revoir",
            "url": demande.adresse(regle=""),
            "actif": not demande.regle,
            "id": "regle-toutes",
        }
    ]
    for code, libelle in REGLES.items():
        if comptes[code] or code == demande.regle:
            actif = code == demande.regle
            url = demande.adresse(regle="" if actif else code)
            faits.append({"nombre": nombre(comptes[code]), "libelle": libelle, "url": url, "actif": actif,
                          "id": f"regle-{code}"})  # fmt: skip
    return faits


def _organisations(trouvees: Sequence[Fiche], demande: Demande) -> list[dict[str, Any]]:
    """A row an organisation: sheets, those to mend, and how many times each rule is met."""
    groupes: dict[int, list[Fiche]] = {}
    for f in trouvees:
        groupes.setdefault(f.organisation_pk, []).append(f)
    lignes = []
    for pk, siennes in groupes.items():
        comptes = Counter(code for f in siennes for code in f.codes)
        n = sum(bool(f.codes) for f in siennes)
        if not (comptes[demande.regle] if demande.regle else n):
            continue
        lignes.append(
            {
                "nom": siennes[0].organisation,
                "url": demande.adresse(organisation=str(pk), par=""),
                "fiches": nombre(len(siennes)),
                "a_revoir": nombre(n),
                "part": pourcentage(part(n, len(siennes)), 0),
                "comptes": [
                    {
                        "nombre": nombre(comptes[code]) if comptes[code] else "–",
                        "url": demande.adresse(organisation=str(pk), regle=code, par="") if comptes[code] else "",
                    }
                    for code in REGLES
                ],
                "n": n,
            }
        )
    return sorted(lignes, key=lambda ligne: -ligne["n"])


def _relues(pks: Iterable[int]) -> dict[int, tuple[Indicateur, list[Remarque]]]:
    """The sheets and their sentences: two queries."""
    du_quebec = Prefetch("cibles", queryset=Cible.objects.filter(territoire="").order_by("exercice"))
    lues = Indicateur.objects.filter(pk__in=list(pks)).select_related(
        "organisation", "objectif__orientation__plan__organisation"
    )
    return {
        i.pk: (i, remarques(i, i.objectif.orientation.plan, i.cibles.all())) for i in lues.prefetch_related(du_quebec)
    }


def detailler(personne: Personne, montrees: Sequence[Fiche], regle: str) -> list[dict[str, Any]]:
    """Sheets with the sentence of each remark and the page that mends it, for who may."""
    relues, acces = _relues(f.pk for f in montrees), droits(personne)
    lignes = []
    for f in montrees:
        i, dites = relues[f.pk]
        tenue = acces.peut("valider", i.organisation)
        cibles = {c.exercice: c.pk for c in i.cibles.all()}
        lignes.append(
            {
                "nom": f"{f.code} {f.nom}",
                "url": reverse("pilotage:indicateur", args=[f.pk]),
                "organisation": f.organisation,
                "plan": f.plan,
                "remarques": [
                    {"texte": r.texte, "regle": REGLES[r.code], "url": _url(f.pk, r, cibles) if tenue else "",
                     "hors": bool(regle) and r.code != regle}
                    for r in dites
                ],
            }
        )  # fmt: skip
    return lignes


def _url(pk: int, r: Remarque, cibles: Mapping[int, int]) -> str:
    """Where a remark is mended: its target, a new target, or the sheet."""
    if r.exercice in cibles:
        return reverse("pilotage:cible_modifier", args=[pk, cibles[r.exercice]])
    if r.code in ("sans_cible", "sans_cible_annuelle"):
        return reverse("pilotage:cible_ajouter", args=[pk])
    return reverse("pilotage:indicateur_modifier", args=[pk])


ENTETES = ("Sigle", "Organisation", "Plan", "Code", "Indicateur", "Règle", "Remarque", "Exercice de la cible")


def export(demande: Demande) -> Iterable[tuple[Any, ...]]:
    """One row a remark of the sheets that the filters show."""
    choisies = _choisir(_chercher(fiches(), demande), demande)
    for debut in range(0, len(choisies), 500):
        tranche = choisies[debut : debut + 500]
        relues = _relues(f.pk for f in tranche)
        for f in tranche:
            for r in relues[f.pk][1]:
                if not demande.regle or r.code == demande.regle:
                    annee = exercice_texte(r.exercice) if r.exercice else ""
                    yield (f.sigle, f.organisation, f.plan, f.code, f.nom, REGLES[r.code], r.texte, annee)
