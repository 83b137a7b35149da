"""A small world for the tests held for the whole site: one object of each kind at home and one elsewhere.

« Home » is the ministry of the cast (`tests/distribution.py`); names ending in `_ailleurs` belong to another ministry.
Add here the object a new address needs, and use its name in `tests/acces.txt`.
"""

import io
from datetime import date, time, timedelta
from decimal import Decimal
from types import SimpleNamespace

from django.utils import timezone

from ecosysteme.enums import EtatPlan, RoleAdhesion, TypeOrganisation, Visibilite
from ecosysteme.services import invitations
from ecosysteme.services.initiatives import clore_initiative, ouvrir_initiative
from ecosysteme.services.jetons import creer_jeton
from ecosysteme.services.lots import Entree, enregistrer_lot
from ecosysteme.services.mesures import Saisie
from ecosysteme.services.preferences import jeton_desabonnement
from pilotage import bilans
from pilotage.enums import EtatImport
from pilotage.methodes_publiees import METHODES
from pilotage.models import Importation, MethodeNotation, PhaseSpc, PointOrdreDuJour, SerieRencontre
from pilotage.services import accompagnement, annonces, imports, rencontres
from pilotage.services.leaders import devenir_leader
from tests import fabriques, monde_communaute, monde_forum, monde_meteo, monde_rapports, salle_actions
from tests.bloquants import monde as monde_bloquants

# Column of acces.txt: role, organisation. Anonymous and « sans rôle » come first.
ROLES = {
    "ano": None,
    "sr": None,
    "ges": (RoleAdhesion.GESTIONNAIRE, "ministere"),
    "ail": (RoleAdhesion.GESTIONNAIRE, "ailleurs"),
    "res": (RoleAdhesion.RESPONSABLE_INDICATEUR, "ministere"),
    "coo": (RoleAdhesion.COORDINATION, "gouvernement"),
    "pub": (RoleAdhesion.MEMBRE_PUBLIC, "ministere"),
    "pri": (RoleAdhesion.MEMBRE_PRIVE, "partenaire"),
    "ani": (RoleAdhesion.ANIMATION, "gouvernement"),
    "for": (RoleAdhesion.FORMATION, "gouvernement"),
    "adm": (RoleAdhesion.ADMINISTRATION, "gouvernement"),
}


def personnes(m: SimpleNamespace) -> dict:
    """One person a column; nobody for the anonymous one."""
    distribution = {"ano": None}
    for role, tenue in list(ROLES.items())[1:]:
        distribution[role] = fabriques.personne(f"{role}@exemple.test", is_staff=role == "adm")
        if tenue:
            fabriques.adhesion(distribution[role], getattr(m, tenue[1]), tenue[0])
    return distribution


def batir() -> SimpleNamespace:
    """The world, rolled up."""
    m = SimpleNamespace()
    m.gouvernement = fabriques.organisation("Gouvernement fictif", sigle="GOUV", type=TypeOrganisation.GOUVERNEMENT)
    m.ministere = fabriques.organisation("Ministère des Essais", sigle="MES", parent=m.gouvernement)
    m.ailleurs = fabriques.organisation("Ministère d'Ailleurs", sigle="MAI", parent=m.gouvernement)
    m.partenaire = fabriques.organisation("Partenaire inc.", type=TypeOrganisation.PARTENAIRE_PRIVE)
    m.roles = personnes(m)
    _plans(m)
    _comptes(m)
    _imports(m)
    _saisie(m)
    monde_bloquants.batir(m)
    monde_rapports.batir(m)
    _initiatives(m)
    _notation()
    _accompagnement(m)
    monde_meteo.poser(m)
    _rencontres(m)
    _annonces(m)
    salle_actions.batir(m)
    monde_forum.batir(m)
    monde_communaute.batir(m)
    list(bilans.vider())
    return m


