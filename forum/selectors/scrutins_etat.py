"""What a vote is at this instant, on the database clock; its rules and its rows as the counting engine takes them."""

from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import F, Func, TextField

from .. import canonique
from ..enums import EtatObjection, EtatScrutin, Fonction
from ..models import Emargement, Inscription, Scrutin, Urne, VoixCourante
from ..scrutin import Inscrit, Option, Regles, Voix, depouiller

# Objections that keep a consent from being adopted.
VIVES = (EtatObjection.OUVERTE, EtatObjection.RETENUE, EtatObjection.MAINTENUE)
ETAT = Func(
    F("annonce_le"), F("ouvre_le"), F("ferme_le"), F("retire_le"), F("proclame_le"),
    function="forum_etat_scrutin", output_field=TextField(),
)  # fmt: skip
REGISTRE = ("rang", "personne_id", "mandat_id", "nom", "organisation", "organisation_ref_id", "college", "fonction")


def etat(scrutin: Scrutin) -> EtatScrutin:
    """The state now; read again each time (one query)."""
    return EtatScrutin(Scrutin.objects.values_list(ETAT, flat=True).get(pk=scrutin.pk))


def horloge() -> datetime:
    """The clock votes are held by (one query)."""
    with connection.cursor() as curseur:
        curseur.execute("SELECT clock_timestamp()")
        return curseur.fetchone()[0]


def resultats_visibles(scrutin: Scrutin, etat_lu: str) -> bool:
    """Whether figures may be told: always once closed; before, only when the vote was opened so."""
    if etat_lu in (EtatScrutin.CLOS, EtatScrutin.PROCLAME):
        return True
    return etat_lu == EtatScrutin.OUVERT and not scrutin.masque and not scrutin.secret


def regles(scrutin: Scrutin) -> Regles:
    noms = ("methode", "quorum_pct", "seuil_num", "seuil_den", "seuil_strict", "seuil_base", "par_college",
            "voix_preponderante", "choix_max", "points", "compte", "secret")  # fmt: skip
    return Regles(**{nom: getattr(scrutin, nom) for nom in noms})


def options(scrutin: Scrutin) -> list[Option]:
    """In the order of their keys: no list order sways a count."""
    return [Option(o.cle, o.genre) for o in sorted(scrutin.options.all(), key=lambda o: o.cle)]


def lignes_registre(scrutin: Scrutin) -> list[dict[str, Any]]:
    """The roll as it is sealed: what `registre_empreinte` is the hash of."""
    lues = Inscription.objects.filter(scrutin=scrutin).order_by("rang").values_list(*REGISTRE)
    return [dict(zip(REGISTRE, ligne, strict=True)) for ligne in lues]


def empreinte_registre(scrutin: Scrutin) -> str:
    return canonique.empreinte(lignes_registre(scrutin))


def voix_courantes(scrutin: Scrutin) -> list[Voix]:
    """Current ballots: rows of an open vote by rank, or those of the urn of a secret one."""
    if scrutin.secret:
        urne = Urne.objects.filter(scrutin=scrutin).first()
        return [Voix(b["contenu"], None, b.get("college", "")) for b in (urne.bulletins if urne else [])]
    lues = VoixCourante.objects.filter(scrutin=scrutin).order_by("inscription__rang")
    return [Voix(contenu, rang) for contenu, rang in lues.values_list("bulletin__contenu", "inscription__rang")]


def compter(scrutin: Scrutin) -> dict[str, Any]:
    """The count from the rows, whatever was written before: what proclaiming stores and what a recount compares."""
    inscrits = [
        Inscrit(ligne["rang"], ligne["college"], ligne["fonction"] == Fonction.PRESIDENCE)
        for ligne in lignes_registre(scrutin)
    ]
    emarges = Emargement.objects.filter(scrutin=scrutin).count() if scrutin.secret else None
    vives = scrutin.objections.filter(etat__in=VIVES).count() if scrutin.methode == "consentement" else 0
    return depouiller(
        regles(scrutin), options(scrutin), inscrits, voix_courantes(scrutin), emarges=emarges, objections_vives=vives
    )


def recu_de(scrutin: int, inscrit: int, rang: int, contenu: dict[str, Any], raison: str, sel: str) -> str:
    """The receipt of an open ballot: the hash of everything it says, with a salt that keeps it unguessable.

    `inscrit` is the voter's rank on the roll, `rang` counts the voter's ballots.
    """
    return canonique.empreinte(
        {"scrutin": scrutin, "inscrit": inscrit, "rang": rang, "contenu": contenu, "raison": raison, "sel": sel}
    )
