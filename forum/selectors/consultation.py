"""A consultation as it is read: what is left to answer, what one answered, the map and what it says in words."""

from collections.abc import Mapping
from typing import Any
from zlib import crc32

from django.db.models import Count, Q
from django.urls import reverse

from ecosysteme.format import compte, date_heure, nombre
from ecosysteme.models import Personne

from ..carte_opinion import AVIS_MIN, ECART_NET, PARTICIPANTS_MIN, K
from ..enums import AvisEnonce
from ..models import AvisSurEnonce, CarteOpinion, Consultation, Enonce
from ..permissions import raison_de_ne_pas_ecrire

VOIRS = {"": "Ce qui rassemble", "divise": "Ce qui divise", "moins": "Le moins d'accord"}
ENTETES = ("Énoncé", "Groupe", "Réponses", "D'accord", "En désaccord", "Passent")


def fiche(personne: Personne, consultation: Consultation, parametres: Mapping[str, str], tient: bool) -> dict[str, Any]:
    return {
        "consultation": consultation,
        "sujets": f"consultation:{consultation.pk}",
        "tient": tient,
        "ouverte": consultation.ferme_le is None,
        "ouverte_le": date_heure(consultation.ouverte_le),
        "fermee_le": date_heure(consultation.ferme_le) if consultation.ferme_le else "",
        "retires": [
            {"texte": e.texte, "motif": e.retire_motif}
            for e in consultation.enonces.filter(retire_le__isnull=False).order_by("pk")
        ],
    } | repondre(personne, consultation) | carte(consultation, parametres)  # fmt: skip


def repondre(personne: Personne, consultation: Consultation) -> dict[str, Any]:
    """The next statement, those with the fewest answers first, in an order of one's own; and one's answers."""
    vivants = consultation.enonces.filter(retire_le__isnull=True)
    siens = {a.enonce_id: a for a in AvisSurEnonce.objects.filter(enonce__in=vivants, personne=personne)}
    tous = sorted(vivants.annotate(nb=Count("avis")), key=lambda e: (e.nb, crc32(f"{personne.pk}:{e.pk}".encode())))
    restants = [e for e in tous if e.pk not in siens]
    raison = "" if consultation.ferme_le else raison_de_ne_pas_ecrire(
        personne, consultation.sujet.espace, consultation.sujet
    )  # fmt: skip
    return {
        "consultation": consultation,
        "peut_repondre": consultation.ferme_le is None and not raison,
        "raison": raison,
        "suivant": restants[0] if restants else None,
        "avancement": f"{nombre(len(siens))} sur {nombre(len(tous))}",
        "avis_choix": [{"valeur": v, "libelle": mot} for v, mot in reversed(AvisEnonce.choices)],
        "mes_avis": [
            {"pk": e.pk, "texte": e.texte, "avis": siens[e.pk].get_avis_display(), "valeur": siens[e.pk].avis}
            for e in sorted(tous, key=lambda e: e.pk)
            if e.pk in siens
        ],
    }


def carte(consultation: Consultation, parametres: Mapping[str, str]) -> dict[str, Any]:
    """A version of the map, the latest unless the address names another."""
    versions = list(consultation.cartes.defer("resultat"))
    choisie = next(
        (c for c in versions if str(c.numero) == parametres.get("carte", "")), versions[0] if versions else None
    )
    adresse = reverse("forum:consultation", args=[consultation.pk])
    voir = parametres.get("voir", "") if parametres.get("voir", "") in VOIRS else ""
    vide = {"consultation": consultation, "carte": None, "versions": []}
    if choisie is None:
        return vide | {"verdict": f"La première carte se dessine quand {K} personnes ont répondu."}
    resultat = choisie.resultat
    textes = dict(Enonce.objects.filter(consultation=consultation).values_list("pk", "texte"))
    lignes = [_ligne(e, textes[e["enonce"]], resultat["groupes"]) for e in resultat["enonces"]]
    return {
        "consultation": consultation,
        "carte": choisie,
        "numero": choisie.numero,
        "quand": date_heure(choisie.calculee_le),
        "verdict": verdict(choisie),
        "pourquoi": _pourquoi(choisie),
        "groupes": _cercles(resultat["groupes"]),
        "lignes": _ordonner(lignes, voir),
        "voirs": [
            {"libelle": mot, "actif": cle == voir, "url": f"{adresse}?voir={cle}&carte={choisie.numero}#titre-enonces"}
            for cle, mot in VOIRS.items()
        ],
        "voir": voir,
        "url_csv": f"{adresse}?format=csv&carte={choisie.numero}",
        "versions": [
            {"numero": c.numero, "quand": date_heure(c.calculee_le), "url": f"{adresse}?carte={c.numero}#titre-carte",
             "participants": compte(c.nb_participants, "personne"), "actuelle": c.numero == choisie.numero,
             "nette": "division nette" if c.nette else "aucune division nette"}
            for c in versions
        ],
    }  # fmt: skip


