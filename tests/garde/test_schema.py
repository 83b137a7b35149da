"""The schema keeps its promises: migrations, history, exact decimals, constraints in French, siblings apart."""

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import models

APPLICATIONS = ("ecosysteme", "forum", "pilotage", "incubateurs", "formation", "communaute")
ETAGE = APPLICATIONS[1:]
# What is not kept in history, and why.
SANS_HISTOIRE = {
    "Journal": "append-only by itself",
    "Notification": "written once, then read",
    "Abonnement": "a taste, not a fact",
    "Invitation": "its dates tell its life",
    "JetonApi": "its dates tell its life; only a hash is kept",
    "Personne": "holds the password's hash; its roles (Adhesion) have a history",
    "LotSaisie": "names the versions that history keeps",
    "BasculeStatut": "is a history",
    "Bilan": "computed, and computed again",
    "CleSale": "a mark to compute, erased once done",
    "EtatIndicateur": "computed, and computed again",
    "CarteSale": "a mark to draw again, erased once done",
    "Importation": "its dates tell its life",
    "Remarque": "written once by an import",
    "CorrespondanceMemorisee": "a convenience",
    "RapportVerification": "written once a night",
    "Accord": "a person's own say, during a meeting",
    "Acquittement": "has its author, its reason, its dates",
    "Annonce": "frozen once published",
    "Bloquant": "EvenementBloquant is its history",
    "CorrectionProposee": "has its author, its decision and its dates",
    "Courriel": "an outbox",
    "DecisionRencontre": "written once",
    "DemandeAccompagnement": "has its exchanges and its dates",
    "EchangeDemande": "written once",
    "Escalade": "written once, closed once",
    "EvenementBloquant": "is a history",
    "EvenementRencontre": "is a history",
    "Leader": "volunteered and withdrawn by the person",
    "LectureAnnonce": "written once",
    "Meteo": "published ones are never changed",
    "MethodeNotation": "a new version is a new row",
    "NoteRencontre": "a person's own words",
    "OffreAide": "has its dates",
    "PointOrdreDuJour": "EvenementRencontre tells what happened to it",
    "PreferenceNotification": "a person's own choice",
    "PremierPas": "written once",
    "Presence": "is a fact of a meeting",
    "ProcesVerbal": "frozen once published, sealed in the Journal",
    "Rapport": "made once",
    "ReglageCourriel": "a person's own choice",
    "Rencontre": "EvenementRencontre is its history",
    "SerieRencontre": "its meetings are rows of their own",
    "Amendement": "has its author, its decision and its dates",
    "AvisSurEnonce": "a person's own say",
    "Bulletin": "append-only by itself",
    "CarteOpinion": "computed once, never changed",
    "Emargement": "append-only by itself",
    "Enonce": "never edited",
    "Inscription": "frozen with its roll",
    "Lecture": "how far a person has read",
    "OptionScrutin": "frozen with its vote",
    "PieceJointe": "written once",
    "Prevision": "a person's own say",
    "Recusation": "written once",
    "ReponseOfficielle": "asked once, given once",
    "Signalement": "has its authors, its reasons and its dates",
    "Suivi": "a taste, not a fact",
    "Urne": "grows by a trigger that lets nothing else happen; a history would tell the order of ballots",
    "VersionProposition": "is a history",
    "VoixCourante": "points at a ballot; the ballots are the history",
}
OBLIGATOIRES = {
    "PlanStrategique",
    "Orientation",
    "Objectif",
    "Indicateur",
    "Cible",
    "Mesure",
    "Organisation",
    "Adhesion",
}


def modeles() -> list[type[models.Model]]:
    """Our models, event tables aside."""
    notres = [m for nom in APPLICATIONS if apps.is_installed(nom) for m in apps.get_app_config(nom).get_models()]
    return [m for m in notres if not hasattr(m, "pgh_tracked_model")]


@pytest.mark.django_db
def test_aucune_migration_ne_manque():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_chaque_modele_garde_son_histoire_ou_dit_pourquoi_non():
    avec = {m.__name__ for m in modeles() if hasattr(m, "pgh_event_model")}
    tous = {m.__name__ for m in modeles()}
    assert avec >= OBLIGATOIRES
    assert tous - avec - SANS_HISTOIRE.keys() == set()
    assert SANS_HISTOIRE.keys() & avec == set()
    assert SANS_HISTOIRE.keys() - tous == set()


@pytest.mark.parametrize("modele", modeles(), ids=lambda m: m.__name__)
def test_chaque_contrainte_parle_francais(modele):
    for contrainte in modele._meta.constraints:
        message = str(contrainte.violation_error_message)
        assert message != contrainte.default_violation_error_message, contrainte.name
        assert message[:1].isupper() and message.rstrip().endswith("."), contrainte.name


@pytest.mark.parametrize("modele", modeles(), ids=lambda m: m.__name__)
def test_aucun_nombre_flottant(modele):
    assert [c.name for c in modele._meta.fields if isinstance(c, models.FloatField)] == []


@pytest.mark.parametrize("modele", modeles(), ids=lambda m: m.__name__)
def test_aucune_cle_etrangere_entre_voisins_ni_vers_le_haut(modele):
    chez = modele._meta.app_label
    for champ in modele._meta.get_fields():
        if champ.is_relation and champ.concrete and champ.related_model is not None:
            vers = champ.related_model._meta.app_label
            assert vers not in ETAGE or vers == chez, f"{modele.__name__}.{champ.name}"


@pytest.mark.parametrize("modele", modeles(), ids=lambda m: m.__name__)
def test_un_modele_ne_redefinit_ni_save_ni_delete(modele):
    assert not {"save", "delete"} & vars(modele).keys()
