"""The small world of `tests/monde.py` made twenty times wider: a page that queries row by row is caught by counting."""

from datetime import date
from types import SimpleNamespace

from django.utils import timezone

from ecosysteme.enums import RoleAdhesion
from ecosysteme.models import Abonnement, Notification, PlanStrategique
from ecosysteme.services import invitations
from ecosysteme.services.initiatives import fixer_etape, ouvrir_initiative, rattacher
from ecosysteme.services.jetons import creer_jeton
from ecosysteme.services.participations import participer
from pilotage import bilans
from pilotage.models import Annonce, GrilleQualite, Importation, LectureAnnonce, Remarque
from pilotage.services import accompagnement
from pilotage.services.leaders import devenir_leader
from tests import fabriques, monde_communaute, monde_forum, monde_meteo, monde_rapports, salle_actions
from tests.bloquants import monde as monde_bloquants


def peupler(m: SimpleNamespace, numeros: range) -> None:
    """Add one row of each kind a number, wherever a page may list some, for the person of the column « coo »."""
    for n in numeros:
        _structure(m, n)
        _comptes(m, n)
        _autour(m, n)
        monde_bloquants.peupler(m, n)
        _initiatives(m, n)
        _notation(m, n)
        _accompagnement(m, n)
        monde_meteo.peupler(m, n)
        salle_actions.peupler(m, n)
        monde_rapports.peupler(m, n)
        monde_forum.peupler(m, n)
        monde_communaute.peupler(m, n)
    list(bilans.vider())


def _structure(m: SimpleNamespace, n: int) -> None:
    """A ministry with its plan, and under the plan of home an orientation, an objective, a sheet and its figures."""
    voisin = fabriques.organisation(parent=m.gouvernement)
    fabriques.organisation(parent=m.ministere, type="direction")
    ailleurs = fabriques.indicateur(fabriques.objectif(fabriques.plan(voisin)))
    fabriques.plan(m.ministere, debut=1950 + n, fin=1950 + n)
    fabriques.objectif(m.plan)
    fabriques.objectif(m.plan, orientation=m.orientation)
    tenu = fabriques.indicateur(m.objectif, responsable=m.roles["coo"], parent=m.indicateur)
    for indicateur in (ailleurs, tenu):
        fabriques.cible(indicateur)
        fabriques.mesure(indicateur, etat="validee")
    fabriques.cible(m.indicateur, exercice=1990 + n)
    fabriques.mesure(m.indicateur, 1990 + n, str(n), etat="validee", saisie_par=m.roles["ges"], commentaire="Essai.")
    PlanStrategique.objects.filter(pk=m.plan.pk).update(titre=f"Plan stratégique fictif {n}")
    type(m.indicateur).objects.filter(pk=m.indicateur.pk).update(limites=f"Essai {n}.")


def _comptes(m: SimpleNamespace, n: int) -> None:
    personne = fabriques.personne()
    fabriques.adhesion(personne, m.ministere)
    fabriques.adhesion(m.roles["coo"], fabriques.organisation(parent=m.ministere), RoleAdhesion.ANIMATION)
    for nom, organisation, role in (
        ("gestion", m.ministere, RoleAdhesion.GESTIONNAIRE),
        ("partenaire", m.partenaire, RoleAdhesion.MEMBRE_PRIVE),
    ):
        faite, _ = invitations.inviter(
            par=m.roles["coo"], courriel=f"{nom}{n}@exemple.test", organisation=organisation, role=role
        )
        if nom == "partenaire":
            invitations.accepter(par=fabriques.personne(f"{nom}{n}@exemple.test"), invitation=faite)
    if n < 8:  # a person has at most ten
        creer_jeton(par=m.roles["coo"], nom=f"tableur {n}", portees=["lecture"], jours=30)


def _autour(m: SimpleNamespace, n: int) -> None:
    coo = m.roles["coo"]
    Notification.objects.create(personne=coo, type="essai", cle=f"essai:{n}", titre=f"Avis {n}", url="/")
    Abonnement.objects.create(personne=coo, sujet=f"indicateur:{fabriques.indicateur(m.objectif).pk}")
    Importation.objects.create(profil="standard", nom_fichier=f"essai-{n}.csv", par=m.roles["ges"], etat="publie")
    recue = Annonce.objects.create(titre=f"Annonce {n}", texte="Essai.", par=m.roles["ani"], publiee_le=timezone.now())
    LectureAnnonce.objects.create(annonce=recue, personne=coo, niveau_gestion="direction")
    Remarque.objects.create(importation=m.import_publie, gravite="refus", ligne=n + 2, champ="Code", raison="Essai.")


def _initiatives(m: SimpleNamespace, n: int) -> None:
    """One more thread, and one more person, place and indicator in that of home."""
    autre = ouvrir_initiative(par=m.roles["coo"], titre=f"Initiative {n}", indicateurs=[m.indicateur])
    fixer_etape(
        par=m.roles["coo"], initiative=autre, quoi="Essai", qui=m.roles["coo"], quand=date(2026, 1, 1), version_lue=1
    )
    participer(par=fabriques.personne(), initiative=m.initiative, apport="Essai")
    rattacher(par=m.roles["ges"], initiative=m.initiative, objet=fabriques.indicateur(m.objectif))
    rattacher(par=m.roles["ges"], initiative=m.initiative, objet=fabriques.organisation(parent=m.gouvernement))


def _notation(m: SimpleNamespace, n: int) -> None:
    """One more version of the grid of the year shown, and the grid of another year."""
    coo = m.roles["coo"]
    grille, _ = GrilleQualite.objects.get_or_create(
        plan=m.plan, exercice=2025, defaults={"qualite_jugee": 50, "motif": "Essai.", "par": coo}
    )
    GrilleQualite.objects.filter(pk=grille.pk).update(motif=f"Essai {n}.", version=n + 2)
    GrilleQualite.objects.create(plan=m.plan, exercice=2000 - n, motif="Essai.", par=coo)


def _accompagnement(m: SimpleNamespace, n: int) -> None:
    """One more request, message and leader."""
    ges = m.roles["ges"]
    demande = accompagnement.demander(
        par=ges, organisation=m.ministere, sujet=f"Aide {n}", genre="outil", urgence=2, indicateur=m.indicateur
    )
    accompagnement.echanger(par=ges, demande=m.demande_aide, texte="Essai.")
    accompagnement.prendre(par=m.roles["coo"], demande=demande)
    personne, lieu = fabriques.personne(), fabriques.organisation(parent=m.gouvernement)
    fabriques.adhesion(personne, lieu)
    devenir_leader(par=personne, organisation=lieu, genres=["outil"])
