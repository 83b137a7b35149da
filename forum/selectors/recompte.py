"""Recounting a vote from its rows, and finding where somebody touched them."""

import json
from dataclasses import dataclass, field

from django.db import connection

from ecosysteme.models import Journal

from .. import canonique
from ..models import Bulletin, Scrutin, VoixCourante
from ..scrutin import DepouillementImpossible
from .scrutins_etat import compter, empreinte_registre, lignes_registre, recu_de

# Each entry against the seal it bears and the seal of the one before it, as the trigger wrote them.
_CHAINE = """
WITH relu AS (
    SELECT id, precedent, empreinte, lag(empreinte, 1, '') OVER (ORDER BY id) AS attendu,
           encode(sha256(convert_to(concat_ws('|', precedent,
               to_char(horodatage AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
               coalesce(acteur_id::text, ''), acte, objet, contenu::text), 'UTF8')), 'hex') AS recalculee
      FROM ecosysteme_journal)
SELECT id, recalculee <> empreinte FROM relu WHERE recalculee <> empreinte OR precedent <> attendu ORDER BY id LIMIT 20
"""


@dataclass
class Recompte:
    """`fautes` is empty when everything holds; `octets` are the bytes of the result, the same at every recount."""

    octets: bytes = b""
    fautes: list[str] = field(default_factory=list)

    @property
    def tient(self) -> bool:
        return not self.fautes


def recompter(scrutin: Scrutin) -> Recompte:
    """Recount from the rows and check, in this order: the roll, each receipt, the result, the journal."""
    fait = Recompte()
    if scrutin.registre_fige_le is None:
        fait.fautes.append("Ce scrutin n'a pas encore de registre : rien ne se compte.")
        return fait
    _registre(scrutin, fait)
    _recus(scrutin, fait)
    if scrutin.proclame_le is not None:
        _resultat(scrutin, fait)
    fait.fautes += journal()
    return fait


def _registre(scrutin: Scrutin, fait: Recompte) -> None:
    if empreinte_registre(scrutin) == scrutin.registre_empreinte:
        return
    rangs = [ligne["rang"] for ligne in lignes_registre(scrutin)]
    trous = sorted(set(range(1, max(rangs, default=0) + 1)) - set(rangs))
    precision = f" Rangs absents : {', '.join(map(str, trous))}." if trous else ""
    fait.fautes.append(f"Le registre ({len(rangs)} lignes) n'a plus l'empreinte publiée à l'ouverture.{precision}")


def _recus(scrutin: Scrutin, fait: Recompte) -> None:
    if scrutin.secret:
        return
    lus = Bulletin.objects.filter(scrutin=scrutin).select_related("inscription").order_by("inscription__rang", "rang")
    derniers: dict[int, Bulletin] = {}
    for b in lus:
        qui = b.inscription
        if recu_de(b.scrutin_id, qui.rang, b.rang, b.contenu, b.raison, b.sel) != b.empreinte:
            fait.fautes.append(
                f"Le bulletin {b.rang} de la ligne {qui.rang} ({qui.nom}) ne correspond plus à son reçu."
            )
        siens = derniers.get(qui.pk)
        if siens is None or siens.procuration_id or not b.procuration_id:
            derniers[qui.pk] = b
    voix = dict(VoixCourante.objects.filter(scrutin=scrutin).values_list("inscription_id", "bulletin_id"))
    for pk in sorted(set(voix) | set(derniers)):
        attendu = derniers.get(pk)
        if attendu is None or voix.get(pk) != attendu.pk:
            fait.fautes.append(f"La voix comptée pour la ligne {attendu.inscription.rang if attendu else pk} "
                               "n'est pas son dernier bulletin.")  # fmt: skip


def _resultat(scrutin: Scrutin, fait: Recompte) -> None:
    try:
        recompte = compter(scrutin)
    except DepouillementImpossible as faute:
        fait.fautes.append(f"Le dépouillement est impossible. {faute}")
        return
    fait.octets = canonique.octets(recompte)
    proclame = canonique.octets(scrutin.resultat)
    if canonique.empreinte(scrutin.resultat) != scrutin.resultat_empreinte:
        fait.fautes.append("Le résultat gardé n'a plus l'empreinte proclamée.")
    if fait.octets != proclame:
        ecarts = [cle for cle in recompte if recompte[cle] != (scrutin.resultat or {}).get(cle)]
        fait.fautes.append(f"Le recompte diffère du résultat proclamé : {', '.join(ecarts)}.")
    scelle = Journal.objects.filter(objet=f"scrutin:{scrutin.pk}", acte="scrutin.proclame").values_list(
        "contenu", flat=True
    )
    if [c["resultat"] for c in scelle] != [scrutin.resultat_empreinte]:
        fait.fautes.append("Le journal ne porte pas l'empreinte du résultat proclamé.")


def journal() -> list[str]:
    """Where the chain of the whole journal is broken."""
    with connection.cursor() as curseur:
        curseur.execute(_CHAINE)
        return [
            f"L'entrée {numero} du journal "
            + ("ne porte plus son sceau." if touchee else "ne suit pas celle qui la précède.")
            for numero, touchee in curseur.fetchall()
        ]


def intrants(scrutin: Scrutin) -> list[tuple[str, ...]]:
    """The rows of a count, for anybody to recount: options, roll, ballots. Only once the figures may be told."""
    lignes: list[tuple[str, ...]] = [("genre", "rang", "college", "fonction", "contenu", "recu")]
    lignes += [("option", "", "", "", f"{o.cle} {o.genre}", "") for o in scrutin.options.order_by("cle")]
    lignes += [("inscription", str(x["rang"]), x["college"], x["fonction"], "", "") for x in lignes_registre(scrutin)]
    if scrutin.secret:
        bulletins = scrutin.urne.bulletins if hasattr(scrutin, "urne") else []
        return lignes + [
            ("bulletin", "", b.get("college", ""), "", _json(b["contenu"]), b["recu"]) for b in bulletins
        ]  # fmt: skip
    voix = VoixCourante.objects.filter(scrutin=scrutin).select_related("bulletin", "inscription")
    return lignes + [
        (
            "bulletin",
            str(v.inscription.rang),
            v.inscription.college,
            "",
            _json(v.bulletin.contenu),
            v.bulletin.empreinte,
        )
        for v in voix.order_by("inscription__rang")
    ]


def _json(contenu: object) -> str:
    return json.dumps(contenu, ensure_ascii=False, sort_keys=True)