def verdict(c: CarteOpinion) -> str:
    """What the map says, in a sentence."""
    qui = f"{compte(c.nb_participants, 'personne a répondu', 'personnes ont répondu')}, {compte(c.nb_avis, 'réponse')}."
    if c.nette:
        return f"{len(c.resultat['groupes'])} groupes se dessinent nettement. {qui}"
    return f"Aucune division nette. {qui}"


def _pourquoi(c: CarteOpinion) -> str:
    porte = c.resultat["porte"]
    if porte["p"] is None:
        return (
            f"Des groupes ne se cherchent qu'à partir de {PARTICIPANTS_MIN} personnes ayant donné {AVIS_MIN} réponses "
            f"ou plus\u00a0: il y en a {nombre(porte['retenus'])}."
        )
    fois = round(porte["p"] * 100) - 1
    dits = compte(fois, "mélange paraît", "mélanges paraissent") if fois else "aucun mélange ne paraît"
    epreuve = (
        f"Les réponses de {nombre(porte['retenus'])} personnes ont été mélangées 99 fois, énoncé par énoncé\u00a0: "
        f"{dits} aussi divisé{'s' if fois > 1 else ''} que les vraies réponses"
    )
    if not porte["ouverte"]:
        return f"{epreuve}. Le hasard suffit donc à expliquer ce qu'on voit, et aucun groupe n'est dessiné."
    if not c.nette:
        return f"{epreuve}. Mais les groupes auraient moins de {K} personnes\u00a0: ils ne sont pas montrés."
    return f"{epreuve}. Le hasard ne l'explique pas."


def _cercles(groupes: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Discs whose area follows the size, in a square of side 400: whole numbers, as an attribute of SVG reads them."""
    echelle = 125 / max([abs(v) for g in groupes for v in (g["x"], g["y"])], default=1) if groupes else 1
    return [
        {"lettre": g["lettre"], "taille": compte(g["taille"], "personne"), "x": str(round(200 + echelle * g["x"])),
         "y": str(round(200 - echelle * g["y"])), "rayon": str(round(10 + 6 * min(g["taille"], 100) ** 0.5))}
        for g in groupes
    ]  # fmt: skip


def _ligne(e: dict[str, Any], texte: str, groupes: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "texte": texte,
        "total": _parts(e["total"]),
        "groupes": [
            {"lettre": g["lettre"], **(_parts(c) or {"tu": True})} for g, c in zip(groupes, e["groupes"], strict=True)
        ],
        "consensus": e["consensus"],
        "ecart": e["ecart"],
        "divise": e["ecart"] is not None and e["ecart"] >= ECART_NET,
    }


def _parts(c: dict[str, int] | None) -> dict[str, Any] | None:
    """Shares in whole points that make up 100, and where each begins in a bar."""
    if c is None:
        return None
    accord, desaccord = round(100 * c["accord"] / c["n"]), round(100 * c["desaccord"] / c["n"])
    desaccord = min(desaccord, 100 - accord)
    passe = 100 - accord - desaccord
    return {"n": c["n"], "accord": accord, "desaccord": desaccord, "passe": passe, "debut_passe": accord,
            "debut_desaccord": accord + passe, "comptes": c}  # fmt: skip


def _ordonner(lignes: list[dict[str, Any]], voir: str) -> list[dict[str, Any]]:
    """Those that are withheld come last."""
    if voir == "divise":
        return sorted(lignes, key=lambda x: -(x["ecart"] if x["ecart"] is not None else -1))
    signe = 1 if voir == "moins" else -1
    return sorted(lignes, key=lambda x: (x["consensus"] is None, signe * (x["consensus"] or 0)))


def export(c: CarteOpinion) -> list[tuple[Any, ...]]:
    """One line a statement and a group, everybody first; what is withheld is empty."""
    textes = dict(Enonce.objects.filter(consultation=c.consultation_id).values_list("pk", "texte"))
    lignes = []
    for e in c.resultat["enonces"]:
        lettres = ["Tous", *(g["lettre"] for g in c.resultat["groupes"])]
        for lettre, comptes in zip(lettres, [e["total"], *e["groupes"]], strict=True):
            chiffres = [comptes[n] for n in ("n", "accord", "desaccord", "passe")] if comptes else [""] * 4
            lignes.append((textes[e["enonce"]], lettre, *chiffres))
    return lignes


def du_sujet(*, personne: Personne, objet: Any, exercice: int | None = None, ouvrable: bool = False) -> dict[str, Any]:
    """Block of a topic: its consultations, how far the person answered, and the way to open one."""
    vivants = Q(enonces__retire_le__isnull=True)
    lues = Consultation.objects.filter(sujet=objet).annotate(
        nb=Count("enonces", filter=vivants, distinct=True),
        siens=Count("enonces__avis", filter=vivants & Q(enonces__avis__personne=personne), distinct=True),
    )
    lignes = [
        {"question": c.question, "url": reverse("forum:consultation", args=[c.pk]), "ouverte": c.ferme_le is None,
         "reste": c.nb - c.siens}
        for c in lues
    ]  # fmt: skip
    ouvrir = reverse("forum:consultation_ouvrir", args=[objet.pk]) if ouvrable else ""
    return {"lignes": lignes, "url_ouvrir": ouvrir} if lignes or ouvrir else {}