def _plans(m: SimpleNamespace) -> None:
    m.plan, m.plan_ailleurs = fabriques.plan(m.ministere), fabriques.plan(m.ailleurs)
    m.brouillon = fabriques.plan(m.ministere, etat=EtatPlan.BROUILLON)
    m.objectif, m.objectif_ailleurs = fabriques.objectif(m.plan), fabriques.objectif(m.plan_ailleurs)
    m.objectif_brouillon = fabriques.objectif(m.brouillon)
    m.orientation, m.orientation_ailleurs = m.objectif.orientation, m.objectif_ailleurs.orientation
    m.indicateur = fabriques.indicateur(m.objectif, responsable=m.roles["res"], valeur_depart=10)
    m.interne = fabriques.indicateur(m.objectif, visibilite=Visibilite.INTERNE)
    m.en_brouillon = fabriques.indicateur(m.objectif_brouillon)
    m.indicateur_ailleurs = fabriques.indicateur(m.objectif_ailleurs)
    tous = {"": m.indicateur, "_interne": m.interne, "_ailleurs": m.indicateur_ailleurs}
    for suffixe, indicateur in tous.items():
        setattr(m, f"cible{suffixe}", fabriques.cible(indicateur))
        setattr(m, f"mesure{suffixe}", fabriques.mesure(indicateur, etat="validee"))
    for suffixe, indicateur in (("", m.indicateur), ("_ailleurs", m.indicateur_ailleurs)):
        phase = PhaseSpc(indicateur=indicateur, debut=date(2020, 4, 1), motif="Essai", auteur=m.roles["coo"])
        phase.save()
        setattr(m, f"phase{suffixe}", phase)
    m.mesure_provisoire = fabriques.mesure(m.indicateur, 2024, "40", etat="provisoire")


def _comptes(m: SimpleNamespace) -> None:
    def inviter(courriel, organisation, role):
        return invitations.inviter(par=m.roles["coo"], courriel=courriel, organisation=organisation, role=role)[0]

    m.invitation = inviter("invitee@exemple.test", m.ministere, RoleAdhesion.GESTIONNAIRE)
    m.invitation_ailleurs = inviter("loin@exemple.test", m.ailleurs, RoleAdhesion.GESTIONNAIRE)
    m.demande = inviter("privee@exemple.test", m.partenaire, RoleAdhesion.MEMBRE_PRIVE)
    invitations.accepter(par=fabriques.personne("privee@exemple.test"), invitation=m.demande)
    m.adhesion = m.roles["ges"].adhesions.get()
    m.adhesion_ailleurs = m.roles["ail"].adhesions.get()
    m.adhesion_administration = m.roles["adm"].adhesions.get()
    m.jeton_desabonnement = jeton_desabonnement(m.roles["ges"].pk, ["suivi"])
    m.jeton = creer_jeton(par=m.roles["ges"], nom="tableur", portees=["lecture"], jours=30)[0]


def _imports(m: SimpleNamespace) -> None:
    """Files are kept under MEDIA_ROOT: a test gives a folder of its own."""

    def importation(par, etat):
        fichier = io.BytesIO(b"organisation;indicateur\nMES;I1\n")
        depot = imports.deposer(par=m.roles[par], profil="standard", fichier=fichier, nom="essai.csv")
        Importation.objects.filter(pk=depot.pk).update(etat=etat, publie_le=timezone.now())
        return depot

    m.import_publie = importation("ges", EtatImport.PUBLIE)
    m.import_depose = importation("ges", EtatImport.DEPOSE)
    m.import_ailleurs = importation("ail", EtatImport.PUBLIE)


def _saisie(m: SimpleNamespace) -> None:
    resultat = Saisie(date(2022, 4, 1), date(2023, 3, 31), Decimal(30))
    entree = Entree(m.indicateur, (m.indicateur.pk, resultat.fin, ""), resultat)
    m.lot = enregistrer_lot(par=m.roles["ges"], entrees=[entree]).lot


