"""Initiatives, leaders and requests of the demonstration: plainly illustrative, written through the services."""

from datetime import timedelta

from django.utils import timezone

from ecosysteme.models import Indicateur, Initiative, Organisation, Personne
from ecosysteme.services import initiatives
from ecosysteme.services.abonnements import suivre
from ecosysteme.services.participations import inviter_a_participer, participer

from ..enums import GenreAccompagnement, Urgence
from ..models import DemandeAccompagnement, Leader
from . import accompagnement
from .leaders import devenir_leader

TITRE = "Réduire l'attente aux guichets (illustratif)"
TERMINEE = "Un seul formulaire d'inscription (illustratif)"
SUJET = "Fixer une première cible sans série de données (illustratif)"


def charger() -> None:
    """Load what is missing; loading again changes nothing."""
    comptes = {p.email.partition("@")[0]: p for p in Personne.objects.filter(email__endswith="@demo.exemple")}
    if not Initiative.objects.filter(titre=TITRE).exists():
        _en_cours(comptes)
        _terminee(comptes)
    if not Leader.objects.filter(personne__in=comptes.values()).exists():
        _leaders(comptes)
    if not DemandeAccompagnement.objects.filter(sujet=SUJET).exists():
        _demandes(comptes)


def _en_cours(comptes: dict[str, Personne]) -> None:
    gestion, responsable = comptes["gestion"], comptes["responsable"]
    lies = list(Indicateur.objects.filter(organisation__sigle="MESS", code__in=["20.1.1", "20.1.3"]).order_by("code"))
    initiative = initiatives.ouvrir_initiative(
        par=gestion,
        titre=TITRE,
        description=(
            "Texte illustratif. L'attente s'allonge aux heures de pointe dans trois bureaux fictifs.\n\n"
            "On veut savoir si un triage à l'accueil suffit avant de penser aux effectifs."
        ),
        indicateurs=lies,
    )
    participer(par=gestion, initiative=initiative, apport="les effectifs et la décision")
    participer(par=responsable, initiative=initiative, apport="les temps d'attente, bureau par bureau")
    participer(par=comptes["membre"], initiative=initiative, apport="l'expérience d'un triage semblable")
    inviter_a_participer(
        par=gestion, initiative=initiative, personne=comptes["partenaire"], apport="un essai d'affichage en salle"
    )
    initiatives.rattacher(par=gestion, initiative=initiative, objet=Organisation.objects.get(sigle="MSSS"))
    initiatives.fixer_etape(
        par=gestion,
        initiative=initiative,
        quoi="Comparer une semaine d'attente avec et sans triage",
        qui=responsable,
        quand=timezone.localdate() - timedelta(days=4),
        version_lue=Initiative.objects.get(pk=initiative.pk).version,
    )
    suivre(par=comptes["coordination"], sujet=initiatives.sujet(initiative))


def _terminee(comptes: dict[str, Personne]) -> None:
    gestion = comptes["gestion"]
    finie = initiatives.ouvrir_initiative(
        par=gestion,
        titre=TERMINEE,
        description="Texte illustratif : quatre formulaires demandaient la même chose.",
        organisations=[Organisation.objects.get(sigle="MESS")],
    )
    initiatives.clore_initiative(
        par=gestion,
        initiative=finie,
        etat="terminee",
        issue="Texte illustratif : un formulaire au lieu de quatre, et deux questions de moins par personne.",
        version_lue=finie.version,
    )


def _leaders(comptes: dict[str, Personne]) -> None:
    genres = GenreAccompagnement
    for compte, offerts, mot in (
        ("membre", [genres.CONSEIL, genres.DONNEES], "Personne fictive : a mis en place un suivi mensuel des délais."),
        ("formation", [genres.FORMATION, genres.ANIMATION], "Personne fictive : anime des rencontres de pilotage."),
    ):
        personne = comptes[compte]
        lieu = personne.adhesions.en_vigueur().select_related("organisation").first().organisation
        devenir_leader(par=personne, organisation=lieu, genres=offerts, presentation=mot)


def _demandes(comptes: dict[str, Personne]) -> None:
    gestion, membre = comptes["gestion"], comptes["membre"]
    mess = Organisation.objects.get(sigle="MESS")
    prise = accompagnement.demander(
        par=gestion,
        organisation=mess,
        sujet=SUJET,
        description="Texte illustratif : l'indicateur n'a qu'une année de résultats.",
        genre=GenreAccompagnement.CONSEIL,
        urgence=Urgence.CE_MOIS,
    )
    accompagnement.prendre(par=membre, demande=prise)
    accompagnement.echanger(
        par=membre, demande=prise, texte="Avez-vous des données mensuelles, même incomplètes\u202f?"
    )
    accompagnement.demander(
        par=gestion,
        organisation=mess,
        sujet="Quelqu'un pour animer notre première rencontre (illustratif)",
        genre=GenreAccompagnement.ANIMATION,
        urgence=Urgence.CETTE_SEMAINE,
        initiative=Initiative.objects.filter(titre=TITRE).first(),
    )
    repondue = accompagnement.demander(
        par=gestion,
        organisation=mess,
        sujet="Relire la fiche d'un indicateur composé (illustratif)",
        genre=GenreAccompagnement.DONNEES,
        urgence=Urgence.QUAND_POSSIBLE,
    )
    tenue = accompagnement.prendre(par=membre, demande=repondue)
    accompagnement.repondre(
        par=membre,
        demande=tenue,
        issue="Texte illustratif : deux indicateurs simples disent mieux que l'indicateur composé.",
        version_lue=tenue.version,
    )
