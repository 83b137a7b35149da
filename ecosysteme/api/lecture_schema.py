"""The OpenAPI document as a person reads it: resources, operations, fields, examples ready to paste."""

import json
import re
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

TITRES = {
    "moi": "Moi",
    "organisations": "Organisations",
    "plans": "Plans stratégiques",
    "indicateurs": "Indicateurs",
    "cibles": "Cibles",
    "mesures": "Résultats",
    "bilans": "Bilans",
}
TYPES = {"integer": "entier", "boolean": "true ou false", "number": "nombre", "object": "objet"}
FORMATS = {"date": "jour", "date-time": "instant", "uri": "adresse"}
LIEUX = {"path": "adresse", "query": "paramètre", "header": "en-tête"}
EXEMPLES_DE_FILTRES = {"organisation": "MEX", "exercice": 2025}
_CHOIX = re.compile(r"^\* `([^`]*)` - (.+)$", re.MULTILINE)


def typographie(texte: str) -> str:
    """No-break spaces where Québec puts them: thin before ; ! and ?, plain around colons and guillemets."""
    return re.sub(r" (?=[:»])|(?<=«) ", "\u00a0", re.sub(r" (?=[;!?])", "\u202f", texte))


@dataclass(frozen=True)
class Champ:
    nom: str
    type: str
    obligatoire: bool
    description: str
    valeurs: tuple[tuple[str, str], ...]
    lieu: str = ""


@dataclass(frozen=True)
class Operation:
    id: str
    methode: str
    chemin: str
    resume: str
    description: str
    parametres: list[Champ]
    corps: list[Champ]
    demande: str
    reponse: str
    champs: str
    statut: str
    refus: list[tuple[str, str]]


def sections(document: dict[str, Any], racine: str) -> dict[str, Any]:
    """The context of the page."""
    schemas = document["components"]["schemas"]
    ressources: dict[str, dict[str, Any]] = {}
    for chemin, methodes in document["paths"].items():
        for methode, brute in methodes.items():
            nom = brute["tags"][0]
            ressource = ressources.setdefault(nom, {"nom": nom, "titre": TITRES[nom], "operations": []})
            ressource["operations"].append(_operation(chemin, methode, brute, schemas, racine))
    objets = [{"nom": nom, "champs": _champs(schemas[nom], schemas)} for nom in sorted(_lus(schemas))]
    return {"ressources": list(ressources.values()), "objets": objets, "racine": racine}


def _lus(schemas: dict[str, Any]) -> set[str]:
    """The objects of the answers: neither pages nor what is sent."""
    return {
        nom
        for nom, schema in schemas.items()
        if not nom.startswith("Page") and schema.get("additionalProperties") is not False
    }


def _operation(chemin: str, methode: str, brute: dict[str, Any], schemas: dict[str, Any], racine: str) -> Operation:
    statut = next(s for s in brute["responses"] if s.startswith("2"))
    contenu = brute["responses"][statut].get("content", {}).get("application/json", {})
    envoi = brute.get("requestBody", {}).get("content", {}).get("application/json", {})
    refus = [(s, r["description"]) for s, r in brute["responses"].items() if not s.startswith("2")]
    return Operation(
        id=brute["operationId"],
        methode=methode.upper(),
        chemin=chemin,
        resume=brute["summary"],
        description=typographie(brute["description"]),
        parametres=[_parametre(p, schemas) for p in brute.get("parameters", [])],
        corps=_corps(envoi.get("schema", {}), schemas),
        demande=_curl(chemin, methode, brute, _exemple(envoi), racine),
        reponse=_json(_exemple(contenu)),
        champs=_objet(contenu.get("schema", {}), schemas),
        statut=statut,
        refus=refus,
    )


def _exemple(contenu: dict[str, Any]) -> Any:
    return next(iter(contenu.get("examples", {}).values()), {}).get("value")


def _json(valeur: Any) -> str:
    return "" if valeur is None else json.dumps(valeur, ensure_ascii=False, indent=2)


