"""Bodies of the requests of `tests/acces.txt`: valid ones, so that only the right can refuse them.

The key is the line without its statuses; a request that is not here sends an empty form, or an empty JSON object.
"""

from collections.abc import Callable
from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile

from ecosysteme.enums import TypeNotification
from pilotage.services.annonces import empreinte
from tests import monde_communaute, salle_actions

Corps = Callable[[SimpleNamespace], Any]


def _fichier(m: SimpleNamespace) -> dict[str, Any]:
    return {"profil": "standard", "fichier": SimpleUploadedFile("essai.csv", b"organisation;indicateur\nMES;I1\n")}


def _invitation(m: SimpleNamespace) -> dict[str, Any]:
    return {"courriel": "nouvelle@exemple.test", "organisation": m.ministere.pk, "role": "gestionnaire"}


def _cellule(indicateur) -> dict[str, Any]:
    return {"acte": "provisoire", "lu": "{}", f"v-{indicateur.pk}.2022-03-31": "12,5"}


def _mesure(indicateur, **champs: Any) -> dict[str, Any]:
    return {"indicateur": indicateur.pk, "fin": "2022-03-31", "valeur": "12.5", **champs}


def _cible(indicateur) -> dict[str, Any]:
    return {"indicateur": indicateur.pk, "exercice": 2026, "forme": "au_moins", "valeur_min": "5",
            "echeance": "2027-03-31", "note_changement": "Essai."}  # fmt: skip


def _fiche(indicateur=None, organisation=None) -> dict[str, Any]:
    """The form of a sheet, as a browser sends it back."""
    return {
        "code": indicateur.code if indicateur else "NEUF", "nom": "Essai", "type": "effet", "sens": "hausse",
        "frequence": "annuelle", "agregation_temps": "derniere", "agregation_organisations": "saisie", "poids": "1",
        "delai_publication": "0", "visibilite": indicateur.visibilite if indicateur else "publique", "tolerance": "0",
        "organisation": (indicateur.organisation if indicateur else organisation).pk, "version": "1",
        "note_changement": "Essai.",
    }  # fmt: skip


def _rencontre(animation) -> dict[str, Any]:
    return {"titre": "Essai", "palier": 3, "jour": "2099-01-05", "heure": "09:00", "duree": 30,
            "animation": animation.pk, "version": 1}  # fmt: skip


def _serie(animation) -> dict[str, Any]:
    rythme = {"premiere": "2020-01-07", "recurrence": "hebdomadaire", "fuseau": "America/Toronto"}
    return _rencontre(animation) | rythme


def _noeud(noeud=None) -> dict[str, Any]:
    """The form of an objective or an orientation, with the values read; the factories give plain numbers only."""
    champs = ("numero", "titre", "enjeu", "poids") if noeud else ()
    lus = {f"initial-{champ}": getattr(noeud, champ, "") for champ in champs}
    return lus | {"numero": "N-1", "titre": "Essai", "poids": "1", "note_changement": "Essai."}


def _preferences(m: SimpleNamespace) -> dict[str, Any]:
    canaux = {f"canal-{type}": "quotidien" for type in TypeNotification.values}
    return canaux | {"fuseau": "UTC", "calme_de": "18:00", "calme_a": "07:00", "resume_a": "08:00"}


def _brouillon(m: SimpleNamespace) -> dict[str, Any]:
    return {"lue": empreinte(m.annonce_brouillon)}


ADHESIONS = ("adhesion", "adhesion_ailleurs", "adhesion_administration")
PLAN = {"titre": "Essai", "exercice_debut": "2023", "exercice_fin": "2027", "poids": "1", "version": "1",
        "note_changement": "Essai."}  # fmt: skip