def _initiatives(m: SimpleNamespace) -> None:
    """One at home, one elsewhere, one closed."""
    m.initiative = ouvrir_initiative(par=m.roles["ges"], titre="Répondre plus vite", indicateurs=[m.indicateur])
    m.initiative_ailleurs = ouvrir_initiative(par=m.roles["ail"], titre="Loin d'ici", organisations=[m.ailleurs])
    m.initiative_close = ouvrir_initiative(par=m.roles["ges"], titre="Finie", organisations=[m.ministere])
    clore_initiative(par=m.roles["ges"], initiative=m.initiative_close, etat="terminee", issue="Fait.", version_lue=1)


def _notation() -> None:
    """Scoring methods, put back when a test on real transactions emptied the tables."""
    if not MethodeNotation.objects.exists():
        MethodeNotation.objects.bulk_create(MethodeNotation(**methode) for methode in METHODES)


def _accompagnement(m: SimpleNamespace) -> None:
    """Requests of home and elsewhere: waiting, taken by elsewhere's leader, answered."""
    devenir_leader(par=m.roles["ail"], organisation=m.ailleurs, genres=["conseil"])

    def demande(par, organisation):
        return accompagnement.demander(
            par=m.roles[par], organisation=organisation, sujet="Aide", genre="outil", urgence=2
        )

    m.demande_aide, m.demande_ailleurs = demande("ges", m.ministere), demande("ail", m.ailleurs)
    m.demande_prise, m.demande_repondue = demande("ges", m.ministere), demande("ges", m.ministere)
    for prise in (m.demande_prise, m.demande_repondue):
        accompagnement.prendre(par=m.roles["ail"], demande=prise)
    accompagnement.repondre(par=m.roles["ail"], demande=m.demande_repondue, issue="Fait.", version_lue=2)


def _rencontres(m: SimpleNamespace) -> None:
    """One to come and one running at home, one running elsewhere; each with an item on an indicator."""

    def faire(par, organisation, indicateur, ouverte):
        champs = {"palier": 3, "titre": "Rencontre d'essai", "duree": 30, "animation": par}
        prevue = timezone.now() + timedelta(days=1, minutes=ouverte)
        r = rencontres.planifier(par=par, organisation=organisation, prevue_le=prevue, **champs)
        point = PointOrdreDuJour.objects.create(
            rencontre=r, ordre=0, genre="libre", cle="essai", titre="Point", indicateur=indicateur
        )
        if ouverte:
            rencontres.ouvrir(par=par, rencontre=r)
        return r, point

    m.rencontre_prevue, m.point_prevu = faire(m.roles["ges"], m.ministere, m.indicateur, 0)
    m.rencontre, m.point = faire(m.roles["ges"], m.ministere, m.indicateur, 1)
    m.rencontre_ailleurs, m.point_ailleurs = faire(m.roles["ail"], m.ailleurs, m.indicateur_ailleurs, 1)
    m.rencontre_close, _ = faire(m.roles["ges"], m.ministere, m.indicateur, 2)
    rencontres.clore(par=m.roles["ges"], rencontre=m.rencontre_close)
    serie = {
        "organisation": m.ministere, "palier": 1, "titre": "Série", "recurrence": "hebdomadaire", "duree": 10,
        "premiere": date(2020, 1, 7), "heure": time(9), "animation": m.roles["ges"],
    }  # fmt: skip
    m.serie = SerieRencontre.objects.create(**serie)


def _annonces(m: SimpleNamespace) -> None:
    """One published for the managers, one still a draft."""
    champs = {"titre": "Annonce", "texte": "Essai.", "roles": ["gestionnaire"], "niveaux": []}
    m.annonce = annonces.rediger_annonce(par=m.roles["coo"], champs=champs, organisations=[])
    m.annonce_brouillon = annonces.rediger_annonce(par=m.roles["coo"], champs=champs, organisations=[])
    annonces.publier_annonce(par=m.roles["coo"], annonce=m.annonce, lue=annonces.empreinte(m.annonce))