def _curl(chemin: str, methode: str, brute: dict[str, Any], corps: Any, racine: str) -> str:
    """A command that works once the token is in the environment."""
    noms = {p["name"] for p in brute.get("parameters", []) if p["in"] == "query"}
    demande = {nom: v for nom, v in EXEMPLES_DE_FILTRES.items() if nom in noms} if methode == "get" else {}
    if methode == "delete":
        demande = {"version": 3} | ({"note_changement": "Doublon"} if "note_changement" in noms else {})
    adresse = racine + chemin.replace("{id}", "311") + (f"?{urlencode(demande)}" if demande else "")
    verbe = "" if methode == "get" else f"-X {methode.upper()} "
    lignes = [f'curl {verbe}-H "Authorization: Jeton $JETON"']
    if corps is not None:
        lignes += ["  -H 'Content-Type: application/json'", f"  -d '{json.dumps(corps, ensure_ascii=False)}'"]
    return " \\\n".join([*lignes, f"  '{adresse}'"])


def _resoudre(schema: dict[str, Any], schemas: dict[str, Any]) -> dict[str, Any]:
    return schemas[schema["$ref"].rsplit("/", 1)[1]] if "$ref" in schema else schema


def _objet(schema: dict[str, Any], schemas: dict[str, Any]) -> str:
    """The name of the object an answer holds, through its page."""
    nom = schema.get("$ref", "").rsplit("/", 1)[-1]
    if nom.startswith("Page"):
        return _objet(schemas[nom]["properties"]["resultats"]["items"], schemas)
    return nom


def _parametre(brut: dict[str, Any], schemas: dict[str, Any]) -> Champ:
    champ = _champ(brut["name"], brut["schema"] | {"description": brut["description"]}, brut.get("required", False))
    return replace(champ, lieu=LIEUX[brut["in"]])


def _champs(schema: dict[str, Any], schemas: dict[str, Any]) -> list[Champ]:
    requis = set(schema.get("required", []))
    return [_champ(nom, detail, nom in requis) for nom, detail in schema.get("properties", {}).items()]


def _corps(schema: dict[str, Any], schemas: dict[str, Any]) -> list[Champ]:
    """What is sent, the required first; the fields of a list's rows under « liste[] »."""
    corps = _resoudre(schema, schemas)
    champs = _champs(corps, schemas)
    for nom, detail in corps.get("properties", {}).items():
        lignes = _champs(_resoudre(detail.get("items", {}), schemas), schemas)
        champs += [replace(c, nom=f"{nom}[].{c.nom}") for c in lignes]
    return sorted(champs, key=lambda champ: not champ.obligatoire)


def _champ(nom: str, schema: dict[str, Any], obligatoire: bool) -> Champ:
    texte = schema.get("description", "")
    libelles = dict(_CHOIX.findall(texte))
    valeurs = tuple((str(v) or "(vide)", libelles.get(str(v), "")) for v in schema.get("enum", []))
    return Champ(nom, nom_du_type(schema), obligatoire, typographie(texte.split("\n\n* `")[0]), valeurs)


def nom_du_type(schema: dict[str, Any]) -> str:
    """« décimal ou null », « liste de SaisieDeLot »."""
    if "$ref" in schema:
        return schema["$ref"].rsplit("/", 1)[1]
    if "allOf" in schema:
        return nom_du_type(schema["allOf"][0])
    if "oneOf" in schema:
        vide = " ou null" if any(s.get("type") == "null" for s in schema["oneOf"]) else ""
        return nom_du_type(schema["oneOf"][0]) + vide
    genres = schema.get("type", "object")
    genres = genres if isinstance(genres, list) else [genres]
    genre = next(g for g in genres if g != "null")
    if genre == "array":
        nom = f"liste de {nom_du_type(schema['items'])}"
    elif genre == "string":
        decimal = "[0-9]" in schema.get("pattern", "") and '"' not in schema["pattern"]
        nom = "décimal exact" if decimal else FORMATS.get(schema.get("format", ""), "texte")
    else:
        nom = TYPES[genre]
    return f"{nom} ou null" if "null" in genres else nom
