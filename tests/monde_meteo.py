"""Météos, alerts and corrections in the small world of `tests/monde.py`, and twenty times wider."""

from datetime import date
from decimal import Decimal
from types import SimpleNamespace

from pilotage.models import Acquittement, Meteo
from pilotage.permissions_meteo import Noeud
from pilotage.services import corrections, meteo
from tests import fabriques


def poser(m: SimpleNamespace) -> None:
    """A météo with a draft of the coordination over it; at home and elsewhere, an alert and one answered for."""
    champs = dict.fromkeys(meteo.CHAMPS, "") | {"ciel": "nuage"}
    for genre, objet in (("organisation", m.ministere), ("plan", m.plan), ("objectif", m.objectif)):
        lues = {"noeud": Noeud.de(genre, objet), "exercice": 2025}
        fait = meteo.enregistrer_brouillon(par=m.roles["ges"], champs=champs, version_lue=0, **lues)
        meteo.publier_meteo(par=m.roles["ges"], version_lue=fait.version, precedente_lue=0, **lues)
    meteo.enregistrer_brouillon(
        par=m.roles["coo"], noeud=Noeud.de("plan", m.plan), exercice=2025, champs=champs, version_lue=0
    )
    for suffixe, objectif in (("", m.objectif), ("_ailleurs", m.objectif_ailleurs)):
        muet = fabriques.indicateur(objectif)
        fabriques.cible(muet)
        setattr(m, f"muet{suffixe}", muet)
        indicateur = getattr(m, f"indicateur{suffixe}")
        acquittement = Acquittement(
            type="depart", indicateur=indicateur, exercice=2024, motif="Essai.", jusqu_au=date(2199, 1, 1),
            par=m.roles["coo"],
        )  # fmt: skip
        acquittement.save()
        setattr(m, f"acquittement{suffixe}", acquittement)
        correction = corrections.proposer(
            par=m.roles["ail" if not suffixe else "ges"], indicateur=indicateur, debut=date(2025, 4, 1),
            fin=date(2026, 3, 31), territoire="", valeur=Decimal(77), motif="Essai.", source="Essai.",
        )  # fmt: skip
        setattr(m, f"correction{suffixe}", correction)


def peupler(m: SimpleNamespace, n: int) -> None:
    """An organisation, a plan and an objective judged; an alert to treat and one answered for."""
    organisation = fabriques.organisation(parent=m.gouvernement)
    objectif = fabriques.objectif(fabriques.plan(organisation))
    champs = dict.fromkeys(meteo.CHAMPS, "") | {"ciel": "orage", "risques": f"Essai {n}"}
    for genre, objet in (("organisation", organisation), ("objectif", objectif), ("organisation", m.ministere)):
        lues = {"noeud": Noeud.de(genre, objet), "exercice": 2025}
        avant = Meteo.objects.publiees().filter(**{genre: objet}, exercice=2025).first()
        fait = meteo.enregistrer_brouillon(par=m.roles["coo"], champs=champs, version_lue=0, **lues)
        meteo.publier_meteo(
            par=m.roles["coo"], version_lue=fait.version, precedente_lue=avant.pk if avant else 0, **lues
        )
    for _ in range(2):
        muet = fabriques.indicateur(objectif)
        fabriques.cible(muet)
    Acquittement.objects.create(
        type="non_calcule", indicateur=muet, exercice=2025, motif="Essai.", jusqu_au="2199-01-01", par=m.roles["coo"]
    )
    Acquittement.objects.create(
        type="meteo", organisation=fabriques.organisation(parent=m.gouvernement), exercice=2025, motif="Essai.",
        jusqu_au="2199-01-01", par=m.roles["coo"],
    )  # fmt: skip
    corrections.proposer(
        par=fabriques.personne(), indicateur=m.indicateur, debut=date(2025, 4, 1), fin=date(2026, 3, 31), territoire="",
        valeur=Decimal(n + 1), motif="Essai.", source="Essai.",
    )  # fmt: skip