PHASE = {"debut": "2021-04-01", "motif": "Essai."}
RETRAIT = {"version": "1", "note_changement": "Essai."}
CIBLE_PAGE = {"exercice": "2025", "forme": "au_moins", "valeur": "90", "version": "1", "note_changement": "Essai."}
QUALITE = {"version": "0", "qualite_jugee": "70", "motif": "Essai."}
FICHES: dict[str, Corps] = {
    "qualite_plan plan": lambda m: QUALITE,
    "qualite_plan plan_ailleurs": lambda m: QUALITE,
    "qualite_plan brouillon": lambda m: QUALITE,
    "indicateur_modifier indicateur": lambda m: _fiche(m.indicateur),
    "indicateur_modifier interne": lambda m: _fiche(m.interne),
    "indicateur_modifier indicateur_ailleurs": lambda m: _fiche(m.indicateur_ailleurs),
    "indicateur_ajouter objectif": lambda m: _fiche(organisation=m.ministere),
    "indicateur_ajouter objectif_ailleurs": lambda m: _fiche(organisation=m.ailleurs),
    "objectif_modifier objectif": lambda m: _noeud(m.objectif),
    "objectif_modifier objectif_ailleurs": lambda m: _noeud(m.objectif_ailleurs),
    "orientation_modifier orientation": lambda m: _noeud(m.orientation),
    "orientation_modifier orientation_ailleurs": lambda m: _noeud(m.orientation_ailleurs),
    "objectif_ajouter orientation": lambda m: _noeud(),
    "objectif_ajouter orientation_ailleurs": lambda m: _noeud(),
    "orientation_ajouter plan": lambda m: _noeud(),
    "orientation_ajouter plan_ailleurs": lambda m: _noeud(),
    "plan_modifier plan": lambda m: PLAN,
    "plan_modifier plan_ailleurs": lambda m: PLAN,
    "plan_publier brouillon": lambda m: {"version": "1"},
    "plan_ajouter ministere": lambda m: PLAN,
    "plan_ajouter ailleurs": lambda m: PLAN,
    "cible_ajouter indicateur": lambda m: CIBLE_PAGE | {"exercice": "2026"},
    "cible_ajouter indicateur_ailleurs": lambda m: CIBLE_PAGE | {"exercice": "2026"},
    "cible_modifier indicateur cible": lambda m: CIBLE_PAGE,
    "cible_modifier interne cible_interne": lambda m: CIBLE_PAGE,
    "cible_modifier indicateur_ailleurs cible_ailleurs": lambda m: CIBLE_PAGE,
    "cible_retirer indicateur cible": lambda m: RETRAIT,
    "cible_retirer indicateur_ailleurs cible_ailleurs": lambda m: RETRAIT,
    "phase_ajouter indicateur": lambda m: PHASE,
    "phase_ajouter interne": lambda m: PHASE,
    "phase_ajouter indicateur_ailleurs": lambda m: PHASE,
}
METEO = {"ciel": "soleil", "risques": "Essai.", "version": "0"}
ACQUITTER = {"motif": "Essai.", "jusqu_au": (date.today() + timedelta(days=30)).isoformat()}
PROPOSER = {"periode": "2025-04-01_2026-03-31_", "valeur": "12,5", "motif": "Essai.", "source": "Essai."}
SALLE: dict[str, Corps] = {
    **{f"correction_proposer {nom}": lambda m: PROPOSER for nom in ("indicateur", "interne", "indicateur_ailleurs")},
    **{f"correction_accepter correction{suite}": lambda m: {"version": "1"} for suite in ("", "_ailleurs")},
    **{f"correction_refuser correction{suite}": lambda m: {"raison": "Non."} for suite in ("", "_ailleurs")},
    "meteo_ecrire =organisation ministere": lambda m: METEO,
    "meteo_ecrire =objectif objectif_ailleurs": lambda m: METEO,
    "alertes_seuils": lambda m: {
        f"{champ}{t}": valeur
        for t in ("ecart", "tendance", "meteo", "retard")
        for champ, valeur in (("", "12"), ("version_", "0"))
    },
    "alerte_acquitter =non_calcule =indicateur muet ?exercice=2025": lambda m: ACQUITTER,
    "alerte_acquitter =non_calcule =indicateur muet_ailleurs ?exercice=2025": lambda m: ACQUITTER,
}
FICHE = {"version": 1, "limites": "Essai.", "note_changement": "Essai."}
CIBLE = {"version": 1, "texte": "Essai.", "note_changement": "Essai."}
AIDE = {"sujet": "Essai", "genre": "conseil", "urgence": "2"}
ACCOMPAGNEMENT: dict[str, Corps] = {
    "demander": lambda m: AIDE | {"organisation": m.ministere.pk},
    "demande_echanger demande_aide": lambda m: {"texte": "Essai"},
    "demande_echanger demande_ailleurs": lambda m: {"texte": "Essai"},
    "demande_repondre demande_prise": lambda m: {"issue": "Essai", "version": "2"},
    "demande_noter demande_repondue": lambda m: {"satisfaction": "4"},
    "leader_devenir": lambda m: {"organisation": m.ministere.pk, "genres": ["conseil"]},
}
BLOQUANTS: dict[str, dict[str, Any]] = {
    "prendre bloquant_libre": {"version": "1"},
    "prendre bloquant_ailleurs": {"version": "4"},
    "escalader bloquant_pris": {"version": "2", "palier": "4", "aide_demandee": "Essai."},
    "escalader bloquant_ailleurs": {"version": "4", "palier": "4", "aide_demandee": "Essai."},
    "retirer_escalade bloquant": {"version": "4"},
    "retirer_escalade bloquant_ailleurs": {"version": "4"},
    "resoudre bloquant_pris": {"version": "2", "ce_qui_a_regle": "Essai."},
    "resoudre bloquant_ailleurs": {"version": "4", "ce_qui_a_regle": "Essai."},
    "initiative bloquant_pris": {"version": "2", "titre": "Essai."},
    "initiative bloquant_ailleurs": {"version": "4", "titre": "Essai."},
    "abandonner bloquant_pris": {"version": "2", "pourquoi": "Essai."},
    "abandonner bloquant_ailleurs": {"version": "4", "pourquoi": "Essai."},
}


def _reponse_bloquant(m: SimpleNamespace) -> dict[str, Any]:
    return {"version": "4", "decision": "Essai.", "responsable": m.roles["coo"].pk}


CORPS: dict[str, Corps] = {
    **{f"POST pilotage:bloquant_{cle}": lambda m, corps=corps: corps for cle, corps in BLOQUANTS.items()},
    "POST pilotage:bloquant_repondre bloquant": _reponse_bloquant,
    "POST pilotage:bloquant_repondre bloquant_ailleurs": _reponse_bloquant,
    **{f"POST pilotage:{cle}": corps for cle, corps in ACCOMPAGNEMENT.items()},
    "POST pilotage:rapport_nouveau": lambda m: {"exercice": "2025", "detail": "complet"},
    "POST inviter": _invitation,
    "POST preferences_notification": _preferences,
    "POST preferences_apercu": _preferences,
    **{f"POST niveau_membre {nom}": lambda m: {"niveau": "direction"} for nom in ADHESIONS},
    "POST pilotage:annonce_ajouter": lambda m: {"titre": "Essai", "texte": "Essai."},
    "POST pilotage:annonce_modifier annonce_brouillon": lambda m: _brouillon(m) | {"titre": "Essai", "texte": "Essai."},
    "POST pilotage:annonce_publier annonce_brouillon": lambda m: _brouillon(m),
    "POST creer_jeton": lambda m: {"nom": "essai", "portees": ["lecture"], "jours": 30},
    "POST refuser_partenaire demande": lambda m: {"raison": "Essai."},
    "POST initiative_ouvrir": lambda m: {"titre": "Essai", "organisation": m.ministere.pk},
    "POST initiative_modifier initiative": lambda m: {"titre": "Essai", "version": "1"},
    "POST initiative_modifier initiative_ailleurs": lambda m: {"titre": "Essai", "version": "1"},
    "POST initiative_etape initiative": lambda m: {"quoi": "Essai", "version": "1"},
    "POST initiative_etape initiative_ailleurs": lambda m: {"quoi": "Essai", "version": "1"},
    "POST initiative_rattacher initiative": lambda m: {"indicateur": m.indicateur_ailleurs.pk, "geste": "ajouter"},
    "POST initiative_rattacher initiative_ailleurs": lambda m: {"organisation": m.ministere.pk, "geste": "ajouter"},
    "POST initiative_clore initiative": lambda m: {"etat": "terminee", "issue": "Essai", "version": "1"},
    "POST initiative_clore initiative_ailleurs": lambda m: {"etat": "terminee", "issue": "Essai", "version": "1"},
    "POST initiative_rouvrir initiative_close": lambda m: {"version": "2"},
    "POST initiative_inviter initiative": lambda m: {"courriel": "pri@exemple.test"},
    "POST initiative_inviter initiative_ailleurs": lambda m: {"courriel": "pri@exemple.test"},
    "POST suivre &initiative": lambda m: {"sujet": f"initiative:{m.initiative.pk}", "suivre": "oui"},
    "POST suivre": lambda m: {"sujet": f"indicateur:{m.indicateur.pk}", "suivre": "oui"},
    "POST suivre &interne": lambda m: {"sujet": f"indicateur:{m.interne.pk}", "suivre": "oui"},
    "POST suivre &organisation": lambda m: {"sujet": f"organisation:{m.ailleurs.pk}", "suivre": "oui"},
    "POST pilotage:import_nouveau": _fichier,
    "POST pilotage:saisie ?exercice=2021": lambda m: _cellule(m.indicateur),
    "POST pilotage:saisie ?exercice=2021 &ailleurs": lambda m: _cellule(m.indicateur_ailleurs),
    "POST pilotage:saisie ?exercice=2021 &interne": lambda m: _cellule(m.interne),
    "PATCH api_indicateur indicateur": lambda m: FICHE,
    "PATCH api_indicateur interne": lambda m: FICHE,
    "PATCH api_indicateur indicateur_ailleurs": lambda m: FICHE,
    "POST api_cibles": lambda m: _cible(m.indicateur),
    "POST api_cibles &ailleurs": lambda m: _cible(m.indicateur_ailleurs),
    "PATCH api_cible cible": lambda m: CIBLE,
    "PATCH api_cible cible_ailleurs": lambda m: CIBLE,
    "POST api_mesures": lambda m: _mesure(m.indicateur),
    "POST api_mesures &validee": lambda m: _mesure(m.indicateur, etat="validee"),
    "POST api_mesures &interne": lambda m: _mesure(m.interne),
    "POST api_mesures &ailleurs": lambda m: _mesure(m.indicateur_ailleurs),
    "POST api_mesures_lot": lambda m: {"mesures": [_mesure(m.indicateur)]},
    "POST api_mesures_lot &ailleurs": lambda m: {"mesures": [_mesure(m.indicateur), _mesure(m.indicateur_ailleurs)]},
    "PATCH api_mesure mesure": lambda m: {"version": 1, "valeur": "51"},
    "PATCH api_mesure mesure_provisoire": lambda m: {"version": 1, "valeur": "51"},
    "PATCH api_mesure mesure_ailleurs": lambda m: {"version": 1, "valeur": "51"},
    "POST pilotage:rencontre_modifier rencontre_prevue": lambda m: _rencontre(m.roles["ges"]),
    "POST pilotage:serie_modifier serie": lambda m: _serie(m.roles["ges"]),
    "POST pilotage:rencontre_inscrire rencontre =decision": lambda m: {"texte": "Essai."},
    "POST pilotage:rencontre_inscrire rencontre_ailleurs =decision": lambda m: {"texte": "Essai."},
    "POST pilotage:rencontre_annuler rencontre_prevue": lambda m: {"motif": "Essai."},
    "POST pilotage:rencontre_note rencontre": lambda m: {"uuid": str(uuid4()), "texte": "Essai."},
    "POST pilotage:rencontre_accord rencontre": lambda m: {"point": m.point.pk, "accord": 75, "prete": "oui"},
    **{f"POST pilotage:{cle}": corps for cle, corps in (FICHES | SALLE).items()},
    **{f"POST {cle}": corps for cle, corps in salle_actions.CORPS.items()},
    **{f"POST communaute:{cle}": corps for cle, corps in monde_communaute.CORPS.items()},
}
